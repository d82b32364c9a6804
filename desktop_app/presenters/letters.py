"""Writes the letter of an appointment from the window: offers the visits, warns, prints or saves, noted first.

Must not lay out a page (`presenters.printed.letter`) or decide what is told (`study.letter`).
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop_app.jobs.note import PRINT
from desktop_app.paper import Folio, ask_printer, print_folios, write_folios
from desktop_app.presenters.access_words import letter_detail
from desktop_app.presenters.page import Desk
from desktop_app.presenters.printed.foot import printed_now
from desktop_app.presenters.printed.letter import Written, letter
from desktop_app.presenters.words import WINDOW_UNCONFIRMED, join
from desktop_app.records import Records
from desktop_app.session import Session
from study.letter import Appointment, content, misgivings, stop_of, visits_ahead
from study.schedule import Stop
from study.text import Text
from ui.file_dialog import save_file
from ui.letter.dialog import LetterDialog
from ui.letter.state import LetterAsked, LetterOffer, LetterVisit
from ui.widgets.state import Tone

_TITLE = Text("Save the letter", "保存通知单")
_SAVED, _SENT = Text("Saved as PDF.", "已另存为 PDF。"), Text("Sent to the printer.", "已发送至打印机。")


class Letters:
    """The letters of one page; `parent` is the page."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        self._desk = desk
        self._parent = parent
        self.dialog: LetterDialog | None = None

    def ask(self, subject: str, visit: str = "") -> None:
        """Offer a letter of the visit, where one can be written of it, else of the next one."""
        session = self._desk.session
        self._desk.read(lambda records: offer_of(records, session, subject, visit), self._offer)

    def _offer(self, offer: LetterOffer) -> None:
        self.dialog = dialog = LetterDialog(self._desk.look, offer, self._parent)
        dialog.edited.connect(self._edited)
        dialog.print_asked.connect(self._print)
        dialog.save_asked.connect(self._save)
        dialog.finished.connect(self._closed)
        dialog.open()

    def _closed(self, _result: int) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    def _edited(self, asked: LetterAsked) -> None:
        session, dialog = self._desk.session, self.dialog

        def warned(found: tuple[Text, ...]) -> None:
            if dialog is not None and dialog is self.dialog:
                dialog.warn(asked, found)

        self._desk.read(lambda records: warnings_of(records, session, asked), warned)

    def _print(self, asked: LetterAsked) -> None:
        printer = ask_printer(self.dialog or self._parent)
        if printer is not None:
            self._made(asked, lambda folios: print_folios(folios, printer), _SENT)

    def _save(self, asked: LetterAsked) -> None:
        title, name = _TITLE.get(self._desk.language), f"letter-{asked.visit}.pdf"
        save_file(
            self.dialog or self._parent, title, name, "PDF (*.pdf)", lambda path, _kind: self.save(asked, Path(path))
        )

    def save(self, asked: LetterAsked, path: Path) -> None:
        """Write the PDF; what went wrong is told."""
        self._made(asked, lambda folios: write_folios(folios, path), _SAVED)

    def _made(self, asked: LetterAsked, make: Callable[[list[Folio]], None], told: Text) -> None:
        desk, session = self._desk, self._desk.session
        detail = letter_detail(asked.visit, asked.subject, named=asked.name)

        def done(_none: None) -> None:
            desk.tell("letter-printed", told, Tone.ACCENT)

        def read(folios: list[Folio]) -> None:
            if self.dialog is not None:
                self.dialog.accept()
            if asked.name:
                desk.named(asked.subject)
            desk.noted(PRINT, detail, then=lambda: desk.long(lambda: make(folios), done, desk.failed))

        desk.read(lambda records: folios_of(records, session, asked), read)


def offer_of(records: Records, session: Session, subject: str, visit: str) -> LetterOffer:
    """What may be chosen. For the reader's lane. KnownError `no-letter`."""
    child = records.child(subject)
    ahead = visits_ahead(child.course, session.today)
    codes = {stop.visit.code for stop in ahead}
    chosen = stop_of(child.course, session.today, visit if visit in codes else "")
    return LetterOffer(
        subject=subject,
        code=child.subject.label,
        visits=tuple(_visit(stop) for stop in ahead),
        chosen=chosen.visit.code,
        may_name=session.sees_names and bool(child.identity.name),
        unchecked=content(child.course, chosen, None).unconfirmed,
    )


def _visit(stop: Stop) -> LetterVisit:
    label = Text(f"{stop.visit.code} {stop.visit.label.en}", f"{stop.visit.code} {stop.visit.label.zh}")
    if stop.opens is None or stop.closes is None:
        return LetterVisit(stop.visit.code, label)
    window = Text(f"window {stop.opens} to {stop.closes}", f"时间窗 {stop.opens} 至 {stop.closes}")
    target = Text(f"target {stop.target}", f"目标日 {stop.target}") if stop.target is not None else None
    unsure = None if stop.visit.confirmed else WINDOW_UNCONFIRMED
    return LetterVisit(stop.visit.code, label, join(window, target, unsure))


def warnings_of(records: Records, session: Session, asked: LetterAsked) -> tuple[Text, ...]:
    """What speaks against the appointment. For the reader's lane."""
    stop = stop_of(records.child(asked.subject).course, session.today, asked.visit)
    return misgivings(stop, _appointment(asked), session.now)


def folios_of(records: Records, session: Session, asked: LetterAsked) -> list[Folio]:
    """The pages. For the reader's lane; without the name where nobody may be shown it."""
    child = records.child(asked.subject)
    stop = stop_of(child.course, session.today, asked.visit)
    name = child.identity.name if asked.name and session.sees_names else ""
    written = Written(session.today, _appointment(asked), name)
    return letter(child.course, stop, written, printed_now(session), asked.language)


def _appointment(asked: LetterAsked) -> Appointment | None:
    return Appointment(asked.on, asked.at) if asked.on is not None else None
