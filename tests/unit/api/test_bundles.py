"""Archives that programs send: unpacked within limits, whatever they say about themselves."""

import zipfile
from io import BytesIO

import pytest

from web.api.bundles import MOST_BYTES, MOST_FILES, ArchiveBroken, BundleTooLarge, unpack


def archive(files: dict[str, bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", compression) as opened:
        for name, content in files.items():
            opened.writestr(name, content)
    return packed.getvalue()


def test_an_archive_yields_its_files_by_path_and_no_folders() -> None:
    files = unpack(archive({"processes/": b"", "processes/a/procedure.toml": b"x", "forms/b.form": b"{}"}))
    assert [(file.name, file.content) for file in files] == [
        ("processes/a/procedure.toml", b"x"),
        ("forms/b.form", b"{}"),
    ]


def test_an_archive_that_swells_is_refused() -> None:
    swelling = archive({f"{number}.bin": bytes(MOST_BYTES // 4) for number in range(5)})
    assert len(swelling) < MOST_BYTES // 100
    with pytest.raises(BundleTooLarge):
        unpack(swelling)


def test_an_archive_of_too_many_files_is_refused() -> None:
    with pytest.raises(BundleTooLarge):
        unpack(archive({str(number): b"" for number in range(MOST_FILES + 1)}))


@pytest.mark.parametrize(
    "content",
    [
        # No archive at all.
        b"not a zip",
        # Nothing.
        b"",
        # Cut short.
        archive({"a": b"content"})[:-10],
    ],
    ids=["no archive", "nothing", "cut short"],
)
def test_what_is_no_archive_is_refused(content: bytes) -> None:
    with pytest.raises(ArchiveBroken):
        unpack(content)


def test_a_damaged_entry_is_refused() -> None:
    whole = archive({"a.txt": b"content that will be damaged"}, compression=zipfile.ZIP_STORED)
    with pytest.raises(ArchiveBroken):
        unpack(whole.replace(b"damaged", b"altered"))
