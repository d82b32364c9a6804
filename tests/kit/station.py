"""A workstation used through its window, by what a person clicks, types and reads. Owns no fixture."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from desktop_app.app import App
from desktop_app.demo.centre import SITE, Centre
from desktop_app.desk import Desk
from study.address import Address, parse_key
from study.text import Language
from tests.kit.window import PASSPHRASE, rows_of, type_into
from ui.conflict.state import ConflictState
from ui.frame.state import Room
from ui.review.state import FormLine
from ui.review.view import ReviewView
from ui.today.state import Need, NeedKind
from ui.unlock.state import EnrolmentRequest
from ui.visit.state import ItemRow, Note, VisitState

Key = Qt.Key


@dataclass
class Station:
    """A workstation, its child's forms at M1, and its rooms."""

    app: App

    @property
    def desk(self) -> Desk:
        assert self.app.desk is not None
        return self.app.desk

    def join(self, centre: Centre) -> None:
        """Admin > EDC, with address and code."""
        self.desk.open_room(Room.ADMIN)
        admin = self.desk.pages.admin.view
        admin.enrolment_requested.emit(EnrolmentRequest(centre.address, centre.admin.new_code(SITE)))
        assert admin.state is not None
        assert admin.state.edc.enrolled

    def sync(self) -> None:
        """The room of sync and its button."""
        self.desk.open_room(Room.SYNC)
        button = self.desk.pages.sync.view.status.start
        assert button.isEnabled()
        button.click()
        assert not self.desk.pages.sync.syncing.running
        # No loop of Qt's runs between the acts of a test: what was taken off the screen would pile up till the end.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def speak(self, language: Language) -> None:
        """The window in another language."""
        self.app.look.language.switch(language)

    def enrol_child(self) -> str:
        """The dialog; the child's id."""
        self.desk.open_room(Room.CHILDREN)
        page = self.desk.pages.children
        page.view.enrol.click()
        dialog = page.dialog
        assert dialog is not None
        dialog.name.setText("方夏至")
        dialog.hospital_number.setText("DEMO-000900")
        dialog.sex.setCurrentIndex(dialog.sex.findData("F"))
        dialog.born.setText("2016-03-04")
        dialog.consent.setText(str(self.desk.session.today))
        dialog.button.click()
        [child] = self.desk.session.records.children()
        return child.subject.id

    # At the bedside

    def form(self, subject: str, form: str) -> VisitState:
        """A form of M1."""
        self.desk.open_visit(Address(subject, "M1").key)
        self.desk.pages.visit.view.form_chosen.emit(Address(subject, "M1", form=form).key)
        return self.bedside

    @property
    def bedside(self) -> VisitState:
        state = self.desk.pages.visit.view.state
        assert state is not None
        return state

    def row(self, item: str) -> ItemRow:
        return rows_of(self.app)[item]

    def type(self, item: str, text: str) -> None:
        type_into(self.app, item, text)

    def takes_nothing(self, item: str, text: str) -> bool:
        """Whether the field of the open form stays as it was when somebody types into it."""
        grid, key = self.desk.pages.visit.view.grid, self.row(item).key
        row = grid.row(key)
        assert row is not None
        before = row.field.text()
        grid.go_to(key)
        QTest.keyClicks(row.field, text)
        QTest.keyClick(row.field, Key.Key_Return)
        return row.field.text() == before

    def said_below(self, item: str) -> str:
        """The notes of an item, in the window's language."""
        text = self.app.look.text
        return "\n".join(text(strip.text) for strip in self.row(item).strips if isinstance(strip, Note))

    def read(self) -> str:
        """Everything that stands on the page in front: labels and buttons that are not hidden."""
        # What was just put on the page is shown with the next turn of the loop.
        QCoreApplication.processEvents()
        return words_on(self.app.window)

    # Review and sign

    def review(self, subject: str, form: str) -> FormLine:
        """Open the review of M1 and make a form its current line."""
        self.desk.open_review(Address(subject, "M1").key)
        view = self.review_page
        assert view.state is not None
        places = [parse_key(line.key).form for line in view.state.lines]
        view.table.setCurrentIndex(view.table.forms.index(places.index(form), 1))
        return view.state.lines[places.index(form)]

    @property
    def review_page(self) -> ReviewView:
        return self.desk.pages.review.view

    def sign(self, subject: str, form: str) -> None:
        """Tick this form alone, type the passphrase, press Enter."""
        wanted = self.review(subject, form).key
        table = self.review_page.table
        for row, line in enumerate(table.forms.lines):
            if (line.key in table.forms.ticked) != (line.key == wanted):
                table.setCurrentIndex(table.forms.index(row, 1))
                QTest.keyClick(table, Key.Key_Space)
        assert table.forms.ticked == {wanted}
        QTest.keyClicks(self.review_page.card.passphrase, PASSPHRASE)
        QTest.keyClick(self.review_page.card.passphrase, Key.Key_Return)

    def standing(self, subject: str, form: str) -> str:
        """How a form of M1 stands in the review."""
        return self.review(subject, form).standing

    # Rooms

    def needs(self, kind: NeedKind) -> list[Need]:
        """The cards of today of one kind."""
        self.desk.open_room(Room.TODAY)
        state = self.desk.pages.today.view.state
        assert state is not None
        return [need for need in state.needs if need.kind is kind]

    def cards(self, kind: NeedKind) -> list[str]:
        """The cards of today of one kind, in the window's language."""
        text = self.app.look.text
        return [f"{text(need.title)}; {text(need.detail)}" for need in self.needs(kind)]

    def marks(self, subject: str) -> set[str]:
        """The marks of the child in the list and at the head of its page."""
        self.desk.open_child(subject)
        child = self.desk.pages.child.view.state
        assert child is not None
        self.desk.open_children()
        state = self.desk.pages.children.view.state
        assert state is not None
        [row] = [row for row in state.rows if row.subject == subject]
        return {mark.kind.value for mark in row.marks}

    def conflict(self) -> ConflictState:
        """The conflict's page, from today's card."""
        [card] = self.needs(NeedKind.CONFLICT)
        self.desk.open_conflict(card.place)
        state = self.desk.pages.conflict.view.state
        assert state is not None
        return state

    def answer(self, question: str, text: str) -> None:
        """In the room of queries: go to the question, write below its thread, press the button."""
        self.desk.open_room(Room.QUERIES)
        view = self.desk.pages.queries.view
        lines = view.table.queries.lines
        place = next(number for number, line in enumerate(lines) if line.text == question)
        view.table.setCurrentIndex(view.table.queries.index(place, 0))
        QTest.keyClick(view.table, Key.Key_Return)
        QTest.keyClicks(view.thread_pane.answer, text)
        view.thread_pane.send.click()

    @property
    def digest(self) -> str:
        return self.desk.session.store.reader.digest()


def words_on(widget: QWidget) -> str:
    """The words of every label and button of a page, in their order."""
    found = [each for each in widget.findChildren(QWidget) if isinstance(each, QLabel | QPushButton)]
    return "\n".join(each.text() for each in found if each.isVisibleTo(widget) and each.text())


@dataclass
class Site:
    """Two workstations, the EDC, and the child that all of them know, with chemistry begun at M1."""

    ward: Station
    clinic: Station
    centre: Centre
    child: str
    potassium: Address

    @property
    def stations(self) -> tuple[Station, Station]:
        return self.ward, self.clinic

    @property
    def creatinine(self) -> Address:
        """Beside the potassium."""
        return Address(*self.potassium.parts[:6], "CREAT")

    def everyone(self) -> None:
        """Until nobody has anything to say."""
        for station in (self.ward, self.clinic, self.ward):
            station.sync()

    def equal(self) -> bool:
        [site] = [each for each in self.centre.admin.sites() if each.site == SITE]
        return self.ward.digest == self.clinic.digest == site.state

    def disagree(self, one: str, other: str) -> None:
        """Two potassiums, neither seen by the other's author."""
        for station, number in ((self.ward, one), (self.clinic, other)):
            station.form(self.child, "CHEM")
            station.type("K", number)
        self.everyone()
