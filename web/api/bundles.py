"""A procedure's bundle as programs send it: one zip archive, or the files one by one."""

import zipfile
from collections.abc import Iterable
from io import BytesIO

from flask import request

from engine.bpmn import SourceFile
from engine.kernel.errors import Invalid

MOST_FILES = 200
MOST_BYTES = 20 * 1024 * 1024
"""Of a bundle once it is unpacked: an archive may not swell beyond what could be sent plainly."""

_READ_BYTES = 64 * 1024


class BundleMissing(Invalid):
    """Expected a zip archive (`bundle`, or as the body) or files (`files`), but got neither."""

    code = "bundle-missing"
    zh = "请上传 zip 压缩包（bundle 字段或请求体）或各个文件（files 字段）。"


class ArchiveBroken(Invalid):
    """Expected a zip archive, but it cannot be read: {reason}."""

    code = "archive-broken"
    zh = "无法读取 zip 压缩包：{reason}。"


class BundleTooLarge(Invalid):
    """Expected at most {files} files of {megabytes} MB in all."""

    code = "bundle-too-large"
    zh = "规程包至多 {files} 个文件，合计 {megabytes} MB。"


def sent_bundle() -> tuple[SourceFile, ...]:
    """Return the files of the request by their path in the bundle, whichever way they were sent."""
    if request.mimetype in ("application/zip", "application/x-zip-compressed"):
        return unpack(request.get_data())
    archive = request.files.get("bundle")
    if archive is not None:
        return unpack(archive.stream.read())
    files = tuple(
        SourceFile(file.filename, file.stream.read()) for file in request.files.getlist("files") if file.filename
    )
    if not files:
        raise BundleMissing
    return files


def unpack(archive: bytes) -> tuple[SourceFile, ...]:
    """Return the files of a zip archive; sizes are counted while unpacking, for an archive may lie about them."""
    try:
        with zipfile.ZipFile(BytesIO(archive)) as opened:
            return tuple(_unpacked(opened))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise ArchiveBroken(reason=str(error)) from error


def _unpacked(opened: zipfile.ZipFile) -> Iterable[SourceFile]:
    entries = [entry for entry in opened.infolist() if not entry.is_dir()]
    left = MOST_BYTES
    if len(entries) > MOST_FILES:
        raise _too_large()
    for entry in entries:
        content = bytearray()
        with opened.open(entry) as stream:
            while chunk := stream.read(_READ_BYTES):
                content += chunk
                left -= len(chunk)
                if left < 0:
                    raise _too_large()
        yield SourceFile(entry.filename, bytes(content))


def _too_large() -> BundleTooLarge:
    return BundleTooLarge(files=MOST_FILES, megabytes=MOST_BYTES // (1024 * 1024))
