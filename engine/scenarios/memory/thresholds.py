"""Thresholds of scenarios in memory: entered, confirmed and withdrawn by headings and words of tables."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from uuid import UUID

from engine.kernel.actor import Actor
from engine.organization.errors import MissingPermission
from engine.organization.permissions import Permission
from engine.registers.entry import Entry, read_entry
from engine.registers.errors import ThresholdRefused
from engine.registers.lending import unstored_version
from engine.registers.rules import Status, ThresholdVersion
from engine.scenarios.errors import StepFailed
from engine.scenarios.memory.world import World

HEADINGS = {"名称": "name", "当事人": "party", "领域": "domain", "数额": "amount", "生效日期": "valid_from"}
CODES = {"自然人": "PERSON", "法人或者其他组织": "ORGANISATION", "城市管理": "urban", "市场监管": "market"}


def entry_of(line: Mapping[str, str]) -> dict[str, str]:
    """Return the raw values of a version from a line of a table; raises `StepFailed` for an unknown heading."""
    unknown = "、".join(sorted(line.keys() - HEADINGS.keys()))
    if unknown:
        known = "、".join(HEADINGS)
        raise StepFailed(f"没有这些表头：{unknown}，只有：{known}", f"no such headings: {unknown}; there are: {known}")
    told = {HEADINGS[heading]: CODES.get(value, value) for heading, value in line.items()}
    return {"unit": "元", "basis": "场景", "confidence": "D", **told}


def versions_of(entries: Iterable[tuple[Entry, Status]]) -> tuple[ThresholdVersion, ...]:
    """Return the versions that the entries of a file begin with."""
    return tuple(
        unstored_version(entry, status, identity=UUID(int=(9 << 96) + number))
        for number, (entry, status) in enumerate(entries)
    )


def entered(world: World, actor: Actor, line: Mapping[str, str]) -> World:
    """Return the world with one version more; raises `ThresholdRefused`."""
    _require_edit(actor)
    entry, faults = read_entry(entry_of(line))
    if entry is None or faults:
        raise ThresholdRefused(faults=faults)
    world, identity = world.new_id()
    return replace(world, thresholds=(*world.thresholds, unstored_version(entry, Status.UNVERIFIED, identity=identity)))


def confirmed(world: World, actor: Actor, name: str) -> World:
    """Return the world with every unverified version of a threshold confirmed."""
    return _settled(world, actor, name, {Status.UNVERIFIED}, Status.VERIFIED)


def withdrawn(world: World, actor: Actor, name: str) -> World:
    """Return the world with every version of a threshold withdrawn."""
    return _settled(world, actor, name, {Status.UNVERIFIED, Status.VERIFIED}, Status.WITHDRAWN)


def _settled(world: World, actor: Actor, name: str, which: set[Status], status: Status) -> World:
    _require_edit(actor)
    known = tuple(
        replace(version, status=str(status)) if version.name == name and version.status in which else version
        for version in world.thresholds
    )
    return replace(world, thresholds=known)


def _require_edit(actor: Actor) -> None:
    if Permission.THRESHOLD_EDIT not in actor.permissions:
        roles = "、".join(sorted(actor.roles)) or "-"
        raise MissingPermission(permission=str(Permission.THRESHOLD_EDIT), roles=roles)
