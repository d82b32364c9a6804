"""The audit room over a real store: lines page by page, filters, the way to the field, files, verification."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.presenters.audit_lines import NEWER, kinds
from desktop_app.presenters.audit_page import AuditPage
from desktop_app.presenters.audit_trail import CHANGES, ENOUGH, FAR
from desktop_app.presenters.keeping import Keeping
from storage.history import Sought
from study.address import Address
from study.changes import facts as f
from study.errors import KnownError
from ui.audit.lines import KEPT
from ui.audit.state import AuditState, Filter, Kind, Tab, TrailLine


@pytest.fixture
def work(desk_fixture: Any) -> Any:
    """Two children with visits; a creatinine of the first was corrected with a reason."""
    for code in ("LN-001", "LN-002"):
        desk_fixture.follow(desk_fixture.enrol(code, name=f"患儿{code}"))
    subject = _subject(desk_fixture, "LN-001")
    desk_fixture.clock.now += 60_000
    desk_fixture.set(subject, "M3", "CHEM", {"CREAT": "61"}, reason="read again on the report")
    return desk_fixture


@pytest.fixture
def page(work: Any, qtbot: QtBot) -> Iterator[AuditPage]:
    """The room, open on the trail."""
    made = AuditPage(work.desk, Keeping(work.desk))
    qtbot.addWidget(made.view)
    work.desk.page = made
    made.refresh()
    yield made
    made.stop()


def _subject(work: Any, code: str) -> str:
    subjects = work.store.reader.subjects("SCR/DM/SUBJID")
    return next(str(child.id) for child in subjects if child.code == code)


def lines(page: AuditPage) -> list[TrailLine]:
    """Every line of the trail, fetched to its end."""
    model = page.view.trail.table.lines
    while not model.whole:
        model.fetchMore()
    return [line for row in range(model.rowCount()) if (line := model.line(row))]


def state_of(page: AuditPage) -> AuditState:
    assert page.view.state is not None
    return page.view.state


def noted(work: Any) -> list[f.Accessed]:
    """What the record says of who looked, the newest first."""
    found = work.store.reader.audit(Sought(kinds=frozenset({"accessed"})), newest=True)
    return [line.fact for line in found]


def test_everything_stands_there_newest_first_and_names_nobody(page: AuditPage, work: Any) -> None:
    shown = lines(page)
    every = list(work.store.reader.audit(limit=10**6, newest=True))
    assert [line.change for line in shown] == [line.change for line in every]
    assert (shown[0].before.en, shown[0].after.en, shown[0].why) == (
        "58 µmol/L",
        "61 µmol/L",
        "read again on the report",
    )
    assert not [line for line in shown if "患儿LN" in f"{line.after.zh}{line.before.zh}{line.typed}"]


def test_a_filter_by_child_and_item_finds_the_correction_and_leads_to_its_field(page: AuditPage, work: Any) -> None:
    subject = _subject(work, "LN-001")
    page.view.trail.filter_chosen.emit(Filter(child=subject, form="CHEM", item="CREAT"))
    shown = lines(page)
    assert len(shown) == 5
    assert {line.child for line in shown} == {"LN-001"}
    assert {line.place.en.rpartition(" · ")[2] for line in shown} == {"Creatinine"}
    assert {option.code for option in state_of(page).choices.items} >= {"CREAT", "K"}
    assert "WEIGHT" not in {option.code for option in state_of(page).choices.items}
    page.view.trail.opened.emit(shown[0].key)
    visit = Address(subject, "M3").key
    assert work.desk.went == [("visit", visit, shown[0].key)]


def test_days_and_people_and_kinds_narrow_what_is_shown(page: AuditPage, work: Any) -> None:
    whole = len(lines(page))
    page.seek(Filter(since=date(2026, 11, 18)))
    assert lines(page) == []
    page.seek(Filter(since=date(2026, 11, 17), until=date(2026, 11, 17), person="u-zhou"))
    assert len(lines(page)) == whole
    counts = {}
    for kind in (Kind.VALUES, Kind.WORKFLOW, Kind.ACCESS):
        page.seek(Filter(kind=kind))
        counts[kind] = len(lines(page))
    assert sum(counts.values()) == whole
    assert counts[Kind.ACCESS] == 0


def test_every_kind_of_fact_belongs_to_one_kind_of_entry() -> None:
    groups = [kinds(kind) for kind in (Kind.VALUES, Kind.WORKFLOW, Kind.ACCESS)]
    known = {each.__name__.lower() for each in get_args(f.Fact)}
    assert sum(map(len, groups)) == len(known) + 1
    assert set().union(*groups) == known | {NEWER}
    assert kinds(Kind.ALL) == frozenset()


def test_a_long_trail_is_read_as_far_as_somebody_scrolls_and_rare_entries_are_found(page: AuditPage, work: Any) -> None:
    subject = _subject(work, "LN-002")
    store, author = work.store, work.session.author
    note = f.Accessed(id=store.new_id(), what="unlock")
    store.append(author, (note,))
    for number in range(CHANGES * FAR // 10):
        place = Address(subject, "M1", form="CHEM", item="CREAT")
        value = work.fact(place, str(40 + number % 50))
        store.append(author, (value,))
    page.seek(Filter())
    model = page.view.trail.table.lines
    assert ENOUGH <= model.rowCount() < ENOUGH + CHANGES
    everything = len(work.store.reader.audit(limit=10**6))
    while not model.whole:
        model.fetchMore()
    assert model.rowCount() == everything
    assert model.kept <= (KEPT + 1) * (ENOUGH + CHANGES)
    page.seek(Filter(kind=Kind.ACCESS))
    assert [line.kind.en for line in lines(page)] == ["unlocked"]


def test_what_is_entered_meanwhile_comes_in_front(page: AuditPage, work: Any) -> None:
    before = len(lines(page))
    work.set(_subject(work, "LN-002"), "M3", "CHEM", {"CREAT": "77"}, reason="typing error")
    page.refresh()
    shown = lines(page)
    assert len(shown) == before + 1
    assert shown[0].why == "typing error"


def test_the_csv_holds_what_the_filter_shows_and_is_noted_before_it_is_written(
    page: AuditPage, work: Any, tmp_path: Path
) -> None:
    page.seek(Filter(child=_subject(work, "LN-001"), item="CREAT"))
    shown = lines(page)
    path = tmp_path / "trail.csv"
    page.out.csv(path, page.wanted)
    with path.open(encoding="utf-8-sig", newline="") as handle:
        _head, *rows = list(csv.reader(handle))
    language = work.desk.language
    told = [(line.site, line.before.get(language), line.after.get(language), line.why, line.hash) for line in shown]
    assert [(row[1], row[10], row[11], row[13], row[18]) for row in rows] == told
    assert (noted(work)[0].what, noted(work)[0].detail) == ("export", "audit .csv")
    assert work.desk.told[-1][0] == "audit-written"
    page.out.csv(path, page.wanted)
    assert [error.code for error in work.desk.failures if isinstance(error, KnownError)] == ["file-exists"]


def test_pages_are_written_with_filter_site_and_the_head_of_the_log(page: AuditPage, tmp_path: Path, work: Any) -> None:
    page.seek(Filter(item="CREAT"))
    page.out.pdf(tmp_path / "trail.pdf", page.wanted)
    written = (tmp_path / "trail.pdf").read_bytes()
    assert written.startswith(b"%PDF")
    assert written.count(b"/Type /Page\n") == 1
    assert (noted(work)[0].what, noted(work)[0].detail) == ("export", "audit .pdf")
    assert page.wanted.about.en == "item Creatinine"


def test_a_child_a_person_and_days_are_named_on_paper(page: AuditPage, work: Any) -> None:
    chosen = Filter(child=_subject(work, "LN-001"), person="u-zhou", since=date(2026, 11, 1), kind=Kind.VALUES)
    page.seek(chosen)
    assert page.wanted.about.en == "child LN-001 · person 周敏 · from 2026-11-01 · values only"
    page.seek(Filter())
    assert page.wanted.about.zh == "全部记录"


def test_verification_says_in_a_sentence_that_everything_holds(page: AuditPage, work: Any) -> None:
    page.view.verify_asked.emit()
    code, text = work.desk.told[-1]
    assert code == "verified-whole"
    assert "Everything holds" in text.en
    assert state_of(page).job is None


def test_the_questions_are_read_one_after_the_other_and_saved_into_a_folder(
    page: AuditPage, work: Any, tmp_path: Path
) -> None:
    page.view.tab_chosen.emit(Tab.INSPECTION)
    told = state_of(page).inspection
    assert [line.number for line in told.questions] == list(range(1, 17))
    assert all(line.rows is not None for line in told.questions)
    assert not told.reading
    page.view.inspection.chosen.emit(13)
    answer = state_of(page).inspection.answer
    assert answer is not None
    assert answer.number == 13
    page.inspection.csv_all(tmp_path)
    assert len(list(tmp_path.glob("*.csv"))) == 16
    assert (noted(work)[0].detail, noted(work)[0].count) == ("inspection .csv", 16)
    page.inspection.csv(tmp_path / "one.csv")
    page.inspection.pdf(tmp_path / "one.pdf")
    assert (tmp_path / "one.csv").read_text(encoding="utf-8-sig").count("\n") >= len(answer.rows)
    assert (tmp_path / "one.pdf").read_bytes().startswith(b"%PDF")
    assert [fact.detail for fact in noted(work)[:2]] == ["inspection 13 .pdf", "inspection 13 .csv"]


def test_answers_stand_still_until_they_are_read_again(page: AuditPage, work: Any) -> None:
    page.choose_tab(Tab.INSPECTION)
    page.inspection.choose(13)
    before = state_of(page).inspection.answer
    work.desk.noted("print", "receipt")
    page.refresh()
    assert state_of(page).inspection.answer == before
    page.view.inspection.read_asked.emit()
    after = state_of(page).inspection.answer
    assert before is not None
    assert after is not None
    assert len(after.rows) == len(before.rows) + 1
