"""The stored form of a running case: its live tokens and inner documents, compact and numbered by codec."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import orjson
import zstandard
from SpiffWorkflow.util.task import TaskState

from engine.feel import YearMonthDuration
from engine.runtime.completed import notes_of, rows_of
from engine.runtime.documents import CASE_DOCUMENT, Document, Documents
from engine.runtime.errors import DamagedState, NewerState, UnreadableState, Unstorable
from engine.runtime.level import Level
from engine.runtime.program import Program
from engine.runtime.run import Run, SubRun
from engine.runtime.token import ROOT, Token
from engine.runtime.values import CODEC, Environment, Snapshot

_MARK = "\u0001"
"""The only key of an object that stands for a value JSON does not have."""

_WHOLE_LIMIT = 2**53
"""Beyond it orjson and PostgreSQL may not agree on a number's digits."""

_OPTIONS = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_SUBCLASS | orjson.OPT_PASSTHROUGH_DATACLASS
_STATES = {"w": TaskState.WAITING, "r": TaskState.READY, "s": TaskState.STARTED}
_LETTERS = {state: letter for letter, state in _STATES.items()}

_TO_TEXT: dict[type, tuple[str, Callable[[Any], Any]]] = {
    Decimal: ("n", str),
    datetime: ("i", datetime.isoformat),
    date: ("d", date.isoformat),
    time: ("t", time.isoformat),
    timedelta: ("s", lambda span: [span.days, span.seconds, span.microseconds]),
    YearMonthDuration: ("m", lambda span: span.months),
    frozenset: ("f", sorted),
    set: ("f", sorted),
}
_FROM_TEXT: dict[str, Callable[[Any], Any]] = {
    "n": Decimal,
    "i": datetime.fromisoformat,
    "d": date.fromisoformat,
    "t": time.fromisoformat,
    "s": lambda parts: timedelta(*parts),
    "m": YearMonthDuration,
    "f": frozenset,
}


def dump(run: Run) -> bytes:
    """Return the state of a case; the case document is not part of it.

    The bytes are checked by reading them back, because a state that cannot be read is a case that is lost. Raises
    `Unstorable` for a value that no stored form exists for, such as a function.
    """
    levels = [_level(0, run)]
    levels += [_level(level.parent_task_id, level) for level in run.subprocesses.values()]
    documents = [
        [number, document.parent, document.values, document.local]
        for number, document in run.documents.by_number.items()
        if number != CASE_DOCUMENT
    ]
    content = {"n": run.last_number, "s": run.status, "l": levels, "d": documents}
    try:
        plain = orjson.dumps(content, default=_tagged, option=_OPTIONS)
    except TypeError as error:
        raise Unstorable(detail_zh=str(error), detail_en=str(error)) from error
    # One compressor per call: a shared one is not safe among threads and once mixed two states. The checksum costs
    # microseconds and tells a damaged state from one that does not fit.
    packed: bytes = zstandard.ZstdCompressor(level=3, write_checksum=True).compress(plain)
    if zstandard.decompress(packed) != plain:
        raise UnreadableState(detail_zh="压缩校验失败", detail_en="the compressed state does not read back")
    return packed


def load(program: Program, snapshot: Snapshot, environment: Environment) -> Run:
    """Return the running case of a snapshot.

    Raises `NewerState` if a later release wrote the state, `DamagedState` if its bytes are not what was written, and
    `UnreadableState` if it does not fit the program.
    """
    if snapshot.codec > CODEC:
        raise NewerState(found=snapshot.codec, known=CODEC)
    if snapshot.codec != CODEC:
        raise UnreadableState(
            detail_zh=f"编码版本 {snapshot.codec} 未知", detail_en=f"the codec {snapshot.codec} is unknown"
        )
    try:
        plain = zstandard.decompress(snapshot.state)
    except zstandard.ZstdError as error:
        raise DamagedState(size=len(snapshot.state), detail=str(error)) from error
    try:
        return _load(program, snapshot, environment, plain)
    except (KeyError, ValueError, TypeError, IndexError) as error:
        raise UnreadableState(detail_zh=f"{error!r}", detail_en=f"{error!r}") from error


def _load(program: Program, snapshot: Snapshot, environment: Environment, plain: bytes) -> Run:
    content = orjson.loads(plain)
    if b"\\u0001" in plain:
        content = _restored(content)
    documents = Documents(snapshot.data)
    for number, parent, values, local in content["d"]:
        documents.by_number[number] = Document(parent, values, local)
    run = Run(program.scopes, content["l"][0][1], documents, environment)
    run.last_number, run.status = content["n"], content["s"]
    run.completed = run.status != "active"
    _hang(run, *content["l"][0][2:])
    for host, name, *held in content["l"][1:]:
        level = SubRun(program.scopes[name], host, run, deserializing=True)
        run.subprocesses[host] = level
        level.plant()
        _hang(level, *held)
    return run


def _level(host: int, level: Level) -> list[Any]:
    # What can be undone is rare; a level without any is written as it was before there was such a thing.
    held = [host, level.spec.name, _rows(level)]
    return [*held, rows_of(level.done)] if level.done else held


def _rows(level: Level) -> list[list[Any]]:
    # Parents come before what hangs on them, because tokens are placed in that order.
    rows: list[list[Any]] = []
    todo: list[Token] = list(reversed(level.task_tree.children))
    while todo:
        token = todo.pop()
        parent = 0 if token._parent == ROOT else token._parent
        row = [token.id, parent, token.task_spec.name, _LETTERS[token.state], token.scope, token.via]
        rows.append([*row, token.internal_data] if token.internal_data else row)
        todo.extend(reversed(token.children))
    return rows


def _hang(level: Level, rows: list[list[Any]], done: list[list[Any]] | None = None) -> None:
    level.done = notes_of(done or ())
    specs, positions = level.spec.task_specs, level.top_workflow.positions
    for number, parent, name, state, scope, via, *internal in rows:
        holder = level.tasks[parent] if parent else level.task_tree
        token = Token(level, specs[name], number=number, parent=holder, scope=scope, via=via)
        token._state = _STATES[state]
        if internal:
            token.internal_data = internal[0]
        positions[number] = token
        if specs[name].stands_by and state == "w":
            level.standing_by += 1


def _tagged(value: Any) -> Any:
    if isinstance(value, Decimal) and _is_whole(value):
        return int(value)
    kind = next((kind for kind in type(value).__mro__ if kind in _TO_TEXT), None)
    if kind is None:
        if isinstance(value, Mapping):
            return dict(value)
        raise TypeError(f"a value of {type(value).__name__} cannot be stored")
    tag, to_text = _TO_TEXT[kind]
    return {_MARK: [tag, to_text(value)]}


def _is_whole(value: Decimal) -> bool:
    # Whole numbers are by far the most; written as JSON's own they need no restoring, and FEEL takes either.
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= 0 and abs(value) < _WHOLE_LIMIT


def _restored(value: Any) -> Any:
    if isinstance(value, list):
        return [_restored(item) for item in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1 and _MARK in value:
        tag, text = value[_MARK]
        return _FROM_TEXT[tag](text)
    return {key: _restored(item) for key, item in value.items()}
