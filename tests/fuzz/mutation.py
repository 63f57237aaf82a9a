"""Files with random damage: pieces cut out, doubled, swapped or overwritten."""

from hypothesis import strategies as st

PIECES = st.sampled_from(
    [b"<", b">", b"</", b"/>", b'"', b"&", b"&amp;", b"\x00", b"\xff", b"<![CDATA[", b"=", b"- ", b"1e9", b"", b"not("]
)


@st.composite
def damaged(draw: st.DrawFn, content: bytes) -> bytes:
    """Draw a copy of a file with up to eight injuries."""
    for _ in range(draw(st.integers(0, 8))):
        start = draw(st.integers(0, len(content)))
        end = min(len(content), start + draw(st.integers(0, 60)))
        piece = draw(st.one_of(PIECES, st.just(content[end : end + 40]), st.binary(max_size=6)))
        content = content[:start] + piece + content[end:]
    return content
