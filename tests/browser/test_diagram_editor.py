"""The diagram editor and viewer in Chromium, alone: what they show, save, refuse and say."""

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.workbench import AXE, ROOT, Workbench, running

pytestmark = pytest.mark.browser

CHROMIUM = Path(os.environ.get("GUIJU_CHROMIUM", "/usr/bin/chromium"))
DIAGRAMS = sorted((ROOT / "processes").glob("*/*.bpmn"))
PENALTY = ROOT / "processes/ordinary-penalty/ordinary-penalty.bpmn"
REVIEW = ROOT / "processes/legal-review/legal-review.bpmn"
FAULT = {
    "code": "bad-formula",
    "message": "条件写得不对",
    "where": {"file": "x.bpmn", "line": 3, "element": "LegalReviewOpinion"},
}
FINE = {"revision": 8, "time": "14:32", "findings": []}
VIOLATIONS = """async () => (await axe.run(document, {resultTypes: ['violations']})).violations
  .map(each => each.id + ': ' + each.nodes[0].html.slice(0, 160))"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"no Chromium at {CHROMIUM}; set GUIJU_CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def bench() -> Iterator[Workbench]:
    answers = {
        "/save": (200, FINE),
        "/check": (200, {"findings": []}),
        "/publish": (200, {"version": 2, "location": "/diagram?zh"}),
    }
    with running(Workbench(diagram=REVIEW.read_bytes(), answers=answers)) as serving:
        yield serving


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    context.set_default_timeout(10_000)
    opened = context.new_page()
    failures: list[str] = []
    opened.on("pageerror", lambda error: failures.append(str(error)))
    # A refused request is logged too, and some tests refuse on purpose; a violation of the policy never is.
    opened.on("console", lambda line: failures.append(line.text) if "Content Security Policy" in line.text else None)
    yield opened
    context.close()
    assert failures == []


def open_entry(page: Page, bench: Workbench, entry: str, language: str = "zh") -> None:
    page.goto(f"{bench.url}/{entry}?{language}")
    page.wait_for_selector("[data-ready='yes']")


def choose(page: Page, element: str) -> None:
    page.evaluate(
        """id => { const {modeler} = document.querySelector('[data-designer]').guiju;
        modeler.get('selection').select(modeler.get('elementRegistry').get(id)); }""",
        element,
    )
    wait_for_properties(page, element)


def wait_for_properties(page: Page, element: str) -> None:
    page.wait_for_function("id => document.getElementById('bio-properties-panel-id')?.value === id", arg=element)


def missing(page: Page) -> list[str]:
    return page.evaluate("[...document.querySelector('[data-designer]').guiju.missing]")


def facts(content: bytes) -> Counter[tuple[str, ...]]:
    """Count the elements of a diagram, apart from its drawing, by their owner, name, attributes and text."""
    found: Counter[tuple[str, ...]] = Counter()
    for node in etree.fromstring(content).iter(etree.Element):
        name = etree.QName(node)
        if (
            "/DI" in (name.namespace or "")
            or "/DD" in (name.namespace or "")
            or name.localname in ("incoming", "outgoing")
        ):
            continue
        owner = next((each.get("id") for each in node.iterancestors() if each.get("id")), "")
        found[owner or "", node.tag, str(sorted(node.attrib.items())), (node.text or "").strip()] += 1
    return found


def test_there_are_diagrams_to_open() -> None:
    assert len(DIAGRAMS) >= 5


@pytest.mark.parametrize("path", DIAGRAMS, ids=lambda path: path.stem)
def test_opening_and_saving_a_shipped_diagram_loses_nothing(page: Page, bench: Workbench, path: Path) -> None:
    bench.diagram = path.read_bytes()
    open_entry(page, bench, "designer")
    page.click("[data-designer-do='save']")
    page.wait_for_selector("[data-designer-status][data-tone='ok']")
    assert facts(bench.received[-1].body.encode()) == facts(bench.diagram)
    assert missing(page) == []


def test_saving_sends_the_base_revision_and_the_token(page: Page, bench: Workbench) -> None:
    open_entry(page, bench, "designer")
    page.keyboard.press("Control+s")
    page.wait_for_selector("[data-designer-status][data-tone='ok']")
    page.click("[data-designer-do='save']")
    page.wait_for_function("document.querySelector('[data-designer]').dataset.revision === '8'")
    first = bench.received[0]
    assert (first.method, first.headers["X-Base-Revision"], first.headers["X-CSRFToken"]) == (
        "PUT",
        "7",
        "token-of-the-page",
    )
    assert "草稿已保存 14:32" in page.inner_text("[data-designer-status]")


def test_a_walk_through_the_editor_finds_no_word_without_its_chinese(page: Page, bench: Workbench) -> None:
    bench.diagram = PENALTY.read_bytes()
    open_entry(page, bench, "designer")
    kinds = page.evaluate(
        """() => { const seen = new Map(); const {modeler} = document.querySelector('[data-designer]').guiju;
        modeler.get('elementRegistry').forEach(e => {
          const kind = e.type + ((e.businessObject.eventDefinitions ?? [])[0]?.$type ?? '');
          if (e.type !== 'label' && !seen.has(kind)) seen.set(kind, e.id); });
        return [...seen.values()]; }"""
    )
    assert len(kinds) > 8
    for element in kinds:
        page.evaluate(
            """id => { const {modeler} = document.querySelector('[data-designer]').guiju;
            const element = modeler.get('elementRegistry').get(id);
            modeler.get('selection').select(element); modeler.get('contextPad').open(element, true);
            modeler.get('popupMenu').open(element, 'bpmn-replace', {x: 300, y: 300});
            modeler.get('popupMenu').close(); }""",
            element,
        )
    choose(page, "InvestigationReport")
    for key in ("a", "n", "r"):
        page.locator("[data-designer-canvas] svg").first.focus()
        page.keyboard.press(key)
        page.keyboard.press("Escape")
    assert missing(page) == []


def test_a_role_is_found_by_a_part_of_its_name(page: Page, bench: Workbench) -> None:
    bench.options = {"roles": [{"value": "HEAD", "label": "局长"}, {"value": "REVIEWER", "label": "法制审核员"}]}
    open_entry(page, bench, "designer")
    choose(page, "LegalReviewOpinion")
    role = page.locator("#bio-properties-panel-guiju-performer")
    role.click()
    page.keyboard.insert_text("审核员")
    page.keyboard.press("Enter")
    assert role.input_value() == "法制审核员"
    page.click("[data-designer-do='save']")
    page.wait_for_selector("[data-designer-status][data-tone='ok']")
    saved = etree.fromstring(bench.received[-1].body.encode())
    task = saved.xpath("//*[@id='LegalReviewOpinion']")[0]
    assert task.get("{urn:guiju:bpmn:1}performer") == "REVIEWER"


def test_the_search_hears_text_of_an_input_method(page: Page, bench: Workbench) -> None:
    open_entry(page, bench, "designer")
    page.locator("[data-designer-canvas] svg").first.focus()
    page.keyboard.press("Control+f")
    page.keyboard.insert_text("法制审核")
    page.wait_for_selector(".djs-search-result")


def test_faults_of_the_server_lead_to_their_element(page: Page, bench: Workbench) -> None:
    bench.answers["/save"] = (422, {"faults": [FAULT]})
    open_entry(page, bench, "designer")
    page.click("[data-designer-do='save']")
    page.click("text=条件写得不对")
    wait_for_properties(page, "LegalReviewOpinion")
    assert "服务器发现 1 处问题" in page.inner_text("[data-designer-status]")


def test_an_overtaken_draft_is_told_and_not_overwritten(page: Page, bench: Workbench) -> None:
    bench.answers["/save"] = (409, {"message": "李强 14:20 已保存新的草稿。"})
    open_entry(page, bench, "designer")
    page.click("[data-designer-do='save']")
    page.wait_for_selector("[data-designer-conflict]:not([hidden])")
    assert "李强 14:20" in page.inner_text("[data-designer-conflict]")
    assert page.get_attribute("[data-designer]", "data-revision") == "7"


def test_a_version_with_errors_cannot_be_published(page: Page, bench: Workbench) -> None:
    bench.answers["/check"] = (200, {"findings": [{**FAULT, "severity": "error"}]})
    open_entry(page, bench, "designer")
    page.click("[data-designer-do='publish']")
    page.wait_for_selector("[data-publish-findings] li")
    assert page.is_disabled("[data-publish-confirm]")


def test_publishing_asks_what_has_changed(page: Page, bench: Workbench) -> None:
    open_entry(page, bench, "designer")
    page.click("[data-designer-do='publish']")
    page.wait_for_selector("[data-publish-confirm]:enabled")
    page.fill("[data-publish-note]", "审核期限改为十日")
    page.click("[data-publish-confirm]")
    page.wait_for_url("**/diagram?zh")
    assert '"note":"审核期限改为十日"' in bench.received[-1].body


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [1440, 360])
@pytest.mark.parametrize("entry", ["designer", "diagram"])
def test_axe_finds_nothing(page: Page, bench: Workbench, entry: str, width: int, language: str) -> None:
    bench.marks = [{"element": "LegalReviewOpinion", "state": "current", "label": "正在办理"}]
    bench.steps = [
        {"element": "LegalReviewOpinion", "name": "法制审核", "state": "正在办理", "chip": "blue", "people": "周法"}
    ]
    page.set_viewport_size({"width": width, "height": 900})
    open_entry(page, bench, entry, language)
    page.evaluate(AXE)
    assert page.evaluate(VIOLATIONS) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_row_of_the_table_and_its_element_choose_each_other(page: Page, bench: Workbench) -> None:
    bench.marks = [{"element": "LegalReviewOpinion", "state": "current", "label": "正在办理"}]
    bench.steps = [{"element": name, "name": name, "state": "—"} for name in ("LegalReviewOpinion", "AssignReviewer")]
    open_entry(page, bench, "diagram")
    page.click("tr[data-element='AssignReviewer'] button")
    page.wait_for_selector("[data-element-id='AssignReviewer'].gj-mark-chosen")
    page.click("[data-element-id='LegalReviewOpinion'] .djs-hit", force=True)
    page.wait_for_selector("tr[data-element='LegalReviewOpinion'].gj-is-current")
