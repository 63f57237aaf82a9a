"""The page of a proof: read by everybody, printed and signed by the legal office."""

from collections.abc import Callable

from sqlalchemy import text

from engine.commands.save_diagram import save_diagram
from engine.kernel.database import transaction
from tests.driving.district import District
from tests.integration.commands.test_gate import WIDE, WRONG, without_rules
from tests.integration.commands.test_publishing_drafts import KEY
from tests.integration.web.conftest import Browser

Browsers = Callable[[str], Browser]
DRAFT = f"/procedures/{KEY}/draft/proof"


def name_of(district: District, role: str) -> str:
    """Return the name of somebody who holds a role."""
    statement = text(
        "select p.name from person p join seat s on s.tenant_id = p.tenant_id and s.person_id = p.id"
        " where s.role = :role order by p.login limit 1"
    ).bindparams(role=role)
    with transaction(district.edge.database, district.tenant_id) as session:
        return str(session.scalar(statement))


def draw(district: District, drawing: bytes) -> None:
    without_rules(district)
    district.do("tianye", save_diagram, key=KEY, revision=0, bpmn=drawing)


def test_everybody_may_read_what_is_promised_of_a_version(browsers: Browsers) -> None:
    browser = browsers("周敏").open("/procedures/ordinary-penalty/versions")
    [version] = browser.find("a[data-open]")
    browser.open(version.get("href"))
    [link] = browser.find("a[href$='/proof']")
    words = browser.open(link.get("href")).words
    assert "规程证明书" in words
    assert "已证明" in words
    assert "条件无法分析，两种结果都作了检查" in words
    assert len(browser.find(".gj-paper code")[0].text) == 64
    assert browser.open(link.get("href").replace("ordinary-penalty", "hearing")).status == 404
    english = browser.send("/language", {"language": "en"}).open(link.get("href")).words
    assert "Certificate of proof" in english
    assert "both outcomes were looked at" in english


def test_a_draft_that_can_go_wrong_shows_the_way_step_by_step(district: District, browsers: Browsers) -> None:
    draw(district, WRONG)
    browser = browsers("田野").open(DRAFT)
    assert "Can go wrong" in browser.words
    assert [step.text for step in browser.find("ol ol li")][:3] == ["开始", "Q 步", "二选一"]
    assert '"state": "failed"' in browser.find("script[data-diagram-elements]")[0].text
    assert browser.open(f"/procedures/{KEY}/draft/diagram.bpmn").answer.data == WRONG
    assert browsers("周敏").open(DRAFT).status == 403


def test_the_legal_head_answers_on_the_page_for_what_nobody_can_tell(district: District, browsers: Browsers) -> None:
    draw(district, WIDE)
    browser = browsers(name_of(district, "LEGAL_HEAD")).open(DRAFT)
    assert "无法判定" in browser.words
    [digest] = [each.get("value") for each in browser.find("input[name=digest]")]
    browser.send(DRAFT, {"digest": digest, "reason": "已逐条人工核对"})
    assert browser.status == 303
    assert "已逐条人工核对" in browser.open(DRAFT).words
    assert not browsers("田野").open(DRAFT).find("input[name=digest]")


def test_a_draft_that_cannot_be_read_still_has_a_page(district: District, browsers: Browsers) -> None:
    draw(district, WRONG.replace(b'"accept-hearing"', b'"no-such-form"'))
    browser = browsers("田野").open(DRAFT)
    assert browser.status == 200
    assert "no-such-form" in browser.words
    assert "Not judged" in browser.words
    assert browsers("田野").open("/procedures/legal-review/draft/proof").status == 404
