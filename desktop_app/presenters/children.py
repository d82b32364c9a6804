"""All children of the site. Reads off the UI thread; the rows are `summary`'s, one more is enrolled by `enrolling`."""

from dataclasses import replace

from desktop_app.presenters.drawing import warm_up_soon
from desktop_app.presenters.enrolling import Enrolling
from desktop_app.presenters.gathering import Far, Gathering
from desktop_app.presenters.page import Desk
from desktop_app.presenters.summary import Around, columns, row
from desktop_app.records import Child, Records
from desktop_app.session import Session
from storage.read import Reader
from study.address import parse_key
from study.changes.facts import SubjectEnrolled
from study.course import Course
from study.registered import Recruited, sharing
from study.rights import may
from study.state.slots import Slot
from study.text import Text
from ui.children.children_view import ChildrenView
from ui.children.enrol_dialog import EnrolDialog
from ui.children.state import ChildrenState, ChildRow, EnrolState

NO_ROLE = Text("Your role is not shown names.", "您的角色不显示姓名。")
NO_KEY = Text(
    "This workstation has not been handed the site key: children are shown by their codes.",
    "本工作站尚未获得中心密钥，患儿仅以编号显示。",
)


class Rows:
    """Rows made before, kept while nothing of the child moved. Belongs to the reader's lane."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Course, Around, object, ChildRow]] = {}

    def row(self, child: Child, around: Around) -> ChildRow:
        """The row of a child."""
        kept = self._kept.get(child.subject.id)
        rests = (around, (child.subject.duplicate, child.aside))
        if kept and kept[0] is child.course and kept[1:3] == rests:
            return kept[3]
        made = row(child, around)
        self._kept[child.subject.id] = (child.course, *rests, made)
        return made

    def ready(self, child: Child, around: Around) -> None:
        """Make the row of a child beforehand, whether or not a change waits without effect."""
        kept = self._kept.get(child.subject.id)
        if kept is None or kept[0] is not child.course or replace(kept[1], held=frozenset()) != around:
            self.row(child, around)


def held_subjects(reader: Reader) -> frozenset[str]:
    """Children of whom a change waits without effect."""
    return frozenset(subject for held in reader.held() for slot in held.slots if (subject := subject_of(slot)))


def subject_of(slot: Slot) -> str:
    """Whose slot it is; "" for one that goes by an identifier."""
    if slot.kind == "subject":
        return slot.key
    return parse_key(slot.key).subject if slot.key.count("/") == 6 else ""


def children_state(records: Records, session: Session, rows: Rows, far: Far | None = None) -> ChildrenState:
    """The table, of the children that are read so far. For the reader's lane."""
    reader = session.store.reader
    around = around_of(session)
    held, protocol = held_subjects(reader), session.study.protocol
    there = records.subjects()
    far = far or Far(len(there), len(there))
    made = tuple(
        rows.row(records.of(subject), replace(around, held=held & {subject.id})) for subject in there[: far.read]
    )
    planned = protocol.planned_subjects if far.done else None
    recruited = Recruited(sum(row.enrolled for row in made), planned) if planned is not None else None
    return ChildrenState(
        today=session.today,
        columns=columns(session.study),
        rows=made,
        names_hidden=hidden_names(session),
        may_enrol=may(session.role, SubjectEnrolled),
        recruited=recruited.words if recruited else None,
        too_many=recruited.too_many if recruited else None,
        sharing=sharing(protocol, session.today),
        unread=far.of - far.read,
    )


def hidden_names(session: Session) -> Text | None:
    """Why this person is not shown names; None where they are. For the reader's lane."""
    return NO_ROLE if not session.sees_names else NO_KEY if session.store.reader.site_key() is None else None


def around_of(session: Session) -> Around:
    """What every row depends on besides its child."""
    reader = session.store.reader
    return Around(session.today, session.sees_names and reader.site_key() is not None, reader.edc_key() is not None)


class ChildrenPage:
    """See `desktop_app.presenters.page.Page`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._view = ChildrenView(desk.look)
        self._rows = Rows()
        self._warm = False
        self.enrolling = Enrolling(desk, self._view)
        self._view.child_opened.connect(desk.open_child)
        self._view.enrol_asked.connect(self.enrolling.open)
        self._view.cohort_asked.connect(desk.open_cohort)
        self._view.stop_asked.connect(self._stop)
        self._view.go_on_asked.connect(self.refresh)
        session, rows = desk.session, self._rows
        self.gathering: Gathering[ChildrenState] = Gathering(
            desk,
            lambda _records, child: rows.ready(child, around_of(session)),
            lambda records, far: children_state(records, session, rows, far),
            self._show,
            lambda far: self._view.reading.show_far(far.read, far.of, again=far.again),
        )
        self._view.render(ChildrenState(desk.session.today, columns(desk.session.study), (), loading=True))

    @property
    def view(self) -> ChildrenView:
        """The table."""
        return self._view

    @property
    def dialog(self) -> EnrolDialog | None:
        """The enrolment, while it is open."""
        return self.enrolling.dialog

    @property
    def asked(self) -> EnrolState | None:
        """What the enrolment shows, or showed last."""
        return self.enrolling.asked

    def refresh(self) -> None:
        """Read the children again."""
        self.gathering.begin()

    def leave(self) -> None:
        """Nothing is typed here but the filter, which stays; whoever is not read yet is read when one comes back."""
        self.gathering.stop()

    def _stop(self) -> None:
        self.gathering.stop()
        self._view.show_stopped()

    def _show(self, state: ChildrenState) -> None:
        self._view.render(state)
        if not self._warm:
            self._warm = True
            warm_up_soon(self._desk, self._view)
