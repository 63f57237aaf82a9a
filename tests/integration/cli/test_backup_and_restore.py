"""An archive brings everything back, or nothing."""

import io
import json
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine, make_url, text

from engine.documents.files import FileStore
from engine.kernel.database import create_database
from engine.kernel.postgres import EmbeddedPostgres
from web.cli.archive import ArchiveDamaged, ArchiveUnknown, Manifest, check_members, open_archive, read_manifest
from web.cli.backup import NothingToBackUp, make_backup
from web.cli.database import OpenDatabase
from web.cli.demo import fill_if_empty
from web.cli.pgtools import ToolFailed
from web.cli.restore import DatabaseNotEmpty, FileDiffers, bring_back
from web.cli.settings import Settings

PHOTO = b"a photograph of the scaffold" * 100


def opened(server: EmbeddedPostgres, name: str, data: Path) -> OpenDatabase:
    settings = Settings(
        port=8000,
        data=data,
        database_url=server.url(role="guiju_app", database=name),
        migrate_url=server.url(role="guiju_owner", database=name),
        pg_bin=None,
    )
    return OpenDatabase(settings=settings, server=None, keeper_url=server.url(role="postgres", database=name))


def administer(server: EmbeddedPostgres, statement: str) -> None:
    address = make_url(server.admin_url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement.encode())


@pytest.fixture
def source(server: EmbeddedPostgres, database_name: str, tmp_path: Path) -> OpenDatabase:
    """A migrated database with one tenant, and one attached file."""
    found = opened(server, database_name, tmp_path / "source")
    keeper = create_database(found.settings.owner_url)
    with keeper.begin() as connection:
        connection.execute(text("create table kept as select 7 as figure"))
    keeper.dispose()
    FileStore(found.settings.files).put(PHOTO)
    return found


@pytest.fixture
def target(server: EmbeddedPostgres, database_name: str, tmp_path: Path) -> Iterator[OpenDatabase]:
    """An empty database and an empty data folder."""
    name = f"{database_name}_back"
    administer(server, f"create database {name} owner guiju_owner")
    yield opened(server, name, tmp_path / "target")
    administer(server, f"drop database {name} with (force)")


@pytest.fixture
def archive(source: OpenDatabase, tmp_path: Path) -> Path:
    path = tmp_path / "monday.guiju"
    make_backup(source, path)
    return path


def restore(archive: Path, target: OpenDatabase) -> Manifest:
    with open_archive(archive) as tar:
        manifest = read_manifest(tar, archive)
        check_members(tar, manifest)
        bring_back(target, tar, manifest)
    return manifest


def tables(database: OpenDatabase) -> list[str]:
    engine: Engine = create_database(database.keeper_url)
    try:
        with engine.connect() as connection:
            listed = "select tablename::text from pg_tables where schemaname = 'public' order by 1"
            return list(connection.execute(text(listed)).scalars())
    finally:
        engine.dispose()


def rewrite(archive: Path, change: Callable[[str, bytes], bytes | None]) -> None:
    """Write the archive anew, each member as `change` returns it; `None` leaves it out."""
    with tarfile.open(archive) as tar:
        members = [(entry.name, tar.extractfile(entry).read()) for entry in tar]
    with tarfile.open(archive, "w") as tar:
        for name, content in members:
            changed = change(name, content)
            if changed is not None:
                entry = tarfile.TarInfo(name)
                entry.size = len(changed)
                tar.addfile(entry, io.BytesIO(changed))


def test_database_and_files_come_back_with_owners_rights_and_walls(
    archive: Path, source: OpenDatabase, target: OpenDatabase
) -> None:
    manifest = restore(archive, target)
    assert tables(target) == tables(source)
    assert list(manifest.files) == [path.name for path in target.settings.files.glob("??/*")]
    assert FileStore(target.settings.files).is_intact(next(iter(manifest.files)))
    app = create_database(target.settings.app_url)
    with app.connect() as connection:
        assert connection.execute(text('select count(*) from "case"')).scalar_one() == 0
        forced = "select relforcerowsecurity and relrowsecurity from pg_class where oid = '\"case\"'::regclass"
        assert connection.execute(text(forced)).scalar_one() is True
        owner = "select pg_get_userbyid(relowner)::text from pg_class where oid = 'event'::regclass"
        assert connection.execute(text(owner)).scalar_one() == "guiju_owner"
    app.dispose()


def test_a_backup_leaves_nothing_but_the_archive_which_only_its_maker_can_read(archive: Path, tmp_path: Path) -> None:
    assert sorted(path.name for path in tmp_path.iterdir()) == ["monday.guiju", "source"]
    assert archive.stat().st_mode & 0o077 == 0


def test_a_database_with_tables_is_not_restored_into(archive: Path, source: OpenDatabase) -> None:
    with pytest.raises(DatabaseNotEmpty):
        restore(archive, source)


@pytest.mark.parametrize(
    "change",
    [
        lambda name, content: content[:-1] + b"x" if name == "database.dump" else content,  # A flipped byte.
        lambda name, content: content[:-9] if name.startswith("files/") else content,  # A file cut short.
        lambda name, content: None if name.startswith("files/") else content,  # A file left out.
        lambda name, content: None if name == "database.dump" else content,  # The dump left out.
    ],
)
def test_a_damaged_archive_changes_nothing(
    archive: Path, target: OpenDatabase, change: Callable[[str, bytes], bytes | None]
) -> None:
    rewrite(archive, change)
    with pytest.raises(ArchiveDamaged) as refused:
        restore(archive, target)
    assert len(refused.value.faults) == 1
    assert tables(target) == []
    assert not target.settings.data.exists()


def renamed(content: bytes) -> bytes:
    manifest = json.loads(content)
    (member,) = manifest["files"].values()
    manifest["files"] = {"../../../etc/passwd": member}
    return json.dumps(manifest).encode()


@pytest.mark.parametrize(
    "change",
    [
        lambda name, content: renamed(content) if name == "manifest.json" else content,  # A path that leads elsewhere.
        lambda name, content: b"{}" if name == "manifest.json" else content,  # Nothing vouched for.
        lambda name, content: b"[" if name == "manifest.json" else content,  # Not JSON.
        lambda name, content: None if name == "manifest.json" else content,  # Some other tar.
        lambda name, content: content.replace(b'"format": 1', b'"format": 9'),  # A later format.
    ],
)
def test_an_archive_whose_manifest_is_not_ours_is_refused(
    archive: Path, target: OpenDatabase, change: Callable[[str, bytes], bytes | None]
) -> None:
    rewrite(archive, change)
    with pytest.raises(ArchiveUnknown):
        restore(archive, target)


def test_something_else_than_a_tar_is_refused(tmp_path: Path, target: OpenDatabase) -> None:
    other = tmp_path / "letter.txt"
    other.write_text("not an archive")
    with pytest.raises(ArchiveUnknown):
        restore(other, target)


def test_a_restore_that_fails_in_the_database_takes_its_files_away_again(archive: Path, target: OpenDatabase) -> None:
    with open_archive(archive) as tar:
        manifest = read_manifest(tar, archive)
        no_rights = OpenDatabase(settings=target.settings, server=None, keeper_url=target.settings.app_url)
        with pytest.raises(ToolFailed):
            bring_back(no_rights, tar, manifest)
    assert tables(target) == []
    assert [path for path in target.settings.files.rglob("*") if path.is_file()] == []


def test_a_killed_restore_may_be_run_again_but_foreign_files_stay(archive: Path, target: OpenDatabase) -> None:
    store = FileStore(target.settings.files)
    name = store.put(PHOTO)
    store.path(name).write_bytes(b"other")
    with pytest.raises(FileDiffers):
        restore(archive, target)
    assert store.path(name).read_bytes() == b"other"
    store.path(name).write_bytes(PHOTO)
    restore(archive, target)


def test_a_file_damaged_on_the_disk_is_kept_and_named(source: OpenDatabase, tmp_path: Path) -> None:
    store = FileStore(source.settings.files)
    name = store.put(PHOTO)
    store.path(name).write_bytes(b"rotten")
    assert make_backup(source, tmp_path / "late.guiju").damaged == [name]


def test_a_database_without_our_schema_is_not_backed_up(target: OpenDatabase, tmp_path: Path) -> None:
    with pytest.raises(NothingToBackUp):
        make_backup(target, tmp_path / "empty.guiju")
    assert not (tmp_path / "empty.guiju").exists()


@pytest.fixture
def backup_role(server: EmbeddedPostgres, database_name: str) -> Iterator[str]:
    name = f"backup_{database_name}"
    administer(server, f"create role {name} login bypassrls in role pg_read_all_data")
    yield name
    administer(server, f"drop role {name}")


def people(database: OpenDatabase, url: str) -> int:
    keeper = create_database(url)
    try:
        with keeper.connect() as connection:
            return connection.execute(text("select count(*) from person")).scalar_one()
    finally:
        keeper.dispose()


def test_a_reading_role_can_back_up_and_the_owner_can_restore_every_tenant(
    server: EmbeddedPostgres, source: OpenDatabase, target: OpenDatabase, backup_role: str, tmp_path: Path
) -> None:
    fill_if_empty(source.settings)
    name = make_url(source.settings.app_url).database
    reader = server.url(role=backup_role, database=name)
    make_backup(OpenDatabase(settings=source.settings, server=None, keeper_url=reader), tmp_path / "roles.guiju")
    by_owner = OpenDatabase(settings=target.settings, server=None, keeper_url=target.settings.owner_url)
    restore(tmp_path / "roles.guiju", by_owner)
    assert people(target, target.keeper_url) == people(source, source.keeper_url) > 0
    # Whoever sees no tenant's rows must not believe to have saved them.
    with pytest.raises(ToolFailed, match="row-level security"):
        make_backup(
            OpenDatabase(settings=source.settings, server=None, keeper_url=source.settings.owner_url),
            tmp_path / "owner.guiju",
        )
