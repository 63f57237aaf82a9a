"""The driver that runs the procedures of scenarios in memory, and remembers what deeds lead to.

Deeds are pure: the same deed in the same world leads to the same world. Many scenarios begin alike, so that what one
has done already is not done again for the next.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NoReturn

from engine.definitions.procedure import Procedure
from engine.kernel.clock import CHINA
from engine.kernel.errors import GuijuError
from engine.kernel.typed_json import dump
from engine.registers.settling import WORDS
from engine.scenarios.driver import Entries, Refusal, Sight
from engine.scenarios.errors import StepFailed
from engine.scenarios.filling import PERFORMER, waiting
from engine.scenarios.memory import deciding, thresholds
from engine.scenarios.memory.deeds import Done, alter, begin, is_offered, pass_time, perform
from engine.scenarios.memory.sights import case_shows, texts_of
from engine.scenarios.memory.world import Stage, World
from engine.tasks.values import LockedTask

MOST_STEPS = 200
"""Tasks on the way to one that a scenario names: more is a way that does not lead there."""

LONGEST_DAYS = 36_600


@dataclass
class Memory:
    """What deeds have led to: by the number of a world and the deed, the next world, its number and a refusal."""

    known: dict[tuple[int, str], tuple[int, Done]] = field(default_factory=dict)


@dataclass
class InMemory:
    """Runs procedures for one scenario; `memory` is shared by all scenarios on a stage."""

    stage: Stage
    world: World
    memory: Memory
    number: int = 0

    def stand_at(self, day: date) -> None:
        """Set the clock to nine in the morning of a day in China."""
        now = datetime.combine(day, time(9), CHINA).astimezone(UTC)
        self._do(["stand", now], lambda world: Done(replace(world, now=now)))

    def pass_days(self, days: int) -> None:
        """Move the clock on and fire the timers that fall due."""
        if days > LONGEST_DAYS:
            raise StepFailed(f"最多过去 {LONGEST_DAYS} 天", f"at most {LONGEST_DAYS} days can pass")
        self._pass(timedelta(days=days))

    def begin(self, person: str, procedure: str) -> Refusal | None:
        """Let a person begin a case of the procedure with this Chinese title."""
        return self._begin(person, self.stage.titled(procedure))

    def reach(self, task: str, changed: Mapping[str, Entries], *, afresh: bool) -> None:
        """Take a case forward until a task is open; every task that `changed` names must be on the way."""
        if self.world.at_hand is None or afresh:
            procedure = self._procedure_with(task)
            first = _first_task(procedure)
            refusal = self._begin(self.starter(procedure, first, changed), procedure)
            require_granted(refusal)
        before = self.world.held.case.seq
        for _ in range(MOST_STEPS):
            steps = self.world.held.open_tasks
            if task in steps:
                break
            if not steps:
                raise StepFailed(f"案件在“{task}”之前已结束", f"the case ended before '{task}'")
            name, next_task = next(iter(steps.items()))
            self._advance(name, next_task, changed.get(name, {}))
        else:
            raise StepFailed(f"办了 {MOST_STEPS} 个环节仍未到“{task}”", f"{MOST_STEPS} tasks did not lead to '{task}'")
        idle = "、".join(name for name in changed if self.last_done(name) <= before)
        if idle:
            raise StepFailed(f"办到“{task}”的途中没有经过：{idle}", f"not on the way to '{task}': {idle}")

    def perform(self, person: str, task: str, entries: Entries) -> Refusal | None:
        """Let a person claim and complete a task."""
        actor = self.stage.organisation.named(person)
        deed = lambda world: perform(self.stage, world, actor, task, entries)  # noqa: E731 - named by its key
        return self._do(["perform", actor.login, task, entries], deed)

    def alter(self, person: str, task: str, entries: Entries) -> Refusal | None:
        """Let a person try to complete a done task again."""
        actor = self.stage.organisation.named(person)
        deed = lambda world: alter(self.stage, world, actor, task, entries)  # noqa: E731 - named by its key
        return self._do(["alter", actor.login, task, entries], deed)

    def attach(self, person: str, name: str) -> Refusal | None:  # noqa: ARG002 - the protocol's names
        """Fail: files need the platform."""
        _needs_platform()

    def damage(self, name: str) -> None:  # noqa: ARG002
        """Fail: files need the platform."""
        _needs_platform()

    def look(self, person: str, task: str) -> Sight:  # noqa: ARG002
        """Fail: secrets are kept by pages and interfaces."""
        _needs_platform()

    def findings(self) -> Sequence[str]:
        """Fail: the record is kept by the platform."""
        _needs_platform()

    def offers(self, person: str, task: str) -> bool:
        """Tell whether a person finds a task among theirs."""
        return is_offered(self.stage, self.world, self.stage.organisation.named(person), task)

    def ends(self) -> Sequence[str]:
        """Return the names of the main process's end events that were reached; none while the case runs."""
        case, process = self.world.held.case, self.world.held.procedure.process
        if case.status not in {"completed", "terminated"}:
            return []
        inside = process.within(process.id)
        return [each.name for each in inside if each.kind == "endEvent" and each.id in case.record]

    def shown(self, label: str) -> Sequence[str]:
        """Return what the case at hand shows under a label."""
        return case_shows(self.stage, self.world, label)

    def follow(self, procedure: str) -> bool:
        """Take up the newest case of a procedure that the case at hand has begun."""
        key, origin = self.stage.titled(procedure).bundle.key, self.world.held.case.id
        begun = [
            place
            for place, each in enumerate(self.world.cases)
            if each.origin == origin and each.procedure.bundle.key == key
        ]
        if begun:
            self._do(["follow", begun[-1]], lambda world: Done(replace(world, at_hand=begun[-1])))
        return bool(begun)

    def last_done(self, task: str) -> int:
        """Return the number of the event by which a task was last completed, 0 if it never was."""
        held = self.world.held
        named = [each.id for each in held.procedure.elements.values() if each.name == task]
        if not named:
            raise StepFailed(f"规程中没有“{task}”", f"the procedure has no '{task}'")
        return max(int(held.case.record.get(element, {}).get("seq", 0)) for element in named)

    def enter_threshold(self, person: str, line: Mapping[str, str]) -> Refusal | None:
        """Let a person enter a version of a threshold."""
        actor = self.stage.organisation.named(person)
        return self._change(["enter", actor.login, line], lambda world: thresholds.entered(world, actor, line))

    def confirm_threshold(self, person: str, name: str) -> Refusal | None:
        """Let a person confirm every unverified version of a threshold."""
        actor = self.stage.organisation.named(person)
        return self._change(["confirm", actor.login, name], lambda world: thresholds.confirmed(world, actor, name))

    def withdraw_thresholds(self, person: str, name: str) -> None:
        """Let a person withdraw every version of a threshold."""
        actor = self.stage.organisation.named(person)
        deed = lambda world: thresholds.withdrawn(world, actor, name)  # noqa: E731 - named by its key
        require_granted(self._change(["withdraw", actor.login, name], deed))

    def threshold_marks(self, person: str, name: str) -> Sequence[str]:
        """Return how each version of a threshold that the case rests on is marked today."""
        self.stage.organisation.named(person)
        used = {version.id for version in self.world.held.cited if version.name == name}
        return [WORDS[each.status][0] for each in self.world.thresholds if each.id in used]

    def told_on(self, person: str, task: str) -> Sequence[str]:
        """Return the texts that the form of an open task shows."""
        self.stage.organisation.named(person)
        found = self.world.held.open_tasks.get(task)
        if found is None:
            raise StepFailed(f"“{task}”不在待办中", f"'{task}' is not open")
        return texts_of(self.stage, self.world, found)

    def compute(self, decision: str, inputs: Mapping[str, str]) -> Any:
        """Return what a decision of a procedure comes to."""
        try:
            world, value = deciding.compute(self.stage, self.world, decision, inputs)
        except GuijuError as refused:
            raise StepFailed(refused.sentence("zh"), refused.sentence("en")) from refused
        self._do(["compute", decision, inputs], lambda _: Done(world))
        return value

    def _advance(self, name: str, task: LockedTask, changed: Entries) -> None:
        entries = {**self.stage.defaults.get(name, {}), **changed}
        wait = waiting(entries)
        if wait:
            self._pass(wait)
            if name not in self.world.held.open_tasks:
                return
        person = self.performer(name, task, changed)
        refusal = self.perform(person, name, changed)
        if refusal is not None:
            told = "；".join(refusal.sentences)
            raise StepFailed(f"{person}办理“{name}”被拒绝：{told}", f"{person} was refused '{name}': {told}")

    def performer(self, name: str, task: LockedTask, changed: Entries) -> str:
        """Return who does an open task: whom its entries name, else its holder, else whom the defaults name."""
        organisation = self.stage.organisation
        told = changed.get(PERFORMER) or organisation.login_of(task.assignee_id)
        told = told or self.stage.defaults.get(name, {}).get(PERFORMER) or self._anybody(task)
        return organisation.named(str(told)).name

    def _anybody(self, task: LockedTask) -> str:
        """Return somebody who works off a task's queue and may, where the defaults name nobody."""
        for login, actor in self.stage.organisation.actors.items():
            if is_offered(self.stage, self.world, actor, task.name_zh):
                return login
        raise StepFailed(
            f"没有人可以办理“{task.name_zh}”（{task.queue}）", f"nobody may do '{task.name_zh}' ({task.queue})"
        )

    def starter(self, procedure: Procedure, first: str, changed: Mapping[str, Entries]) -> str:
        """Return who begins a case: whom the entries of its first task name, else the defaults, else anybody."""
        told = changed.get(first, {}).get(PERFORMER) or self.stage.defaults.get(first, {}).get(PERFORMER)
        if told:
            return str(told)
        role = procedure.starter_role
        for login, actor in self.stage.organisation.actors.items():
            if role in actor.roles:
                return login
        raise StepFailed(f"没有人可以发起“{procedure.bundle.title_zh}”", f"nobody may begin '{procedure.bundle.key}'")

    def _procedure_with(self, task: str) -> Procedure:
        """Return the procedure in which a task is drawn or, if others call that one, the one that calls it."""
        known = [each for each in self.stage.procedures.values() if each.starter_role]
        called = {each.bundle.key for procedure in known for each in procedure.called}
        for procedure in known:
            if procedure.bundle.key not in called and any(
                element.name == task and element.human for element in procedure.elements.values()
            ):
                return procedure
        raise StepFailed(f"没有规程含有“{task}”", f"no procedure has '{task}'")

    def _begin(self, person: str, procedure: Procedure) -> Refusal | None:
        actor, key = self.stage.organisation.named(person), procedure.bundle.key
        return self._do(["begin", actor.login, key], lambda world: begin(self.stage, world, actor, key))

    def _pass(self, by: timedelta) -> None:
        self._do(["pass", by.days], lambda world: Done(pass_time(self.stage, world, by)))

    def _change(self, key: list[Any], deed: Callable[[World], World]) -> Refusal | None:
        def attempt(world: World) -> Done:
            try:
                return Done(deed(world))
            except GuijuError as refused:
                sentences = (refused.sentence("zh"), *(fault.zh for fault in refused.faults))
                return Done(world, Refusal(sentences, left_traces=False))

        return self._do(key, attempt)

    def _do(self, key: list[Any], deed: Callable[[World], Done]) -> Refusal | None:
        asked = self.number, dump(key).decode()
        found = self.memory.known.get(asked)
        if found is None:
            try:
                done = deed(self.world)
            except GuijuError as refused:
                told = [refused.sentence("zh"), *(fault.zh for fault in refused.faults)]
                raise StepFailed("；".join(told), refused.sentence("en")) from refused
            found = self.memory.known[asked] = len(self.memory.known) + 1, done
        self.number, done = found
        self.world = done.world
        return done.refusal


def _first_task(procedure: Procedure) -> str:
    """Return the name of the task that a case begun by hand opens with."""
    process = procedure.process
    for start in process.within(process.id):
        if start.kind == "startEvent" and not start.triggers and start.outgoing:
            return process.elements[process.flows[start.outgoing[0]].target].name
    return ""


def require_granted(refusal: Refusal | None) -> None:
    """Fail the step if a command was refused."""
    if refusal is not None:
        told = "；".join(refusal.sentences)
        raise StepFailed(f"系统拒绝：{told}", f"refused: {told}")


def _needs_platform() -> NoReturn:
    raise StepFailed("该步骤需要完整平台", "the step needs the whole platform")
