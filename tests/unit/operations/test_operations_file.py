"""The operator's file is read whole, and everything that is wrong in it is said at once."""

from collections.abc import Sequence
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from engine.operations.errors import OperationsUnfit
from engine.operations.registry import load_operations, operations_file
from engine.operations.values import Operation

GOOD = """
[http.office]
title.zh = "查询"
url = "https://office.example/x"
timeout_seconds = 3
retries = 1
inputs.text = "string"
outputs.day = "date?"
errors.404 = "GONE"
codes = ["BUSY"]

[external.store]
title = "入库"
outputs.places = "list<string>"
"""

WHERE = "https://office.example"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "operations.toml"


def found(file: Path, content: str) -> Sequence[str]:
    """Return the English sentences about a file."""
    file.write_text(content, encoding="utf-8")
    with pytest.raises(OperationsUnfit) as refusal:
        load_operations(file, packages=())
    assert all(fault.zh and fault.where["file"] == str(file) for fault in refusal.value.faults)
    return [fault.en for fault in refusal.value.faults]


def test_a_good_file_adds_to_what_the_platform_has(file: Path) -> None:
    file.write_text(GOOD, encoding="utf-8")
    operations = load_operations(file, packages=())
    assert set(operations) == {"credit-code.check", "text.digest", "http:office", "external:store"}
    office, store = operations["http:office"], operations["external:store"]
    assert (office.title_zh, office.title_en, office.timeout.total_seconds()) == ("查询", "查询", 3)
    assert (office.inputs["text"].required, office.outputs["day"].required) == (True, False)
    assert office.codes == {"GONE", "BUSY"}
    assert (store.call, str(store.outputs["places"].type), store.title_zh) == (None, "list<string>", "入库")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        # No TOML, and groups nobody knows.
        ("[http", "It cannot be read"),
        ("[smtp.x]\n", "Expected http or external, found smtp"),
        ("http = 1\n", "[http] should be a table of tables"),
        ("[http]\nx = 1\n", "[http] should be a table of tables"),
        # Addresses that are none, or of another kind.
        ("[http.x]\n", "url should be an http or https address"),
        ('[http.x]\nurl = "file:///etc/passwd"\n', "url should be an http or https address"),
        # Settings nobody knows, and numbers that are none or too large.
        (f'[http.x]\nurl = "{WHERE}"\nspeed = 1\n', "There is no setting speed"),
        (f'[http.x]\nurl = "{WHERE}"\nretries = -1\n', "retries should be a number from 0 to 20"),
        (f'[http.x]\nurl = "{WHERE}"\ntimeout_seconds = "x"\n', "timeout_seconds should be a number"),
        (f'[http.x]\nurl = "{WHERE}"\ntimeout_seconds = 900\n', "timeout_seconds should be a number"),
        # Statuses that are none, secrets that are not there or empty, types that are none.
        (f'[http.x]\nurl = "{WHERE}"\nerrors.gone = "X"\n', "The keys of errors should be HTTP status codes"),
        (f'[http.x]\nurl = "{WHERE}"\nsecret_file = "nowhere"\n', "secret_file cannot be read"),
        (f'[http.x]\nurl = "{WHERE}"\nsecret_file = "empty"\n', "secret_file is empty"),
        (f'[http.x]\nurl = "{WHERE}"\ninputs.a = "list<"\n', "inputs.a"),
        # A topic is called by nobody.
        (f'[external.x]\nurl = "{WHERE}"\n', "A topic cannot have url"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(file: Path, content: str, said: str) -> None:
    (file.parent / "empty").write_bytes(b"\n")
    assert any(said in sentence for sentence in found(file, content))


def test_everything_is_said_at_once(file: Path) -> None:
    assert len(found(file, f'[http.x]\n[http.y]\nurl = "{WHERE}"\nretries = 99\n')) == 2


def test_the_file_of_the_data_folder_is_found(file: Path) -> None:
    assert operations_file(file.parent, None) is None
    file.write_text(GOOD, encoding="utf-8")
    assert operations_file(file.parent, None) == file
    assert operations_file(file.parent, "/etc/x.toml") == Path("/etc/x.toml")


PACKAGED = Operation("scale.weigh", "称重", "Weigh", lambda request: {"kilograms": request.seconds})
TWICE = [PACKAGED, Operation("text.digest", "x", "x", None)]


def entry(value: str) -> EntryPoint:
    return EntryPoint("own", value, "guiju.operations")


def test_an_installed_package_brings_operations(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(EntryPoint, "load", lambda _: PACKAGED)
    assert load_operations(None, packages=[entry("x:y")])["scale.weigh"] is PACKAGED


def test_a_package_that_cannot_be_loaded_or_takes_a_name_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(OperationsUnfit) as refusal:
        load_operations(None, packages=[entry("no_such_module:WEIGH")])
    assert [fault.code for fault in refusal.value.faults] == ["operation-unloadable"]
    monkeypatch.setattr(EntryPoint, "load", lambda _: TWICE)
    with pytest.raises(OperationsUnfit) as refusal:
        load_operations(None, packages=[entry("x:y")])
    assert [fault.code for fault in refusal.value.faults] == ["operation-twice"]
