"""The library's place for scripts, filled with FEEL: no text of a diagram is ever run as Python."""

from collections.abc import Iterable
from typing import Any

from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine

from engine.bpmn import Formula
from engine.runtime.errors import ExecutionFailed
from engine.runtime.token import Token

_ABSENT = ("There is no value named", "There is no entry named")
"""How the reasons begin that only say that a fact is not there."""


class FeelEngine(PythonScriptEngine):
    """Evaluates formulas over the documents of the case; stateless, so that all threads share one."""

    def validate(self, expression: Formula) -> None:
        """Do nothing: formulas were parsed when the diagram was read."""

    def evaluate(self, task: Token, expression: Formula, external_context: Any = None) -> Any:
        """Return the value of a formula where a token stands; null is a value, the reasons are not kept."""
        run = task.workflow.top_workflow
        context = run.context(task.scope)
        if external_context:
            context.update(external_context)
        return expression.expression.evaluate(context, functions=run.environment.functions)

    def execute(self, task: Token, script: Formula, external_context: Any = None) -> bool:
        """Write the entries of the context a script yields to the document the token writes.

        Raises `ExecutionFailed` if it yields anything else, or an entry that could not be computed.
        """
        value = self.evaluate(task, script, external_context)
        if not isinstance(value, dict):
            raise self.failure(task, script, zh="脚本应得出上下文", en="the script should yield a context")
        if None in value.values() and self._went_wrong(task, script):
            raise self.failure(task, script, zh="脚本计算出错", en="the script could not be computed")
        task.workflow.top_workflow.documents.write(task.scope, value)
        return True

    def _went_wrong(self, task: Token, script: Formula) -> bool:
        # FEEL yields null where it cannot go on, a division by zero for example; written to a case it would look like
        # an answer. To copy a fact that is absent is no error, its copy is absent too.
        run = task.workflow.top_workflow
        reasons = script.expression.explain(run.context(task.scope), functions=run.environment.functions).reasons
        return any(not reason.startswith(_ABSENT) for reason in reasons)

    def is_met(self, task: Token, condition: Formula, external_context: Any = None) -> bool:
        """Tell whether a condition is true; null, which is what an absent fact yields, is not.

        Raises `ExecutionFailed` if the condition yields a value that is neither.
        """
        value = self.evaluate(task, condition, external_context)
        if value is None or isinstance(value, bool):
            return value is True
        raise self.failure(task, condition, zh="条件应为真或假", en="the condition should be true or false")

    def failure(self, task: Token, formula: Formula, *, zh: str, en: str) -> ExecutionFailed:
        """Return the refusal of a formula, with the reasons why it did not yield what it should."""
        run = task.workflow.top_workflow
        evaluation = formula.expression.explain(run.context(task.scope), functions=run.environment.functions)
        why_zh, why_en = reasons_of(evaluation.reasons)
        return failed(
            task,
            zh=f"{zh}（{'；'.join([formula.text, why_zh] if why_zh else [formula.text])}）",
            en=f"{en} ({'; '.join([formula.text, why_en] if why_en else [formula.text])})",
            line=formula.line,
            file=formula.file,
        )


def reasons_of(reasons: Iterable[str]) -> tuple[str, str]:
    """Return the reasons of an evaluation as one text in Chinese and one in English."""
    given = list(reasons)
    return "".join(str(getattr(reason, "zh", reason)) for reason in given), " ".join(str(reason) for reason in given)


def failed(task: Token, *, zh: str, en: str, **where: Any) -> ExecutionFailed:
    """Return the refusal to go on at a token, in both languages."""
    element = task.task_spec.element
    return ExecutionFailed(element=element.id, process=element.process_id, detail_zh=zh, detail_en=en, **where)


FEEL = FeelEngine()
