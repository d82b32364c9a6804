"""A laboratory's table in the admin room, over a real store: looked at, adopted, in force; and an empty one saved."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.presenters.admin import AdminPage
from study.changes import facts as f
from ui.admin.reference_state import ReferenceState
from ui.admin.state import Section
from ui.admin.study_state import Sight

HEAD = "item,sex,age_from,age_below,low,high,unit,effective_from\n"
SOUND = HEAD + "CREAT,A,2y,18y,30,50,umol/L,2024-01-01\n"


class Room:
    """The admin page of a desk with one child, whose creatinine at M3 is 58."""

    def __init__(self, work: Any, folder: Path) -> None:
        self.work, self.folder = work, folder
        subject = work.enrol("LN-007", born=date(2014, 7, 1))
        work.follow(subject)
        self.page = AdminPage(work.desk)
        work.desk.page = self.page
        self.page.choose(Section.REFERENCE)
        self.page.refresh()

    @property
    def sight(self) -> Sight | None:
        """The file that is looked at."""
        return self.state.sight

    @property
    def state(self) -> ReferenceState:
        """The section as it is shown."""
        shown = self.page.view.state
        assert shown is not None
        assert shown.reference is not None
        return shown.reference

    def look_at(self, text: str, name: str = "table.csv") -> None:
        """Look at a file."""
        (self.folder / name).write_text(text, encoding="utf-8")
        self.page.reference.look_at(self.folder / name)


@pytest.fixture
def room(make_desk: Callable[..., Any], tmp_path: Path, qtbot: QtBot) -> Callable[..., Room]:
    def make(role: str = "investigator") -> Room:
        made = Room(make_desk(role), tmp_path)
        qtbot.addWidget(made.page.view)
        return made

    return make


def test_a_table_is_looked_at_adopted_and_in_force(room: Callable[..., Room]) -> None:
    made = room()
    assert not made.state.tables
    made.look_at(SOUND)
    sight = made.sight
    assert sight is not None
    assert [(count.number, count.label.zh) for count in sight.counts] == [(1, "个已录数值的标志将改变")]
    assert [group.title.en for group in sight.differences] == ["LN-007"]
    assert sight.differences[0].lines[0].en.endswith("inside (27–66) → high (30–50)")
    assert sight.children[0].lines[0].en == "CHEM/CREAT Creatinine: 2y–18y, 1 interval"
    made.page.view.reference.sight.adopt.click()
    assert not made.page.view.reference.sight.isVisibleTo(made.page.view.reference)
    [row] = made.state.tables
    assert (row.who, row.items, row.since, row.in_force) == ("周敏", 1, "2024-01-01", True)
    assert [(each.item, each.since, each.until) for each in made.state.in_force] == [("CHEM/CREAT", "2024-01-01", "")]
    [adopted] = made.work.store.reader.tables("LAB")
    assert adopted.role == "investigator"
    made.look_at(SOUND)
    assert made.sight is not None
    assert made.sight.why_not is not None


def test_who_may_adopt_in_another_role_does_so_in_that_one(room: Callable[..., Room]) -> None:
    made = room("clinician")
    made.look_at(SOUND)
    made.page.view.reference.sight.adopt.click()
    assert [each.role for each in made.work.store.reader.tables("LAB")] == ["admin"]


def test_who_has_no_role_for_it_sees_the_tables_and_adopts_none(room: Callable[..., Room]) -> None:
    made = room("clinician")
    session = made.work.session
    session.person = session.person._replace(roles=("clinician",))
    made.page.refresh()
    assert not made.state.may_adopt
    made.look_at(SOUND)
    assert made.sight is not None
    assert made.sight.why_not is not None
    made.page.reference.adopt()
    assert [error.code for error in made.work.desk.failures] == ["no-right"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (SOUND.replace("30,50", "60,50"), "table.csv:2 CREAT: the interval is reversed"),
        ("", "table.csv can't be read as a table. Save it as CSV (UTF-8 or GB18030)."),
        ("a,b\n1,2\n", "table.csv:1 age_below: the column `age_below` is missing"),
    ],
)
def test_a_file_that_can_not_be_used_says_why(room: Callable[..., Room], text: str, said: str) -> None:
    made = room()
    made.look_at(text)
    assert made.sight is not None
    assert said in [fault.en for fault in made.sight.faults]
    made.page.reference.adopt()
    assert made.work.store.reader.tables("LAB") == []


def test_a_damaged_table_is_shown_as_such(room: Callable[..., Room]) -> None:
    made = room()
    appended = made.work.append(
        f.TableAdopted(id=made.work.store.new_id(), table="LAB", digest="ab" * 32, content=b"x")
    )
    made.work.desk.moved(appended.slots)
    assert [row.standing and row.standing.en for row in made.state.tables] == ["can't be read here"]
    assert "abababababab" in made.state.said[0].en


def test_an_empty_table_is_saved_for_spreadsheets(room: Callable[..., Room], tmp_path: Path) -> None:
    made = room()
    made.page.reference.save_template(tmp_path / "empty.csv")
    assert (tmp_path / "empty.csv").read_bytes().startswith(b"\xef\xbb\xbfform,item,name")
    made.page.reference.save_template(tmp_path / "missing" / "empty.csv")
    assert [error.code for error in made.work.desk.failures] == ["not-written"]


def test_what_was_looked_at_is_gone_when_somebody_comes_back(room: Callable[..., Room]) -> None:
    made = room()
    made.look_at(SOUND)
    made.page.leave()
    assert made.sight is None
