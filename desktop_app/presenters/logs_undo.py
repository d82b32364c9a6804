"""Takes back what the prescription line wrote last, the whole act at once: a new change with what stood before.

Nothing leaves the record. Owns which acts can be taken back; must not know the line.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from desktop_app.presenters.page import Desk
from desktop_app.presenters.visit.undo import UNDONE, Made, check_open, taken_back
from storage.log import Appended
from storage.read import Reader
from study.address import Address
from study.changes import facts as f
from study.errors import KnownError
from study.record import Record, heads
from study.state.slots import created
from study.text import Text

_NOTHING = Text(
    "There is nothing to take back that you recorded on this line since you unlocked.",
    "本次解锁后，您在医嘱行中没有可撤销的记入。",
)


@dataclass(frozen=True)
class Act:
    """What one change did: values set on rows that stood, rows that it began, and how it is called."""

    subject: str
    told: Text
    change: str
    sets: tuple[Made, ...]
    rows: tuple[Address, ...]


class LineUndo:
    """The acts of this desk, the last one last. `say` is told what became of one, or why it stays."""

    def __init__(self, desk: Desk, say: Callable[[Text | None, Text | None], None]) -> None:
        self._desk = desk
        self._say = say
        self._acts: list[Act] = []

    def wrote(
        self, subject: str, told: Text, change: str, facts: Sequence[f.Fact], before: Mapping[str, f.ValueSet | None]
    ) -> None:
        """A change is durable; `before` holds by item what stood on the row it acted on."""
        rows = tuple(created(fact.id, fact.address, fact.level) for fact in facts if isinstance(fact, f.RowCreated))
        sets = tuple(
            Made(fact.id, fact.address, before.get(fact.address.item))
            for fact in facts
            if isinstance(fact, f.ValueSet) and not any(row.covers(fact.address) for row in rows)
        )
        self._acts.append(Act(subject, told, change, sets, rows))

    def offered(self, subject: str) -> Text | None:
        """What would be taken back."""
        act = self._last(subject)
        return act.told if act is not None else None

    def undo(self, subject: str) -> None:
        """Take the last act on a child back."""
        act, session = self._last(subject), self._desk.session
        if act is None:
            self._say(None, _NOTHING)
            return

        def job() -> tuple[Appended, tuple[f.Fact, ...]]:
            store = session.store
            facts = taken_back_whole(store.reader, act, session.person.user, store.new_id)
            return store.append(session.author, facts), facts

        self._desk.write(job, lambda done: self._went(act, *done), self._stays)

    def _last(self, subject: str) -> Act | None:
        return next((act for act in reversed(self._acts) if act.subject == subject), None)

    def _went(self, act: Act, appended: Appended, facts: tuple[f.Fact, ...]) -> None:
        """An act before on the same items is taken back from what stands now."""
        self._acts = [each for each in self._acts if each is not act]
        earlier = [made for each in self._acts for made in each.sets]
        for gone, fact in zip(act.sets, facts, strict=False):
            for made in earlier:
                if gone.before is not None and made.id == gone.before.id:
                    made.id = fact.id
        self._say(Text(f"Taken back. {act.told.en}", f"已撤销。{act.told.zh}"), None)
        self._desk.moved(appended.slots)

    def _stays(self, error: BaseException) -> None:
        if isinstance(error, KnownError):
            self._say(None, error.sentence)
        else:
            self._desk.failed(error)


def taken_back_whole(reader: Reader, act: Act, user: str, new_id: Callable[[], str]) -> tuple[f.Fact, ...]:
    """What stood before an act, on top of it: all of it or nothing. KnownError as `taken_back`."""
    record = reader.record(act.subject)
    rows = tuple(_withdrawal(record, row, act.change, new_id) for row in act.rows)
    return (*(taken_back(reader, made, user, new_id) for made in act.sets), *rows)


def _withdrawal(record: Record, row: Address, change: str, new_id: Callable[[], str]) -> f.Withdrawn:
    """The row that the act began; one on which somebody entered more stays."""
    check_open(record, row)
    entries = [entry for place, settled in record.values.items() if row.covers(place) for entry in settled.heads]
    if record.withdrawn(row) or any(entry.change != change for entry in entries):
        raise KnownError(
            "undo-changed",
            "More was entered on the row since. It was not taken back; withdraw the row if it was a mistake.",
            "该行此后又有录入，未予撤销；如属误录，请作废该行。",
        )
    return f.Withdrawn(id=new_id(), bases=heads(record.presence(row)), address=row, reason=UNDONE)
