"""One visit on the screen over a real store, used as a person does."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from desktop_app.presenters.visit import VisitPage
from study.address import LOG, Address, parse_key
from ui.visit.view import VisitView


class Bedside:
    """One visit on the screen, used as a person does: by keys and by the buttons of the strips."""

    def __init__(self, work: Any, subject: str, page: VisitPage) -> None:
        self.work, self.subject, self.page = work, subject, page

    @property
    def view(self) -> VisitView:
        return self.page.view

    @property
    def state(self) -> Any:
        return self.view.state

    def open(self, visit: str, form: str, focus: str = "") -> None:
        """Show a form of a visit."""
        self.page.choose(Address(self.subject, visit).key, focus)
        self.page.refresh()
        self.view.form_chosen.emit(Address(self.subject, visit, form=form).key)

    def open_log(self, form: str) -> None:
        """Show a log of the child beside the visit that is open."""
        self.view.form_chosen.emit(Address(self.subject, LOG, form=form).key)

    def form_row(self, code: str) -> Any:
        """A form in the list at the left."""
        return next(row for row in self.state.forms if row.code == code)

    def items(self) -> list[str]:
        """The items that are asked, in their order."""
        return [parse_key(row.key).item for row in self.state.rows]

    def messages(self) -> list[str]:
        """What the messages say, in English."""
        return [message.text.en for message in self.state.messages]

    def row(self, item: str) -> Any:
        """The row as it is shown."""
        return next(row for row in self.state.rows if parse_key(row.key).item == item)

    def go(self, item: str) -> QLineEdit:
        """Put the focus into a field."""
        self.view.grid.go_to(self.row(item).key)
        row = self.view.grid.current()
        assert row is not None
        field = row.field
        assert field.hasFocus()
        return field

    def write(self, item: str, text: str) -> None:
        """Type over what stands there and go on with Enter."""
        field = self.go(item)
        field.selectAll()
        QTest.keyClick(field, Qt.Key.Key_Delete)
        if text.isascii():
            QTest.keyClicks(field, text)
        else:
            composed = QInputMethodEvent()
            composed.setCommitString(text)
            QApplication.sendEvent(field, composed)
        QTest.keyClick(field, Qt.Key.Key_Return)

    def fact(self, item: str) -> Any:
        """What the store holds in that field."""
        return self.work.course(self.subject).record.fact(parse_key(self.row(item).key))

    def fact_at(self, item: str) -> Any:
        """What the store holds of an item of the open form, shown or not."""
        place = parse_key(self.state.form.key)
        return self.work.course(self.subject).record.fact(Address(*place.parts[:6], item))

    def strip(self, item: str, kind: type) -> Any:
        """The strip of a kind under a row; None when there is none."""
        return next((strip for strip in self.row(item).strips if isinstance(strip, kind)), None)


@pytest.fixture
def bedside(make_desk: Callable[..., Any], qtbot: QtBot) -> Callable[..., Bedside]:
    def make(role: str = "investigator", **child: Any) -> Bedside:
        work = make_desk(role)
        writer = work.store
        assert writer is not None
        subject = work.enrol("LN-007", name="林小满", **child)
        work.follow(subject)
        page = VisitPage(work.desk)
        work.desk.page = page
        qtbot.addWidget(page.view)
        page.view.resize(1294, 724)
        page.view.show()
        page.view.activateWindow()
        qtbot.waitUntil(page.view.isActiveWindow)
        return Bedside(work, subject, page)

    return make


@pytest.fixture
def chemistry(bedside: Callable[..., Bedside]) -> Bedside:
    """The chemistry form of M3, which has its first specimen."""
    made = bedside()
    made.open("M3", "CHEM")
    return made
