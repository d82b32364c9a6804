"""Asked for a unit, a person is offered first what this child's laboratory printed last time, and chooses."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from study.values import Codes, Quantity
from ui.visit.acts import OptionChosen
from ui.visit.state import Ask

if TYPE_CHECKING:
    from tests.desktop_app.visit.conftest import Bedside

LAST = {"DSDNAM": Codes(("CLIA",)), "DSDNA": Quantity("173.9", "RU/mL")}


@pytest.fixture
def serology(bedside: Callable[..., "Bedside"]) -> Callable[[str, dict[str, Any]], "Bedside"]:
    """The serology of M3 at the hospital's laboratory, by CLIA; that of M1 as a test says."""

    def opened(laboratory: str, last: dict[str, Any]) -> "Bedside":
        made = bedside()
        made.work.visit(made.subject, "M1", date(2026, 9, 18), {"SERO": {"LBNAM": Codes((laboratory,)), **last}})
        made.work.set(made.subject, "M3", "SERO", {"LBNAM": Codes(("LOCAL",)), "DSDNAM": Codes(("CLIA",))})
        made.open("M3", "SERO")
        return made

    return opened


def asked(bedside: "Bedside") -> tuple[bool, list[str]]:
    """Whether one reading stands out, and the readings."""
    bedside.write("DSDNA", "70.2")
    strip = bedside.strip("DSDNA", Ask)
    return strip.usual, [option.label.en for option in strip.options]


def test_the_unit_of_last_time_comes_first_and_says_so(serology: Any) -> None:
    bedside = serology("LOCAL", LAST)
    assert asked(bedside) == (True, ["70.2 RU/mL · as last time", "70.2 IU/mL"])
    key = bedside.row("DSDNA").key
    bedside.view.grid.acted.emit(OptionChosen(key, "0"))
    assert bedside.fact("DSDNA").value == Quantity("70.2", "RU/mL")


@pytest.mark.parametrize(
    ("laboratory", "last"),
    [("OUTSIDE", LAST), ("LOCAL", {**LAST, "DSDNAM": Codes(("ELISA",))}), ("LOCAL", {"C3": "0.88"})],
)
def test_another_laboratory_or_method_suggests_nothing(serology: Any, laboratory: str, last: dict[str, Any]) -> None:
    assert asked(serology(laboratory, last)) == (False, ["70.2 IU/mL", "70.2 RU/mL"])
