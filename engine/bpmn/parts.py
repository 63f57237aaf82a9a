"""The parts that elements of a diagram are made of: expressions, human work, and data that pass a border."""

from dataclasses import dataclass

from engine.feel import Expression


@dataclass(frozen=True)
class SourceFile:
    """One file as it came: its name is what faults point at."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Formula:
    """A FEEL expression of the diagram, parsed, with the place it was written at.

    `is_readable` is false where a faulty diagram is examined all the same: then nothing is known of the value.
    """

    text: str
    expression: Expression
    file: str
    line: int
    is_readable: bool = True


@dataclass(frozen=True)
class Gate:
    """A hard gate: what must be true of the record when a task is completed, and by which statute."""

    condition: Formula
    basis: str | None = None
    reason: str | None = None
    reason_en: str | None = None


@dataclass(frozen=True)
class Once:
    """A claim that may be made once among all cases of the tenant, for example one fine for one act."""

    name: str
    key: Formula
    when: Formula | None = None
    basis: str | None = None
    reason: str | None = None
    reason_en: str | None = None


@dataclass(frozen=True)
class HumanTask:
    """What the diagram says about who does a piece of work, with which form, and under which conditions.

    `deadline` names a limit, `deadline_from` the day or instant it runs from; without that it runs from the opening of
    the task.
    """

    performer: str | None = None
    unit: Formula | None = None
    form: str | None = None
    basis: str | None = None
    deadline: str | None = None
    deadline_from: Formula | None = None
    ladder: str | None = None
    duty: str | None = None
    assignee: Formula | None = None
    sign: str | None = None
    tags: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    gates: tuple[Gate, ...] = ()
    once: tuple[Once, ...] = ()


@dataclass(frozen=True)
class Assignment:
    """One named value that passes a border: `name` receives what `formula` yields."""

    name: str
    formula: Formula


@dataclass(frozen=True)
class Transfer:
    """One data association: the data named `target` receive the value of a formula, else of the data named `source`."""

    target: str
    source: str | None = None
    formula: Formula | None = None


@dataclass(frozen=True)
class DataUse:
    """What an element or a process takes in and gives out, by names.

    `inputs` and `outputs` are its data inputs and outputs, of which `required` must be there; `takes` and `gives` its
    associations; `own` are properties and data objects that live as long as the element.
    """

    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    takes: tuple[Transfer, ...] = ()
    gives: tuple[Transfer, ...] = ()
    own: tuple[str, ...] = ()


@dataclass(frozen=True)
class DataItem:
    """A data object, data store or property of the drawing; its name is the name of the data."""

    id: str
    name: str
    kind: str
    is_collection: bool = False
    state: str | None = None
