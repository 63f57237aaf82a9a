"""What people do with their own account: language, password, tokens, signing out."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import orjson
import pytest
from sqlalchemy import Engine, text

from engine.commands.change_password import change_password
from engine.commands.create_token import create_token
from engine.commands.revoke_token import revoke_token
from engine.commands.set_language import set_language
from engine.commands.sign_in import sign_in
from engine.commands.sign_out import sign_out
from engine.kernel.clock import TravelClock
from engine.kernel.receipt import Receipt
from engine.organization.accounts import read_account, read_token_account
from engine.organization.errors import (
    LanguageUnknown,
    SignInRefused,
    TokenRefused,
    TokenUnknown,
    WeakPassword,
    WrongPassword,
)
from engine.organization.tokens import NewToken, fingerprint, list_tokens, new_token

PASSWORD = "three blind mice"
NEW = "a much better one"


def do(acting, command: Callable[..., Receipt], login: str = "wangqiang", **arguments: object) -> Receipt:
    with acting.context(login) as ctx:
        return command(ctx, **arguments)


def make_token(acting, days: int = 30) -> tuple[NewToken, Receipt]:
    token = new_token()
    return token, do(acting, create_token, name="统计", days=days, token_hash=token.hash)


def test_the_language_is_kept(acting) -> None:
    do(acting, set_language, language="en")
    with acting.context("wangqiang") as ctx:
        assert ctx.actor.language == "en"


def test_a_language_we_do_not_speak_is_refused(acting) -> None:
    with pytest.raises(LanguageUnknown) as refusal:
        do(acting, set_language, language="fr")
    assert "fr" in refusal.value.sentence("zh")


def test_a_new_password_ends_every_session(acting, database: Engine, clock: TravelClock) -> None:
    before = sign_in(database, clock, "wangqiang", PASSWORD)
    receipt = do(acting, change_password, current=PASSWORD, new=NEW)
    account = read_account(database, tenant_id=before.actor.tenant_id, person_id=before.actor.person_id)
    assert account is not None
    assert before.epoch < account.epoch == receipt.detail["epoch"]
    assert sign_in(database, clock, "wangqiang", NEW).epoch == account.epoch
    with pytest.raises(SignInRefused):
        sign_in(database, clock, "wangqiang", PASSWORD)


@pytest.mark.parametrize(
    ("current", "new", "refusal"),
    [
        # Whoever finds an open screen does not know the password.
        ("wrong password", NEW, WrongPassword),
        # The new one is too short.
        (PASSWORD, "short", WeakPassword),
        # The new one is the login.
        (PASSWORD, "wangqiang-wangqiang", WeakPassword),
    ],
)
def test_a_password_is_not_changed_without_the_old_one_or_to_a_weak_one(
    acting, database: Engine, clock: TravelClock, current: str, new: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        do(acting, change_password, current=current, new=new)
    assert sign_in(database, clock, "wangqiang", PASSWORD).epoch == 0


def test_signing_out_everywhere_ends_sessions_and_signing_out_here_does_not(
    acting, database: Engine, clock: TravelClock
) -> None:
    do(acting, sign_out, everywhere=False)
    assert sign_in(database, clock, "wangqiang", PASSWORD).epoch == 0
    do(acting, sign_out, everywhere=True)
    assert sign_in(database, clock, "wangqiang", PASSWORD).epoch == 1


def test_a_token_acts_as_the_person_who_made_it(acting, database: Engine, clock: TravelClock) -> None:
    token, receipt = make_token(acting)
    account = read_token_account(database, clock, token.secret)
    assert account is not None
    assert account.actor.login == "wangqiang"
    assert receipt.detail["fingerprint"] == fingerprint(token.hash)


def test_the_secret_of_a_token_is_kept_nowhere(acting, database: Engine) -> None:
    token, receipt = make_token(acting)
    assert token.secret not in orjson.dumps(receipt.as_json()).decode()
    with acting.context("wangqiang") as ctx:
        stored = ctx.session.execute(text("select row_to_json(t)::text from api_token t")).scalar_one()
        assert token.secret not in stored


def test_a_token_dies_of_age_on_the_instant(acting, database: Engine, clock: TravelClock) -> None:
    token, _ = make_token(acting, days=1)
    clock.travel(timedelta(hours=23, minutes=59, seconds=59))
    assert read_token_account(database, clock, token.secret) is not None
    clock.travel(timedelta(seconds=1))
    assert read_token_account(database, clock, token.secret) is None


def test_a_revoked_token_opens_nothing_and_stays_in_the_list(acting, database: Engine, clock: TravelClock) -> None:
    token, receipt = make_token(acting)
    with acting.context("wangqiang") as ctx:
        [row] = list_tokens(ctx)
        assert str(row.id) == receipt.detail["token"]
    do(acting, revoke_token, token_id=row.id)
    clock.travel(timedelta(hours=1))
    do(acting, revoke_token, token_id=row.id)
    assert read_token_account(database, clock, token.secret) is None
    with acting.context("wangqiang") as ctx:
        [row] = list_tokens(ctx)
        assert row.revoked_at == clock.now() - timedelta(hours=1)


def test_nobody_revokes_the_token_of_somebody_else(acting, database: Engine, clock: TravelClock) -> None:
    token, _ = make_token(acting)
    with acting.context("wangqiang") as ctx:
        [row] = list_tokens(ctx)
    for login, token_id in (("zhaolei", row.id), ("wangqiang", uuid4())):
        with pytest.raises(TokenUnknown):
            do(acting, revoke_token, login, token_id=token_id)
    assert read_token_account(database, clock, token.secret) is not None


def test_a_token_is_refused_with_all_its_faults(acting) -> None:
    with pytest.raises(TokenRefused) as refusal:
        do(acting, create_token, name="", days=400, token_hash=b"")
    assert [fault.code for fault in refusal.value.faults] == ["token-name", "token-days"]


def test_a_token_of_somebody_who_left_opens_nothing(acting, database: Engine, clock: TravelClock) -> None:
    token, _ = make_token(acting)
    with acting.context("majun") as ctx:
        ctx.session.execute(text("update person set active = false where login = 'wangqiang'"))
    assert read_token_account(database, clock, token.secret) is None


@pytest.mark.parametrize("token", ["", "guiju_nonsense", "令牌"])
def test_what_is_no_token_opens_nothing(database: Engine, clock: TravelClock, token: str) -> None:
    assert read_token_account(database, clock, token) is None


def test_everything_done_to_an_account_is_recorded(acting, database: Engine) -> None:
    do(acting, set_language, language="en")
    do(acting, change_password, current=PASSWORD, new=NEW)
    make_token(acting)
    do(acting, sign_out, everywhere=True)
    with acting.context("wangqiang") as ctx:
        kinds = ctx.session.scalars(
            text("select e.kind from event e join journal j on j.id = e.case_id order by j.name, e.seq")
        )
        assert list(kinds) == [
            "tenant:founded",
            "person:language-set",
            "person:password-changed",
            "token:created",
            "person:signed-out",
        ]
