"""Which kinds of file may be attached, told by their first bytes, never by what the sender says. Pure."""

from dataclasses import dataclass

MOST_BYTES = 20 * 1024 * 1024
"""The size of the largest attachment."""


@dataclass(frozen=True)
class Kind:
    """A kind of file: its media type, the endings its name may have, and the bytes it begins with."""

    media_type: str
    endings: tuple[str, ...]
    magic: bytes
    offset: int = 0


KINDS = (
    Kind("application/pdf", (".pdf",), b"%PDF-"),
    Kind("image/png", (".png",), b"\x89PNG\r\n\x1a\n"),
    Kind("image/jpeg", (".jpg", ".jpeg"), b"\xff\xd8\xff"),
    Kind("audio/mpeg", (".mp3",), b"ID3"),
    Kind("audio/wav", (".wav",), b"WAVE", 8),
    Kind("video/mp4", (".mp4",), b"ftyp", 4),
    Kind("application/vnd.openxmlformats-officedocument", (".docx", ".xlsx"), b"PK\x03\x04"),
)


def kind_of(content: bytes, name: str) -> Kind | None:
    """Return the kind that both the first bytes and the ending of the name speak for, else None."""
    ending = "." + name.rsplit(".", 1)[-1].lower() if "." in name else ""
    for kind in KINDS:
        begins = content[kind.offset : kind.offset + len(kind.magic)] == kind.magic
        if begins and ending in kind.endings:
            return kind
    return None


def allowed_endings() -> tuple[str, ...]:
    """Return every ending that a name may have, for whoever explains a refusal."""
    return tuple(ending for kind in KINDS for ending in kind.endings)
