"""Enrols a child: the dialog, what is wrong with what was typed, who it may be already, the change."""

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from desktop_app.presenters import enrol
from desktop_app.presenters.gathering import Far
from desktop_app.presenters.page import Desk
from desktop_app.presenters.same_child import SameChild
from desktop_app.records import Records
from desktop_app.session import Session
from storage.keys import SiteKey
from storage.log import Appended
from study.changes.facts import CodesLeased, Fact
from study.text import Text
from ui.children.enrol_dialog import EnrolDialog
from ui.children.state import EnrolRequest, EnrolState
from ui.widgets.state import Message

Judged = tuple[EnrolState, str, tuple[Fact, ...]]
"""The dialog again with what was found; or, where nothing was, the new child's id and the facts."""


class Enrolling:
    """`asked` is what the dialog shows. A child is enrolled once everybody here was looked at, or somebody confirmed
    that it is another one.
    """

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        self._desk = desk
        self._parent = parent
        self._request: EnrolRequest | None = None
        self._far = Far(0, 0)
        self.dialog: EnrolDialog | None = None
        self.asked: EnrolState | None = None
        self.same = SameChild(desk, self._looked, self._found)

    def open(self) -> None:
        """Ask for a child."""
        session = self._desk.session

        def ask(_records: Records) -> EnrolState:
            reader = session.store.reader
            keeps = reader.site_key() is not None
            return enrol.enrol_state(
                session.study, _codes(session), reader.home().site, session.today, keeps, leased=_leased(session)
            )

        self._desk.read(ask, self._open)

    def _open(self, state: EnrolState) -> None:
        dialog = EnrolDialog(self._desk.look, self._parent)
        dialog.enrol_requested.connect(self._requested)
        dialog.stop_asked.connect(self._stop)
        dialog.finished.connect(self._closed)
        self.dialog = dialog
        self._say(state)
        dialog.open()

    def _closed(self) -> None:
        self.same.stop()
        self._request = None
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog = None

    def _say(self, state: EnrolState) -> None:
        self.asked = state
        if self.dialog is not None:
            self.dialog.render(state)

    def _requested(self, request: EnrolRequest) -> None:
        """Look for faults, then for the same child; then make the change, or show what was found."""
        asked = self.asked
        if asked is None or asked.busy:
            return
        self._request, self._far = request, Far(0, 0)
        self._say(replace(asked, busy=True, looked=None, faults=(), duplicate=None, message=None))
        self._desk.read(lambda _records: _faults(self._desk.session, request), self._judge)

    def _judge(self, found: tuple[tuple[str, Text], ...]) -> None:
        if self._request is None or self.asked is None:
            return
        if found:
            self._say(replace(self.asked, faults=found, busy=False))
        elif self._request.confirmed:
            self._found(None)
        else:
            self.same.begin(self._request)

    def _looked(self, far: Far) -> None:
        """So many were looked at, and nobody of them is this child."""
        self._far = far
        if self.asked is not None and self.asked.busy:
            self._say(replace(self.asked, looked=(far.read, far.of)))

    def _stop(self) -> None:
        """Somebody waits no longer: nothing is entered, and what was typed stays."""
        asked, far = self.asked, self._far
        if asked is None or not asked.busy or not self.same.gathering.running:
            return
        self.same.stop()
        en = f"Nothing was entered: only {far.read} of {far.of} children were looked at for the same child."
        zh = f"未录入任何内容：仅比对了 {far.of} 名患儿中的 {far.read} 名。"
        self._say(replace(asked, busy=False, looked=None, message=Message("enrol-stopped", Text(en, zh))))

    def _found(self, same: Text | None) -> None:
        """Who it may be; None: everybody was looked at, or somebody said that it is another child."""
        request, session = self._request, self._desk.session
        if request is None or self.asked is None:
            return
        state = replace(self.asked, busy=False, looked=None)
        if same is not None:
            self._say(replace(state, duplicate=same))
            return
        self._desk.read(lambda _records: _judged(session, request, state), self._write)

    def _write(self, judged: Judged) -> None:
        state, subject, facts = judged
        if not facts or self._request is None:
            self._say(state)
            return
        session = self._desk.session
        self._desk.write(
            lambda: session.store.append(session.author, facts),
            lambda appended: self._enrolled(appended, subject),
            lambda error: self._failed(state, error),
        )

    def _enrolled(self, appended: Appended, subject: str) -> None:
        if self.dialog is not None:
            self.dialog.accept()
        self._desk.moved(appended.slots)
        self._desk.open_child(subject)

    def _failed(self, state: EnrolState, error: BaseException) -> None:
        sentence = getattr(error, "sentence", None)
        if isinstance(sentence, Text):
            self._say(replace(state, message=Message("enrol-failed", sentence)))
        else:
            self._say(state)
            self._desk.failed(error)


def _codes(session: Session) -> tuple[str, ...]:
    """Every code that was ever given, those of children withdrawn among them."""
    code_at = session.study.anchors["subject_code"]
    return tuple(subject.code for subject in session.store.reader.subjects(code_at))


def _leased(session: Session) -> enrol.Leased:
    """Who may give which codes."""
    reader = session.store.reader
    shown = (settled.shown for settled in reader.slots("codes").values())
    facts = (entry.fact for entry in shown if entry is not None)
    leases = tuple(fact for fact in facts if isinstance(fact, CodesLeased))
    return enrol.Leased(session.store.device, leases)


def _faults(session: Session, request: EnrolRequest) -> tuple[tuple[str, Text], ...]:
    """What is wrong with what was typed. For the reader's lane."""
    keeps = session.store.reader.site_key() is not None
    return enrol.faults(session.study, request, _codes(session), session.today, keeps, leased=_leased(session))


def _judged(session: Session, request: EnrolRequest, state: EnrolState) -> Judged:
    """The change; or what is wrong by now, after the others were looked at. For the reader's lane."""
    found = _faults(session, request)
    if found:
        return replace(state, faults=found), "", ()
    key = session.store.reader.site_key()
    subject = session.store.new_id()
    site_key = SiteKey(key) if key else None
    return state, subject, enrol.enrolment(session.study, request, subject, site_key, session.store.new_id)
