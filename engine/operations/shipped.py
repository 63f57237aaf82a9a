"""The operations that every installation has: small, pure, and beyond what FEEL can say."""

import hashlib
from collections.abc import Mapping
from typing import Any

from engine.feel.checking import BOOLEAN, STRING
from engine.operations.values import Operation, Operations, Parameter, Request

_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_LENGTH = 18


def is_credit_code(text: str) -> bool:
    """Tell whether a text is a unified social credit code whose check character is right (GB 32100-2015)."""
    code = text.strip().upper()
    if len(code) != _CREDIT_LENGTH or set(code) - set(_CREDIT_ALPHABET):
        return False
    # The weights are the powers of three modulo 31.
    total = sum(_CREDIT_ALPHABET.index(sign) * pow(3, place, 31) for place, sign in enumerate(code[:-1]))
    return _CREDIT_ALPHABET[(31 - total % 31) % 31] == code[-1]


def _check_credit_code(request: Request) -> Mapping[str, Any]:
    return {"valid": is_credit_code(str(request.inputs["code"]))}


def _digest(request: Request) -> Mapping[str, Any]:
    return {"digest": hashlib.sha256(str(request.inputs["text"]).encode()).hexdigest()}


SHIPPED: Operations = {
    operation.name: operation
    for operation in (
        Operation(
            "credit-code.check",
            "核对统一社会信用代码",
            "Check a unified social credit code",
            _check_credit_code,
            inputs={"code": Parameter(STRING)},
            outputs={"valid": Parameter(BOOLEAN)},
            retries=0,
        ),
        Operation(
            "text.digest",
            "计算文字的 SHA-256 摘要",
            "Compute the SHA-256 digest of a text",
            _digest,
            inputs={"text": Parameter(STRING)},
            outputs={"digest": Parameter(STRING)},
            retries=0,
        ),
    )
}
"""The operations of the platform by name."""
