"""A person leaves: their rights end in the record, then their passphrase opens nothing here any more."""

from desktop_app.jobs.enter import administrators, person_of
from desktop_app.jobs.keys import need_admin, noted, record
from desktop_app.session import Session
from storage.key_memory import remember_removed
from storage.keys import Vault
from storage.people_read import Person
from study.changes.facts import Fact, UserEnded
from study.errors import KnownError
from study.state.slots import Slot
from study.text import Text


def remove_user(session: Session, user: str, reason: str) -> Person:
    """End a person's rights and take their slot away; what they entered and signed stands.

    The record comes first: who was ended and still has a slot does not get in, and removing them again finishes it.
    Who held the vault key may have copied it: the database remembers that it should be renewed.
    KnownError `no-right`, `user-unknown`, `own-end`, `last-admin`, `reason-wanted`.
    """
    need_admin(session, Text("removes users", "移除用户"))
    vault = session.vaults.open()
    person = person_of(session.store, user)
    slot = next((known for known in vault.users if known.user_id == user), None)
    if person is None or (person.ended and slot is None):
        raise KnownError("user-unknown", "This user is not in this record.", "本记录中没有该用户。")
    _check(session, vault, person, reason)
    facts: list[Fact] = []
    if not person.ended:
        heads = tuple(head.fact.id for head in session.store.reader.slot(Slot("user", user)).heads)
        facts.append(UserEnded(id=session.store.new_id(), bases=heads, user=user, reason=reason.strip()))
        session.store.append(session.author_as("admin"), facts)
    if slot is not None:
        remember_removed(session.store.connection, person.name)
        vault.remove_user(session.unlocked, user)
        record(session, vault, noted(session, "key-slot-removed", user), role="admin")
    return person


def _check(session: Session, vault: Vault, person: Person, reason: str) -> None:
    if person.user == session.person.user:
        raise KnownError(
            "own-end",
            "You can't end your own rights. Another administrator does it.",
            "不能终止本人的权限，请由其他管理员操作。",
        )
    here = {known.user_id for known in vault.users}
    if not any(one.user in here for one in administrators(session.store, person.user)):
        raise KnownError(
            "last-admin",
            "Nobody else here is an administrator. Add one first.",
            "此处没有其他管理员，请先添加一名管理员。",
        )
    if not reason.strip():
        raise KnownError("reason-wanted", "Say why the person's rights end.", "请说明终止该用户权限的原因。")
