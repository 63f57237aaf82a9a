"""Documents keep up with the code: links, commands, decisions, states, words and examples."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from engine.bpmn import SourceFile
from engine.definitions.bundle import read_bundle
from engine.definitions.procedure import compile_procedure
from engine.organization.permissions import default_permissions
from web.cli.main import main

ROOT = Path(__file__).parents[3]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("changelog.d/*.md")])
DECISIONS = sorted(ROOT.glob("docs/decisions/[0-9]*.md"))
FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
MENTION = re.compile(
    r"^ *(?:.*\| )?(?:[A-Z_]+=\S+ +)*(?:\S*/bin/)?guiju((?: [a-z][a-z-]*)+)((?: +(?:\S+ )*?--[a-z-]+)*)"
)
"""A line that calls a command, perhaps by its path, behind settings or at the end of a pipe."""
EXAMPLE = re.compile(r"`((?:processes|forms)/[^`]+)`:\n\n```\w+\n(.*?)```", re.DOTALL)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def prose(text: str) -> str:
    """Return a document without what is quoted in it."""
    return SPAN.sub("", FENCE.sub("", text))


def code(text: str) -> Iterator[str]:
    """Yield what a document quotes: fenced lines, continued ones joined, and spans."""
    for fence in FENCE.finditer(text):
        yield from fence[3].replace("\\\n", " ").splitlines()
    yield from SPAN.findall(FENCE.sub("", text))


def anchors(path: Path) -> set[str]:
    """Return the anchors of a document's headings, as they are made for readers."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", path.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def section(path: Path, title: str) -> str:
    """Return the text under a heading of the second level."""
    parts = re.split(r"^## (.+)\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))[title]


def first_column(text: str) -> set[str]:
    """Return the quoted words with which the rows of tables begin."""
    return set(re.findall(r"^\| `(\w+)`", text, re.MULTILINE))


def test_there_are_documents() -> None:
    assert len(DOCUMENTS) > 40
    assert len(DECISIONS) > 15


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_every_relative_link_leads_somewhere(path: Path) -> None:
    lost = []
    for target in LINK.findall(prose(path.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        found = path.parent / file if file else path
        if not found.exists() or (anchor and anchor not in anchors(found)):
            lost.append(target)
    assert lost == []


def test_every_command_named_is_one() -> None:
    lines = {(name_of(path), line) for path in DOCUMENTS for line in code(path.read_text(encoding="utf-8"))}
    called = [(*line, *found.groups()) for line in lines if (found := MENTION.match(line[1]))]
    assert len(called) > 40
    assert [(file, line) for file, line, words, options in called if not is_offered(words, options)] == []


def is_offered(words: str, options: str) -> bool:
    """Tell whether a command exists and takes the options."""
    command: click.Command | None = main
    for word in words.split():
        if isinstance(command, click.Group):
            command = command.get_command(click.Context(command), word)
    return command is not None and set(re.findall(r"--[a-z-]+", options)) <= flags(command)


def flags(command: click.Command) -> set[str]:
    return {flag for parameter in command.params for flag in parameter.opts} | {"--help", "--version"}


@pytest.mark.parametrize("path", DECISIONS, ids=name_of)
def test_a_decision_says_what_keeps_it_true(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences", "Confirmation"]
    assert text.startswith(f"# {int(path.name[:4])}. ")
    named = re.findall(r"`(tests/[\w/]+\.py)`", section(path, "Confirmation"))
    assert named
    assert [test for test in named if not (ROOT / test).is_file()] == []


def test_every_decision_is_in_the_index() -> None:
    index = (ROOT / "docs/decisions/README.md").read_text(encoding="utf-8")
    assert re.findall(r"\(([0-9][^)]+)\)", index) == [path.name for path in DECISIONS]


def test_every_document_can_be_reached_from_the_index() -> None:
    index = (ROOT / "docs/README.md").read_text(encoding="utf-8")
    linked = {(ROOT / "docs" / target).resolve() for target in LINK.findall(index)}
    pages = {path for path in ROOT.glob("docs/**/*.md") if path not in DECISIONS and path.parent != ROOT / "docs"}
    assert {name_of(path) for path in pages - linked} == set()


@pytest.mark.parametrize(
    ("english", "chinese"),
    [("README.md", "README.zh-CN.md"), ("docs/tutorial/first-case.md", "docs/tutorial/first-case.zh-CN.md")],
)
def test_both_languages_have_the_same_parts(english: str, chinese: str) -> None:
    outlines = [
        re.findall(r"^(#+) |^(```|\| )", (ROOT / name).read_text("utf-8"), re.MULTILINE) for name in (english, chinese)
    ]
    assert outlines[0] == outlines[1]


STATES = [
    # Statuses are words of SQL and of the runtime; each is written where it is set.
    ("Case", "active suspended completed terminated cancelled failed", "web/ui/pieces.py"),
    ("Task", "open completed cancelled", "engine/settlement/rows.py"),
    ("Deadline", "running met missed cancelled", "engine/settlement/rows.py"),
    ("Timer", "armed held stuck fired cancelled", "engine/deadlines/timers.py"),
    ("Message", "new kept delivered expired stuck", "engine/messages/store.py"),
    ("Incident", "open resolved skipped withdrawn", "engine/incidents/rules.py"),
]


@pytest.mark.parametrize(("title", "states", "file"), STATES)
def test_state_machines_show_the_states_of_the_code(title: str, states: str, file: str) -> None:
    text = section(ROOT / "docs/state-machines.md", title)
    assert first_column(text) == set(states.split())
    written = (ROOT / file).read_text(encoding="utf-8") + (ROOT / "engine/commands/deliver_message.py").read_text(
        "utf-8"
    )
    assert [state for state in states.split() if not re.search(rf"""['"]{state}['"]|`{state}`""", written)] == []
    drawn = set(re.findall(r"(?:-->) (\w+)", text)) - {"queue", "held"}
    assert drawn <= set(states.split())


def test_state_machines_name_commands_that_exist() -> None:
    text = (ROOT / "docs/state-machines.md").read_text(encoding="utf-8")
    commands = {path.stem for path in ROOT.glob("engine/commands/*.py")}
    named = set(re.findall(r"\b((?:[a-z]+)_(?:case|task|timer|message|draft|diagram|procedure))\b", text))
    assert len(named) > 10
    assert named - commands == set()


def test_every_identifier_of_the_glossary_is_in_the_code() -> None:
    rows = re.findall(
        r"^\| [^|`]+ \| [^|`]+ \| ([^|]+) \|", (ROOT / "docs/glossary.md").read_text("utf-8"), re.MULTILINE
    )
    named = {word for row in rows for word in SPAN.findall(row)}
    assert len(named) > 80
    sources = [path for folder in ("engine", "forms", "web") for path in (ROOT / folder).rglob("*.py")]
    sources += [*ROOT.glob("processes/*/*.bpmn"), *ROOT.glob("engine/organization/*.toml")]
    words = {word for path in sources for word in re.findall(r"\w+", path.read_text(encoding="utf-8"))}
    assert named - words == set()


def test_the_example_procedure_of_the_how_to_pages_can_be_deployed() -> None:
    pages = [(ROOT / "docs/how-to" / name).read_text("utf-8") for name in ("draw-a-procedure.md", "write-a-form.md")]
    files = [SourceFile(path, body.encode()) for page in pages for path, body in EXAMPLE.findall(page)]
    assert len(files) == 4
    procedure = compile_procedure(read_bundle(files), [], roles=frozenset(default_permissions()))
    assert procedure.starter_role == "OFFICER_LEAD"
