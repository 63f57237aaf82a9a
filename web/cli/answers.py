"""The answers of `guiju play`: a run as it stands, as JSON."""

from collections.abc import Mapping
from datetime import UTC
from typing import Any

from engine.runtime.playing.cases import PlayedCase
from engine.runtime.playing.deeds import Incident
from engine.runtime.playing.standing import PlayedLack, PlayedTask, PlayedWait, Standing


def answer(standing: Standing, language: str) -> dict[str, Any]:
    """Return the JSON answer of a run as it stands, its sentences in `zh` or, for any other language, English."""
    several = len(standing.cases) > 1
    data = {case.number: case.outcome.data for case in standing.cases}
    told: dict[str, Any] = {
        "ok": True,
        "status": standing.status,
        "offered": [_task(played, language, data[played.case], several=several) for played in standing.offered],
        "open": [_task(played, language, data[played.case], several=several) for played in standing.tasks],
        "waiting": [
            *(_wait(played, several=several) for played in standing.waiting),
            *(_lack(played, several=several) for played in standing.lacking),
        ],
        "passed": [passed.element for passed in standing.passed],
        "data": standing.data,
        "incidents": [_incident(incident, language) for incident in standing.incidents],
        "thrown": [
            {
                "element": thrown.element,
                "event": thrown.kind,
                "name": thrown.name,
                "payload": dict(thrown.payload),
                "correlation": dict(thrown.correlation),
            }
            for thrown in standing.thrown
        ],
    }
    if standing.finishable:
        told["finishable"] = [
            _task(played, language, data[played.case], several=several) for played in standing.finishable
        ]
    if standing.kept:
        told["kept"] = [
            {"name": kept.name, "payload": dict(kept.payload), "correlation": dict(kept.correlation)}
            for kept in standing.kept
        ]
    if several:
        told["cases"] = [_case(case) for case in standing.cases]
    return told


def _task(played: PlayedTask, language: str, case_data: Mapping[str, Any], *, several: bool) -> dict[str, Any]:
    task = played.task
    shown: dict[str, Any] = {
        "task": played.handle,
        "element": task.element,
        "name": played.element.name,
        "kind": task.kind,
        "lane": played.element.lane,
        "process": task.process,
    }
    if several:
        shown["case"] = str(played.case)
    if task.index is not None:
        shown["index"] = task.index
    if task.scope is not None or several:
        shown["data"] = dict(task.data) if task.index is None else _beyond(task.data, case_data)
    if played.note is not None:
        shown["note"] = played.note[0] if language == "zh" else played.note[1]
    return shown


def _beyond(seen: Mapping[str, Any], case_data: Mapping[str, Any]) -> dict[str, Any]:
    # Each of a thousand items sees all data of the case, the list of the thousand with them: said once is enough.
    return {name: value for name, value in seen.items() if name not in case_data or case_data[name] is not value}


def _wait(played: PlayedWait, *, several: bool) -> dict[str, Any]:
    wait = played.wait
    shown: dict[str, Any] = {
        "element": wait.element,
        "event": wait.event,
        "name": wait.name,
        "due": wait.due.astimezone(UTC).isoformat() if wait.due else None,
        "correlation": dict(wait.correlation),
    }
    if several and played.case is not None:
        shown["case"] = str(played.case)
    return shown


def _lack(played: PlayedLack, *, several: bool) -> dict[str, Any]:
    lack = played.lack
    shown = {"element": lack.element, "event": "data", "name": ", ".join(lack.names), "names": list(lack.names)}
    return {**shown, "case": str(played.case)} if several else shown


def _incident(incident: Incident, language: str) -> dict[str, Any]:
    error = incident.error
    shown = {"element": incident.element, "code": error.code, "message": error.sentence(language)}
    return shown if incident.deed.case is None else {**shown, "case": str(incident.deed.case)}


def _case(case: PlayedCase) -> Mapping[str, Any]:
    return {
        "case": str(case.number),
        "process": case.process.id,
        "status": case.outcome.status,
        "data": case.outcome.data,
    }
