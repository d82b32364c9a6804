"""Lets this workstation go on as a new device, when its log may not be continued under the old one."""

from collections.abc import Sequence

from desktop_app.session import Session
from storage.keys import Unlocked, Vault
from storage.log import Appended, Author
from storage.store import Store
from study.changes.facts import Accessed, Fact

RESTORED = "store-restored"
"""The fault of a store that was restored: nothing is to be decided there, it goes on as a new device at once."""


def succeed(session: Session, reason: str) -> Appended:
    """Make a new device key and begin the successor, signed by the person. The next sync enrols it without a code."""
    return go_on(session.store, session.vaults.open(), session.unlocked, session.author, reason)


def go_on_restored(store: Store, vault: Vault, unlocked: Unlocked, author: Author, also: Sequence[Fact] = ()) -> None:
    """Begin the successor of a restored store; of any other store nothing. `also` is said in the same change."""
    if store.fault is None or store.fault.code != RESTORED:
        return
    reason = store.reader.restored()
    restored = Accessed(id=store.new_id(), what="restore", detail=reason)
    go_on(store, vault, unlocked, author, reason, also=(*also, restored))


def go_on(
    store: Store, vault: Vault, unlocked: Unlocked, author: Author, reason: str, *, also: Sequence[Fact] = ()
) -> Appended:
    """See `succeed`."""
    known = {device.public_key for device in store.reader.devices()}
    # A process killed between the two steps left a key that the log does not know yet: it is used now.
    if unlocked.device_public_key in known:
        vault.new_device_key(unlocked)
    return store.begin_successor(author, store.reader.home().device_name, reason, also)
