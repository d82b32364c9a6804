"""The printed recovery code: replaced by a new one that was typed back, and tried in a drill that changes nothing."""

from desktop_app.jobs.keys import need_admin, need_writable, noted, record
from desktop_app.session import Session
from storage.key_memory import remember_drill
from storage.keys import SigningKey, Vault, fresh_recovery_code, same_code
from storage.log import Appended
from storage.trust import recovery_keys
from study.changes.facts import RecoveryKeyed
from study.errors import KnownError
from study.text import Text

_DEED = Text("prints a new code", "打印新的恢复码")


def new_code(session: Session) -> str:
    """A code to be shown, written down and typed back; opens nothing yet. KnownError `no-right`."""
    need_admin(session, _DEED)
    return fresh_recovery_code()


def replace_recovery_code(session: Session, code: str, typed: str) -> Appended:
    """Let a new code open the record from now on; `typed` is what was typed back from the paper.

    KnownError `no-right`, `code-not-typed-back`: then the old code stays in force.
    """
    need_admin(session, _DEED)
    check_typed_back(code, typed)
    vault, key = session.vaults.open(), SigningKey.fresh()
    # First the log: a process killed in between leaves the code before in force, and the record knows both keys.
    session.store.append(session.author_as("admin"), (said(session, key.public_key),))
    vault.set_recovery_code(session.unlocked, code, key)
    key.wipe()
    remember_drill(session.store.connection, None)
    only = said(session, vault.recovery_public_key, alone=True)
    return record(session, vault, only, noted(session, "recovery-code"), role="admin")


def said(session: Session, public_key: bytes, *, alone: bool = False) -> RecoveryKeyed:
    """The fact by which the record knows the key of a recovery code; `alone`: and no other one from here on."""
    device = session.store.device
    return RecoveryKeyed(id=session.store.new_id(), device=device, public_key=public_key, alone=alone)


def settle_recovery_key(session: Session, vault: Vault) -> None:
    """After an administrator's unlock: the key of the code in force stays, those of codes before it end.

    Says nothing of a key that the record does not know: whoever holds the vault key can write another into the file.
    """
    known = recovery_keys(session.store.connection)
    if "admin" in session.person.roles and vault.recovery_public_key in known and len(known) > 1:
        session.store.append(session.author_as("admin"), (said(session, vault.recovery_public_key, alone=True),))


def recovery_key_known(session: Session, vault: Vault) -> bool:
    """Whether the recovery code in force could vouch for an administrator; else a new code is to be printed."""
    return vault.recovery_public_key in recovery_keys(session.store.connection)


def check_typed_back(code: str, typed: str) -> None:
    """A code that nobody wrote down saves nobody. KnownError `code-not-typed-back`."""
    if not same_code(code, typed):
        raise KnownError(
            "code-not-typed-back",
            "What was typed is not the code that was shown. Nothing was changed; the code before stays in force.",
            "输入的内容与显示的恢复码不一致。未作任何更改，原恢复码继续有效。",
        )


def drill_recovery(session: Session, typed: str) -> Appended:
    """Try the code from the paper: it must open the key file to the very key of this record. Noted either way.

    KnownError `code-mistyped`, `wrong-recovery-code`, `keys-damaged`.
    """
    need_writable(session)
    vault = session.vaults.open()
    try:
        by_code = vault.unlock_with_recovery(typed)
        fits = by_code.db_key == session.unlocked.db_key
        by_code.close()
    except KnownError as error:
        if error.code != "code-mistyped":
            session.store.append(session.author, (noted(session, "recovery-drill-failed", error.code),))
        raise
    if not fits:
        raise RuntimeError("the recovery code opens the key file to another key than the passphrase does")
    remember_drill(session.store.connection, session.clock())
    return session.store.append(session.author, (noted(session, "recovery-drill"),))
