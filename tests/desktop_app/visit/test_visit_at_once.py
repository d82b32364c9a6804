"""Filling several items at once by keyboard: what is filled, what is left, what the record says, one undo."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_app.presenters.audit_rows import AuditWords
from desktop_app.presenters.commands import COMMANDS, KEYS
from desktop_app.presenters.visit import VisitPage
from desktop_app.presenters.visit.undo import UNDONE
from study.address import Address, parse_key
from study.changes import facts as f
from study.values import Cleared, Codes, DateTimeValue, DateValue, NotDone, TextValue
from tests.kit.second import second_study
from ui.visit.state import Note

if TYPE_CHECKING:
    from tests.desktop_app.visit.conftest import Bedside

VALVES = TextValue("瓣膜未见异常 / no valve abnormality")
ALT = Qt.KeyboardModifier.AltModifier


def press(bedside: "Bedside", item: str, key: Qt.Key, modifier: Qt.KeyboardModifier = ALT) -> None:
    """A key with the focus in a field."""
    QTest.keyClick(bedside.go(item), key, modifier)


def complete(bedside: "Bedside", visit: str, form: str) -> Address:
    """Somebody declares a form complete."""
    work, place = bedside.work, Address(bedside.subject, visit, form=form)
    record = work.course(bedside.subject).record
    work.append(f.FormCompleted(id=work.store.new_id(), bases=record.form_heads(place), address=place))
    bedside.page.refresh()
    return place


def told(bedside: "Bedside") -> str:
    """What the window said last, in English."""
    said: str = bedside.work.desk.told[-1][1].en
    return said


@pytest.fixture
def echo(bedside: Callable[..., "Bedside"]) -> "Bedside":
    """The echo of M3; at M1 an echo by Simpson's method was completed."""
    made = bedside()
    made.work.set(made.subject, "M1", "ECHO", {"EFMETH": "SIMPSON", "LVEF": "66", "WALLMO": "Y"})
    complete(made, "M1", "ECHO")
    made.open("M3", "ECHO")
    return made


def test_alt_n_fills_what_is_empty_and_has_a_normal_answer_in_one_change(echo: "Bedside") -> None:
    tip = echo.work.store.reader.tip().seq
    press(echo, "LVEF", Qt.Key.Key_N)
    assert echo.work.store.reader.tip().seq == tip + 1
    found = {item: echo.fact(item) for item in ("WALLMO", "VALVE", "PEFF")}
    assert {item: fact.value for item, fact in found.items()} == {
        "WALLMO": Codes(("N",)),
        "VALVE": VALVES,
        "PEFF": Codes(("NONE",)),
    }
    assert {fact.typed for fact in found.values()} == {""}
    assert all("all normal" in fact.reason and "全部正常" in fact.reason for fact in found.values())
    assert {echo.fact(item) for item in ("ECHOINT", "LVEF", "EFMETH", "ECHOTXT")} == {None}
    assert told(echo).startswith("Filled 3 with the normal answer. ")
    assert echo.row("PEFF").text == "无"


def test_nothing_that_stands_waits_or_was_not_done_is_overwritten(echo: "Bedside") -> None:
    echo.work.set(echo.subject, "M3", "ECHO", {"PEFF": "MOD", "VALVE": NotDone("REFUSED")})
    echo.page.refresh()
    echo.write("WALLMO", "zzz")
    press(echo, "LVEF", Qt.Key.Key_N)
    assert echo.fact("PEFF").value == Codes(("MOD",))
    assert echo.fact("VALVE").value == NotDone("REFUSED")
    assert echo.fact("WALLMO") is None
    assert echo.row("WALLMO").text == "zzz"
    assert told(echo).startswith("Nothing was filled")


def test_what_is_half_typed_is_left_first_and_stays(echo: "Bedside") -> None:
    field = echo.go("PEFF")
    QTest.keyClicks(field, "mod")
    QTest.keyClick(field, Qt.Key.Key_N, ALT)
    assert echo.fact("PEFF").value == Codes(("MOD",))
    assert echo.fact("WALLMO").value == Codes(("N",))
    assert "left as they were: Pericardial effusion" in told(echo)


def test_what_was_emptied_is_empty_and_rests_on_that(echo: "Bedside") -> None:
    echo.write("PEFF", "mod")
    echo.write("PEFF", "")
    emptied = echo.fact("PEFF")
    assert emptied.value == Cleared()
    press(echo, "LVEF", Qt.Key.Key_N)
    assert (echo.fact("PEFF").value, echo.fact("PEFF").bases) == (Codes(("NONE",)), (emptied.id,))


def test_a_conflict_is_left_to_whoever_decides_it(echo: "Bedside") -> None:
    place = Address(echo.subject, "M3", form="ECHO", item="PEFF")
    echo.work.append(echo.work.fact(place, "MOD"))
    echo.work.contradict(place, "LARGE")
    echo.page.refresh()
    press(echo, "LVEF", Qt.Key.Key_N)
    assert len(echo.work.course(echo.subject).record.settled(place).heads) == 2


def test_one_undo_takes_all_of_it_back(echo: "Bedside") -> None:
    echo.write("LVEF", "60")
    press(echo, "LVEF", Qt.Key.Key_N)
    assert echo.view.look.text(echo.state.undo) == "全部正常（ECHO）"
    tip = echo.work.store.reader.tip().seq
    press(echo, "LVEF", Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert echo.work.store.reader.tip().seq == tip + 1
    back = [echo.fact(item) for item in ("WALLMO", "VALVE", "PEFF")]
    assert {(fact.value, fact.reason) for fact in back} == {(Cleared(), UNDONE)}
    assert echo.fact("LVEF").value.number == "60"
    press(echo, "WALLMO", Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert echo.fact("LVEF").value == Cleared()


def test_undo_leaves_what_was_changed_since_and_says_so(echo: "Bedside") -> None:
    press(echo, "LVEF", Qt.Key.Key_N)
    echo.work.append(echo.work.fact(parse_key(echo.row("PEFF").key), "MOD"))
    echo.page.refresh()
    press(echo, "LVEF", Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert echo.fact("PEFF").value == Codes(("MOD",))
    assert echo.fact("WALLMO").value == Cleared()
    assert "1 changed since" in told(echo)


def test_a_second_time_there_is_nothing_left_to_fill(echo: "Bedside") -> None:
    press(echo, "LVEF", Qt.Key.Key_N)
    tip = echo.work.store.reader.tip().seq
    press(echo, "LVEF", Qt.Key.Key_N)
    assert echo.work.store.reader.tip().seq == tip
    assert told(echo).startswith("Nothing was filled")


def test_on_a_form_that_is_complete_or_not_allowed_there_is_no_button_and_no_key(echo: "Bedside") -> None:
    complete(echo, "M3", "ECHO")
    assert (echo.state.form.may_all_normal, echo.state.form.may_as_last) == (False, False)
    tip = echo.work.store.reader.tip().seq
    press(echo, "LVEF", Qt.Key.Key_N)
    echo.open("M3", "SLEDAI")
    assert (echo.state.form.may_all_normal, echo.state.form.may_as_last) == (False, False)
    assert echo.view.bar.may_all_normal is False
    press(echo, "SLE_RASH", Qt.Key.Key_N)
    assert echo.work.store.reader.tip().seq == tip


def test_who_only_reads_fills_nothing(bedside: Callable[..., "Bedside"]) -> None:
    made = bedside()
    made.work.session.role = "monitor"
    made.open("M3", "ECHO")
    assert (made.state.form.may_all_normal, made.state.form.may_as_last) == (False, False)


def test_alt_l_names_the_visit_and_its_age_before_anything_is_filled(echo: "Bedside") -> None:
    tip = echo.work.store.reader.tip().seq
    press(echo, "LVEF", Qt.Key.Key_L)
    offer = echo.state.offer
    assert offer.text.en == "As last time, from M1, 2026-09-18, 60 d before?"
    assert offer.text.zh == "沿用上次：M1（2026-09-18，60 天前）？"
    assert [line.en for line in offer.lines] == ["EF method: Biplane Simpson"]
    assert echo.work.store.reader.tip().seq == tip
    assert echo.view.offer.accept.hasFocus()
    QTest.keyClick(echo.view.offer.accept, Qt.Key.Key_Return)
    assert echo.state.offer is None
    fact = echo.fact("EFMETH")
    assert (fact.value, fact.typed) == (Codes(("SIMPSON",)), "")
    assert fact.reason == "沿用上次：M1（2026-09-18，60 天前） / as last time: M1, 2026-09-18, 60 d before"
    assert echo.strip("EFMETH", Note).text.zh == "沿用上次：M1（2026-09-18，60 天前）"
    assert echo.fact("WALLMO") is None
    row = echo.view.grid.current()
    assert row is not None, "the keyboard is back in the form"


def test_esc_on_the_offer_fills_nothing_and_stays_on_the_page(echo: "Bedside") -> None:
    press(echo, "LVEF", Qt.Key.Key_L)
    QTest.keyClick(echo.view.offer.accept, Qt.Key.Key_Escape)
    assert echo.state.offer is None
    assert echo.fact("EFMETH") is None
    assert ("back",) not in echo.work.desk.went


def test_what_came_meanwhile_is_not_overwritten_by_a_late_yes(echo: "Bedside") -> None:
    press(echo, "LVEF", Qt.Key.Key_L)
    echo.work.append(echo.work.fact(parse_key(echo.row("EFMETH").key), "TEICH"))
    QTest.keyClick(echo.view.offer.accept, Qt.Key.Key_Return)
    assert echo.fact("EFMETH").value == Codes(("TEICH",))


def test_the_offer_is_of_one_form_and_goes_with_it(echo: "Bedside") -> None:
    press(echo, "LVEF", Qt.Key.Key_L)
    echo.view.form_chosen.emit(Address(echo.subject, "M3", form="EEG").key)
    assert echo.state.offer is None
    echo.view.form_chosen.emit(Address(echo.subject, "M3", form="ECHO").key)
    assert echo.state.offer is None


@pytest.mark.parametrize("what", ["not done", "conflict", "queried", "withdrawn", "open", "void", "undated"])
def test_nothing_unsound_is_copied(echo: "Bedside", what: str) -> None:
    work, source = echo.work, Address(echo.subject, "M1", form="ECHO")
    method, new_id = Address(echo.subject, "M1", form="ECHO", item="EFMETH"), work.store.new_id
    record = work.course(echo.subject).record
    match what:
        case "not done":
            work.set(echo.subject, "M1", "ECHO", {"EFMETH": NotDone("REFUSED")}, reason="no")
        case "conflict":
            blind = f.ValueSet(id=new_id(), address=method, value=Codes(("TEICH",)), reason="other device")
            work.append(blind)
        case "queried":
            work.append(f.QueryOpened(id="q1", query="q1", address=method, text="sure?"))
        case "withdrawn":
            work.append(f.Withdrawn(id=new_id(), address=source, reason="wrong child"))
        case "open":
            work.append(f.FormReopened(id=new_id(), bases=record.form_heads(source), address=source, reason="late"))
        case "void":
            work.append(f.Signed(id=new_id(), address=source, meaning="data-correct", digest=record.digest(source)))
            work.set(echo.subject, "M1", "ECHO", {"LVEF": "61"}, reason="typing error")
        case _:
            work.set(echo.subject, "M3", "VISIT", {"VISDTC": Cleared()})
    echo.page.refresh()
    press(echo, "LVEF", Qt.Key.Key_L)
    assert echo.state.offer is None
    assert told(echo).startswith("Nothing is copied: ")
    assert echo.fact("EFMETH") is None


def test_the_latest_completed_visit_counts_and_no_later_one(echo: "Bedside") -> None:
    work = echo.work
    work.set(echo.subject, "W2", "ECHO", {"EFMETH": "TEICH"})
    complete(echo, "W2", "ECHO")
    work.visit(echo.subject, "M6", date(2027, 2, 16), {"ECHO": {"EFMETH": "OTHER"}})
    complete(echo, "M6", "ECHO")
    press(echo, "LVEF", Qt.Key.Key_L)
    assert echo.state.offer.text.en.startswith("As last time, from M1, ")


def test_a_copied_value_is_undone_like_any_other(echo: "Bedside") -> None:
    press(echo, "LVEF", Qt.Key.Key_L)
    QTest.keyClick(echo.view.offer.accept, Qt.Key.Key_Return)
    press(echo, "LVEF", Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert echo.fact("EFMETH").value == Cleared()
    assert told(echo) == "Taken back: as last time (M1, 2026-09-18, 60 d before) (ECHO)."


def test_the_buttons_do_the_same_as_the_keys(echo: "Bedside") -> None:
    words = {button.text(): button for button in echo.view.bar.findChildren(type(echo.view.bar.complete))}
    QTest.keyClick(words["全部正常"], Qt.Key.Key_Return)
    assert echo.fact("WALLMO").value == Codes(("N",))
    QTest.keyClick(words["沿用上次"], Qt.Key.Key_Space)
    focus = QApplication.focusWidget()
    assert focus is echo.view.offer.accept


def test_in_another_trial_the_definition_alone_says_what_is_filled(make_desk: Callable[..., Any], qtbot: Any) -> None:
    study = second_study(
        {
            "forms/CUFF.yaml": [
                ("zh: 家用血压计\n", "zh: 家用血压计\nall_normal: true\n"),
                ("choices: TAKEN}", "choices: TAKEN, normal: SELDOM}"),
            ],
            "forms/BODY.yaml": [
                ("    laboratory: true\n", ""),
                ("derived: [BMI]\n", "derived: [BMI]\nas_last: true\n"),
                ("soft: [140, 205]}", "soft: [140, 205], as_last: true}"),
            ],
        }
    )
    work = make_desk(study=study)
    page = VisitPage(work.desk)
    work.desk.page = page
    qtbot.addWidget(page.view)
    subject = work.enrol("AB0001", infused=None)
    work.set(subject, "START", "RAND", {"RDDTC": DateTimeValue("2026-08-18T09:00")})
    for visit, day in (("START", "2026-08-18"), ("WEEK4", "2026-09-15")):
        work.set(subject, visit, "ENC", {"ENCDT": DateValue(day)})
    work.set(subject, "START", "BODY", {"STATURE": "210", "MASS": "70"})
    place = Address(subject, "START", form="BODY")
    work.append(f.FormCompleted(id=work.store.new_id(), address=place))
    page.choose(Address(subject, "WEEK4").key)
    page.open_form(Address(subject, "WEEK4", form="CUFF"))
    page.view.all_normal_asked.emit(Address(subject, "WEEK4", form="CUFF").key)
    record = work.course(subject).record
    assert record.value(Address(subject, "WEEK4", form="CUFF", item="TAKES")) == Codes(("SELDOM",))
    page.open_form(Address(subject, "WEEK4", form="BODY"))
    page.view.as_last_asked.emit(Address(subject, "WEEK4", form="BODY").key)
    page.view.offer.accept.click()
    fact = work.course(subject).record.fact(Address(subject, "WEEK4", form="BODY", item="STATURE"))
    assert fact.value.number == "210"
    assert (fact.explanation, "28 d before" in fact.reason) == ("", True)
    state = page.view.state
    assert state is not None
    row = next(row for row in state.rows if row.key == fact.address.key)
    assert any("常见范围" in getattr(strip, "message", fact).zh for strip in row.strips if hasattr(strip, "message"))


def test_the_audit_trail_says_of_each_value_how_it_came(echo: "Bedside") -> None:
    press(echo, "LVEF", Qt.Key.Key_N)
    press(echo, "LVEF", Qt.Key.Key_L)
    QTest.keyClick(echo.view.offer.accept, Qt.Key.Key_Return)
    session = echo.work.session
    why = [row.why for row in AuditWords(session).rows(session.store.reader.audit())]
    assert sum("filled by all normal" in each for each in why) == 3
    assert sum("as last time: M1, 2026-09-18, 60 d before" in each for each in why) == 1


def test_the_search_does_the_same_and_says_where_it_can_not(echo: "Bedside") -> None:
    commands = {command.code: command for command in COMMANDS}
    for code in ("all_normal", "as_last", "records"):
        commands[code].run(echo.work.desk)
        assert echo.work.desk.went[-1] == ("bedside", code)
    echo.page.do("all_normal")
    assert echo.fact("WALLMO").value == Codes(("N",))
    echo.page.do("as_last")
    assert echo.state.offer is not None
    echo.open("M3", "SLEDAI")
    echo.page.do("as_last")
    assert told(echo) == "The open form can't be filled so."
    keys = {line.keys for group in KEYS for line in group.lines}
    assert {"Alt+N", "Alt+L", "Alt+R"} <= keys
