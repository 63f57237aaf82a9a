"""Reads DMN XML without trusting it: no document type, no entities, no network, bounded size."""

from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

from engine.kernel.errors import Fault, Invalid

MODEL_NAMESPACES = frozenset(
    {
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
        "https://www.omg.org/spec/DMN/20240513/MODEL/",
    }
)
"""The namespaces of DMN 1.1 to 1.6; the elements read here mean the same in all of them."""

MOST_BYTES = 5_000_000
"""How large a file may be."""

Element = etree._Element  # noqa: SLF001 - lxml names its element class no other way


def parse_definitions(content: bytes, *, file: str) -> Element:
    """Return the `definitions` element; raises Invalid with one located fault."""
    if len(content) > MOST_BYTES:
        raise _invalid("too-large", "文件超过5兆字节", "The file is larger than five megabytes", file=file, line=1)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as failure:
        zh, en = f"不是格式正确的XML：{failure.msg}", f"Not well-formed XML: {failure.msg}"
        raise _invalid("not-xml", zh, en, file=file, line=failure.lineno or 1) from failure
    if root.getroottree().docinfo.doctype:
        raise _invalid("doctype", "不接受文档类型声明", "A document type is not accepted", file=file, line=1)
    name = etree.QName(root)
    if name.localname != "definitions" or name.namespace not in MODEL_NAMESPACES:
        zh, en = "不是DMN 1.1至1.6的definitions文件", "Not a definitions file of DMN 1.1 to 1.6"
        raise _invalid("not-dmn", zh, en, file=file, line=root.sourceline or 1)
    return root


def _invalid(code: str, zh: str, en: str, *, file: str, line: int) -> Invalid:
    return Invalid(faults=(Fault(f"dmn.{code}", f"{zh}。", f"{en}.", {"file": file, "line": line}),))


def local_name(element: Element) -> str:
    """Return the name without its namespace; nothing for elements that are not of DMN."""
    return _local(str(element.tag))


@lru_cache(maxsize=1_000)
def _local(tag: str) -> str:
    namespace, _, name = tag.removeprefix("{").rpartition("}")
    return name if namespace in MODEL_NAMESPACES else ""


def children(element: Element, *names: str) -> Iterator[Element]:
    """Yield the child elements of these names."""
    for child in element:
        if local_name(child) in names:
            yield child


def child(element: Element, name: str) -> Element | None:
    """Return the first child element of a name."""
    return next(children(element, name), None)


def text_of_child(element: Element, name: str) -> str:
    """Return the text of the first child element of a name; nothing when there is none."""
    found = child(element, name)
    return (found.text or "") if found is not None else ""
