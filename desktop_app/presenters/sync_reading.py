"""What the sync screen needs of the record, read in one go on the reader's lane. Shows nothing."""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from desktop_app.jobs.files_left import files_to_send
from desktop_app.jobs.status import Exchange, read_known
from desktop_app.place import Place
from desktop_app.presenters.change_words import contents, item_words, subject_of
from desktop_app.presenters.rejected import Rejected, lately_rejected
from desktop_app.presenters.signed_receipt import Vouched, vouched
from desktop_app.session import Session
from storage.meta import Cursor, Home
from storage.read import HeldChange, QueueState, Reader
from storage.receipts import read_receipts
from storage.tries import Try, read_tries
from study.address import parse_key
from study.changes.envelope import Change, decode, facts_of
from study.definition.model import Study
from study.state.settle import Settled
from study.state.slots import Slot
from study.text import Text
from sync.client import errors as line_errors

QUEUE_SHOWN = 300
_DAY_PAGE = 500


@dataclass(frozen=True)
class Reading:
    """The record as the sync screen sees it. `today`: this device's changes of the day, `waiting`: the next to send."""

    home: Home
    cursor: Cursor
    queue: QueueState
    waiting: tuple[Change, ...]
    today: tuple[Change, ...]
    unconfirmed: frozenset[str]
    held: tuple[HeldChange, ...]
    rejected: tuple[Rejected, ...]
    tries: tuple[Try, ...]
    conflicts: dict[Slot, Settled]
    codes: dict[str, str]
    names: dict[str, str]
    enrolled: bool
    tip_hash: str
    unknown: int
    exchange: Exchange | None
    receipts: tuple[Vouched, ...] = ()
    """The EDC's signed receipts, the newest first."""
    files: tuple[int, int] = (0, 0)
    """Attached files that are here and not at the centre, and their bytes."""


def read_sync(session: Session) -> Reading:
    """Read everything; on the reader's lane."""
    reader = session.store.reader
    home = reader.home()
    pending = reader.pending(QUEUE_SHOWN, 1 << 30)
    code_at = session.study.anchors["subject_code"]
    today = _today(reader, home.device, session)
    return Reading(
        home=home,
        cursor=reader.cursor(),
        queue=reader.queue(),
        waiting=tuple(decode(signed.body) for signed in pending),
        today=today,
        unconfirmed=frozenset(decode(signed.body).id for signed in reader.pending(10_000, 1 << 30)),
        held=tuple(reader.held()),
        tries=read_tries(session.store.folder),
        rejected=lately_rejected(session.study, reader, session.clock()),
        conflicts=reader.conflicts(),
        codes={subject.id: subject.label for subject in reader.subjects(code_at)},
        names={person.user: person.name for person in reader.users()},
        enrolled=reader.edc_key() is not None,
        tip_hash=reader.tip().hash,
        unknown=reader.unknown_entries(),
        exchange=read_known(Place(session.store.folder)).exchange,
        receipts=vouched(reader.edc_key(), read_receipts(session.store.folder)),
        files=files_to_send(session),
    )


def _today(reader: Reader, device: str, session: Session) -> tuple[Change, ...]:
    """This device's changes of the day at the site, read from the end of its log backwards."""
    found: list[Change] = []
    end = reader.tip(device).seq
    while end > 0:
        start = max(0, end - _DAY_PAGE)
        page = [decode(signed.body) for signed in reader.changes_after(device, start, end - start)]
        of_today = [change for change in page if session.at(change.at.utc).date() == session.today]
        found = [*of_today, *found]
        if len(of_today) < len(page):
            break
        end = start
    return tuple(found)


def conflict_place(study: Study, slot: Slot) -> tuple[str, Text]:
    """The subject of a slot in conflict and its place in words."""
    if slot.key.count("/") != 6:
        return "", Text(slot.kind, slot.kind)
    address = parse_key(slot.key)
    return address.subject, item_words(study, address)


def change_line(study: Study, change: Change) -> tuple[str, Text]:
    """The subject of a change and what it holds."""
    return subject_of(change), contents(study, facts_of(change))


def local(utc: int, zone: ZoneInfo) -> datetime:
    """A moment as a wall-clock time at the site, without its zone: what the screen counts with."""
    return datetime.fromtimestamp(utc / 1000, UTC).astimezone(zone).replace(tzinfo=None)


def answer_words(code: str) -> Text:
    """The sentence for the answer that the queue remembers by its code."""
    known = line_errors.by_code(code)
    if known is not None:
        return known.sentence
    return Text(f"The EDC answered: {code}", f"中心库答复：{code}")
