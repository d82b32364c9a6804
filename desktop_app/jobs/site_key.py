"""The site key: made by the first workstation of a site, typed from the sheet on a later one. Runs on the writer."""

from storage.keys import SiteKey
from storage.read import Reader
from storage.store import Store
from study.errors import KnownError


def is_first_device(reader: Reader) -> bool:
    """True when the store has heard of no other workstation of its site."""
    edc = reader.edc_key()
    ours = {reader.home().device, edc.device if edc else ""}
    return not any(device.certified and device.device not in ours for device in reader.devices())


def make_site_key(store: Store) -> bool:
    """Make the key on the first workstation of a site; False when there is one, or another workstation has it."""
    if store.reader.site_key() is not None or not is_first_device(store.reader):
        return False
    store.put_site_key(SiteKey.new())
    return True


def take_site_key(store: Store, typed: str) -> None:
    """Take the key from the sheet. KnownError `code-mistyped`; `site-key-held` when this workstation has one."""
    if store.reader.site_key() is not None:
        raise KnownError(
            "site-key-held",
            "This workstation has a site key already. It is not replaced: names sealed under it would be lost.",
            "本工作站已有中心密钥。不会替换：否则用它加密的姓名将无法读取。",
        )
    store.put_site_key(SiteKey.from_sheet(typed))
