"""Plays scenarios in a process of its own with limits on time and memory: a draft may be endless or hostile.

The process is forked by a server that was started without threads and has read nothing of ours but code; it opens no
database and writes no file. What it tells comes as JSON, which is read as such.
"""

import contextlib
import json
import multiprocessing
import resource
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from typing import Any

from engine.kernel.errors import Fault, GuijuError
from engine.scenarios.covering import Inventory, ProcedureCoverage, Seen, coverage_of, inventory_of, seen_in, seen_of
from engine.scenarios.errors import FeaturesRefused
from engine.scenarios.feature import Scenario
from engine.scenarios.inventory import take_stock
from engine.scenarios.playing import Theatre, require_known
from engine.scenarios.proposing import Proposal, propose
from engine.scenarios.results import ScenarioResult, failed_whole, result_of
from engine.scenarios.staging import Staging, build_stage

_MEGABYTE = 1 << 20
_FAREWELL_SECONDS = 0.5
_CRASHED = "执行场景的程序出错，详见运行日志。", "The program failed at the scenario; see the operations log."
_SERVER = multiprocessing.get_context("forkserver")
_SERVER.set_forkserver_preload(["engine.scenarios.worker"])


@dataclass(frozen=True)
class Limits:
    """What one worker may use: seconds of one scenario and of the stage, seconds of the processor, megabytes."""

    scenario_seconds: float = 10
    stage_seconds: float = 30
    processor_seconds: int = 60
    megabytes: int = 1_024
    most_workers: int = 4
    """Workers one after the other: one that is killed costs the scenario it was at; the next one plays the rest."""


@dataclass
class Performance:
    """What came of all scenarios and what each has gone through, in their order, of what there is."""

    results: list[ScenarioResult] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    inventories: tuple[Inventory, ...] = ()

    def take(self, result: ScenarioResult, seen: Seen) -> None:
        """Add what came of the next scenario."""
        self.results.append(result)
        self.seen.append(seen)

    def coverage(self) -> tuple[ProcedureCoverage, ...]:
        """Return what all scenarios together cover, by procedure."""
        seen = Seen().joined(*self.seen)
        return tuple(coverage_of(inventory, seen) for inventory in self.inventories)


def play_limited(staging: Staging, scenarios: Sequence[Scenario], *, limits: Limits | None = None) -> Performance:
    """Play scenarios within limits.

    Raises `FeaturesRefused` with the faults of steps and of the procedures they would be played on, and where the
    stage itself takes too much.
    """
    require_known(scenarios)
    limits = limits or Limits()
    done = Performance()
    for _ in range(limits.most_workers):
        is_killed = _play_rest(staging, scenarios, limits, done)
        if len(done.results) == len(scenarios):
            return done
        zh, en = _at_limit(limits) if is_killed else _CRASHED
        done.take(failed_whole(zh, en, steps=len(scenarios[len(done.results)].steps)), Seen())
    for scenario in scenarios[len(done.results) :]:
        zh, en = (
            "此前的场景多次被中止，本场景没有执行。",
            "Scenarios before it were killed too often; it was not played.",
        )
        done.take(failed_whole(zh, en, steps=len(scenario.steps)), Seen())
    return done


def propose_limited(
    staging: Staging, performance: Performance, *, limits: Limits | None = None
) -> tuple[Proposal, ...]:
    """Return scenarios for the flows that a performance has not gone along, as many as the limits allow."""
    limits = limits or Limits()
    seen = Seen().joined(*performance.seen)
    with _working(_propose, staging, seen, limits) as (_, ours):
        return tuple(Proposal(**told["proposal"]) for told in _messages(ours, limits) if "proposal" in told)


def _play_rest(staging: Staging, scenarios: Sequence[Scenario], limits: Limits, done: Performance) -> bool:
    """Let one worker play what is left, until it ends; tell whether it was killed."""
    rest = tuple(scenarios[len(done.results) :])
    with _working(_work, staging, rest, limits) as (worker, ours):
        for told in _messages(ours, limits):
            if "late" in told:
                return True
            if "faults" in told:
                raise FeaturesRefused(faults=[Fault(**fault) for fault in told["faults"]])
            if "inventories" in told:
                done.inventories = tuple(map(inventory_of, told["inventories"]))
            if "result" in told:
                done.take(result_of(told["result"]), seen_of(told["seen"]))
        worker.join(_FAREWELL_SECONDS)
        return worker.exitcode is None or worker.exitcode < 0


@contextlib.contextmanager
def _working(body: Callable[..., None], *arguments: Any) -> Iterator[tuple[ForkServerProcess, Connection]]:
    """Yield a worker that does its work, and where it tells of it; end it in any case."""
    ours, theirs = _SERVER.Pipe(duplex=False)
    worker = _SERVER.Process(target=body, args=(theirs, *arguments), daemon=True)
    worker.start()
    theirs.close()
    try:
        yield worker, ours
    finally:
        worker.kill()
        worker.join()
        worker.close()
        ours.close()


def _messages(ours: Connection, limits: Limits) -> Iterator[dict[str, Any]]:
    """Yield what a worker tells, until it ends or, told last, says nothing for longer than it may."""
    patience, is_staged = limits.stage_seconds, False
    with contextlib.suppress(EOFError, OSError):
        while ours.poll(patience):
            told = json.loads(ours.recv_bytes())
            is_staged = True
            yield told
            patience = limits.scenario_seconds
        if is_staged:
            yield {"late": True}
    if not is_staged:
        zh, en = (
            "规程超过时间或内存限额，无法在内存中执行。",
            "The procedures take too much time or memory to be played.",
        )
        raise FeaturesRefused(faults=[Fault("stage-killed", zh, en, {})])


def _work(theirs: Connection, staging: Staging, scenarios: Sequence[Scenario], limits: Limits) -> None:
    """Play scenarios in the worker and tell of each."""
    _confine(limits)
    # Whoever waits for us may have given up; then there is nobody to tell.
    with contextlib.suppress(BrokenPipeError):
        try:
            stage = build_stage(staging)
        except GuijuError as refused:
            _tell(theirs, {"faults": _faults(refused)})
            return
        _tell(theirs, {"inventories": [take_stock(each).as_json() for each in stage.procedures.values()]})
        theatre = Theatre(stage, staging.thresholds)
        for scenario in scenarios:
            _tell(theirs, _played(theatre, scenario, limits))


def _propose(theirs: Connection, staging: Staging, seen: Seen, limits: Limits) -> None:
    """Propose scenarios in the worker."""
    _confine(limits)
    with contextlib.suppress(BrokenPipeError, GuijuError):
        stage = build_stage(staging)
        _tell(theirs, {})
        for proposal in propose(Theatre(stage, staging.thresholds), seen):
            _tell(theirs, {"proposal": proposal.as_json()})


def _played(theatre: Theatre, scenario: Scenario, limits: Limits) -> dict[str, Any]:
    try:
        result, traces = theatre.play(scenario)
    except (MemoryError, RecursionError):
        theatre.memory.known.clear()
        result, traces = failed_whole(*_at_limit(limits), steps=len(scenario.steps)), ()
    return {"result": result.as_json(), "seen": seen_in(theatre.stage, traces).as_json()}


def _at_limit(limits: Limits) -> tuple[str, str]:
    return (
        f"场景超过时间或内存限额（{limits.scenario_seconds:g} 秒，{limits.megabytes} MB），已被中止。",
        f"The scenario was killed at its limit ({limits.scenario_seconds:g} s, {limits.megabytes} MB).",
    )


def _confine(limits: Limits) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (limits.processor_seconds, limits.processor_seconds))
    most = limits.megabytes * _MEGABYTE
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _faults(refused: GuijuError) -> list[dict[str, Any]]:
    faults = refused.faults or (Fault(refused.code, refused.sentence("zh"), refused.sentence("en")),)
    return [
        {"code": each.code, "zh": each.zh, "en": each.en, "where": dict(each.where), "severity": each.severity}
        for each in faults
    ]


def _tell(theirs: Connection, told: dict[str, Any]) -> None:
    theirs.send_bytes(json.dumps(told, ensure_ascii=False).encode())
