"""A critical value is not overlooked: from another form of the visit, nor while it is on its way to the store."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_app.presenters.visit import VisitPage
from study.address import Address, parse_key
from study.judgement import ACKNOWLEDGED
from ui.visit.acts import Acknowledged
from ui.visit.state import Critical
from ui.visit.view import VisitView


class Ward:
    """A visit on the screen with its desk."""

    def __init__(self, work: Any, subject: str, page: VisitPage) -> None:
        self.work, self.subject, self.page = work, subject, page

    @property
    def view(self) -> VisitView:
        return self.page.view

    @property
    def state(self) -> Any:
        return self.view.state

    def form(self, code: str) -> None:
        """Go to a form of M3."""
        self.view.form_chosen.emit(Address(self.subject, "M3", form=code).key)

    def key(self, item: str) -> str:
        """The key of a row of the open form."""
        return next(str(row.key) for row in self.state.rows if parse_key(row.key).item == item)

    def type(self, item: str, text: str) -> Any:
        """Type over what stands there and stay."""
        assert self.view.grid.go_to(self.key(item))
        row = self.view.grid.current()
        assert row is not None
        row.field.selectAll()
        QTest.keyClicks(row.field, text)
        return row.field


@pytest.fixture
def ward(make_desk: Callable[..., Any], qtbot: QtBot) -> Ward:
    work = make_desk("investigator")
    subject = work.enrol("LN-007", name="林小满")
    work.follow(subject)
    page = VisitPage(work.desk)
    work.desk.page = page
    qtbot.addWidget(page.view)
    page.view.resize(1294, 724)
    page.view.show()
    page.view.activateWindow()
    qtbot.waitUntil(page.view.isActiveWindow)
    page.choose(Address(subject, "M3").key)
    page.refresh()
    return Ward(work, subject, page)


def test_a_critical_value_is_seen_from_every_form_of_its_visit_and_leads_to_its_row(ward: Ward) -> None:
    ward.form("CHEM")
    QTest.keyClick(ward.type("K", "7.2"), Qt.Key.Key_Return)
    key = ward.key("K")
    ward.form("VS")
    assert {row.code: row.flag for row in ward.state.forms if row.flag} == {"CHEM": "critical_high"}
    loud = ward.state.messages[0]
    assert (loud.kind, loud.key) == ("critical", key)
    assert "7.2" in loud.text.en
    ward.view.side.message_chosen.emit(loud.key)
    assert ward.state.form.code == "CHEM"
    assert ward.view.grid.current() is not None
    assert ward.view.grid.current().key == key  # type: ignore[union-attr]


def test_a_form_is_not_completed_past_a_critical_value_that_is_still_on_its_way(ward: Ward) -> None:
    ward.form("CHEM")
    QTest.keyClick(ward.type("K", "4.5"), Qt.Key.Key_Return)
    waiting: list[Callable[[], None]] = []
    at_once = ward.work.desk.write

    def later(job: Any, done: Any, failed: Any) -> None:
        waiting.append(lambda: at_once(job, done, failed))

    ward.work.desk.write = later
    field = ward.type("K", "7.9")
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    while waiting:
        waiting.pop(0)()
    code, said = ward.work.desk.told[-1]
    assert code == "form-not-complete"
    assert said.en == "Acknowledge Potassium first."
    assert not ward.state.form.complete


def test_a_visit_of_the_past_shows_the_age_and_weight_of_its_own_day(ward: Ward) -> None:
    assert ward.state.header.child.about.en.endswith("41.2 kg")
    ward.page.choose(Address(ward.subject, "M1").key)
    ward.page.refresh()
    assert ward.state.header.child.about.en.endswith("43.0 kg")


def test_each_critical_value_of_a_conflict_is_acknowledged_for_itself(ward: Ward) -> None:
    ward.form("CHEM")
    place = parse_key(ward.key("K"))
    ward.work.contradict(place, "7.2")
    ward.work.contradict(place, "1.9")
    ward.page.refresh()

    def asked() -> dict[str, Critical]:
        row = next(row for row in ward.state.rows if row.key == place.key)
        return {strip.limit.en.partition(" ")[0]: strip for strip in row.strips if isinstance(strip, Critical)}

    strips = asked()
    assert set(strips) == {"6.41", "7.2", "1.9"}
    act = Acknowledged(place.key, strips["7.2"].person, "10:05", "treated", value=strips["7.2"].value)
    ward.view.critical_acknowledged.emit(act)
    assert {number for number, strip in asked().items() if strip.acknowledged is None} == {"6.41", "1.9"}
    loud = " ".join(message.text.en for message in ward.state.messages if message.kind == "critical")
    assert [number in loud for number in strips] == [number != "7.2" for number in strips]
    ward.view.critical_acknowledged.emit(Acknowledged(place.key, act.person, "10:06", "late", value="gone"))
    assert len(ward.work.store.reader.record(ward.subject).marks(ACKNOWLEDGED, place)) == 1
