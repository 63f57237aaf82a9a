"""`guiju restore FILE`: an archive brought back into an empty database."""

import os
import tarfile
from contextlib import ExitStack, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from sqlalchemy import text

from engine.kernel.database import create_database
from engine.kernel.errors import Conflict
from engine.migrations.migrate import newest_revision
from web.cli.archive import (
    DUMP,
    Manifest,
    check_members,
    extract,
    measure,
    member_name,
    open_archive,
    read_manifest,
    sync_folder,
)
from web.cli.database import OpenDatabase, open_database
from web.cli.pgtools import load_database, tools_for
from web.cli.settings import read_settings
from web.cli.speech import say


class DatabaseNotEmpty(Conflict):
    """The database holds {tables} tables already, and an archive is restored into an empty one only."""

    code = "database-not-empty"
    zh = "数据库中已有 {tables} 张表，备份只能恢复到空数据库。"


class ArchiveTooNew(Conflict):
    """The archive has schema {revision} of Guiju {guiju}, which this release with schema {newest} cannot read."""

    code = "archive-too-new"
    zh = "备份由规矩 {guiju}（结构 {revision}）写成，本版本（结构 {newest}）无法读取。"


class FileDiffers(Conflict):
    """{file} is there already with other content than in the archive."""

    code = "file-differs"
    zh = "{file} 已存在，且内容与备份不同。"


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def command(file: Path) -> None:
    """Check FILE, then bring it back into an empty database and data folder; afterwards run `guiju migrate`."""
    with open_archive(file) as tar:
        manifest = read_manifest(tar, file)
        check_members(tar, manifest)
        newest = newest_revision()
        if manifest.revision > newest:
            raise ArchiveTooNew(guiju=manifest.guiju, revision=manifest.revision, newest=newest)
        with open_database(read_settings(os.environ)) as database:
            bring_back(database, tar, manifest)
    say(
        f"已恢复 {manifest.made_at} 的备份：{len(manifest.files)} 个附件。",
        f"The backup of {manifest.made_at} is restored, with {len(manifest.files)} files.",
    )


def bring_back(database: OpenDatabase, tar: tarfile.TarFile, manifest: Manifest) -> None:
    """Write the files, then the database in one transaction; a failure takes the files away again.

    In this order, because a file that no row names does no harm, and a row whose file is missing does.
    """
    _require_empty(database.keeper_url)
    folder = database.settings.files
    made: list[Path] = []
    with ExitStack() as on_failure:
        on_failure.callback(_take_away, made)
        for name in manifest.files:
            _bring_file(tar, name, manifest=manifest, folder=folder, made=made)
        with TemporaryDirectory(prefix="restore-", dir=_existing(database.settings.data)) as temporary:
            dump = Path(temporary) / DUMP
            extract(tar, DUMP, dump)
            load_database(tools_for(database.settings, database.keeper_url), database.keeper_url, dump)
        on_failure.pop_all()


def _take_away(made: list[Path]) -> None:
    for path in made:
        with suppress(OSError):
            path.unlink()


def _bring_file(tar: tarfile.TarFile, name: str, *, manifest: Manifest, folder: Path, made: list[Path]) -> None:
    place = folder / name[:2] / name
    if place.exists():
        # A restore that was killed may be run again: what it had brought already is as good.
        if measure(place) != manifest.files[name]:
            raise FileDiffers(file=place)
        return
    _existing(place.parent)
    partial = place.with_name(f".{name}.partial")
    partial.unlink(missing_ok=True)
    extract(tar, member_name(name), partial)
    partial.rename(place)
    made.append(place)
    sync_folder(place.parent)


def _require_empty(url: str) -> None:
    database = create_database(url, pool_size=1)
    try:
        with database.connect() as connection:
            count = "select count(*) from pg_tables where schemaname not in ('pg_catalog', 'information_schema')"
            tables = connection.execute(text(count)).scalar_one()
    finally:
        database.dispose()
    if tables:
        raise DatabaseNotEmpty(tables=tables)


def _existing(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder
