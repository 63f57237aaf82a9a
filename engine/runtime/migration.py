"""Taking a running case to another version of its diagram: every token to where its element is there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.bpmn import Element
from engine.kernel.errors import Fault
from engine.runtime.codec import load
from engine.runtime.coexistence import Coexistence
from engine.runtime.completed import Completed
from engine.runtime.errors import MigrationRefused
from engine.runtime.fitting import Misfit, absent, unlike
from engine.runtime.level import Level
from engine.runtime.outcome import conclude
from engine.runtime.positions import path_of
from engine.runtime.program import Program
from engine.runtime.run import Run, SubRun
from engine.runtime.specs.data_use import LACKS
from engine.runtime.specs.events import EventGatewayNode
from engine.runtime.token import ROOT, Token
from engine.runtime.values import Environment, Outcome, Snapshot


@dataclass(frozen=True)
class Transferred:
    """Where one token went: the key it keeps, its old and new element, and the new way down to it."""

    key: str
    element_before: str
    element: str
    path: tuple[str, ...]


@dataclass(frozen=True)
class Migrated:
    """The case on the new version; `notes` tell what began or ceased to wait on the way (two sentences each)."""

    outcome: Outcome
    places: tuple[Transferred, ...]
    notes: tuple[Fault, ...]


def migrate(
    program: Program, snapshot: Snapshot, *, to: Program, mapping: Mapping[str, str], environment: Environment
) -> Migrated:
    """Return a running case as a case of another program, with the same keys, documents, due instants and progress.

    `mapping` gives the new element of each old one that has another id. Attached events and event subprocesses that
    only the new program has are armed, due from now; those that it no longer has cease to wait. Raises
    `MigrationRefused` with every reason: an element that is gone, is of another kind, lies in another scope, is
    repeated in another way, waits for something else, or could not be busy beside the others.
    """
    old = load(program, snapshot, environment)
    for crowd in old.crowds():
        crowd.task_spec.unfold(crowd)
    transfer = _Transfer(old, to, mapping, environment)
    new = transfer.run()
    if transfer.faults:
        raise MigrationRefused(faults=transfer.faults)
    places = tuple(transfer.places())
    return Migrated(conclude(new), places, tuple(transfer.notes))


@dataclass
class _Transfer:
    old: Run
    to: Program
    mapping: Mapping[str, str]
    environment: Environment
    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)
    pairs: list[tuple[Token, Token]] = field(default_factory=list)
    freed: list[Token] = field(default_factory=list)

    def run(self) -> Run:
        """Build the new case level by level; what does not fit is noted and left out."""
        process = self.mapping.get(self.old.spec.name, self.old.spec.name)
        if process not in self.to.scopes:
            process = next(iter(self.to.model.processes))
        new = Run(self.to.scopes, process, self.old.documents, self.environment)
        new.last_number, new.status = self.old.last_number, self.old.status
        if self.old.status != "active":
            self.faults.append(_fault("", "案件已经结束", "the case has ended"))
            return new
        self._level(self.old, new)
        for host_number, level in self.old.subprocesses.items():
            host = new.positions.get(host_number)
            if host is None:
                continue
            inner = SubRun(self.to.scopes[host.task_spec.inner], host_number, new, deserializing=True)
            new.subprocesses[host_number] = inner
            inner.plant()
            self._level(level, inner)
        for token in self.freed:
            token.task_spec.enter(token)
        return new

    def places(self) -> Iterator[Transferred]:
        """Yield where every token of a scope went."""
        for before, after in self.pairs:
            if after.parent is after.workflow.task_tree or after.is_open:
                element = after.task_spec.element.id
                yield Transferred(after.key, before.task_spec.element.id, element, path_of(after))

    def _level(self, old: Level, new: Level) -> None:
        new.done = list(self._notes(old.done))
        for token in old.task_tree.children:
            self._token(token, new, new.task_tree)
        placed = {token.task_spec.name for token in new.task_tree.children}
        interrupted = any(
            each.task_spec.stands_by and each.state != TaskState.WAITING for each in new.task_tree.children
        )
        known = {self.mapping.get(each, each) for each in old.spec.handlers}
        for name in new.spec.handlers if not interrupted else ():
            if name not in placed and name not in known:
                new.send(name, scope=self._scope_of(old))
                self._note(name, "开始待命，自迁移时起算", "stands by from the migration on")
        self._standing_together(new)

    def _token(self, token: Token, level: Level, holder: Token) -> None:
        spec = token.task_spec
        name = self._name_in(token, level)
        if name is None:
            return
        new = Token(
            level, level.spec.task_specs[name], number=token.id, parent=holder, scope=token.scope, via=token.via
        )
        new._state = token.state
        new.internal_data = dict(token.internal_data)
        new.via = self._via(token, new)
        level.top_workflow.positions[new.id] = new
        if new.task_spec.stands_by and new.state == TaskState.WAITING:
            level.standing_by += 1
        self.pairs.append((token, new))
        self._remember(token, new)
        for child in token.children:
            self._token(child, level, new)
        self._attach(token, new, spec.element)

    def _remember(self, token: Token, new: Token) -> None:
        """Say what a token remembers in the words of the new version."""
        known = new.internal_data
        if "inside" in known:
            known["inside"] = self._rows(known["inside"])
        if "begun" in known:
            known["begun"] = [self.mapping.get(each, each) for each in known["begun"]]
        if "received" in known:
            known["received"] = sorted(self._flow(flow, token, new) for flow in known["received"])
        if LACKS in known and not new.task_spec.has_data:
            del known[LACKS]
            self.freed.append(new)

    def _name_in(self, token: Token, level: Level) -> str | None:
        """Return the node a token goes to; `None`, with a fault, if there is none it could go to.

        What waits for an event beside an activity may simply be gone.
        """
        spec = token.task_spec
        if spec.is_hidden:
            doing = next(iter(token.children), token).task_spec.element
            self._refuse(doing, Misfit("补偿正在进行", "something is being undone"))
            return None
        element = spec.element
        wanted = self.mapping.get(element.id, element.id)
        name = f"{wanted}#" if spec.name.endswith("#") else wanted
        beside = element.attached_to is not None or (spec.stands_by and token.state == TaskState.WAITING)
        competing = isinstance(token.parent.task_spec, EventGatewayNode)
        found = level.spec.task_specs.get(name)
        if found is None and (beside or competing):
            self._note(element.id, "不再等待", "is no longer waited for")
            return None
        misfit = absent(token, self._anywhere(wanted)) if found is None else unlike(spec, found, token)
        if misfit is not None:
            self._refuse(element, misfit)
            return None
        return name

    def _attach(self, token: Token, new: Token, element: Element) -> None:
        """Arm the events that only the new version has at an activity or behind an event gateway."""
        if new.index is not None or new.state not in (TaskState.READY, TaskState.STARTED, TaskState.WAITING):
            return
        there = {child.task_spec.name for child in new.children}
        wanted = list(new.task_spec.boundaries)
        if isinstance(new.task_spec, EventGatewayNode):
            wanted = [way.target for way in new.task_spec.ways]
        known = {self.mapping.get(name, name) for name in token.task_spec.boundaries}
        for name in wanted:
            if name not in there and name not in known:
                new.workflow.send(name, scope=new.outer, parent=new)
                self._note(name, "开始等待，自迁移时起算", "is waited for from the migration on", on=element.id)

    def _via(self, token: Token, new: Token) -> str | None:
        """Return the flow a token has come by; at a join, the one from the same element."""
        return token.via if token.via is None or not _joins(token) else self._flow(token.via, token, new)

    def _flow(self, via: str, token: Token, new: Token) -> str:
        source = next((name for name, flow, _ in _flows(token.workflow) if flow == via), "")
        moved = self.mapping.get(source, source)
        wanted = (moved, new.task_spec.name)
        found = [flow for name, flow, target in _flows(new.workflow) if (name, target) == wanted]
        if via in found:
            return via
        if len(found) != 1:
            zh = "已到达分支的进入顺序流在新版本中不存在"
            self._refuse(token.task_spec.element, Misfit(zh, "the flow that an arrived branch came by is gone"))
            return via
        return found[0]

    def _standing_together(self, level: Level) -> None:
        """Refuse where the tokens of a scope could not be busy together on the new drawing."""
        roots = [token for token in level.task_tree.children if not token.task_spec.stands_by]
        net = Coexistence(level.spec)
        places = [net.place_of(token.task_spec.element.id, token.via) for token in roots]
        for index, one in enumerate(places):
            for other in places[index + 1 :]:
                if one != other and not net.are_concurrent(one, other):
                    zh, en = roots[index].task_spec.element.id, other.rpartition(">")[2]
                    self.faults.append(
                        _fault(zh, f"并行结构已变：不能与“{en}”同时进行", f"it can no longer be busy beside {en}")
                    )
                    return
        if places and not net.can_end(places):
            zh = "并行结构已变：汇合网关将永远等不到其他分支"
            self._refuse(roots[0].task_spec.element, Misfit(zh, "a join would wait for ever"))

    def _notes(self, notes: list[Completed]) -> Iterator[Completed]:
        for note in notes:
            element = self.mapping.get(note.element, note.element)
            yield replace(note, element=element, inside=tuple(self._notes(list(note.inside))))

    def _rows(self, rows: list[Any]) -> list[Any]:
        return [[self.mapping.get(row[0], row[0]), *row[1:3], self._rows(row[3]), *row[4:]] for row in rows]

    def _anywhere(self, element: str) -> Element | None:
        processes = self.to.model.processes.values()
        return next((process.elements[element] for process in processes if element in process.elements), None)

    def _scope_of(self, level: Level) -> int:
        return next((token.outer for token in level.task_tree.children if token.id != ROOT), 0)

    def _refuse(self, element: Element, misfit: Misfit) -> None:
        self.faults.append(_fault(element.id, misfit.zh, misfit.en))

    def _note(self, element: str, zh: str, en: str, *, on: str = "") -> None:
        self.notes.append(Fault("note", f"“{element}”{zh}", f"{element} {en}", {"element": on or element}))


def _flows(level: Level) -> Iterator[tuple[str, str, str]]:
    """Yield source, id and target of every flow of a scope."""
    for name, spec in level.spec.task_specs.items():
        for way in spec.ways:
            yield name, way.flow, way.target


def _joins(token: Token) -> bool:
    kind: str = token.task_spec.element.kind
    return kind.endswith("Gateway") and token.state == TaskState.WAITING


def _fault(element: str, zh: str, en: str) -> Fault:
    where = {"element": element} if element else {}
    return Fault("not-migratable", f"元素“{element}”{zh}" if element else zh, f"{element}: {en}".lstrip(": "), where)
