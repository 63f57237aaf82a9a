"""Reading a whole definition: every fault is found, then all are raised at once."""

import re
from collections.abc import Collection

from forms.bilingual import Bilingual
from forms.definition import Definition
from forms.faults import FormError
from forms.form import Form
from forms.reading.components import read_components
from forms.reading.defaults import check_defaults
from forms.reading.expressions import checks, translation
from forms.reading.fields import Inherited
from forms.reading.names import check_circles, check_keys, check_known, check_names
from forms.reading.node import Faults, Node
from forms.reading.properties import require_known_properties
from forms.reading.source import read_json

_ID = re.compile(r"[a-z][a-z0-9-]{0,63}")


def read_form(content: bytes, *, file: str, known: Collection[str] | None = None) -> Form:
    """Read a form from form-js JSON (UTF-8).

    `known` are the names that the rest of the procedure writes to the document; where it is given, a name that nobody
    writes is a fault. Raises FormError with every fault, each with the place in the JSON.
    """
    faults = Faults(file)
    top = read_json(content, faults=faults)
    if top is None:
        raise FormError(faults.found)
    node = Node(top, "", faults)
    definition = Definition(
        id=_id(node),
        title=_title(node),
        file=file,
        components=read_components(node, Inherited()),
        checks=checks(node),
    )
    require_known_properties(node, "form")
    if not definition.components:
        node.fault("form-empty", "components")
    _check_whole(definition, known=known, faults=faults)
    if faults.found:
        raise FormError(faults.found)
    return Form.of(definition)


def _id(node: Node) -> str:
    text = node.text("id")
    if not _ID.fullmatch(text):
        node.fault("form-id" if text else "form-missing", "id", id=text, name="id")
    return text


def _title(node: Node) -> Bilingual:
    """Read the title from the properties, where the form editor lets people write it."""
    title = node.child("properties").text("title")
    if not title:
        node.fault("form-missing", "properties.title", name="title")
    return Bilingual(title, translation(node, "title.en", of=title))


def _check_whole(definition: Definition, *, known: Collection[str] | None, faults: Faults) -> None:
    check_keys(definition.components, faults=faults)
    check_names(definition, faults=faults)
    check_circles(definition, faults=faults)
    check_defaults(definition.components, faults=faults)
    if known is not None:
        check_known(definition, known=frozenset(known), faults=faults)
