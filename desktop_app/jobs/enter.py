"""From keys to a session: opens the store or takes over the open one, checks who it is, notes who came in."""

from collections import Counter

from desktop_app.house import House
from desktop_app.jobs.backup import tell_backups
from desktop_app.jobs.erase import follow
from desktop_app.jobs.recovery_code import settle_recovery_key
from desktop_app.jobs.status import keep_known, read_known
from desktop_app.jobs.succeed import go_on_restored
from desktop_app.jobs.tidy import tidy
from desktop_app.session import Session
from storage.key_memory import check_key_file, remember_key_file
from storage.keys import Unlocked, Vault
from storage.keys.errors import keys_put_back
from storage.people_read import Person
from storage.store import Store, open_store
from storage.trust import keys_in_force
from study.changes import facts as f
from study.errors import KnownError


def enter(house: House, vault: Vault, unlocked: Unlocked, kept: Store | None = None) -> Session:
    """A session of the person who unlocked. `kept` is the store when it is still open from the person before.

    A store with a `fault` gives a session that reads. KnownError `keys-put-back`, `not-certified`, `user-ended`, or any
    of `open_store`'s.
    """
    store = kept or open_house(house, unlocked, vault)
    try:
        if kept is None:
            tidy(store)
        check_key_file(store.connection, vault.generation)
        session = session_of(house, store, unlocked)
        if kept is not None:
            store.switch_user(unlocked, house.holder(unlocked.name))
        go_on_restored(store, vault, unlocked, session.author)
        if store.fault is None:
            _note(session, vault)
    except BaseException:
        if kept is None:
            store.abandon()
        raise
    keep_known(house.place, store, session.study)
    return session


def open_house(house: House, unlocked: Unlocked, vault: Vault) -> Store:
    """The store of this workstation, closed to the window's thread.

    A database that an old key file does not open is not called damaged: KnownError `keys-put-back`.
    """
    try:
        store = open_store(
            house.place.folder, unlocked, house.clock, holder=house.holder(unlocked.name), outside=house.vaults.anchors
        )
    except KnownError as error:
        seen = read_known(house.place).keys
        if error.code == "store-damaged" and vault.generation < seen:
            raise keys_put_back(seen, vault.generation) from error
        raise
    store.guard.forbidden = house.ui_thread
    return store


def session_of(house: House, store: Store, unlocked: Unlocked) -> Session:
    """The session of a certified person. KnownError `user-ended`, `not-certified` when the record does not know this
    key, or knows that it has ended.
    """
    person = person_of(store, unlocked.user_id)
    if person is not None and person.ended and not person.roles:
        raise _ended()
    if person is None or not person.roles or unlocked.public_key not in known_keys(store, unlocked.user_id):
        raise not_certified(administrators(store, unlocked.user_id))
    study, unread = house.definitions.in_force(store.reader)
    return Session(
        store, unlocked, study, person, house.clock, vaults=house.vaults, definitions=house.definitions, unread=unread
    )


def known_keys(store: Store, user: str) -> frozenset[bytes]:
    """The keys with which a person may sign in this store; none that has ended."""
    return keys_in_force(store.connection, user)


def person_of(store: Store, user: str) -> Person | None:
    """A person of the record."""
    return next((one for one in store.reader.users() if one.user == user), None)


def administrators(store: Store, but: str = "") -> tuple[Person, ...]:
    """Who certifies people here, except one."""
    return tuple(one for one in store.reader.users() if "admin" in one.roles and one.user != but)


def not_certified(administrators: tuple[Person, ...]) -> KnownError:
    """The passphrase opened the key file; the record does not know, or no longer knows, the key that came out."""
    names = ", ".join(one.name for one in administrators)
    en = f"An administrator ({names})" if names else "An administrator"
    zh = f"管理员（{names.replace(', ', '、')}）" if names else "管理员"
    return KnownError(
        "not-certified",
        "The passphrase is right, but the record does not know your key yet, so nobody can sign as you. "
        f"{en} has to unlock and give you a new passphrase under Admin, Users; you type it yourself.",
        f"口令正确，但记录中尚无您的密钥，因此无法以您的身份签名。请{zh}解锁后在“管理—用户”中为您设置新口令，由您本人输入。",
    )


def _note(session: Session, vault: Vault) -> None:
    """Who came in, who failed to, and that the keys are other ones; the person's slot takes over what it was handed."""
    store = session.store
    vault.take_over()
    failures = vault.attempts.failures()
    counts = Counter(failure.user_id for failure in failures)
    facts: list[f.Fact] = [
        f.Accessed(id=store.new_id(), what="failed-unlock", detail=user, count=count) for user, count in counts.items()
    ]
    if remember_key_file(store.connection, vault.generation, vault.epoch):
        facts.append(f.Accessed(id=store.new_id(), what="keys-renewed", detail=str(vault.epoch)))
    store.append(session.author, (*facts, f.Accessed(id=store.new_id(), what="unlock")))
    vault.attempts.taken_over(len(failures))
    settle_recovery_key(session, vault)
    follow(session)
    tell_backups(session)


def _ended() -> KnownError:
    return KnownError(
        "user-ended",
        "Your rights in this record have ended. What you entered stands. Ask an administrator if this is a mistake.",
        "您在本记录中的权限已终止，您录入的内容仍然有效。如有疑问请联系管理员。",
    )
