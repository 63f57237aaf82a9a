"""A completion costs at most ten statements and exactly one commit."""

import psycopg
import pytest
from sqlalchemy import event

from engine.commands.claim_task import claim_task
from engine.commands.complete_task import complete_task
from engine.commands.perform import perform
from engine.kernel.ids import new_id
from tests.driving.casework import Casework, defaults
from tests.driving.district import District

MOST_STATEMENTS = 10
NOT_COUNTED = ("begin", "commit", "rollback", "select set_config", "select pg_catalog", "show ", "select 1")
"""The transaction itself, the tenant, and what SQLAlchemy asks a connection that it has just opened."""


class Counter:
    """Counts what goes to PostgreSQL through psycopg, whoever sends it, and what the transaction becomes."""

    def __init__(self, district: District) -> None:
        self.district, self.statements, self.endings = district, list[str](), list[str]()

    def run(self, login: str, task_id: object, data: object) -> None:
        """Complete a task and count."""
        actor, database = self.district.actor(login), self.district.edge.database
        event.listen(database, "commit", self._commit)
        event.listen(database, "rollback", self._rollback)
        genuine = psycopg.Cursor.execute
        seen = self.statements

        def execute(cursor: psycopg.Cursor, query: object, *rest: object, **options: object) -> object:
            seen.append(query.decode() if isinstance(query, bytes) else str(query))
            return genuine(cursor, query, *rest, **options)  # type: ignore[arg-type]

        psycopg.Cursor.execute = execute  # type: ignore[method-assign,assignment]
        try:
            perform(self.district.edge, actor, complete_task, request_key=str(new_id()), task_id=task_id, data=data)
        finally:
            psycopg.Cursor.execute = genuine  # type: ignore[method-assign]
            event.remove(database, "commit", self._commit)
            event.remove(database, "rollback", self._rollback)

    def _commit(self, _: object) -> None:
        self.endings.append("commit")

    def _rollback(self, _: object) -> None:
        self.endings.append("rollback")

    @property
    def counted(self) -> list[str]:
        """The statements that count."""
        words = [" ".join(statement.split()).lower() for statement in self.statements]
        return [each for each in words if each and not each.startswith(NOT_COUNTED)]


@pytest.mark.parametrize(
    ("key", "by", "step"),
    [
        # the first step, which goes on in the same hands
        ("complaint-intake", "周敏", "登记诉求"),
        # a step into another role's queue
        ("complaint-intake", "周敏", "诉求分类"),
        # names people and moves to another unit
        ("ordinary-penalty", "王强", "线索核查"),
        # calls another procedure, after a decision table
        ("ordinary-penalty", "王强", "调查终结报告"),
    ],
)
def test_a_completion_is_at_most_ten_statements_and_one_commit(
    district: District, key: str, by: str, step: str
) -> None:
    case = Casework.begun(district, key, by=by).to(step)
    task_id = case.open_steps[step]
    login = case.performer(task_id) or {"周敏": "zhoumin", "王强": "wangqiang"}[by]
    district.do(login, claim_task, task_id=task_id)
    data = case.filled(login, task_id, defaults()[step])
    counter = Counter(district)
    counter.run(login, task_id, data)
    assert counter.endings == ["commit"]
    assert 4 <= len(counter.counted) <= MOST_STATEMENTS, "\n".join(counter.counted)


def test_a_refused_completion_commits_nothing(district: District, intake: Casework) -> None:
    counter = Counter(district)
    with pytest.raises(Exception, match="form"):
        counter.run("zhoumin", intake.open_steps["登记诉求"], {})
    assert "rollback" in counter.endings
    assert not [each for each in counter.counted if each.startswith(("insert", "update", "delete"))]
