"""What stands in the record of a child and is no longer asked for, in the words of the version it was entered under.

Reads on the reader's lane; everything it shows is read only. Where that version can't be read, codes stand for words.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from desktop_app.identity import Identity
from desktop_app.presenters import words
from desktop_app.session import Session
from study.address import LOG, Address, parse_key
from study.changes.facts import ValueSet
from study.definition.model import Item, Study
from study.earlier import lacks, without_place
from study.record import Record
from study.state.settle import Entry
from study.text import Language, Text
from study.values import Codes, Quantity, Sealed, Value
from ui.child.state import EarlierGroup
from ui.visit.state import InConflict, ItemRow, Note, Strip

LANGUAGES: tuple[Language, ...] = ("en", "zh")


@dataclass(frozen=True)
class Kept:
    """A value that the version in force has no place or no words for. `study` is the version it was entered under."""

    address: Address
    value: Value | None
    version: str
    study: Study | None
    disputed: bool = False
    draft: str = ""

    @property
    def item(self) -> Item | None:
        """The item as that version has it."""
        form = self.study.forms.get(self.address.form) if self.study else None
        return next((item for item in form.items if item.code == self.address.item), None) if form else None

    @property
    def label(self) -> Text:
        """The words of that version; the code where there are none."""
        item = self.item
        return item.short or item.label if item else words.both(self.address.item)

    @property
    def unit(self) -> str:
        """The unit the value was written in."""
        if not isinstance(self.value, Quantity):
            return ""
        return words.unit_label(self.study, self.value.unit) if self.study else self.value.unit

    def text(self, language: Language, identity: str = "") -> str:
        """The value, without its unit; identity as far as it could be opened for this role."""
        if isinstance(self.value, Quantity):
            return f"{self.value.comparator}{self.value.number}"
        if isinstance(self.value, Sealed):
            return identity or "••••"
        if self.study is not None and self.item is not None:
            return words.value_text(self.study, self.item, self.value, language)
        return ", ".join(self.value.codes) if isinstance(self.value, Codes) else str(getattr(self.value, "text", "…"))


def kept(session: Session, record: Record, places: Iterable[Address] | None = None) -> tuple[Kept, ...]:
    """The values of a child that the version in force has no place for, in all of the record or at these places."""
    wanted = None if places is None else tuple(places)
    found = [
        address
        for address in without_place(session.study, record)
        if wanted is None or any(place.covers(address) for place in wanted)
    ]
    return tuple(_kept(session, record, found))


def answers(session: Session, record: Record, form: Address) -> dict[Address, Kept]:
    """The answers on a form that its lists no longer offer, by address."""
    items = {item.code: item for item in session.study.forms[form.form].items}
    gone = []
    for address in record.values:
        here = address.form == form.form and address.item in items and form.covers(address)
        value = record.value(address) if here else None
        if isinstance(value, Codes) and items[address.item].choices:
            if items[address.item].rows:
                continue  # the rows of the child, not a list of the definition
            offered = {choice.code for choice in session.study.codelists.get(items[address.item].choices, ())}
            gone += [address] if not set(value.codes) <= offered else []
    return {each.address: each for each in _kept(session, record, gone)}


def _kept(session: Session, record: Record, addresses: list[Address]) -> Iterator[Kept]:
    shown = {address: entry for address in addresses if (entry := record.settled(address).shown) is not None}
    reader, definitions = session.store.reader, session.definitions
    under = reader.made_under(entry.change for entry in shown.values())
    for address, entry in shown.items():
        made = under[entry.change]
        study = definitions.of(reader, made.digest)
        if study is None or lacks(study, address) is not None:
            study = definitions.asking(reader, address) or study
        disputed = bool(record.settled(address).conflict)
        yield Kept(address, _value(entry), made.version, study, disputed)


def _value(entry: Entry) -> Value | None:
    return entry.fact.value if isinstance(entry.fact, ValueSet) else None


def half_typed(session: Session, drafts: Iterable[tuple[str, str]], form: Address) -> tuple[Kept, ...]:
    """Texts of this person that were never saved, at items of a form that the version in force does not have.

    A "?" begins the key of what is half typed beside an item: an explanation, an answer to a query, a prescription.
    """
    reader = session.store.reader
    found = []
    for key, text in drafts:
        address = parse_key(key)
        if address.item[:1] != "?" and form.covers(address) and lacks(session.study, address) is not None:
            study = session.definitions.asking(reader, address)
            found.append(Kept(address, None, study.version if study else "", study, draft=text))
    return tuple(found)


def entered_under(version: str) -> Text:
    """What stands below such a row."""
    return Text(f"entered under version {version}; no longer asked", f"按版本 {version} 录入；现不再填写")


def row(each: Kept, language: Language, identity: Identity, names: bool) -> ItemRow:
    """A row of the bedside grid that takes nothing."""
    opened = identity.texts.get(each.address.item, "") if names else ""
    strips: list[Strip] = [Note(entered_under(each.version))] if each.value is not None else []
    if each.disputed:
        strips.append(InConflict(words.both(each.text(language, opened))))
    if each.draft:
        strips.append(Note(Text(f"half typed, never saved: {each.draft}", f"未保存的内容：{each.draft}"), "amber"))
    return ItemRow(
        key=each.address.key,
        label=each.label,
        kind="number" if isinstance(each.value, Quantity) else "text",
        text=each.text(language, opened) if each.value is not None else "",
        unit=each.unit,
        state="readonly",
        strips=tuple(strips),
        applies=False,
    )


def groups(session: Session, record: Record, identity: Identity) -> tuple[EarlierGroup, ...]:
    """The forms and visits of earlier versions that hold something, for the page of the child."""
    study = session.study
    gone = [each for each in kept(session, record) if lacks(study, each.address) != "item"]
    places = dict.fromkeys(each.address.in_form for each in gone)
    return tuple(
        _group(place, [each for each in gone if each.address.in_form == place], identity, session.sees_names)
        for place in places
    )


def _group(place: Address, found: list[Kept], identity: Identity, names: bool) -> EarlierGroup:
    study = next((each.study for each in found if each.study is not None), None)
    form = study.forms.get(place.form) if study else None
    visit = next((v for v in study.visits if v.code == place.visit), None) if study else None
    named = words.join(
        None if place.visit == LOG else visit.label if visit else words.both(place.visit),
        (form.short or form.label) if form else words.both(place.form),
    )
    lines = []
    for each in found:
        opened = identity.texts.get(each.address.item, "") if names else ""
        en, zh = (f"{each.text(language, opened)} {each.unit}".rstrip() for language in LANGUAGES)
        lines.append(Text(f"{each.label.en}: {en}", f"{each.label.zh}：{zh}"))
    versions = ", ".join(dict.fromkeys(each.version for each in found))
    return EarlierGroup(place.key, named, entered_under(versions), tuple(lines))
