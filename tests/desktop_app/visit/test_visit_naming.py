"""Free text that seems to name a person: pointed out under the field, kept as it was typed, never an obstacle."""

from collections.abc import Callable
from typing import Any

from study.values import TextValue
from ui.visit.state import Note


def notes(bedside: Any, item: str) -> list[str]:
    return [strip.text.en for strip in bedside.row(item).strips if isinstance(strip, Note)]


def with_event(bedside: Callable[..., Any], role: str, words: str) -> Any:
    made = bedside(role)
    made.open("M3", "CHEM")
    made.open_log("AE")
    made.write("AETERM", words)
    return made


def test_the_childs_own_name_in_a_comment_is_pointed_out_and_kept(bedside: Callable[..., Any]) -> None:
    made = with_event(bedside, "investigator", "林小满发热")
    assert "looks like the child's name: write the child's code instead" in notes(made, "AETERM")
    assert made.fact("AETERM").value == TextValue("林小满发热")
    made.write("AETERM", "发热")
    assert not any("looks like" in note for note in notes(made, "AETERM"))


def test_who_may_not_see_names_is_not_told_that_a_text_holds_one(bedside: Callable[..., Any]) -> None:
    made = with_event(bedside, "data_entry", "林小满发热")
    assert not any("looks like" in note for note in notes(made, "AETERM"))
    made.write("AETERM", "13912345678 rang")
    assert "looks like a phone number: write the child's code instead" in notes(made, "AETERM")


def test_the_name_in_its_own_field_is_where_it_belongs(bedside: Callable[..., Any]) -> None:
    made = bedside()
    made.open("SCR", "DM")
    assert not any("looks like" in note for note in notes(made, "NAME"))
