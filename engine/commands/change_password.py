"""Change the own password, which ends every session of the person."""

from engine.audit.log import record_journal
from engine.kernel.context import Context
from engine.kernel.receipt import Receipt
from engine.organization.accounts import end_sessions, lock_credentials, save_password
from engine.organization.errors import WeakPassword, WrongPassword
from engine.organization.passwords import hash_password, is_password, password_faults


def change_password(ctx: Context, *, current: str, new: str) -> Receipt:
    """Replace the actor's password; `detail.epoch` is what the session that asked may go on with.

    Raises `WrongPassword` when the current one does not match and `WeakPassword` with every fault of the new one.
    """
    person_id = ctx.actor.person_id
    credentials = lock_credentials(ctx.session, person_id)
    if credentials is None or not is_password(current, credentials.password_hash):
        raise WrongPassword
    faults = password_faults(new, login=ctx.actor.login, name=ctx.actor.name)
    if faults:
        raise WeakPassword(faults=faults)
    save_password(ctx.session, person_id, hash_password(new))
    epoch = end_sessions(ctx.session, person_id)
    record_journal(ctx, "organization", "person:password-changed", {})
    return Receipt(detail={"epoch": epoch})
