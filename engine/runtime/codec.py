"""The stored form of a running case: its live tokens and inner documents, compact and numbered by codec."""

from collections.abc import Mapping
from struct import Struct
from typing import Any
from zlib import crc32

import orjson
import zstandard

from engine.runtime.documents import CASE_DOCUMENT, Document, Documents
from engine.runtime.errors import DamagedState, NewerState, UnreadableState, Unstorable
from engine.runtime.program import Program
from engine.runtime.rows import hang, level_row
from engine.runtime.run import Run, SubRun
from engine.runtime.shelves import Shelf
from engine.runtime.sleeping import wake_all
from engine.runtime.stored_values import MARK, pack, restored, tagged
from engine.runtime.values import CODEC, NEWEST_CODEC, SHELVED, Environment, Snapshot

_HEAD = Struct(">III")
"""What a state with shelves begins with: the lengths of its main part and of its boards, the boards' checksum."""

_BOARDS = "b"
"""The mark of a shelf: [entries, offset of the first board, lengths of the boards]."""


def dump(run: Run) -> tuple[bytes, int]:
    """Return the state of a case and the codec it is written in; the case document is not part of it.

    Codec 1 is one part. Codec 2 has boards of long lists behind it, which are copied as they are unless a step has
    touched them. Raises `Unstorable` for a value that no stored form exists for, such as a function.
    """
    levels = [level_row(0, run)]
    levels += [level_row(level.parent_task_id, level) for level in run.subprocesses.values()]
    documents = [
        [number, document.parent, document.values, document.local]
        for number, document in run.documents.by_number.items()
        if number != CASE_DOCUMENT
    ]
    content = {"n": run.last_number, "s": run.status, "l": levels, "d": documents}
    boards: list[bytes] = []
    try:
        main = pack(content, lambda value: _written(value, boards))
    except TypeError as error:
        raise Unstorable(detail_zh=str(error), detail_en=str(error)) from error
    if not boards:
        return main, CODEC
    tail = b"".join(boards)
    return _HEAD.pack(len(main), len(tail), crc32(tail)) + main + tail, SHELVED


def load(program: Program, snapshot: Snapshot, environment: Environment) -> Run:
    """Return the running case of a snapshot.

    Raises `NewerState` if a later release wrote the state, `DamagedState` if its bytes are not what was written, and
    `UnreadableState` if it does not fit the program.
    """
    run = load_asleep(program, snapshot, environment)
    wake_all(run)
    run.waited = None
    return run


def load_asleep(program: Program, snapshot: Snapshot, environment: Environment) -> Run:
    """Return the running case of a snapshot with the items asleep that are; raises what `load` raises."""
    if snapshot.codec > NEWEST_CODEC:
        raise NewerState(found=snapshot.codec, known=NEWEST_CODEC)
    if snapshot.codec not in (CODEC, SHELVED):
        raise UnreadableState(
            detail_zh=f"编码版本 {snapshot.codec} 未知", detail_en=f"the codec {snapshot.codec} is unknown"
        )
    main, tail = (snapshot.state, b"") if snapshot.codec == CODEC else _parts(snapshot.state)
    try:
        plain = zstandard.decompress(main)
    except zstandard.ZstdError as error:
        raise DamagedState(size=len(snapshot.state), detail=str(error)) from error
    try:
        return _load(program, snapshot.data, environment, _read(plain, tail))
    except (KeyError, ValueError, TypeError, IndexError) as error:
        raise UnreadableState(detail_zh=f"{error!r}", detail_en=f"{error!r}") from error


def _parts(state: bytes) -> tuple[bytes, bytes]:
    if len(state) < _HEAD.size:
        raise DamagedState(size=len(state), detail="shorter than its head")
    length, rest, checksum = _HEAD.unpack_from(state)
    main, tail = state[_HEAD.size : _HEAD.size + length], state[_HEAD.size + length :]
    if len(tail) != rest or crc32(tail) != checksum:
        raise DamagedState(size=len(state), detail="checksum of the boards")
    return main, tail


def _written(value: Any, boards: list[bytes]) -> Any:
    if not isinstance(value, Shelf):
        return tagged(value)
    offset, packed = sum(map(len, boards)), value.packed()
    boards += packed
    return {MARK: [_BOARDS, [len(value), offset, [len(board) for board in packed]]]}


def _read(plain: bytes, tail: bytes) -> Any:
    content = orjson.loads(plain)
    return restored(content, {_BOARDS: lambda told: _shelf(tail, *told)}) if b"\\u0001" in plain else content


def _shelf(tail: bytes, length: int, offset: int, lengths: list[int]) -> Shelf:
    boards = []
    for size in lengths:
        boards.append(tail[offset : offset + size])
        offset += size
    return Shelf.stored(length, boards)


def _load(program: Program, data: Mapping[str, Any], environment: Environment, content: Any) -> Run:
    documents = Documents(data)
    for number, parent, values, local in content["d"]:
        documents.by_number[number] = Document(parent, values, local)
    run = Run(program.scopes, content["l"][0][1], documents, environment)
    run.last_number, run.status = content["n"], content["s"]
    run.completed = run.status != "active"
    hang(run, *content["l"][0][2:])
    for host, name, *held in content["l"][1:]:
        level = SubRun(program.scopes[name], host, run, deserializing=True)
        run.subprocesses[host] = level
        level.plant()
        hang(level, *held)
    return run
