"""The search over a real store: a child, a visit, an item, a query, a command; names only where they are shown."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QLabel, QWidget

from desktop_app.presenters import gathering
from desktop_app.presenters.commands import COMMANDS, KEYS
from desktop_app.presenters.search import Search
from desktop_app.presenters.search_find import DEEP, find, rank, score
from desktop_app.presenters.search_index import Findable, index_of
from study.address import Address
from study.changes import facts as f
from tests.kit.lanes import Waiting
from ui.search.palette import Palette
from ui.search.state import Hit, HitKind

TODAY = date(2026, 11, 17)


def found(work: Any, asked: str, front: str = "") -> list[Hit]:
    """What a text finds."""
    index = index_of(work.session.records, work.session, Findable(), front)
    return list(find(index, asked).hits)


@pytest.fixture
def ward(desk_fixture: Any) -> Any:
    """Two children, one of them with a visit and a query."""
    first = desk_fixture.enrol("LN-007", name="林小满", number="0012345")
    desk_fixture.enrol("LN-012", name="赵子墨")
    desk_fixture.visit(first, "M3", TODAY, {"CHEM": {"CREAT": "58"}})
    place = Address(first, "M3", "", "CHEM", "", "", "CREAT")
    desk_fixture.append(f.QueryOpened(id="q1", query="q1", address=place, text="unit of the report?"))
    return desk_fixture


@pytest.mark.parametrize("asked", ["ln-007", "LN-007", "007", "林小满", "小满", "0012345"])
def test_a_child_is_found_by_code_name_and_number(ward: Any, asked: str) -> None:
    hits = found(ward, asked)
    assert hits[0].kind is HitKind.CHILD
    assert hits[0].title.zh == "LN-007 林小满"
    assert [hit.title.zh for hit in hits if hit.kind is HitKind.CHILD] == ["LN-007 林小满"]


def test_a_visit_and_an_item_are_found_behind_the_child(ward: Any) -> None:
    [visit] = [hit for hit in found(ward, "007 M3") if hit.kind is HitKind.VISIT and " M3 " in hit.title.en]
    assert visit.target.split("/")[1] == "M3"
    first = next(hit for hit in found(ward, "小满 肌酐") if hit.kind is HitKind.ITEM)
    assert first.target.split("/")[1:4:2] == ["M3", "CHEM"]
    assert first.target.endswith("/CREAT")


def test_the_child_in_front_needs_no_code(ward: Any) -> None:
    subject = ward.session.records.children()[0].subject.id
    assert not [hit for hit in found(ward, "creatinine") if hit.kind is HitKind.ITEM]
    assert [hit for hit in found(ward, "creatinine", subject) if hit.kind is HitKind.ITEM]


def test_a_query_is_found_by_its_words_and_leads_to_its_field(ward: Any) -> None:
    [hit] = [hit for hit in found(ward, "report?") if hit.kind is HitKind.QUERY]
    assert hit.target.endswith("/CREAT")


def test_an_empty_text_offers_the_commands_that_this_person_may_use(ward: Any) -> None:
    assert {hit.target for hit in found(ward, "")} == {command.code for command in COMMANDS}
    ward.session.person = ward.session.person._replace(roles=("data_entry",))
    assert "audit" not in {hit.target for hit in found(ward, "")}


def test_who_is_shown_no_names_finds_none(make_desk: Callable[..., Any]) -> None:
    keyless = make_desk(site_key=False)
    keyless.enrol("LN-001")
    monitor = make_desk()
    monitor.enrol("LN-001", name="林小满", number="0012345")
    monitor.session.role = "monitor"
    for work in (keyless, monitor):
        assert found(work, "LN-001")[0].title.zh == "LN-001"
        assert [hit for word in ("林小满", "0012345") for hit in found(work, word)] == []


def test_the_chosen_hit_is_gone_to(ward: Any, qtbot: Any) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    shown: list[str] = []
    search = Search(ward.desk, Palette(ward.desk.look, window), lambda: "", lambda: shown.append("names"))
    search.open()
    assert shown == ["names"]
    search.palette.line.setText("007 m3")
    visit = next(hit for hit in search.palette.hits.hits if hit.kind is HitKind.VISIT)
    search.palette.chosen.emit(visit)
    search.palette.chosen.emit(Hit(HitKind.COMMAND, "backup", visit.title))
    assert ward.desk.went == [("visit", visit.target, ""), ("admin", "backup")]


@given(st.lists(st.text(min_size=1, max_size=6), min_size=1, max_size=4))
def test_a_word_fits_itself_best_and_more_words_never_fit_better(words: list[str]) -> None:
    named = tuple(word.casefold() for word in words)
    assert rank(named[0], named) == 0
    one, all_of_them = score(named[:1], named), score(named, named)
    assert one is not None
    assert all_of_them is not None
    assert all_of_them >= one


def test_no_two_commands_and_no_two_keys_of_a_place_are_alike() -> None:
    assert len({command.code for command in COMMANDS}) == len(COMMANDS)
    for group in KEYS:
        assert len({line.keys for line in group.lines}) == len(group.lines)


def test_thousands_of_children_are_found_without_making_their_visits(ward: Any) -> None:
    index = index_of(ward.session.records, ward.session, Findable(), "")
    made: list[int] = []

    def visits() -> tuple[Any, ...]:
        made.append(1)
        return ()

    child = index.children[0]
    many = tuple(type(child)(child.named, visits, visits) for _ in range(5000))
    state = find(type(index)(many, (), (), None), "ln-007")
    assert made == []
    assert len(state.hits) == 1


def test_every_child_is_found_by_code_at_once_and_by_name_as_it_is_read(
    ward: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody is told that nothing is called so before everybody was looked at; Esc leaves the others unread."""
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    lane = ward.desk.tasks = Waiting()
    monkeypatch.setattr(gathering, "A_WHILE_S", 0.0)
    ward.session.records.forget_all()
    search = Search(ward.desk, Palette(ward.desk.look, window), lambda: "", lambda: None)
    search.open()
    for _read_then_found in range(2):
        lane.one()
    for asked, titles in (("赵子墨", []), ("LN-012", ["LN-012"]), ("林小满", ["LN-007 林小满"])):
        search.palette.line.setText(asked)
        lane.jobs.rotate(1)
        lane.one()
        assert [hit.title.zh for hit in search.palette.hits.hits] == titles
        assert "1/2" in search.palette.findChildren(QLabel)[0].text()
    search.palette.line.setText("012 M3")
    lane.jobs.rotate(1)
    lane.one()
    assert [hit.kind for hit in search.palette.hits.hits][:1] == [HitKind.VISIT]
    search.palette.close_palette()
    lane.through()
    assert not search.gathering.running
    search.open()
    search.palette.line.setText("赵子墨")
    lane.through()
    assert [hit.title.zh for hit in search.palette.hits.hits] == ["LN-012 赵子墨"]


def test_of_thousands_those_who_fit_best_are_looked_into(ward: Any) -> None:
    index = index_of(ward.session.records, ward.session, Findable(), "")
    made: list[int] = []

    def visits() -> tuple[Any, ...]:
        made.append(1)
        return ()

    child = index.children[0]
    many = tuple(type(child)(child.named, visits, lambda: ()) for _ in range(5000))
    state = find(type(index)(many, (), ()), "ln m3")
    assert (len(made), state.beyond) == (DEEP, 5000 - DEEP)
