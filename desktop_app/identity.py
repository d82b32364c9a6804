"""Opens and seals what names a child, with the site key that lies in the store. Knows no screen and keeps nothing.

On a workstation that was not handed the site key yet everything else works, with codes instead of names.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

import msgspec

from storage.history import Entry
from storage.keys import SealBrokenError, SiteKey, open_text, seal_text
from study.address import Address
from study.changes.facts import AttachmentAdded, Fact, ValueSet
from study.definition.model import Study
from study.naming import KnownIdentity
from study.record import Record
from study.values import Cleared, Sealed, Value

_TITLE = b"cartella/attachment-title/1\n"


class Identity(msgspec.Struct, frozen=True):
    """What was opened, by item code; empty without the site key or after the child's key was destroyed."""

    texts: dict[str, str] = {}
    birth: date | None = None
    name: str = ""
    titles: dict[str, str] = {}
    """What files were called, by attachment id: a file's name may hold a child's name."""

    @property
    def known(self) -> KnownIdentity:
        """What free text is compared with: the name, and whatever else holds a digit."""
        numbers = (text for text in self.texts.values() if any(letter.isdigit() for letter in text))
        return KnownIdentity(self.name, tuple(numbers))


def child_key(site_key: SiteKey | None, record: Record) -> bytes | None:
    """The child's key, None when this workstation cannot open it."""
    if site_key is None or not record.child_key:
        return None
    try:
        return site_key.open_child_key(record.child_key, record.subject)
    except SealBrokenError:
        return None


def open_identity(site_key: SiteKey | None, record: Record, study: Study) -> Identity:
    """Every sealed value of a child, opened. A value that does not open is left out."""
    key = child_key(site_key, record)
    if key is None:
        return Identity()
    texts: dict[str, str] = {}
    for address, settled in record.values.items():
        fact = settled.shown.fact if settled.shown else None
        if isinstance(fact, ValueSet) and isinstance(fact.value, Sealed):
            try:
                texts[address.item] = open_text(key, fact.value.box, seal_place(address))
            except SealBrokenError:
                continue
    birth, name = (texts.get(_item(study, anchor), "") for anchor in ("birth", "name"))
    files = (entry.fact for entry in record.attachments(Address(record.subject)))
    added = (fact for fact in files if isinstance(fact, AttachmentAdded))
    return Identity(texts, _birth(birth), name, open_titles(key, record.subject, added))


def open_ever(key: bytes | None, record: Record, history: Callable[[Address], Iterable[Entry]]) -> Iterator[str]:
    """Every text that was ever sealed of a child, corrected and cleared ones too: a text of then says the name of then.

    `history` gives every entry of a place. One that does not open is left out, all of them without a key.
    """
    if key is None:
        return
    for place, settled in record.values.items():
        if not any(isinstance(_value(head.fact), Sealed | Cleared) for head in settled.heads):
            continue
        for value in (_value(entry.fact) for entry in history(place)):
            if isinstance(value, Sealed):
                try:
                    yield open_text(key, value.box, seal_place(place))
                except SealBrokenError:
                    continue


def _value(fact: Fact) -> Value | None:
    return fact.value if isinstance(fact, ValueSet) else None


def seal_value(key: bytes, address: Address, text: str) -> Sealed:
    """A text sealed for one address of one child."""
    return Sealed(seal_text(key, text, seal_place(address)))


def seal_title(key: bytes, subject: str, title: str) -> str:
    """The name of a file, sealed, in the form a fact keeps it."""
    return seal_text(key, title, _TITLE + subject.encode()).hex()


def open_titles(key: bytes, subject: str, files: Iterable[AttachmentAdded]) -> dict[str, str]:
    """What these files of a child were called, by the fact's id; one that does not open is left out."""
    titles: dict[str, str] = {}
    for fact in files:
        if fact.title:
            try:
                titles[fact.id] = open_text(key, bytes.fromhex(fact.title), _TITLE + subject.encode())
            except (SealBrokenError, ValueError):
                continue
    return titles


def seal_place(address: Address) -> bytes:
    """What a sealed text is bound to: the child and the item."""
    return f"{address.subject}/{address.item}".encode()


def _item(study: Study, anchor: str) -> str:
    return study.anchors.get(anchor, "").rpartition("/")[2]


def _birth(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
