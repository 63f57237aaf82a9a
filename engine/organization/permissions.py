"""What can be permitted at all: a closed list, and which role holds which of it in a newly founded tenant."""

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from engine.kernel.context import Context
from engine.organization.errors import MissingPermission


class Permission(StrEnum):
    """One thing a role may be allowed to do; rows of `role_permission` name nothing else.

    A permission opens a verb. Whether the verb may touch this case or this task is decided by scope, queue and
    separation of duties on top of it.
    """

    CASE_START = "case.start"  # Start a case on a procedure that people start.
    CASE_READ_ALL = "case.read_all"  # Read every case of the tenant, whoever handles it.
    CASE_CANCEL = "case.cancel"  # End a readable case before its procedure is through, with a reason.
    CASE_SUSPEND = "case.suspend"  # Halt a readable case and let it run on, with a reason.
    CASE_INTERVENE = "case.intervene"  # Move, withdraw or correct what a readable case stands at, with a reason.
    CASE_MIGRATE = "case.migrate"  # Take running cases to another version of their procedure.
    TASK_WORK = "task.work"  # Claim, fill in and complete the tasks of own seats.
    TASK_REASSIGN = "task.reassign"  # Hand a task of a readable case to another person, with a reason.
    DEFINITION_READ = "definition.read"  # Look at procedures and their diagrams.
    DEFINITION_EDIT = "definition.edit"  # Draw: save the draft of a procedure.
    DEFINITION_PUBLISH = "definition.publish"  # Put a version of a procedure into force.
    PROOF_OVERRIDE = "proof.override"  # Answer for a procedure that could be neither proved nor refuted.
    RECORD_VERIFY = "record.verify"  # Recompute the hash chains and read the result.
    ORGANIZATION_READ = "organization.read"  # Look at units, people and their seats.
    ORGANIZATION_EDIT = "organization.edit"  # Change units, people, seats, certificates and duty rules.
    TOKEN_OWN = "token.own"  # Create and revoke tokens that act as oneself.  # noqa: S105 - the name of a right
    THRESHOLD_READ = "threshold.read"  # Look at thresholds and their history.
    THRESHOLD_EDIT = "threshold.edit"  # Enter, confirm and withdraw versions of thresholds (法制人员).
    REPORTER_READ = "reporter.read"  # See who reported, in cases one handles; every look is recorded.
    MESSAGE_SEND = "message.send"  # Send messages and signals from other systems.
    ERRAND_WORK = "errand.work"  # Fetch, do and answer errands as a worker outside.
    INCIDENT_HANDLE = "incident.handle"  # See incidents; retry, skip and withdraw them, with a reason.
    METRICS_READ = "metrics.read"  # Read the figures of the running platform.


PERMISSIONS = frozenset(Permission)
"""The closed list as a set; a permission equals its code, so both may be looked up in it."""

EVERYBODY = "*"
"""The key in the default table whose permissions every role has."""

_DEFAULTS = Path(__file__).with_name("permissions.toml")


def default_permissions() -> Mapping[str, frozenset[Permission]]:
    """Return role code → permissions as a new tenant gets them; the entry of everybody is already merged in.

    Raises `ValueError` when the table names a permission outside the closed list.
    """
    table = tomllib.loads(_DEFAULTS.read_text(encoding="utf-8"))["permissions"]
    shared = frozenset(map(Permission, table.pop(EVERYBODY)))
    return {role: shared | frozenset(map(Permission, granted)) for role, granted in table.items()}


def require_permission(ctx: Context, permission: Permission) -> None:
    """Raise `MissingPermission` unless one of the actor's roles holds the permission."""
    if permission not in ctx.actor.permissions:
        roles = "、".join(sorted(ctx.actor.roles)) or "-"
        raise MissingPermission(permission=str(permission), roles=roles)
