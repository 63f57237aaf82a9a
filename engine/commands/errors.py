"""Refusals at the edge: idempotency keys."""

from engine.kernel.errors import Conflict, Invalid


class RequestKeyMissing(Invalid):
    """Expected an idempotency key of 1 to {most} characters, but got {length}."""

    code = "request-key-missing"
    zh = "请求必须带有 1 至 {most} 个字符的幂等键，收到 {length} 个字符。"


class RequestKeyReused(Conflict):
    """The idempotency key was already used for {command}, by this or another person; send a fresh one."""

    code = "request-key-reused"
    zh = "该幂等键已用于 {command}（可能是他人的请求），请换一个新的。"
