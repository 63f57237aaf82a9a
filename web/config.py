"""What the web application is told from outside: folders, the database, cookies; read once, at the start."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from engine.kernel.clock import Clock, SystemClock
from engine.operations.registry import operations_file

MAX_UPLOAD_BYTES = 20 * 1024 * 1024
"""The largest single file that may be attached to a case."""

MAX_BODY_BYTES = MAX_UPLOAD_BYTES + 1024 * 1024
"""The largest request body: one file, and one mebibyte for the fields around it."""

MAX_FIELDS_BYTES = 2 * 1024 * 1024
"""The largest sum of the text fields of one form."""


class SettingMissing(RuntimeError):  # noqa: N818 - says what happened
    """A setting without which the application cannot start is not there."""


@dataclass(frozen=True)
class Settings:
    """Everything that differs between two installations; tests build it directly, servers read the environment.

    `secure_cookies` is for servers behind HTTPS. `proxies` counts the trusted proxies in front, whose
    forwarding headers are believed; 0 believes none. `demo` shows a banner on every page. `operations` is the file of
    what service tasks may call.
    """

    data: Path
    database_url: str
    secure_cookies: bool = False
    proxies: int = 0
    demo: bool = False
    clock: Clock = field(default_factory=SystemClock)
    login_limit: str = "20 per minute"
    operations: Path | None = None

    @property
    def files(self) -> Path:
        """Return the folder of attached files."""
        return self.data / "files"

    @property
    def secret_file(self) -> Path:
        """Return the file that holds the key which signs session cookies."""
        return self.data / "secret.key"


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Read the settings from environment variables; raise `SettingMissing` without `DATABASE_URL`."""
    if not environ.get("DATABASE_URL"):
        message = "DATABASE_URL is not set; `guiju run` sets it for the embedded database."
        raise SettingMissing(message)
    data = Path(environ.get("GUIJU_DATA", "var"))
    return Settings(
        data=data,
        database_url=environ["DATABASE_URL"],
        secure_cookies=environ.get("GUIJU_HTTPS") == "1",
        proxies=int(environ.get("GUIJU_PROXIES", "0")),
        demo=environ.get("GUIJU_DEMO") == "1",
        operations=operations_file(data, environ.get("GUIJU_OPERATIONS")),
    )
