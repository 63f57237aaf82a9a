"""What a person had typed when a form could not be taken: kept in the page, so that nothing is lost."""

import json
from dataclasses import dataclass

from flask import request

from web.security.csrf import FIELD as TOKEN_FIELD
from web.security.csrf import is_own_page
from web.ui.keys import FIELD as KEY_FIELD
from web.ui.links import own_path

_NOT_KEPT = frozenset({TOKEN_FIELD, KEY_FIELD, "carried", "carried_to"})


@dataclass(frozen=True)
class Carried:
    """Fields of a form on their way back to the place they were meant for."""

    to: str
    fields: tuple[tuple[str, str], ...]

    @property
    def packed(self) -> str:
        """Return the fields as text for one hidden field."""
        return json.dumps(self.fields, ensure_ascii=False)


def carry() -> Carried | None:
    """Return the fields of the present request, or None when there are none or a foreign page sent them.

    Passwords are not kept, and neither are files: browsers do not let a page put them back.
    """
    if not is_own_page():
        return None
    fields = tuple(
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in _NOT_KEPT and "password" not in name
    )
    to = own_path(request.full_path.rstrip("?"))
    return Carried(to, fields) if fields and to else None


def unpack() -> Carried | None:
    """Return the fields that a sign-in form carried along, or None."""
    to = own_path(request.form.get("carried_to"))
    try:
        pairs = json.loads(request.form.get("carried", ""))
        fields = tuple((str(name), str(value)) for name, value in pairs)
    except (ValueError, TypeError):
        return None
    return Carried(to, fields) if to and fields else None
