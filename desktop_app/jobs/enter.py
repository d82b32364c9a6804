"""From keys to a session: opens the store or takes over the open one, checks who it is, notes who came in."""

from collections import Counter

from desktop_app.house import House
from desktop_app.jobs.erase import follow
from desktop_app.jobs.status import keep_known
from desktop_app.session import Session
from storage.keys import Unlocked, Vault
from storage.read import Person
from storage.store import Store, open_store
from study.changes import facts as f
from study.errors import KnownError
from study.state.slots import Slot


def enter(house: House, vault: Vault, unlocked: Unlocked, kept: Store | None = None) -> Session:
    """A session of the person who unlocked. `kept` is the store when it is still open from the person before.

    A store with a `fault` gives a session that reads. KnownError `not-certified`, or any of `open_store`'s.
    """
    store = kept or open_house(house, unlocked)
    try:
        session = session_of(house, store, unlocked)
    except BaseException:
        if kept is None:
            store.abandon()
        raise
    if kept is not None:
        store.switch_user(unlocked, house.holder(unlocked.name))
    if store.fault is None:
        _note(session, vault)
    keep_known(house.place, store, session.study)
    return session


def open_house(house: House, unlocked: Unlocked) -> Store:
    """The store of this workstation, closed to the window's thread."""
    store = open_store(house.place.folder, unlocked, house.clock, holder=house.holder(unlocked.name))
    store.guard.forbidden = house.ui_thread
    return store


def session_of(house: House, store: Store, unlocked: Unlocked) -> Session:
    """The session of a certified person. KnownError `not-certified` when the record does not know this key."""
    person = next((one for one in store.reader.users() if one.user == unlocked.user_id), None)
    if person is None or not person.roles or unlocked.public_key not in known_keys(store, unlocked.user_id):
        raise _not_certified()
    study, unread = house.definitions.in_force(store.reader)
    return Session(
        store, unlocked, study, person, house.clock, vaults=house.vaults, definitions=house.definitions, unread=unread
    )


def known_keys(store: Store, user: str) -> frozenset[bytes]:
    """Every key the record knows of a person."""
    facts = (entry.fact for entry in store.reader.history(Slot("user", user)))
    return frozenset(fact.public_key for fact in facts if isinstance(fact, f.UserCertified))


def person_of(store: Store, user: str) -> Person | None:
    """A person of the record."""
    return next((one for one in store.reader.users() if one.user == user), None)


def _note(session: Session, vault: Vault) -> None:
    """Who came in, and who failed to."""
    store = session.store
    failures = vault.attempts.failures()
    counts = Counter(failure.user_id for failure in failures)
    facts: list[f.Fact] = [
        f.Accessed(id=store.new_id(), what="failed-unlock", detail=user, count=count) for user, count in counts.items()
    ]
    store.append(session.author, (*facts, f.Accessed(id=store.new_id(), what="unlock")))
    vault.attempts.taken_over(len(failures))
    follow(session)


def _not_certified() -> KnownError:
    return KnownError(
        "not-certified",
        "The passphrase is right, but the record does not know this key yet. An administrator has to unlock and add "
        "you once more under the same name, with you typing your passphrase.",
        "口令正确，但记录中尚无此密钥。请管理员解锁后以相同姓名再次添加您，并由您本人输入口令。",
    )
