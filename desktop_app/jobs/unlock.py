"""Unlocking with a passphrase, or with the recovery code and a new passphrase. Takes about a second."""

from desktop_app.house import House
from desktop_app.jobs.enter import administrators, enter, known_keys, open_house, person_of
from desktop_app.jobs.succeed import go_on_restored
from desktop_app.session import Session
from storage.key_memory import key_memory
from storage.keys import Unlocked, Vault
from storage.log import Author
from storage.people_read import Person
from storage.store import Store
from storage.trust import recovery_keys
from study.changes.facts import Accessed
from study.errors import KnownError
from study.people import RECOVERED


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

    An administrator certifies the new key themselves, and may bring a key file that was put back into force again;
    anyone else is told whom to ask. KnownError `code-mistyped`, `wrong-recovery-code`, `passphrase-...`,
    `keys-put-back`, `recovery-key-unknown`, `not-certified`.
    """
    vault = house.vaults.open()
    by_code = vault.unlock_with_recovery(code)
    store = kept
    try:
        store = kept or open_house(house, by_code, vault)
        _check_code(store, by_code, user)
        back = _bring_forward(store, vault, by_code, user)
        vault.reset_passphrase(by_code, user, passphrase)
        unlocked = vault.unlock(user, passphrase)
        store.switch_user(unlocked)
        _certify_self(store, vault, unlocked, by_code, back)
        return enter(house, vault, unlocked, store)
    except BaseException:
        if store is not None and kept is None:
            store.abandon()
        raise
    finally:
        by_code.close()


def _bring_forward(store: Store, vault: Vault, by_code: Unlocked, user: str) -> str:
    """Where the key file is an old one: an administrator with the code brings it above what was seen, without those
    whom the record no longer knows by that key. Returns what to note, "" for nothing.
    """
    seen, found = key_memory(store.connection).generation, vault.generation
    if found >= seen:
        return ""
    person = person_of(store, user)
    if person is None or "admin" not in person.roles:
        raise _only_an_administrator(store, user)
    standing = {one.user for one in store.reader.users() if one.roles}
    keep = {
        one.user_id
        for one in vault.users
        if one.user_id in standing and one.public_key in known_keys(store, one.user_id)
    }
    vault.restore(by_code, seen, {*keep, user})
    return f"{found} < {seen}"


def _check_code(store: Store, by_code: Unlocked, user: str) -> None:
    """The record knows which code may vouch for an administrator: before anything is changed."""
    person, known = person_of(store, user), recovery_keys(store.connection)
    if person is not None and "admin" in person.roles and known and by_code.recovery_public_key not in known:
        raise _code_unknown(administrators(store, user))


def _certify_self(store: Store, vault: Vault, unlocked: Unlocked, by_code: Unlocked, back: str) -> None:
    person = person_of(store, unlocked.user_id)
    if person is None or "admin" not in person.roles or unlocked.public_key in known_keys(store, person.user):
        return
    author = Author(person.user, "admin", unlocked.sign)
    word = by_code.recovery_sign if by_code.recovery_public_key else None
    certified = store.certification(author, person.user, person.name, person.roles, unlocked, recovery=word)
    said = [Accessed(id=store.new_id(), what=RECOVERED)]
    if back:
        said.append(Accessed(id=store.new_id(), what="keys-put-back", detail=back))
    # A restored store takes nothing from the old device: the new one's first change says it.
    go_on_restored(store, vault, unlocked, author, (certified, *said))
    if store.fault is None and unlocked.public_key not in known_keys(store, person.user):
        store.append(author, (certified, *said))


def _only_an_administrator(store: Store, user: str) -> KnownError:
    names = [one.name for one in administrators(store, user)]
    return KnownError(
        "keys-put-back",
        "The key file is an old one that was put back. Put the newer keys.json back, or ask an administrator to open "
        f"the record with the recovery code: {', '.join(names)}.",
        f"密钥文件是被放回的旧文件。请放回较新的 keys.json，或请管理员用恢复码打开记录：{'、'.join(names)}。",
    )


def _code_unknown(others: tuple[Person, ...]) -> KnownError:
    names = ", ".join(one.name for one in others)
    en = f" Ask {names} to give you a new passphrase," if others else " Ask the EDC's data manager,"
    zh = f"请由{names.replace(', ', '、')}为您设置新口令，" if others else "请联系中心库数据管理员，"
    return KnownError(
        "recovery-key-unknown",
        "This recovery code opens the key file, but the record does not know it as the code that may vouch for an "
        f"administrator: the key file or the sheet is from another day. Nothing was changed.{en} or put the newer "
        "keys.json back.",
        "该恢复码可打开密钥文件，但本记录不承认它可为管理员担保：密钥文件或纸质恢复码属于另一时期。未作任何更改。"
        f"{zh}或放回较新的 keys.json。",
    )
