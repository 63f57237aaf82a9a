"""`guiju backup FILE`: one archive of the database and the attached files."""

import os
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from sqlalchemy import text

from engine.kernel.database import create_database
from engine.kernel.errors import Conflict
from web.cli.archive import FORMAT, Manifest, measure, stored_files, write_archive
from web.cli.database import OpenDatabase, open_database
from web.cli.pgtools import dump_database, tools_for
from web.cli.settings import read_settings
from web.cli.speech import say


class FileExists(Conflict):
    """{file} exists already, and a backup never replaces one."""

    code = "file-exists"
    zh = "{file} 已存在，备份不会覆盖已有文件。"


class NothingToBackUp(Conflict):
    """The database has no schema of Guiju; see that DATABASE_URL or GUIJU_DATA names the right one."""

    code = "nothing-to-back-up"
    zh = "数据库中没有规矩的表结构：请核对 DATABASE_URL 或 GUIJU_DATA。"


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def command(file: Path) -> None:
    """Write FILE with everything needed to bring this installation back; web and worker may run meanwhile."""
    target = file.absolute()
    if target.exists():
        raise FileExists(file=target)
    with open_database(read_settings(os.environ)) as database:
        manifest = make_backup(database, target)
    say(f"已写入 {target}：{len(manifest.files)} 个附件。", f"{target} is written, with {len(manifest.files)} files.")
    for name in manifest.damaged:
        say(f"警告：附件 {name} 的内容已损坏。", f"Warning: the stored file {name} is damaged.")
    if manifest.damaged:
        raise SystemExit(1)


def make_backup(database: OpenDatabase, target: Path) -> Manifest:
    """Dump the database, then copy the files, and return what was written.

    In this order, because a file is on the disk before the row that names it: the copy holds every file that the
    dump knows of. A file damaged on our disk is kept as it is and reported; a backup that failed for one photograph
    would leave the rest unprotected.
    """
    settings = database.settings
    server, revision = _versions(database.keeper_url)
    with TemporaryDirectory(prefix=".guiju-backup-", dir=target.parent) as folder:
        dump = Path(folder) / "database.dump"
        dump_database(tools_for(settings, database.keeper_url), database.keeper_url, dump)
        files = stored_files(settings.files)
        manifest = Manifest(
            format=FORMAT,
            guiju=version("guiju"),
            postgres=server,
            revision=revision,
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            dump=measure(dump),
            files={name: measure(path) for name, path in files.items()},
        )
        write_archive(target, manifest, dump=dump, files=files)
    return manifest


def _versions(url: str) -> tuple[str, str]:
    database = create_database(url, pool_size=1)
    try:
        with database.connect() as connection:
            if connection.execute(text("select to_regclass('alembic_version')")).scalar_one() is None:
                raise NothingToBackUp
            server = connection.execute(text("show server_version")).scalar_one()
            revision = connection.execute(text("select version_num from alembic_version")).scalar_one()
    finally:
        database.dispose()
    return str(server), str(revision)
