"""Ad-hoc subprocesses: what is inside is begun by people, in any order and any number of times."""

from typing import Any

from engine.bpmn import AdHoc, Element
from engine.runtime.level import Level
from engine.runtime.specs.node import ScopeSpec
from engine.runtime.specs.scopes import SubprocessNode
from engine.runtime.token import Token


class AdHocNode(SubprocessNode):
    """An ad-hoc subprocess (BPMN 2.0.2, section 13.3.5).

    Its token is `closing` from the moment nothing more may be begun; without a condition it remembers what was `begun`.
    """

    def __init__(self, scope: ScopeSpec, element: Element, name: str | None, inner: str) -> None:
        super().__init__(scope, element, name, inner)
        assert element.ad_hoc is not None
        self.rule: AdHoc = element.ad_hoc

    def offered(self, host: Token, level: Level) -> tuple[str, ...]:
        """Return the activities that may be begun now."""
        if host.internal_data.get("closing") or (self.rule.sequential and not level.is_empty):
            return ()
        names: tuple[str, ...] = level.spec.offers
        return names

    def may_finish(self, host: Token, level: Level) -> bool:
        """Tell whether somebody may say that enough was done: no condition says so, and nothing is going on."""
        return self.rule.condition is None and level.is_empty and not host.internal_data.get("closing")

    def begin(self, host: Token, level: Level, name: str) -> None:
        """Begin one of the activities."""
        if self.rule.condition is None and name not in host.internal_data.setdefault("begun", []):
            host.internal_data["begun"].append(name)
        token = level.place(name, scope=self.inner_scope(host))
        token.task_spec.enter(token)

    def taken_back(self, host: Token, name: str) -> None:
        """Take note that an activity was withdrawn: it does not count as begun unless it was done another time."""
        begun = host.internal_data.get("begun", [])
        if name in begun and name not in host.workflow.top_workflow.journal.record:
            begun.remove(name)

    def activity_left(self, host: Token, level: Level) -> None:
        """Ask after each activity whether enough was done."""
        engine: Any = host.workflow.script_engine
        if self.rule.condition is not None and engine.is_met(host, self.rule.condition):
            self.close(host, level)

    def emptied(self, host: Token, level: Level) -> None:
        """End without a condition when everything was done once: then nobody need say that it was enough."""
        if self.rule.condition is None and set(level.spec.offers) <= set(host.internal_data.get("begun", ())):
            self.close(host, level)

    def close(self, host: Token, level: Level) -> None:
        """Let nothing more be begun; what is going on is withdrawn, or waited for."""
        host.internal_data["closing"] = True
        if self.rule.cancels:
            level.top_workflow.drop_all(level)
        level.top_workflow.finish_if_empty(level)
