"""Takes stock of a procedure: every element, flow, row of a decision table and rule of a form, with its name."""

from collections.abc import Iterator

from lxml import etree

from engine.definitions.procedure import Procedure
from engine.scenarios.covering import BROKEN, MET, Inventory, Item
from engine.scenarios.memory.formrules import SHOWN, rules_of
from forms import Form

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
_WHAT = {"required": ("必填", "required"), "shown": ("显示条件", "condition"), "check": ("校验", "check")}
_OUTCOMES = {
    (True, MET): ("显示", "shown"),
    (True, BROKEN): ("隐藏", "hidden"),
    (False, MET): ("符合", "met"),
    (False, BROKEN): ("违反", "broken"),
}


def take_stock(procedure: Procedure) -> Inventory:
    """Return everything of a procedure that scenarios can go through, without what it calls."""
    bundle = procedure.bundle
    own = [form for form in procedure.forms.values() if form.definition.file in bundle.forms]
    items = {
        "elements": _elements(procedure),
        "flows": _flows(procedure),
        "rows": _rows(procedure),
        "rules": (item for form in own for item in _rules(form)),
    }
    # Two files may hold a table of one id; the first speaks for both.
    unique = {kind: tuple({item.place: item for item in found}.values()) for kind, found in items.items()}
    return Inventory(bundle.key, bundle.title_zh, bundle.title_en, procedure.process.id, unique)


def _elements(procedure: Procedure) -> Iterator[Item]:
    process = procedure.process
    for element in process.elements.values():
        name = element.name or element.id
        yield Item((process.id, element.id), name, element.name_en or name)


def _flows(procedure: Procedure) -> Iterator[Item]:
    process = procedure.process
    for flow in process.flows.values():
        ends = [process.elements[each] for each in (flow.source, flow.target) if each in process.elements]
        zh = " → ".join(each.name or each.id for each in ends)
        en = " → ".join(each.name_en or each.name or each.id for each in ends)
        named = (f"{zh}（{flow.name}）", f"{en} ({flow.name_en or flow.name})") if flow.name else (zh, en)
        yield Item((process.id, flow.id), *named)


def _rows(procedure: Procedure) -> Iterator[Item]:
    """Yield the rows of every decision table in the procedure's own files, by the id of what holds the table."""
    for path in procedure.bundle.dmn:
        root = etree.fromstring(procedure.bundle.files[path], _PARSER)
        for table in root.iter("{*}decisionTable"):
            holder = next((each for each in table.iterancestors() if each.get("id") and each.get("name")), table)
            name = holder.get("name") or str(holder.get("id"))
            for number, _ in enumerate(table.iterchildren("{*}rule"), start=1):
                yield Item((str(holder.get("id")), str(number)), f"{name}：第 {number} 行", f"{name}, row {number}")


def _rules(form: Form) -> Iterator[Item]:
    labels = {one.key: one.names for one in form.fields} | {rows.key: rows.names for rows in form.lists}
    for rule in rules_of(form):
        what, _, subject = rule.partition(":")
        names = labels.get(subject.partition(".")[0])
        zh, en = (names.read("zh"), names.read("en")) if names else ("整张表单", "the whole form")
        for outcome in (MET, BROKEN):
            words = _OUTCOMES[what == SHOWN, outcome]
            yield Item(
                (form.id, f"{rule}{outcome}"),
                f"{form.title('zh')}·{zh}：{_WHAT[what][0]}，{words[0]}",
                f"{form.title('en')}, {en}: {_WHAT[what][1]}, {words[1]}",
            )
