"""Runs the procedures of scenarios through the engine's commands and reads, on a real PostgreSQL."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from engine.audit.verification import verify_tenant
from engine.cases.dossier import Dossier, read_dossier
from engine.commands.attach_file import attach_file
from engine.commands.claim_task import claim_task
from engine.commands.complete_task import complete_task
from engine.commands.save_draft import save_draft
from engine.commands.start_case import start_case
from engine.definitions.catalogue import list_definitions
from engine.definitions.procedure import Procedure
from engine.definitions.store import load_procedure
from engine.documents.kinds import KINDS
from engine.kernel.clock import CHINA, TravelClock
from engine.kernel.context import Context
from engine.kernel.database import driver, transaction
from engine.kernel.errors import GuijuError, NotFound
from engine.kernel.ids import new_id
from engine.scenarios.driver import Entries, Refusal, Sight
from tests.bdd import registers
from tests.bdd.sights import case_shows, sight_of, texts_of
from tests.bdd.traces import fingerprint
from tests.driving.casework import Casework, defaults, logins, seated
from tests.driving.district import District, FamiliarDistrict


@dataclass
class OnPostgresql:
    """A district whose people act through commands, one transaction each, and see what queries give them."""

    district: District
    case: Casework | None = None

    @classmethod
    def of(cls, district: District) -> "OnPostgresql":
        """Drive a district in which nobody joins, leaves or changes seats."""
        return cls(FamiliarDistrict(district.edge, district.code))

    def stand_at(self, day: date) -> None:
        """Set the clock to nine in the morning of a day in China."""
        self._clock.travel_to(datetime.combine(day, time(9), CHINA).astimezone(UTC))

    def pass_days(self, days: int) -> None:
        """Move the clock on, fire the timers that are due, and work off the queue."""
        self._clock.travel(timedelta(days=days))
        self.district.let_fall_due()

    def begin(self, person: str, procedure: str) -> Refusal | None:
        """Let a person begin a case of the procedure with this Chinese title."""
        return self._begin(logins()[person], self._keys[procedure])

    def reach(self, task: str, changed: Mapping[str, Entries], *, afresh: bool) -> None:
        """Take a case forward until a task is open; every task that `changed` names must be on the way."""
        if self.case is None or afresh:
            procedure = self._procedure_with(task)
            first = _first_task(procedure)
            starter = changed.get(first, {}).get("办理人") or defaults()[first]["办理人"]
            refusal = self._begin(logins()[str(starter)], procedure.bundle.key)
            assert refusal is None, refusal
        before = self._at_hand.seq
        self._at_hand.to(task, changed)
        idle = [name for name in changed if self.last_done(name) <= before]
        assert not idle, f"办到“{task}”的途中没有经过：{'、'.join(idle)}"

    def perform(self, person: str, task: str, entries: Entries) -> Refusal | None:
        """Let a person claim and complete a task; what is not open is asked for under the id it had, or under none."""
        login = logins()[person]
        task_id = self._at_hand.open_steps.get(task)
        if task_id is None:
            return self._complete(login, task, self._at_hand.newest(task) or new_id(), entries)
        refusal = self._try(login, claim_task, task_id=task_id)
        return refusal or self._complete(login, task, task_id, entries)

    def alter(self, person: str, task: str, entries: Entries) -> Refusal | None:
        """Let a person save and complete a done task again; both must be refused to count as a refusal."""
        login, task_id = logins()[person], self._at_hand.newest(task)
        assert task_id is not None, f"“{task}”尚未办理"
        data = self._filled(login, task, task_id, entries)
        saving = self._try(login, save_draft, task_id=task_id, data=data, revision=0)
        completing = self._try(login, complete_task, task_id=task_id, data=data)
        if saving is None or completing is None:
            return None
        return Refusal(saving.sentences + completing.sentences, saving.left_traces or completing.left_traces)

    def attach(self, person: str, name: str) -> Refusal | None:
        """Let a person attach a small file whose content is of the kind that its name says."""
        kind = next(kind for kind in KINDS if name.endswith(kind.endings))
        content = bytes(kind.offset) + kind.magic + name.encode()
        files, case_id = self.district.edge.files, self._at_hand.case_id
        return self._try(logins()[person], attach_file, files=files, case_id=case_id, name=name, content=content)

    def damage(self, name: str) -> None:
        """Append a byte to the stored file."""
        with self._watching() as (_, dossier):
            sha256 = next(file.sha256 for file in dossier.attachments if file.name == name)
        with self.district.edge.files.path(sha256).open("ab") as file:
            file.write(b"!")

    def look(self, person: str, task: str) -> Sight:
        """Show a person the worksheet of a done task, and who reported if the engine reveals it to them."""
        task_id = self._at_hand.newest(task)
        assert task_id is not None, f"“{task}”尚未办理"
        return sight_of(self.district, logins()[person], self._at_hand, task_id)

    def offers(self, person: str, task: str) -> bool:
        """Tell whether a task is in a person's own list or, with no rule that keeps them from it, in their queues'."""
        login, case_id = logins()[person], self._at_hand.case_id
        rows = [*self.district.tasks(login, "mine"), *self.district.tasks(login, "claimable")]
        return any(row.case_id == case_id and row.name_zh == task and not row.barred for row in rows)

    def ends(self) -> Sequence[str]:
        """Return the names of the main process's end events that the marks on the diagram show as reached."""
        with self._watching() as (_, dossier):
            process = dossier.procedure.process
            reached = [element.name for element in process.within(process.id) if element.id in dossier.marks
                       and element.kind == "endEvent"]  # fmt: skip
            return reached if dossier.case.status in {"completed", "terminated"} else []

    def shown(self, label: str) -> Sequence[str]:
        """Return the values that the case's page shows under a label."""
        with self._watching() as (ctx, dossier):
            return case_shows(ctx, dossier, label)

    def follow(self, procedure: str) -> bool:
        """Let the worker deliver messages, then take up the newest case of a procedure that one of them has begun."""
        self.district.work_off()
        key = self._keys[procedure]
        with self._watching() as (ctx, dossier):
            begun = [
                case_id for case_id, _ in dossier.followers if read_dossier(ctx, case_id).case.definition_key == key
            ]
        if begun:
            self.case = Casework(self.district, begun[-1])
        return bool(begun)

    def last_done(self, task: str) -> int:
        """Return the number of the event by which the case's record says a task was last completed."""
        with self._watching() as (_, dossier):
            named = [element.id for element in dossier.procedure.elements.values() if element.name == task]
            assert named, f"规程中没有“{task}”"
            return max(int(dossier.case.record.get(element, {}).get("seq", 0)) for element in named)

    def findings(self) -> Sequence[str]:
        """Verify every chain of the district, sealed files included."""
        edge = self.district.edge
        with transaction(edge.database, self.district.tenant_id) as session:
            verified = verify_tenant(driver(session), self.district.tenant_id, is_intact=edge.files.is_intact)
        assert verified.events > 0, "没有可校验的事件"
        return [finding.zh for finding in verified.findings]

    def enter_threshold(self, person: str, line: Mapping[str, str]) -> Refusal | None:
        """Let a person enter a version of a threshold."""
        return self._attempted(lambda: registers.enter(self.district, person, line))

    def confirm_threshold(self, person: str, name: str) -> Refusal | None:
        """Let a person confirm every unverified version of a threshold."""
        return self._attempted(lambda: registers.confirm_all(self.district, person, name))

    def withdraw_thresholds(self, person: str, name: str) -> None:
        """Let a person withdraw every version of a threshold."""
        registers.withdraw_all(self.district, person, name)

    def threshold_marks(self, person: str, name: str) -> Sequence[str]:
        """Return how the dossier marks each version of a threshold that the case rests on."""
        with self.district.looking(logins()[person]) as ctx:
            used = read_dossier(ctx, self._at_hand.case_id).thresholds
        return [registers.mark_of(each.version.status) for each in used if each.version.name == name]

    def told_on(self, person: str, task: str) -> Sequence[str]:
        """Return the texts that the form of an open task shows."""
        return texts_of(self.district, logins()[person], self._at_hand.open_steps[task])

    def compute(self, decision: str, inputs: Mapping[str, str]) -> Any:
        """Return what a decision of a deployed procedure comes to."""
        with self._looking() as ctx:
            procedures = [load_procedure(ctx, row.version_id) for row in list_definitions(ctx)]
            return registers.compute(ctx, procedures, decision, inputs)

    @property
    def _clock(self) -> TravelClock:
        clock = self.district.edge.clock
        assert isinstance(clock, TravelClock)
        return clock

    @property
    def _at_hand(self) -> Casework:
        assert self.case is not None, "尚无案件"
        return self.case

    @property
    def _keys(self) -> dict[str, str]:
        with self._looking() as ctx:
            return {row.title_zh: row.key for row in list_definitions(ctx)}

    def _procedure_with(self, task: str) -> Procedure:
        """Return the procedure in which a task is drawn or, if others call that one, the one that calls it."""
        with self._looking() as ctx:
            known = [load_procedure(ctx, row.version_id) for row in list_definitions(ctx) if row.starter_role]
        called = {each.bundle.key for procedure in known for each in procedure.called}
        for procedure in known:
            if procedure.bundle.key not in called and any(
                element.name == task and element.human for element in procedure.elements.values()
            ):
                return procedure
        raise AssertionError(f"没有规程含有“{task}”")

    def _begin(self, login: str, key: str) -> Refusal | None:
        before = fingerprint(self.district)
        try:
            receipt = self.district.do(login, start_case, key=key)
        except GuijuError as refused:
            return _refusal(refused, left_traces=fingerprint(self.district) != before)
        assert receipt.case_id is not None
        self.case = Casework(self.district, receipt.case_id)
        return None

    def _complete(self, login: str, task: str, task_id: UUID, entries: Entries) -> Refusal | None:
        data = self._filled(login, task, task_id, entries)
        return self._try(login, complete_task, task_id=task_id, data=data)

    def _filled(self, login: str, task: str, task_id: UUID, entries: Entries) -> dict[str, Any]:
        """Return what the person's form would submit; who may not even see the task has no form and sends nothing."""
        try:
            return self._at_hand.filled(login, task_id, {**defaults().get(task, {}), **entries})
        except NotFound:
            return {}

    def _try(self, login: str, command: Any, **arguments: Any) -> Refusal | None:
        """Run a command; what it is refused with is told together with whether the database is what it was."""
        return self._attempted(lambda: self.district.do(login, command, **arguments))

    def _attempted(self, deed: Callable[[], object]) -> Refusal | None:
        before = fingerprint(self.district)
        try:
            deed()
        except GuijuError as refused:
            return _refusal(refused, left_traces=fingerprint(self.district) != before)
        return None

    @contextmanager
    def _looking(self) -> Iterator[Context]:
        """Look as the supervisor, who reads every case and acts in none."""
        with self.district.looking(seated("SUPERVISOR")) as ctx:
            yield ctx

    @contextmanager
    def _watching(self) -> Iterator[tuple[Context, Dossier]]:
        with self._looking() as ctx:
            yield ctx, read_dossier(ctx, self._at_hand.case_id)


def _refusal(refused: GuijuError, *, left_traces: bool) -> Refusal:
    return Refusal((refused.sentence("zh"), *(fault.zh for fault in refused.faults)), left_traces)


def _first_task(procedure: Procedure) -> str:
    """Return the name of the task that a case begun by hand opens with."""
    process = procedure.process
    starts = [each for each in process.within(process.id) if each.kind == "startEvent" and not each.triggers]
    return process.elements[process.flows[starts[0].outgoing[0]].target].name
