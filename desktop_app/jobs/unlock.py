"""Unlocking with a passphrase, or with the recovery code and a new passphrase. Takes about a second."""

from desktop_app.house import House
from desktop_app.jobs.enter import enter, known_keys, open_house, person_of
from desktop_app.session import Session
from storage.keys import Unlocked
from storage.log import Author
from storage.store import Store


def unlock(house: House, user: str, passphrase: str, kept: Store | None = None) -> Session:
    """A session for a user. KnownError `wrong-passphrase`, `unlock-wait`, `keys-damaged`, and those of `enter`."""
    vault = house.vaults.open()
    unlocked = vault.unlock(user, passphrase)
    try:
        return enter(house, vault, unlocked, kept)
    except BaseException:
        unlocked.close()
        raise


def recover(house: House, user: str, code: str, passphrase: str, kept: Store | None = None) -> Session:
    """The printed code opens the store and gives the user a new passphrase, and with it a new signing key.

    An administrator certifies the new key themselves; anyone else is told whom to ask. KnownError `code-mistyped`,
    `wrong-recovery-code`, `passphrase-...`, `not-certified`.
    """
    vault = house.vaults.open()
    by_code = vault.unlock_with_recovery(code)
    store = kept
    try:
        store = kept or open_house(house, by_code)
        vault.reset_passphrase(by_code, user, passphrase)
        unlocked = vault.unlock(user, passphrase)
        store.switch_user(unlocked)
        _certify_self(store, unlocked)
        return enter(house, vault, unlocked, store)
    except BaseException:
        if store is not None and kept is None:
            store.abandon()
        raise
    finally:
        by_code.close()


def _certify_self(store: Store, unlocked: Unlocked) -> None:
    person = person_of(store, unlocked.user_id)
    if person is None or "admin" not in person.roles or unlocked.public_key in known_keys(store, person.user):
        return
    store.certify_user(Author(person.user, "admin", unlocked.sign), person.user, person.name, person.roles, unlocked)
