"""Turns the bytes of a file into an XML tree without trusting them."""

from typing import Any
from xml.parsers import expat

from lxml import etree

from engine.bpmn.faults import Faults
from engine.bpmn.parts import SourceFile
from engine.bpmn.vocabulary import bpmn

LIMIT_MEGABYTES = 50

Node = Any
"""An lxml element; the library is not typed closely enough to say more."""


class _RootReachedError(Exception):
    """The prologue held nothing dangerous."""


class _DoctypeSeenError(Exception):
    """A document type was declared."""


def parse(source: SourceFile, faults: Faults) -> Node | None:
    """Return the definitions element, or `None` after noting why there is none."""
    if len(source.content) > LIMIT_MEGABYTES * 1024 * 1024:
        faults.add("too-large", file=source.name, limit=LIMIT_MEGABYTES)
        return None
    if (line := _doctype_line(source.content)) is not None:
        faults.add("doctype", file=source.name, line=line)
        return None
    try:
        root = etree.fromstring(source.content, _parser())
    except etree.XMLSyntaxError as error:
        faults.add("broken-xml", file=source.name, line=error.lineno or 1, detail=error.msg)
        return None
    if root.getroottree().docinfo.internalDTD is not None:
        faults.add("doctype", file=source.name, line=1)
        return None
    if root.tag != bpmn("definitions"):
        faults.add("not-bpmn", file=source.name, line=root.sourceline, found=root.tag)
        return None
    return root


def _parser() -> etree.XMLParser:
    # A parser is made per file because lxml's parsers must not be shared by threads.
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _doctype_line(content: bytes) -> int | None:
    # Entities in attribute values are expanded by libxml2 whatever it is told, so a document type is found before
    # it gets to see the file. Expat reads the prologue only and stops at the root element.
    parser = expat.ParserCreate()

    def on_doctype(*_: Any) -> None:
        raise _DoctypeSeenError

    def on_element(*_: Any) -> None:
        raise _RootReachedError

    parser.StartDoctypeDeclHandler = on_doctype
    parser.StartElementHandler = on_element
    try:
        parser.Parse(content, True)
    except _DoctypeSeenError:
        return parser.CurrentLineNumber
    except _RootReachedError:
        return None
    except (expat.ExpatError, ValueError, LookupError):
        # An encoding that expat does not know, such as GB18030, still spells this in ASCII.
        head, found, _ = content.partition(b"<!DOCTYPE")
        return head.count(b"\n") + 1 if found else None
    return None


def local(node: Node) -> str:
    """Return the tag without its namespace."""
    return str(node.tag).rpartition("}")[2]


def namespace(node: Node) -> str:
    """Return the namespace of the tag, empty if there is none."""
    return str(node.tag).rpartition("}")[0].removeprefix("{")
