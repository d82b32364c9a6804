"""Lets this workstation go on as a new device, when its log may not be continued under the old one."""

from desktop_app.session import Session
from storage.log import Appended


def succeed(session: Session, reason: str) -> Appended:
    """Make a new device key and begin the successor, signed by the person. The next sync enrols it without a code."""
    vault = session.vaults.open()
    store = session.store
    known = {device.public_key for device in store.reader.devices()}
    # A process killed between the two steps left a key that the log does not know yet: it is used now.
    if session.unlocked.device_public_key in known:
        vault.new_device_key(session.unlocked)
    return store.begin_successor(session.author, store.reader.home().device_name, reason)
