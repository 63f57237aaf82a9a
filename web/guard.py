"""The guard before every view: it names the permission a view needs, and a test finds the view without one."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from engine.organization.errors import MissingPermission
from engine.organization.permissions import PERMISSIONS
from web.i18n.roles import role_words
from web.security.session import current_actor

View = TypeVar("View", bound=Callable[..., Any])

PUBLIC = "public"
"""Open to everybody: signing in, health."""

SIGNED_IN = "signed-in"
"""Open to every person signed in; what they see of it, the query decides."""


def needs(permission: str) -> Callable[[View], View]:
    """Guard a view by a permission of the closed list, or by `PUBLIC` or `SIGNED_IN`.

    The guarded view raises `SignInNeeded` or `MissingPermission`. It is the first wall only: every command and
    query checks again for itself.
    """
    if permission not in PERMISSIONS and permission not in (PUBLIC, SIGNED_IN):
        message = f"Unknown permission: {permission}"
        raise ValueError(message)

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            _require(permission)
            return view(*args, **kwargs)

        guarded.guarded_by = permission  # type: ignore[attr-defined]
        return cast("View", guarded)

    return guard


def permission_of(view: Callable[..., Any]) -> str | None:
    """Return what guards a view, or None when nothing does."""
    return getattr(view, "guarded_by", None)


def _require(permission: str) -> None:
    if permission == PUBLIC:
        return
    actor = current_actor()
    if permission != SIGNED_IN and permission not in actor.permissions:
        raise MissingPermission(permission=permission, roles="、".join(map(role_words, sorted(actor.roles))) or "-")
