"""A diagram as SVG with what scenarios have gone through: drawn from its own coordinates, no script needed."""

import html
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

Marks = Mapping[str, Mapping[str, Any]]

_DI = {
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
}
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
_MARGIN = 20.0
_LARGEST = 100_000.0
_NAME_CHARACTERS = 8
_INK = 'text-anchor="middle" fill="#1d2733" stroke="none"'
_LOOKS = {
    "covered": 'stroke="#1b6e3c" fill="#e5f4ea" stroke-width="2"',
    "missing": 'stroke="#a8201a" fill="#fdeceb" stroke-width="1.5" stroke-dasharray="5 3"',
    "plain": 'stroke="#8a95a3" fill="#ffffff" stroke-width="1.5"',
}
"""Colours stand in the drawing itself, because a page's policy may allow no other styles; the dashes are for those who
do not tell colours apart."""


def draw_coverage(diagram: bytes, marks: Marks) -> str:
    """Return the SVG of a diagram; what carries no mark is drawn grey, what nobody has gone through in red."""
    root = etree.fromstring(diagram, _PARSER)
    names = {str(node.get("id")): node for node in root.iter("{*}*") if node.get("id")}
    shapes = [*_shapes(root)]
    edges = [*_edges(root)]
    points = [(x, y) for _, x, y, _, _ in shapes] + [(x + w, y + h) for _, x, y, w, h in shapes]
    points += [point for _, way in edges for point in way]
    if not points:
        return ""
    left, top = min(x for x, _ in points) - _MARGIN, min(y for _, y in points) - _MARGIN
    width, height = max(x for x, _ in points) - left + _MARGIN, max(y for _, y in points) - top + _MARGIN
    seen = f'viewBox="{left:g} {top:g} {width:g} {height:g}" width="{width:g}" height="{height:g}"'
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" role="img" font-size="12" fill="none" {seen}>']
    parts += [_shape(each, names, marks) for each in shapes]
    parts += [_edge(each, marks) for each in edges]
    return "".join([*parts, "</svg>"])


def _shapes(root: Any) -> Iterator[tuple[str, float, float, float, float]]:
    for shape in root.iterfind(".//bpmndi:BPMNShape", _DI):
        bounds = shape.find("dc:Bounds", _DI)
        if bounds is not None:
            x, y, width, height = (_figure(bounds.get(name)) for name in ("x", "y", "width", "height"))
            yield str(shape.get("bpmnElement")), x, y, width, height


def _edges(root: Any) -> Iterator[tuple[str, list[tuple[float, float]]]]:
    for edge in root.iterfind(".//bpmndi:BPMNEdge", _DI):
        way = [(_figure(point.get("x")), _figure(point.get("y"))) for point in edge.iterfind("di:waypoint", _DI)]
        if way:
            yield str(edge.get("bpmnElement")), way


def _shape(shape: tuple[str, float, float, float, float], names: Mapping[str, Any], marks: Marks) -> str:
    identity, x, y, width, height = shape
    node = names.get(identity)
    kind, name = (etree.QName(node).localname, node.get("name") or "") if node is not None else ("", "")
    state = _state(identity, marks)
    title = f"<title>{html.escape(name or identity)}</title>"
    if kind in {"participant", "lane"}:
        frame = f'<rect stroke="#c3cad4" x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}"/>'
        return f'<g>{title}{frame}<text x="{x + 6:g}" y="{y + 16:g}" fill="#5b6675">{html.escape(name)}</text></g>'
    middle, centre = x + width / 2, y + height / 2
    marked = f'class="{state}" data-element="{html.escape(identity)}"'
    if kind.endswith("Event"):
        ring = ' stroke-width="3"' if kind == "endEvent" else ""
        drawn = f'<circle cx="{middle:g}" cy="{centre:g}" r="{width / 2:g}"{ring}/>'
        return f"<g {marked} {_LOOKS[state]}>{title}{drawn}</g>"
    if kind.endswith("Gateway"):
        corners = f"{middle:g},{y:g} {x + width:g},{centre:g} {middle:g},{y + height:g} {x:g},{centre:g}"
        return f'<g {marked} {_LOOKS[state]}>{title}<polygon points="{corners}"/></g>'
    box = f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="8"/>'
    return f"<g {marked} {_LOOKS[state]}>{title}{box}{_words(name, middle, centre)}</g>"


def _words(name: str, middle: float, centre: float) -> str:
    lines = [name[start : start + _NAME_CHARACTERS] for start in range(0, len(name), _NAME_CHARACTERS)][:3]
    first = centre - 7 * (len(lines) - 1) + 4
    return "".join(
        f'<text x="{middle:g}" y="{first + 14 * number:g}" {_INK}>{html.escape(line)}</text>'
        for number, line in enumerate(lines)
    )


def _edge(edge: tuple[str, list[tuple[float, float]]], marks: Marks) -> str:
    identity, way = edge
    points = " ".join(f"{x:g},{y:g}" for x, y in way)
    state = _state(identity, marks)
    marked = f'class="{state}" data-flow="{html.escape(identity)}"'
    return f'<g {_LOOKS[state]}><polyline {marked} fill="none" points="{points}"/>{_tip(way)}</g>'


def _tip(way: list[tuple[float, float]]) -> str:
    x, y = way[-1]
    return f'<circle cx="{x:g}" cy="{y:g}" r="3"/>'


def _state(identity: str, marks: Marks) -> str:
    mark = marks.get(identity)
    if mark is None:
        return "plain"
    return "covered" if mark["covered"] else "missing"


def _figure(text: str | None) -> float:
    try:
        figure = float(text or 0)
    except ValueError:
        return 0.0
    return figure if abs(figure) < _LARGEST else 0.0
