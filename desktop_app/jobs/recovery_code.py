"""The printed recovery code: replaced by a new one that was typed back, and tried in a drill that changes nothing."""

from desktop_app.jobs.keys import need_admin, need_writable, noted, record
from desktop_app.session import Session
from storage.key_memory import remember_drill
from storage.keys import fresh_recovery_code, same_code
from storage.log import Appended
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
    vault = session.vaults.open()
    vault.set_recovery_code(session.unlocked, code)
    remember_drill(session.store.connection, None)
    return record(session, vault, noted(session, "recovery-code"), role="admin")


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
