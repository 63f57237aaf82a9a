"""Nothing that can go wrong goes into force, and what nobody can tell needs a second person who says why."""

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from sqlalchemy import text

from engine.cases.errors import ReasonMissing
from engine.commands.deploy_procedure import deploy_procedure
from engine.commands.override_proof import override_proof
from engine.commands.perform import perform
from engine.commands.publish_diagram import publish_diagram
from engine.commands.save_diagram import save_diagram
from engine.definitions.catalogue import check_diagram, list_definitions
from engine.definitions.errors import (
    DigestUnreadable,
    NothingToAnswerFor,
    OwnDrawing,
    ProofRefuted,
    ProofUnknown,
)
from engine.definitions.promise import Promise, read_promise, read_version_promise
from engine.kernel.actor import system_actor
from engine.kernel.database import transaction
from engine.kernel.ids import new_id
from engine.organization.errors import MissingPermission
from tests.driving.bundles import unruled
from tests.driving.district import District
from tests.integration.commands.conftest import Contents
from tests.integration.commands.test_publishing_drafts import DRAWING, KEY, files_with

LIVE = next(file.content for file in files_with() if file.name == DRAWING).decode()
STEPS = 22


def drawn(body: str) -> bytes:
    """Return the drawing with another content of its process and without a picture."""
    head = LIVE[: LIVE.index("<laneSet")]
    return f"{head}{body}</process></definitions>".encode()


def step(name: str) -> str:
    return (
        f'<userTask id="{name}" name="{name} 步" guiju:performer="LEGAL_HEAD" guiju:unit=\'"LEGAL_OFFICE"\' '
        'guiju:form="accept-hearing" guiju:basis="《行政处罚法》第六十四条"/>'
    )


def flow(source: str, target: str) -> str:
    return f'<sequenceFlow id="F_{source}_{target}" sourceRef="{source}" targetRef="{target}"/>'


WRONG = drawn(
    '<startEvent id="S" name="开始"/><exclusiveGateway id="X" name="二选一" default="F_X_A"/>'
    '<sequenceFlow id="F_X_B" sourceRef="X" targetRef="B">'
    "<conditionExpression>hearing_accepted = &quot;REFUSE&quot;</conditionExpression></sequenceFlow>"
    + step("Q") + step("A") + step("B")
    + '<parallelGateway id="J" name="汇合"/><endEvent id="E" name="结束"/>'
    + flow("S", "Q") + flow("Q", "X") + flow("X", "A") + flow("A", "J") + flow("B", "J") + flow("J", "E")
)  # fmt: skip
"""One of two ways is taken, and both are waited for."""


def _branch() -> str:
    names = [f"T{number}" for number in range(STEPS)]
    flows = [flow(*pair) for pair in pairwise(["K", *names, "J"])]
    return "".join([*flows, *map(_reminded, names)])


def _reminded(name: str) -> str:
    timer = "<timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition>"
    return (
        step(name) + flow(f"B{name}", f"N{name}")
        + f'<boundaryEvent id="B{name}" name="提醒" attachedToRef="{name}" cancelActivity="false">{timer}'
        + f'</boundaryEvent><endEvent id="N{name}" name="已提醒"/>'
    )  # fmt: skip


WIDE = drawn(
    '<startEvent id="S" name="开始"/><parallelGateway id="K"/><parallelGateway id="J"/><endEvent id="E" name="结束"/>'
    + flow("S", "K") + flow("J", "E") + _branch()
)  # fmt: skip
"""Right, but with more states than are looked at: which steps have had their reminder is told apart."""

SOUND = LIVE.replace('name="当事人要求听证"', 'name="当事人提出听证"').encode()


@pytest.fixture
def drawer(district: District) -> str:
    """The login of somebody who draws and publishes."""
    return _login(district, "PROCESS_OWNER")


@pytest.fixture
def lawyer(district: District) -> str:
    """The login of the head of the legal office, who draws nothing."""
    return _login(district, "LEGAL_HEAD")


@pytest.fixture
def unknown(district: District, drawer: str) -> Promise:
    """The draft that nobody can tell of."""
    return drafted(district, drawer, WIDE)


def _login(district: District, role: str) -> str:
    statement = text(
        "select p.login from person p join seat s on s.tenant_id = p.tenant_id and s.person_id = p.id"
        " where s.role = :role order by p.login"
    ).bindparams(role=role)
    with transaction(district.edge.database, district.tenant_id) as session:
        return str(session.scalar(statement))


def without_rules(district: District) -> None:
    """Publish the procedure without its features, whose rules speak of steps that other drawings do not have."""
    files = unruled(files_with())
    machine = system_actor(district.tenant_id)
    perform(district.edge, machine, deploy_procedure, request_key=str(new_id()), files=files, note="暂无规则")


def drafted(district: District, drawer: str, drawing: bytes) -> Promise:
    if drawing != SOUND:
        without_rules(district)
    district.do(drawer, save_diagram, key=KEY, revision=0, bpmn=drawing)
    with district.looking(drawer) as ctx:
        promise = read_promise(ctx, KEY)
    assert promise is not None
    return promise


def publish(district: District, login: str) -> Callable[[], object]:
    return lambda: district.do(login, publish_diagram, key=KEY, revision=1, note="改图")


def test_every_version_of_a_new_district_is_proved(district: District, drawer: str) -> None:
    with district.looking(drawer) as ctx:
        promises = [read_version_promise(ctx, row.version_id) for row in list_definitions(ctx)]
    assert len(promises) == 5
    for promise in promises:
        assert promise.proof is not None
        assert promise.proof.verdict == "PROVED", promise.key
        assert re.fullmatch(r"[0-9a-f]{64}", promise.proof.digest)
        assert promise.proof.milliseconds < 5_000


def test_what_can_go_wrong_is_not_published_and_says_where(district: District, drawer: str, contents: Contents) -> None:
    promise = drafted(district, drawer, WRONG)
    assert promise.proof is not None
    assert promise.proof.verdict == "VIOLATED"
    before = contents()
    with pytest.raises(ProofRefuted) as refused:
        publish(district, drawer)()
    assert contents() == before
    [fault] = refused.value.faults
    assert (fault.code, fault.where["file"]) == ("deadlock", DRAWING)
    assert fault.where.keys() == {"file", "line", "element"}
    assert "无法继续" in fault.zh
    assert "never go on" in fault.en
    with district.looking(drawer) as ctx:
        assert "deadlock" in {fault.code for fault in check_diagram(ctx, KEY, WRONG)}


def test_nor_is_it_deployed_from_the_shell(district: District, contents: Contents) -> None:
    before = contents()
    files = [file if file.name != DRAWING else type(file)(file.name, WRONG) for file in files_with()]
    with pytest.raises(ProofRefuted):
        perform(
            district.edge,
            system_actor(district.tenant_id),
            deploy_procedure,
            request_key=str(new_id()),
            files=files,
            note="部署",
        )
    assert contents() == before


def test_a_rule_that_can_be_broken_refuses_the_bundle_and_says_where(district: District, contents: Contents) -> None:
    before = contents()
    rule = "\n  规则: 「指定听证主持人」之前必须有「听证报告」\n    《行政处罚法》第六十四条\n"
    feature = "features/hearing/hearing.feature"
    files = [
        file if file.name != feature else type(file)(file.name, file.content + rule.encode()) for file in files_with()
    ]
    with pytest.raises(ProofRefuted) as refused:
        perform(
            district.edge,
            system_actor(district.tenant_id),
            deploy_procedure,
            request_key=str(new_id()),
            files=files,
            note="部署",
        )
    assert contents() == before
    [fault] = refused.value.faults
    assert (fault.code, fault.where["file"]) == ("rule-violated", feature)
    assert "「指定听证主持人」之前必须有「听证报告」" in fault.zh


def test_nobody_can_answer_for_what_can_go_wrong(district: District, drawer: str, lawyer: str) -> None:
    promise = drafted(district, drawer, WRONG)
    assert promise.proof is not None
    with pytest.raises(ProofRefuted):
        district.do(lawyer, override_proof, key=KEY, digest=promise.proof.digest, reason="时间紧迫")
    # Even a row that stands there by other means opens nothing: the gate judges anew.
    statement = text(
        "insert into proof_override (tenant_id, key, digest, person_id, reason, given_at)"
        " select :tenant, :key, :digest, id, '强行', now() from person where login = :login"
    )
    with transaction(district.edge.database, district.tenant_id) as session:
        session.execute(
            statement,
            {"tenant": district.tenant_id, "key": KEY, "digest": promise.proof.digest, "login": lawyer},
        )
    with pytest.raises(ProofRefuted):
        publish(district, drawer)()


def test_what_nobody_can_tell_needs_a_second_person(
    district: District, drawer: str, lawyer: str, unknown: Promise
) -> None:
    assert unknown.proof is not None
    digest = unknown.proof.digest
    assert unknown.proof.verdict == "UNKNOWN"
    with pytest.raises(ProofUnknown) as refused:
        publish(district, drawer)()
    assert digest in refused.value.sentence("zh")
    assert digest in refused.value.sentence("en")
    # Not the one who draws, who may not answer for anything in the first place.
    with pytest.raises(MissingPermission):
        district.do(drawer, override_proof, key=KEY, digest=digest, reason="已人工核对")
    with pytest.raises(ReasonMissing):
        district.do(lawyer, override_proof, key=KEY, digest=digest, reason="  ")
    with pytest.raises(DigestUnreadable):
        district.do(lawyer, override_proof, key=KEY, digest="abc", reason="已人工核对")
    # Another content is another promise.
    district.do(lawyer, override_proof, key=KEY, digest=digest[::-1], reason="已人工核对")
    with pytest.raises(ProofUnknown):
        publish(district, drawer)()
    district.do(lawyer, override_proof, key=KEY, digest=digest, reason="已人工核对")
    publish(district, drawer)()
    with district.looking(lawyer) as ctx:
        live = next(row for row in list_definitions(ctx) if row.key == KEY)
        promise = read_version_promise(ctx, live.version_id)
    assert promise.proof is not None
    assert (promise.proof.verdict, promise.proof.digest) == ("UNKNOWN", digest)
    assert [override.reason for override in promise.overrides] == ["已人工核对"]


def test_whoever_publishes_or_has_drawn_is_no_second_person(
    district: District, drawer: str, lawyer: str, unknown: Promise
) -> None:
    assert unknown.proof is not None
    statement = text(
        "insert into role_permission (tenant_id, role, permission) values (:tenant, 'PROCESS_OWNER', 'proof.override'),"
        " (:tenant, 'LEGAL_HEAD', 'definition.publish')"
    ).bindparams(tenant=district.tenant_id)
    with transaction(district.edge.database, district.tenant_id) as session:
        session.execute(statement)
    with pytest.raises(OwnDrawing):
        district.do(drawer, override_proof, key=KEY, digest=unknown.proof.digest, reason="已人工核对")
    district.do(lawyer, override_proof, key=KEY, digest=unknown.proof.digest, reason="已人工核对")
    with pytest.raises(ProofUnknown):
        publish(district, lawyer)()
    publish(district, drawer)()


def test_a_word_for_one_drawing_is_none_for_the_next(
    district: District, drawer: str, lawyer: str, unknown: Promise
) -> None:
    assert unknown.proof is not None
    district.do(lawyer, override_proof, key=KEY, digest=unknown.proof.digest, reason="已人工核对")
    district.do(drawer, save_diagram, key=KEY, revision=1, bpmn=WIDE.replace("已提醒".encode(), "催办".encode()))
    with pytest.raises(ProofUnknown):
        district.do(drawer, publish_diagram, key=KEY, revision=2, note="改图")


def test_what_is_proved_needs_nobody_to_answer_for_it(district: District, drawer: str, lawyer: str) -> None:
    promise = drafted(district, drawer, SOUND)
    assert promise.proof is not None
    with pytest.raises(NothingToAnswerFor):
        district.do(lawyer, override_proof, key=KEY, digest=promise.proof.digest, reason="已人工核对")


def test_a_word_is_on_record(district: District, lawyer: str, unknown: Promise) -> None:
    assert unknown.proof is not None
    district.do(lawyer, override_proof, key=KEY, digest=unknown.proof.digest, reason="已人工核对")
    last = text(
        "select e.kind, convert_from(e.body, 'UTF8') from event e join journal j on j.tenant_id = e.tenant_id"
        " and j.id = e.case_id where j.name = 'procedures' order by e.seq desc limit 1"
    )
    with transaction(district.edge.database, district.tenant_id) as session:
        kind, body = session.execute(last).one()
    assert kind == "proof:overridden"
    assert unknown.proof.digest in body
    assert "已人工核对" in body
