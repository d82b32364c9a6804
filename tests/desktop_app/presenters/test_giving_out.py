"""Given out in the window: noted first, in a folder of its own, by those who may, and stopped without a trace."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.identity import child_key, seal_value
from desktop_app.presenters.admin import AdminPage
from desktop_app.presenters.giving.sharing import results_file
from desktop_app.presenters.giving.writing import at_once, page_of, write_given
from desktop_app.presenters.giving_out import GivingOut
from desktop_app.presenters.safety import SafetyPage
from storage.keys import SiteKey
from storage.watch import UNWATCHED
from study.address import LOG, Address
from study.changes import facts as f
from study.errors import KnownError
from study.values import DateValue
from tests.faults.limits import file_limit
from ui.admin.state import Section

RASH = {"AETERM": "皮疹", "AESTDTC": DateValue("2026-09-01"), "AETOXGR": "1", "AEBLGR": "0"}


@pytest.fixture
def medium(tmp_path: Path) -> Path:
    """A place beside the store."""
    made = tmp_path / "medium"
    made.mkdir()
    return made


def rows(folder: Path, name: str) -> list[list[str]]:
    with next(folder.glob(f"en/*-{name}.csv")).open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.reader(handle))


def test_the_pack_lands_in_a_folder_of_its_own_and_is_noted(desk_fixture: Any, medium: Path) -> None:
    work = desk_fixture
    work.set(work.enrol("LN-001", name="王小明"), LOG, "AE", RASH)
    page = SafetyPage(work.desk)
    page.giving.give("board", medium)
    [folder] = medium.iterdir()
    assert folder.name.startswith("cartella-board-")
    assert (folder / "zh" / "board.pdf").stat().st_size > 0
    assert rows(folder, "events")[1][-1] == "1"
    assert [code for code, _ in work.desk.told] == ["given-out"]
    assert page.giving.job is None
    noted = [line.fact for line in work.store.reader.audit(limit=3, newest=True) if isinstance(line.fact, f.Accessed)]
    assert [(fact.what, fact.detail, fact.count) for fact in noted][:1] == [("export", "board", 1)]


def test_a_second_one_of_the_same_minute_leaves_the_first_alone(desk_fixture: Any, medium: Path) -> None:
    work = desk_fixture
    work.enrol("LN-001")
    out = GivingOut(work.desk)
    out.give("results", medium)
    before = {path: path.stat().st_mtime_ns for path in medium.rglob("*")}
    out.give("results", medium)
    assert [error.code for error in work.desk.failures] == ["folder-there"]
    assert {path: path.stat().st_mtime_ns for path in medium.rglob("*")} == before


def test_a_name_that_was_corrected_is_found_too(desk_fixture: Any, medium: Path) -> None:
    work = desk_fixture
    subject = work.enrol("LN-001", name="赵一鸣")
    work.set(work.enrol("LN-002"), LOG, "AE", {**RASH, "AETERM": "赵一鸣接触后皮疹"})
    record, kept = work.course(subject).record, work.store.reader.site_key()
    key = child_key(SiteKey(kept), record)
    assert key is not None
    name = Address(subject, "SCR", form="DM", item="NAME")
    work.set(subject, "SCR", "DM", {"NAME": seal_value(key, name, "钱一铭")}, reason="wrong characters")
    assert work.child(subject).identity.name == "钱一铭"
    GivingOut(work.desk).give("board", medium)
    assert [error.code for error in work.desk.failures] == ["identity-in-file"]
    assert list(medium.iterdir()) == []


def test_a_disk_that_fills_up_is_said_and_leaves_nothing(desk_fixture: Any, medium: Path) -> None:
    work = desk_fixture
    work.enrol("LN-001")
    given = results_file(work.session, at_once, UNWATCHED)
    with file_limit(8_000), pytest.raises(KnownError) as refused:
        write_given(medium / "given", given._replace(sheets=()), work.study, page_of(work.session), UNWATCHED)
    assert refused.value.code == "disk-full"
    assert list(medium.iterdir()) == []


def test_nothing_plain_is_put_beside_the_sealed_record(desk_fixture: Any) -> None:
    work = desk_fixture
    work.enrol("LN-001")
    there = sorted(work.store.folder.iterdir())
    GivingOut(work.desk).give("board", work.store.folder)
    assert [error.code for error in work.desk.failures] == ["inside-record"]
    assert sorted(work.store.folder.iterdir()) == there


def test_stopped_half_way_nothing_is_left_and_nothing_noted(desk_fixture: Any, medium: Path) -> None:
    work = desk_fixture
    for code in ("LN-001", "LN-002"):
        work.enrol(code)
    out = GivingOut(work.desk)
    out.changed.connect(out.stop)
    seen = work.store.reader.audit(limit=1, newest=True)[0].hash
    out.give("shared", medium)
    assert [error.code for error in work.desk.failures] == ["stopped"]
    assert list(medium.iterdir()) == []
    assert work.store.reader.audit(limit=1, newest=True)[0].hash == seen


@pytest.mark.parametrize(
    ("role", "may"), [("investigator", True), ("coordinator", True), ("data_entry", False), ("admin", False)]
)
def test_who_may(make_desk: Callable[..., Any], qtbot: QtBot, medium: Path, role: str, may: bool) -> None:
    work = make_desk(role)
    page = AdminPage(work.desk)
    work.desk.page = page
    qtbot.addWidget(page.view)
    page.choose(Section.STUDY)
    page.refresh()
    card = page.view.study.giving
    assert all(button.isEnabled() == may for button in card.buttons.values())
    page.study.giving.give("results", medium)
    assert bool(list(medium.iterdir())) == may
