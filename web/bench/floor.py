"""The floor: what a durable completion costs when nothing is done but storing it, with psycopg and no frills."""

import psycopg

STATE_BYTES = 3 * 1024
WARM_UP = 50


class Floor:
    """One client, prepared statements, no pipeline.

    A completion locks and reads a 3 KB state row, updates it, updates a task row, inserts a task row, inserts two
    history rows and commits.
    """

    def __init__(self, connection: psycopg.Connection[tuple[object, ...]]) -> None:
        self.connection = connection
        connection.prepare_threshold = 0
        self.state = bytes(index % 251 for index in range(STATE_BYTES))
        for statement in (
            b"create table floor_state (id int primary key, version int not null, state bytea not null)",
            b"create table floor_task (id bigserial primary key, state_id int not null, status text not null)",
            b"create table floor_history (id bigserial primary key, state_id int not null, said text not null)",
        ):
            connection.execute(statement)
        connection.execute(b"insert into floor_state values (1, 0, %s)", (self.state,))
        row = connection.execute(
            b"insert into floor_task (state_id, status) values (1, 'open') returning id"
        ).fetchone()
        connection.commit()
        assert row is not None
        self.task = row[0]
        self.run(WARM_UP)

    def run(self, times: int) -> None:
        """Store that many completions, each committed."""
        for _ in range(times):
            self._complete()

    def _complete(self) -> None:
        execute = self.connection.execute
        execute(b"select version, state from floor_state where id = %s for no key update", (1,)).fetchone()
        execute(b"update floor_state set version = version + 1, state = %s where id = %s", (self.state, 1))
        execute(b"update floor_task set status = 'completed' where id = %s", (self.task,))
        row = execute(b"insert into floor_task (state_id, status) values (%s, 'open') returning id", (1,)).fetchone()
        execute(b"insert into floor_history (state_id, said) values (%s, %s)", (1, "completed"))
        execute(b"insert into floor_history (state_id, said) values (%s, %s)", (1, "opened"))
        self.connection.commit()
        assert row is not None
        self.task = row[0]
