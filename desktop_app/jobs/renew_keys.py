"""Another vault key for the whole record, under a new recovery code: what removed people may have copied opens nothing
that is written from then on. Ends the session: everybody, also who did it, unlocks again with the passphrase they have.
"""

from collections.abc import Callable, Sequence

from desktop_app.jobs.keys import need_admin, noted, record
from desktop_app.jobs.recovery_code import check_typed_back, said
from desktop_app.jobs.status import keep_keys_seen, keep_known
from desktop_app.place import Place
from desktop_app.session import Session
from storage.files import no_step
from storage.keys import fresh_recovery_code
from storage.rotation import renew_keys
from study.errors import KnownError
from study.text import Text


def behind(session: Session) -> tuple[str, ...]:
    """The names of who has to unlock once before the keys can be renewed without leaving them out."""
    return tuple(user.name for user in session.vaults.open().not_renewable)


_DEED = Text("renews the keys", "更换密钥")


def new_code_for_renewal(session: Session) -> str:
    """The recovery code to be written down before the keys are renewed under it. KnownError `no-right`."""
    need_admin(session, _DEED)
    return fresh_recovery_code()


def renew(
    session: Session,
    code: str,
    typed: str,
    leave: Sequence[str] = (),
    at_step: Callable[[str], None] = no_step,
) -> int:
    """Renew the vault key; returns the epoch that begins. The store is closed afterwards.

    `code` is the new recovery code, `typed` what was typed back, `leave` the names of who is left out and needs a new
    passphrase afterwards. KnownError `no-right`, `code-not-typed-back`, `renewal-needs-unlock`, `user-unknown`,
    `disk-full`, `renewal-differs`: then nothing is changed and the session goes on.
    """
    need_admin(session, _DEED)
    check_typed_back(code, typed)
    vault = session.vaults.open()
    out = {user.user_id for user in vault.users if user.name in leave or user.user_id in leave}
    unknown = [name for name in leave if all(name not in (user.name, user.user_id) for user in vault.users)]
    if unknown or session.person.user in out:
        name = unknown[0] if unknown else session.person.name
        raise KnownError("user-unknown", f"{name} can't be left out.", f"不能排除 {name}。")
    made = vault.renewed(session.unlocked, code, out)
    begun = noted(session, "keys-renewal-begun", str(made.epoch))
    record(session, vault, begun, said(session, made.recovery_public_key), role="admin")
    keep_known(Place(session.store.folder), session.store, session.study)
    renew_keys(session.store, vault, made, at_step)
    keep_keys_seen(Place(session.store.folder), vault.generation + 1)
    session.unlocked.close()
    return made.epoch
