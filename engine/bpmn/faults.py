"""The sentences of everything that can be wrong with a diagram, collected while it is read."""

from dataclasses import dataclass, field

from engine.feel import FeelSyntaxError
from engine.kernel.errors import Fault

SENTENCES: dict[str, tuple[str, str]] = {
    "too-large": (
        "文件超过 {limit} MB，无法读取。",
        "The file is larger than {limit} MB and was not read.",
    ),
    "doctype": (
        "文件含有 DOCTYPE 或实体声明，出于安全原因不予读取。",
        "The file declares a DOCTYPE or entities, which are refused for safety.",
    ),
    "broken-xml": ("XML 格式错误：{detail}", "The XML is broken: {detail}"),
    "not-bpmn": (
        "根元素应为 BPMN 2.0 的 definitions，实际为 {found}。",
        "Expected the root element definitions of BPMN 2.0, found {found}.",
    ),
    "xinclude": (
        "文件引用了外部内容（XInclude），出于安全原因不予读取。",
        "The file includes content from elsewhere (XInclude), which is refused for safety.",
    ),
    "choreography": ("编排（choreography）元素 {name} 不能执行。", "A choreography cannot be run: {name}."),
    "bad-value": (
        "{attribute} 应为 {allowed} 之一，实际为 {found}。",
        "Expected {attribute} to be one of {allowed}, found {found}.",
    ),
    "no-process": ("文件中没有流程。", "There is no process in the file."),
    "unknown-element": ("BPMN 2.0 中没有元素 {name}。", "BPMN 2.0 has no element {name}."),
    "unknown-extension": (
        "扩展命名空间中没有 {name}。",
        "The extension namespace has no {name}.",
    ),
    "missing-id": ("元素 {name} 没有 id。", "The element {name} has no id."),
    "missing-attribute": (
        "元素 {name} 缺少属性 {attribute}。",
        "The element {name} lacks the attribute {attribute}.",
    ),
    "duplicate-id": (
        "id {id} 重复，首次出现于第 {first} 行。",
        "The id {id} is used twice; first on line {first}.",
    ),
    "duplicate-process": (
        "流程 id {id} 已在 {other} 中使用。",
        "The process id {id} is already used in {other}.",
    ),
    "dangling-reference": (
        "{attribute} 指向的 {target} 不存在。",
        "{attribute} points at {target}, which does not exist.",
    ),
    "flow-across-scopes": (
        "顺序流不能跨越流程或子流程边界：{source} → {target}。",
        "A sequence flow must not cross the border of a process or subprocess: {source} → {target}.",
    ),
    "default-not-outgoing": (
        "默认流 {flow} 不是从本元素流出的。",
        "The default flow {flow} does not leave this element.",
    ),
    "boundary-host": (
        "边界事件应附着在同一层的活动上，实际为 {target}。",
        "A boundary event must be attached to an activity of its own scope, found {target}.",
    ),
    "flow-into-start": (
        "{kind} 不能有流入的顺序流。",
        "A sequence flow must not lead into a {kind}.",
    ),
    "flow-out-of-end": ("结束事件不能有流出的顺序流。", "A sequence flow must not leave an end event."),
    "not-feel": (
        "表达式语言应为 FEEL，实际为 {language}。",
        "Expected the expression language FEEL, found {language}.",
    ),
    "feel-syntax": ("表达式有误：{detail}", "The expression does not parse: {detail}"),
    "bad-timer": (
        "定时器应恰好有一个日期、时长或周期。",
        "A timer needs exactly one date, duration or cycle.",
    ),
    "bad-loop": (
        "多实例应给出集合或次数之一。",
        "A multi-instance activity needs either a collection or a cardinality.",
    ),
    "bad-number": (
        "{attribute} 应为非负整数，实际为 {found}。",
        "Expected a whole number for {attribute}, found {found}.",
    ),
    "bad-quantity": (
        "{attribute} 应为正整数，实际为 {found}。",
        "Expected a whole number above zero for {attribute}, found {found}.",
    ),
    "no-performer": ("任务没有办理角色（guiju:performer）。", "The task names no performer role (guiju:performer)."),
    "unknown-role": ("角色 {role} 不存在。", "There is no role {role}."),
    "no-form": ("用户任务没有表单（guiju:form）。", "The user task names no form (guiju:form)."),
    "unknown-form": ("表单 {form} 不存在。", "There is no form {form}."),
    "no-operation": (
        "任务没有登记的操作（guiju:operation）。",
        "The task names no registered operation (guiju:operation).",
    ),
    "unknown-operation": ("操作 {operation} 没有登记。", "The operation {operation} is not registered."),
    "operation-misplaced": (
        "这里不能调用操作（{operation}）；请用没有消息的服务任务或发送任务。",
        "No operation ({operation}) can be called here: use a service task, or a send task without a message.",
    ),
    "no-decision": ("业务规则任务没有决策（guiju:decision）。", "The business rule task names no decision."),
    "unknown-decision": ("决策 {decision} 不存在。", "There is no decision {decision}."),
}
"""By code: the sentence in Chinese, the sentence in English; both are templates over the fault's words."""


@dataclass
class Faults:
    """Collects what is wrong, so that everything is said at once."""

    found: list[Fault] = field(default_factory=list)

    def add(
        self, code: str, *, file: str, line: int | None = None, element: str | None = None, **words: object
    ) -> None:
        """Note one fault; `words` fill its sentences."""
        self.found.append(make_fault(code, file=file, line=line, element=element, **words))

    def add_syntax(self, error: FeelSyntaxError, *, file: str, line: int, element: str | None) -> None:
        """Note that an expression of an element does not parse."""
        where = _where(file, line, element) | {"column": error.column}
        zh, en = SENTENCES["feel-syntax"]
        self.found.append(
            Fault("feel-syntax", zh.format(detail=error.zh), en.format(detail=error.en), where),
        )


def make_fault(
    code: str,
    *,
    file: str,
    line: int | None = None,
    element: str | None = None,
    **words: object,
) -> Fault:
    """Return the fault of a code in both languages."""
    zh, en = SENTENCES[code]
    return Fault(code, zh.format(**words), en.format(**words), _where(file, line, element))


def _where(file: str, line: int | None, element: str | None) -> dict[str, str | int]:
    where: dict[str, str | int] = {"file": file}
    if line is not None:
        where["line"] = line
    if element is not None:
        where["element"] = element
    return where
