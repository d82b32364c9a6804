"""The audit trail in words: who, when, where, what stood there before and after, and why. Prints no identity.

Read from the log for the screen, the printed page and the CSV alike; runs in the reader's lane. Every value is said in
the words of the version of the definition it was made under.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from desktop_app.presenters import words
from desktop_app.presenters.access_words import access_told, access_word
from desktop_app.presenters.change_words import kind_word, mark_word, visit_words
from desktop_app.presenters.row_names import with_names
from desktop_app.presenters.visit.history import STANDINGS
from desktop_app.session import Session
from storage.history import AuditLine
from storage.read import Reader
from study.address import Address
from study.changes import facts as f
from study.changes.envelope import UnknownFact
from study.definition.model import Item, Study
from study.earlier import lacks
from study.from_tracing import from_tracing
from study.state.slots import Slot, address_of
from study.subject_codes import Numbering
from study.text import Text
from study.values import Cleared, Quantity, Sealed, Value

CLEARED = Text("(cleared)", "（已清空）")
UNKNOWN = Text("entry of a newer version", "较新版本的记录")


@dataclass(frozen=True)
class AuditRow:
    """One fact of the log. Times: `utc` and `site` (wall clock of the site with its date), `drift` ms from the EDC's.

    `before` and `after` are values as people read them, empty for what is no value. `change` and `hash` name the
    change; `key` is the address of what it speaks of, "" for none.
    """

    received: int
    utc: str
    site: str
    drift: int | None
    who: str
    role: Text
    device: str
    seq: int
    kind: Text
    child: str
    place: Text
    before: Text
    after: Text
    typed: str
    why: str
    standing: Text | None
    number: int | None
    version: str
    change: str
    hash: str
    key: str = ""
    access: str = ""
    """The code of an access, "" for everything else."""
    held: bool = False
    """Whether the EDC did not take it."""


class AuditWords:
    """Says lines of the log in words. Made anew for each reading: it keeps who is who and what stood where.

    `reader`: another one than the session's, on whichever lane that is.
    """

    def __init__(self, session: Session, reader: Reader | None = None) -> None:
        self._session = session
        self._reader = reader = reader or session.store.reader
        self._people = {person.user: person.name for person in reader.users()}
        self._devices = {device.device: device.name or device.device for device in reader.devices()}
        subjects = reader.subjects(session.study.anchors["subject_code"])
        self._codes = {child.id: child.label for child in subjects}
        self._values: dict[Address, dict[str, tuple[Value, str]]] = {}

    def rows(self, lines: Iterable[AuditLine]) -> list[AuditRow]:
        """The lines in their order."""
        return [self._row(line) for line in lines]

    def _row(self, line: AuditLine) -> AuditRow:
        fact, moment = line.fact, datetime.fromtimestamp(line.at.utc / 1000, UTC)
        place = None if isinstance(fact, UnknownFact) else address_of(fact)
        before, after = self._before_and_after(line)
        looked = access_told(fact, self._people, self._codes) if isinstance(fact, f.Accessed) else None
        return AuditRow(
            received=line.received,
            utc=moment.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z",
            site=self._session.at(line.at.utc).strftime("%Y-%m-%d %H:%M:%S"),
            drift=line.at.drift,
            who=self._people.get(line.author, line.author),
            role=words.ROLES.get(line.role, words.both(line.role)),
            device=self._devices.get(line.device, line.device),
            seq=line.seq,
            kind=UNKNOWN if isinstance(fact, UnknownFact) else _kind(fact),
            child=self._child(fact, place) if looked is None else looked.child,
            place=self._place(place, line.study_digest) if place else Text("", ""),
            before=before,
            after=after if looked is None else looked.text,
            typed=fact.typed if isinstance(fact, f.ValueSet) and not isinstance(fact.value, Sealed) else "",
            why=_why(fact),
            standing=_standing(line),
            number=line.number,
            version=line.study,
            change=line.change,
            hash=line.hash,
            key=place.key if place else "",
            access=fact.what if isinstance(fact, f.Accessed) else "",
            held=line.standing in ("held", "rejected"),
        )

    def _child(self, fact: f.Fact | UnknownFact, place: Address | None) -> str:
        subject = place.subject if place else str(getattr(fact, "subject", ""))
        return self._codes.get(subject, subject)

    def _place(self, place: Address, digest: str) -> Text:
        study = self._session.definitions.of(self._reader, digest) or self._session.study
        return item_place(study, place)

    def _before_and_after(self, line: AuditLine) -> tuple[Text, Text]:
        fact = line.fact
        if isinstance(fact, UnknownFact):
            return Text("", ""), Text("", "")
        if isinstance(fact, f.AttachmentWithdrawn):
            return self._file(fact.attachment), Text("", "")
        if isinstance(fact, f.MarkSet) and fact.target in self._codes:
            return Text("", ""), words.join(mark_word(fact.kind), words.both(self._codes[fact.target]))
        if not isinstance(fact, f.ValueSet):
            return Text("", ""), _said(fact, self._people, self._devices)
        stood = self._stood(fact.address) if fact.bases else {}
        before = [self._value(fact.address, *stood[base]) for base in fact.bases if base in stood]
        return _joined(before), self._value(fact.address, fact.value, line.study_digest)

    def _file(self, attachment: str) -> Text:
        """What a file is, that was withdrawn: as the line of the entry that added it says it."""
        history = self._reader.history(Slot("attachment", attachment))
        added = next((entry.fact for entry in history if isinstance(entry.fact, f.AttachmentAdded)), None)
        return _said(added, self._people, self._devices) if added is not None else Text("", "")

    def _stood(self, place: Address) -> dict[str, tuple[Value, str]]:
        """Every value ever set at a place, with the version it was made under, by its fact."""
        if place not in self._values:
            history = self._reader.history(place)
            self._values[place] = {
                entry.fact.id: (entry.fact.value, entry.study_digest)
                for entry in history
                if isinstance(entry.fact, f.ValueSet)
            }
        return self._values[place]

    def _value(self, place: Address, value: Value, digest: str) -> Text:
        if isinstance(value, Cleared):
            return CLEARED
        meaning = self._meaning(place, digest)
        if meaning is None:
            return (
                words.both(f"{value.comparator}{value.number} {value.unit}") if isinstance(value, Quantity) else CLEARED
            )
        return Text(*(words.with_unit(*meaning, value, language) for language in ("en", "zh")))

    def _meaning(self, place: Address, digest: str) -> tuple[Study, Item] | None:
        session, reader = self._session, self._reader
        made_under = session.definitions.of(reader, digest)
        for study in (made_under, session.study):
            if study is not None and lacks(study, place) is None:
                item = study.item(place.form, place.item)
                return with_names(session, study, item, place.subject), item
        asking = session.definitions.asking(reader, place)
        return None if asking is None else (asking, asking.item(place.form, place.item))


def item_place(study: Study, place: Address) -> Text:
    """Visit, form and item as far as a place names them; the code of what the definition does not know."""
    parts = [visit_words(study, place.visit)] if place.visit else []
    form = study.forms.get(place.form)
    if place.form:
        parts.append((form.short or form.label) if form else words.both(place.form))
    if place.item:
        item = next((one for one in form.items if one.code == place.item), None) if form else None
        parts.append(item.label if item else words.both(place.item))
    return Text(*(words.DOT.join(part.get(language) for part in parts) for language in ("en", "zh")))


def _kind(fact: f.Fact) -> Text:
    if isinstance(fact, f.Accessed):
        return access_word(fact.what)
    came = from_tracing(fact) if isinstance(fact, f.ValueSet) else None
    return words.join(kind_word(type(fact)), came.words if came is not None else None)


def _said(fact: f.Fact, people: dict[str, str], devices: dict[str, str]) -> Text:
    """What a fact that sets no value says."""
    match fact:
        case f.MarkSet(kind=kind):
            return mark_word(kind)
        case f.VisitStatus(status=said) | f.Signed(meaning=said):
            return words.both(people.get(said, said))
        case (
            f.QueryOpened(text=said)
            | f.QueryAnswered(text=said)
            | f.QueryClosed(text=said)
            | f.QueryReopened(text=said)
        ):
            return words.both(said)
        case f.UserCertified(name=name, roles=roles):
            return words.join(words.both(name), words.roles_text(roles))
        case f.UserEnded(user=user):
            return words.both(people.get(user, user))
        case f.DeviceBegun(name=name):
            return words.both(name)
        case f.RecoveryKeyed(device=device, alone=alone):
            counts = Text("from here on it alone counts", "此后仅此恢复码有效") if alone else None
            return words.join(words.both(devices.get(device, device)), counts)
        case f.CodesLeased(device=device, first=first, last=last):
            way = Numbering(fact.prefix, fact.width)
            block = Text(f"{way.code(first)} to {way.code(last)}", f"{way.code(first)} 至 {way.code(last)}")
            return words.join(block, words.both(devices.get(device, device)))
        case f.StudyAdopted(version=version) | f.TableAdopted(table=version):
            return words.both(version)
        case f.AttachmentAdded(kind=kind, size=size):
            return words.both(f"{kind}, {size} B")
        case _:
            return Text("", "")


def _why(fact: f.Fact | UnknownFact) -> str:
    said = (getattr(fact, name, "") for name in ("reason", "explanation", "note"))
    return words.DOT.join(each for each in said if isinstance(each, str) and each)


def _standing(line: AuditLine) -> Text | None:
    word = STANDINGS.get(line.standing)
    return words.join(word, line.why) if word else None


def _joined(texts: list[Text]) -> Text:
    return Text(*(" | ".join(text.get(language) for text in texts) for language in ("en", "zh")))
