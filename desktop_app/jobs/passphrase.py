"""Another passphrase: one's own with the old one, or somebody's who lost theirs. The new one is typed by its owner."""

from desktop_app.jobs.enter import person_of
from desktop_app.jobs.keys import need_admin, need_writable, noted, record
from desktop_app.session import Session
from storage.keys import NewUser
from storage.log import Appended
from storage.people_read import Person
from study.errors import KnownError
from study.text import Text


def change_passphrase(session: Session, old: str, new: str) -> Appended:
    """One's own: the same keys under another passphrase; the database does not change for it.

    KnownError `wrong-passphrase`, `unlock-wait`, `passphrase-...`; then the old passphrase goes on opening.
    """
    need_writable(session)
    vault = session.vaults.open()
    vault.change_passphrase(session.person.user, old, new)
    return record(session, vault, noted(session, "passphrase-changed"))


def reset_passphrase(session: Session, user: str, new: str) -> Appended:
    """Somebody's who lost theirs, or has a key that the record does not know: a new signing key, certified here.

    The old one can't be recovered by anybody; from this entry on it signs nothing. KnownError `no-right`, `own-reset`,
    `user-unknown`, `passphrase-...`.
    """
    need_admin(session, Text("gives somebody a new passphrase", "为他人设置新口令"))
    person = _whose(session, user)
    vault = session.vaults.open()
    if any(known.user_id == user for known in vault.users):
        vault.reset_passphrase(session.unlocked, user, new)
    else:
        vault.add_user(session.unlocked, NewUser(user, person.name, new))
    theirs = vault.unlock(user, new)
    try:
        certified = session.store.certification(
            session.author_as("admin"), user, person.name, person.roles, theirs
        )  # fmt: skip
    finally:
        theirs.close()
    return record(session, vault, certified, noted(session, "passphrase-reset", user), role="admin")


def _whose(session: Session, user: str) -> Person:
    if user == session.person.user:
        raise KnownError(
            "own-reset",
            "You know your own passphrase: change it instead. Your signing key stays the same then.",
            "您知道自己的口令：请直接修改口令，签名密钥可保持不变。",
        )
    person = person_of(session.store, user)
    if person is None or not person.roles:
        raise KnownError(
            "user-unknown",
            "Nobody of this name has rights in this record. Add the person as a new user.",
            "本记录中没有具有权限的该用户，请作为新用户添加。",
        )
    return person
