"""`guiju audit verify`: check the record, and say which event of which case was touched."""

import json
import os
from typing import Any

import click
from sqlalchemy import select

from engine.audit.verification import Finding, Verified, verify_tenant
from engine.documents.files import FileStore
from engine.kernel.database import create_database, driver, transaction
from engine.organization.models import Tenant
from web.cli.database import open_database
from web.cli.settings import Settings, read_settings
from web.cli.speech import language, say


@click.group()
def command() -> None:
    """Check the record."""


@command.command("verify")
@click.option("--tenant", help="Code of one tenant; all of them otherwise.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def verify(ctx: click.Context, *, tenant: str | None, as_json: bool) -> None:
    """Hash every chain again; exit 1 and name the event if anything was altered, cut off or lost."""
    with open_database(read_settings(os.environ)) as opened:
        results = _verify(opened.settings, tenant)
    _report(results, as_json=as_json)
    ctx.exit(0 if all(result.is_sound for result in results.values()) else 1)


def _verify(settings: Settings, tenant: str | None) -> dict[str, Verified]:
    database = create_database(settings.app_url, pool_size=1)
    store = FileStore(settings.files)
    results: dict[str, Verified] = {}
    try:
        with transaction(database, None) as session:
            tenants = {row.code: row.id for row in session.execute(select(Tenant.code, Tenant.id))}
        for code, tenant_id in sorted(tenants.items()):
            if tenant in (None, code):
                with transaction(database, tenant_id) as session:
                    results[code] = verify_tenant(driver(session), tenant_id, is_intact=store.is_intact)
    finally:
        database.dispose()
    return results


def _report(results: dict[str, Verified], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({code: _plain(result) for code, result in results.items()}, ensure_ascii=False))
        return
    for code, result in results.items():
        for finding in result.findings:
            click.echo(f"{code} {finding.number}: {finding.zh if language() == 'zh' else finding.en}")
        say(
            f"{code}：核对 {result.chains} 条链、{result.events} 个事件、{result.files} 个附件，"
            f"发现 {len(result.findings)} 处异常",
            f"{code}: {result.chains} chains, {result.events} events and {result.files} files checked, "
            f"{len(result.findings)} findings",
        )


def _plain(result: Verified) -> dict[str, Any]:
    return {
        "chains": result.chains,
        "events": result.events,
        "files": result.files,
        "sound": result.is_sound,
        "findings": [_finding(finding) for finding in result.findings],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "chain": str(finding.chain_id),
        "number": finding.number,
        "seq": finding.seq,
        "code": finding.code,
        "zh": finding.zh,
        "en": finding.en,
    }
