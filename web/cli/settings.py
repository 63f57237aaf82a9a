"""What the command line is told by the environment, read once, at the edge."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.kernel.errors import Invalid
from engine.operations.registry import operations_file

DEFAULT_PORT = 8000


class DatabaseUrlMissing(Invalid):
    """DATABASE_URL is not set, and this command works on a database of yours only; for a trial use `guiju run`."""

    code = "database-url-missing"
    zh = "未设置 DATABASE_URL，而本命令只对您自己的数据库起作用；试用请执行 guiju run。"


class BadPort(Invalid):
    """GUIJU_PORT must be a number from 1 to 65535, but is {port}."""

    code = "bad-port"
    zh = "GUIJU_PORT 应为 1 至 65535 的数字，实际为 {port}。"


class BadDatabaseUrl(Invalid):
    """{variable} must look like postgresql://role@host/database."""

    code = "bad-database-url"
    zh = "{variable} 的格式应为 postgresql://role@host/database。"


@dataclass(frozen=True)
class Settings:
    """Where a command works: port, data folder, addresses of the database.

    `database_url` is the application's role, `migrate_url` the owner's; `None` stands for the embedded database.
    `operations` is the file of what service tasks may call.
    """

    port: int
    data: Path
    database_url: str | None
    migrate_url: str | None
    pg_bin: Path | None
    operations: Path | None = None

    @property
    def files(self) -> Path:
        """Return the folder of attached files, each named for its content."""
        return self.data / "files"

    @property
    def app_url(self) -> str:
        """Return the application's address; raise DatabaseUrlMissing without one."""
        if self.database_url is None:
            raise DatabaseUrlMissing
        return self.database_url

    @property
    def owner_url(self) -> str:
        """Return the owner's address, which is the application's where only one is known."""
        return self.migrate_url or self.app_url


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Read the GUIJU_ variables and DATABASE_URL, as the reference lists them; raise Invalid for a bad one."""
    pg_bin = environment.get("GUIJU_PG_BIN")
    data = Path(environment.get("GUIJU_DATA") or "var").absolute()
    return Settings(
        port=_port(environment.get("GUIJU_PORT") or str(DEFAULT_PORT)),
        data=data,
        database_url=_address(environment, "DATABASE_URL"),
        migrate_url=_address(environment, "GUIJU_MIGRATE_URL"),
        pg_bin=Path(pg_bin).absolute() if pg_bin else None,
        operations=operations_file(data, environment.get("GUIJU_OPERATIONS")),
    )


def _port(text: str) -> int:
    port = int(text) if text.isascii() and text.isdigit() else 0
    if not 1 <= port <= 65535:
        raise BadPort(port=text)
    return port


def _address(environment: Mapping[str, str], variable: str) -> str | None:
    """Return the address with the driver we use, whichever of the usual spellings it came in."""
    address = environment.get(variable)
    if not address:
        return None
    scheme, separator, rest = address.partition("://")
    if not separator or scheme.split("+")[0] not in ("postgresql", "postgres"):
        raise BadDatabaseUrl(variable=variable)
    return f"postgresql+psycopg://{rest}"
