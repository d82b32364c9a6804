"""What the record suggests at the bedside: a calm strip, one key to take it, a word where it is declined."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from study.address import Address, parse_key
from study.values import Codes, DateTimeValue
from ui.visit.state import FailedCheck, Suggested

if TYPE_CHECKING:
    from tests.desktop_app.visit.conftest import Bedside


@pytest.fixture
def sledai(bedside: Callable[..., "Bedside"]) -> "Bedside":
    """The SLEDAI form of M3; platelets 90, white cells 4.8, red cells of the urine 3-7."""
    made = bedside()
    made.work.set(made.subject, "M3", "CBC", {"PLAT": "90", "WBC": "4.8"})
    made.open("M3", "URINE")
    made.write("URBC", "3-7")
    made.open("M3", "SLEDAI")
    return made


def button(made: "Bedside", item: str) -> QPushButton:
    """The button of a row's suggestion."""
    row = made.view.grid.row(made.row(item).key)
    assert row is not None
    (found,) = (one for one in row.strips.inputs() if isinstance(one, QPushButton))
    return found


def test_a_descriptor_with_a_suggestion_says_so_and_stays_empty(sledai: "Bedside") -> None:
    told = {item: sledai.strip(item, Suggested) for item in ("SLE_THROMB", "SLE_LEUKO", "SLE_HEMAT", "SLE_RASH")}
    assert told["SLE_THROMB"].answer.en == "present"
    assert told["SLE_THROMB"].why.en.startswith("platelets 90 ×10⁹/L on 2026-11-17")
    assert told["SLE_LEUKO"].answer.zh == "无"
    assert told["SLE_HEMAT"].answer is None
    assert "3-7 /HPF" in told["SLE_HEMAT"].why.en
    assert not told["SLE_HEMAT"].may_take
    assert told["SLE_RASH"] is None
    assert {sledai.fact(item) for item in told} == {None}


def test_alt_y_takes_it_as_an_answer_that_nobody_typed_and_goes_on(sledai: "Bedside") -> None:
    field = sledai.go("SLE_THROMB")
    QTest.keyClicks(field, "n")
    QTest.keyClick(field, Qt.Key.Key_Y, Qt.KeyboardModifier.AltModifier)
    fact = sledai.fact("SLE_THROMB")
    assert (fact.value, fact.typed) == (Codes(("Y",)), "")
    assert "platelets 90" in fact.explanation
    assert "血小板 90" in fact.explanation
    assert sledai.strip("SLE_THROMB", Suggested) is None
    current = sledai.view.grid.current()
    assert current is not None
    assert parse_key(current.key).item == "SLE_LEUKO"


def test_enter_on_the_button_takes_it_too(sledai: "Bedside") -> None:
    field = sledai.go("SLE_LEUKO")
    take = button(sledai, "SLE_LEUKO")
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert take.hasFocus()
    assert "白细胞 4.8" in take.accessibleName()
    QTest.keyClick(take, Qt.Key.Key_Return)
    assert sledai.fact("SLE_LEUKO").value == Codes(("N",))


def test_alt_y_takes_nothing_where_a_person_must_look(sledai: "Bedside") -> None:
    for item in ("SLE_HEMAT", "SLE_RASH"):
        QTest.keyClick(sledai.go(item), Qt.Key.Key_Y, Qt.KeyboardModifier.AltModifier)
        assert sledai.fact(item) is None


def test_declined_it_stays_named_and_wants_its_attribution(sledai: "Bedside") -> None:
    assert "SLEA_THROMB" not in sledai.items()
    sledai.write("SLE_THROMB", "N")
    strip = sledai.strip("SLE_THROMB", Suggested)
    assert (strip.answer.en, strip.may_take) == ("present", False)
    assert sledai.strip("SLEA_THROMB", FailedCheck).always
    message = next(m for m in sledai.state.messages if "thrombocytopenia" in m.text.en)
    sledai.go("SLE_SEIZ")
    sledai.view.side.message_chosen.emit(message.key)
    current = sledai.view.grid.current()
    assert current is not None
    assert parse_key(current.key).item == "SLEA_THROMB"
    sledai.write("SLEA_THROMB", "Drug")
    assert not any("thrombocytopenia" in said for said in sledai.messages())
    assert sledai.strip("SLEA_THROMB", FailedCheck) is None


def test_declined_without_a_word_the_completed_form_raises_a_query(sledai: "Bedside") -> None:
    sledai.write("SLE_THROMB", "N")
    sledai.write("SLE_LEUKO", "N")
    sledai.view.form_completed.emit("")
    record = sledai.work.course(sledai.subject).record
    checks = {entry.fact.check for entry in record.queries(Address(sledai.subject))}
    assert "SLE_WHY_THROMB" in checks
    assert "SLE_WHY_LEUKO" not in checks


def test_who_only_reads_is_told_and_takes_nothing(sledai: "Bedside") -> None:
    sledai.work.session.role = "monitor"
    sledai.page.refresh()
    assert not sledai.strip("SLE_THROMB", Suggested).may_take
    QTest.keyClick(sledai.go("SLE_THROMB"), Qt.Key.Key_Y, Qt.KeyboardModifier.AltModifier)
    assert sledai.fact("SLE_THROMB") is None


def test_the_tool_of_the_baseline_is_offered_and_the_baseline_stays_beside_it(
    bedside: Callable[..., "Bedside"],
) -> None:
    made = bedside()
    drawn = DateTimeValue("2026-08-12T08:00")
    made.work.set(made.subject, "BL", "ICANS", {"ICANSDTC": drawn, "ICTOOL": "CAPD"})
    made.open("W2", "ICANS")
    strip = made.strip("ICTOOL", Suggested)
    assert (strip.answer.en, strip.why.en) == ("CAPD (under 12 years)", "the tool of the baseline, 2026-08-12")
    QTest.keyClick(made.go("ICTOOL"), Qt.Key.Key_Y, Qt.KeyboardModifier.AltModifier)
    assert made.fact("ICTOOL").value == Codes(("CAPD",))


def test_forms_of_scores_offer_no_shortcut_to_normal(bedside: Callable[..., "Bedside"]) -> None:
    made = bedside()
    made.open("M3", "SLEDAI")
    head: Any = made.state.form
    assert (head.may_all_normal, head.may_as_last) == (False, False)


def test_beside_an_assessment_stand_its_own_grade_and_the_episodes(bedside: Callable[..., "Bedside"]) -> None:
    made = bedside()
    fever = {"CRSFEV": "Y", "CRSONG": "N", "CRSHYPO": "0", "CRSHYPX": "0"}
    for at, signs in (("T08:00", {**fever, "CRSHYPO": "1"}), ("T20:00", fever)):
        moment = DateTimeValue(f"2026-08-31{at}")
        made.work.set(made.subject, "W2", "CRS", {"CRSDTC": moment, **signs}, anew=True)
    made.open("M3", "CHEM")
    assert made.state.episodes == ()
    made.open("W2", "CRS")
    told = [row.text.en for row in made.state.episodes]
    assert told[:2] == ["This assessment: grade 1", "CRS grade 2"]
    assert made.state.episodes[1].detail.en.startswith("open since 2026-08-31 08:00")
    assert made.view.side.episodes.isVisibleTo(made.view)
    assert not any(row.elsewhere for row in made.state.episodes)
    made.view.side.episodes.row_chosen.emit(made.state.episodes[1].key)
    assert made.state.form.key == made.state.form.repeats[0].key
    assert made.state.episodes[0].text.en == "This assessment: grade 2"


def test_no_dialysis_needs_no_line_and_dialysis_has_one(bedside: Callable[..., "Bedside"]) -> None:
    made = bedside()
    made.open("M3", "CHEM")
    made.work.set(made.subject, "M3", "VISIT", {"KRTYN": "N"})
    made.page.refresh()
    assert "DIALYSIS" not in {row.code for row in made.state.derived}
    made.work.set(made.subject, "M3", "VISIT", {"KRTYN": "Y"})
    made.page.refresh()
    row = next(row for row in made.state.derived if row.code == "DIALYSIS")
    assert row.value.zh == "是"
