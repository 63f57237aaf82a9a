"""What a tenant that was founded by an earlier release gets when it is brought to this one."""

from uuid import uuid4

from sqlalchemy import create_engine, text

from engine.migrations.migrate import migrate, take_back


def test_somebody_of_an_older_tenant_may_keep_thresholds_and_answer_for_procedures(owner_url: str) -> None:
    take_back(owner_url, revision="0006")
    here, there = uuid4(), uuid4()
    database = create_engine(owner_url)
    with database.begin() as session:
        for tenant, role in ((here, "LEGAL_HEAD"), (there, "OFFICER_LEAD")):
            session.execute(
                text("insert into tenant (id, code, name_zh, name_en, demo) values (:id, :code, 'x', 'x', false)"),
                {"id": tenant, "code": str(tenant)},
            )
            session.execute(text("select set_config('app.tenant', :id, true)"), {"id": str(tenant)})
            session.execute(
                text("insert into role_permission (tenant_id, role, permission) values (:id, :role, 'task.work')"),
                {"id": tenant, "role": role},
            )
    migrate(owner_url)
    given = {"task.work", "threshold.read", "threshold.edit", "proof.override"}
    for tenant, expected in ((here, given), (there, {"task.work"})):
        with database.begin() as session:
            session.execute(text("select set_config('app.tenant', :id, true)"), {"id": str(tenant)})
            own = text("select permission from role_permission where role in ('LEGAL_HEAD', 'OFFICER_LEAD')")
            assert set(session.scalars(own)) == expected
    database.dispose()


def test_roles_of_an_older_tenant_may_do_what_has_come_since(owner_url: str) -> None:
    take_back(owner_url, revision="0010")
    tenant = uuid4()
    database = create_engine(owner_url)
    with database.begin() as session:
        session.execute(
            text("insert into tenant (id, code, name_zh, name_en, demo) values (:id, 'old', 'x', 'x', false)"),
            {"id": tenant},
        )
        session.execute(text("select set_config('app.tenant', :id, true)"), {"id": str(tenant)})
        for role in ("HEAD", "PROCESS_OWNER"):
            session.execute(
                text("insert into role_permission (tenant_id, role, permission) values (:id, :role, 'token.own')"),
                {"id": tenant, "role": role},
            )
    migrate(owner_url)
    with database.begin() as session:
        session.execute(text("select set_config('app.tenant', :id, true)"), {"id": str(tenant)})
        rows = session.execute(
            text("select role, permission from role_permission where permission <> 'token.own'")
        ).all()
    held: dict[str, set[str]] = {}
    for role, permission in rows:
        held.setdefault(role, set()).add(permission)
    assert held["HEAD"] == {"case.intervene"}
    assert held["PROCESS_OWNER"] == {"case.migrate", "incident.handle", "message.send"}
    assert held["CONNECTOR"] >= {"message.send", "errand.work"}
    assert "ADMINISTRATOR" not in held, "nobody had the role"
    database.dispose()
