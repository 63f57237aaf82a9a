"""Reads the operator's file of operations: named endpoints to call, and topics for workers outside."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from engine.feel.checking import feel_type
from engine.feel.errors import FeelSyntaxError
from engine.kernel.errors import Fault
from engine.operations.http import Endpoint
from engine.operations.values import EXTERNAL, Operation, Parameter

HTTP = "http:"
"""What the names of operations begin with that call an endpoint of the operator's file."""

_LONGEST_TIMEOUT_SECONDS = 120
_MOST_RETRIES = 20
_KNOWN = frozenset(
    {"title", "url", "secret_file", "token_file", "errors", "timeout_seconds", "retries", "backoff_seconds", "inputs"}
    | {"outputs", "codes"}
)


@dataclass
class SettingsFile:
    """One file being read; `faults` collects what is wrong, so that everything is said at once."""

    path: Path
    faults: list[Fault] = field(default_factory=list)

    def read(self) -> dict[str, Operation]:
        """Return the operations of the file by name; what cannot be read is left out and noted."""
        try:
            table = tomllib.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, UnicodeError, tomllib.TOMLDecodeError) as error:
            self._fault("", f"无法读取：{error}", f"It cannot be read: {error}")
            return {}
        for name in sorted(set(table) - {"http", "external"}):
            self._fault(name, f"不认识“{name}”，应为 http 或 external。", f"Expected http or external, found {name}.")
        found: dict[str, Operation] = {}
        for prefix, kind, build in ((HTTP, "http", self._endpoint), (EXTERNAL, "external", self._topic)):
            for name, entry in self._entries(table, kind):
                operation = self._operation(prefix, name, entry, build)
                if operation is not None:
                    found[operation.name] = operation
        return found

    def _entries(self, table: Mapping[str, Any], kind: str) -> list[tuple[str, Mapping[str, Any]]]:
        group = table.get(kind, {})
        if not isinstance(group, dict) or not all(isinstance(entry, dict) for entry in group.values()):
            self._fault(kind, f"[{kind}] 应为分组的表。", f"[{kind}] should be a table of tables.")
            return []
        return list(group.items())

    def _operation(
        self, prefix: str, name: str, entry: Mapping[str, Any], build: Callable[[str, Mapping[str, Any]], Any]
    ) -> Operation | None:
        place, before = f"{prefix[:-1]}.{name}", len(self.faults)
        for unknown in sorted(set(entry) - _KNOWN):
            self._fault(place, f"不认识设置“{unknown}”。", f"There is no setting {unknown}.")
        title = entry.get("title", {})
        title = title if isinstance(title, dict) else {"zh": str(title)}
        operation = {
            "title_zh": str(title.get("zh", name)),
            "title_en": str(title.get("en", title.get("zh", name))),
            "call": build(place, entry),
            "inputs": self._parameters(place, entry, "inputs"),
            "outputs": self._parameters(place, entry, "outputs"),
            "timeout": timedelta(seconds=self._number(place, entry, "timeout_seconds", 10, _LONGEST_TIMEOUT_SECONDS)),
            "retries": int(self._number(place, entry, "retries", 5, _MOST_RETRIES)),
            "backoff": timedelta(seconds=self._number(place, entry, "backoff_seconds", 5, 3600)),
            "codes": frozenset(map(str, [*entry.get("codes", []), *dict(entry.get("errors", {})).values()])),
        }
        return Operation(f"{prefix}{name}", **operation) if len(self.faults) == before else None

    def _endpoint(self, place: str, entry: Mapping[str, Any]) -> Callable[..., Any] | None:
        url = str(entry.get("url", ""))
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            self._fault(place, "url 应为 http 或 https 地址。", "url should be an http or https address.")
        errors = entry.get("errors", {})
        codes = {int(status): str(code) for status, code in errors.items() if str(status).isdecimal()}
        if len(codes) != len(errors):
            self._fault(place, "errors 的键应为 HTTP 状态码。", "The keys of errors should be HTTP status codes.")
        secret, token = self._file(place, entry, "secret_file"), self._file(place, entry, "token_file")
        return Endpoint(url, secret, token.decode("ascii", "replace") if token else None, codes).call

    def _topic(self, place: str, entry: Mapping[str, Any]) -> None:
        for name in sorted({"url", "secret_file", "token_file", "errors"} & set(entry)):
            self._fault(place, f"外部任务不能有“{name}”。", f"A topic cannot have {name}.")

    def _file(self, place: str, entry: Mapping[str, Any], name: str) -> bytes | None:
        if name not in entry:
            return None
        try:
            content = (self.path.parent / str(entry[name])).read_bytes().strip()
        except OSError as error:
            self._fault(place, f"{name} 无法读取：{error}", f"{name} cannot be read: {error}")
            return None
        if not content:
            self._fault(place, f"{name} 是空的。", f"{name} is empty.")
        return content or None

    def _parameters(self, place: str, entry: Mapping[str, Any], name: str) -> dict[str, Parameter]:
        found = {}
        for key, written in dict(entry.get(name, {})).items():
            text = str(written)
            try:
                found[key] = Parameter(feel_type(text.removesuffix("?").strip()), required=not text.endswith("?"))
            except FeelSyntaxError as error:
                self._fault(place, f"{name}.{key}：{error.zh}", f"{name}.{key}: {error.en}")
        return found

    def _number(self, place: str, entry: Mapping[str, Any], name: str, default: float, most: float) -> float:
        value = entry.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
            self._fault(place, f"{name} 应为 0 至 {most} 的数字。", f"{name} should be a number from 0 to {most}.")
            return default
        return value

    def _fault(self, field_name: str, zh: str, en: str) -> None:
        self.faults.append(Fault("operations-file", zh, en, {"file": str(self.path), "field": field_name}))
