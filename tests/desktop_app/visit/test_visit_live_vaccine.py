"""A live vaccine at the bedside: what is said at its row when it is entered, and the word or query it asks for."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from study.address import LOG, Address
from study.unusual import LIVE_VACCINE
from study.values import DateValue
from tests.desktop_app.conftest import INFUSED
from ui.visit import acts
from ui.visit.state import FailedCheck

if TYPE_CHECKING:
    from tests.desktop_app.visit.conftest import Bedside


@pytest.fixture
def vaccination(bedside: Callable[..., "Bedside"]) -> "Bedside":
    """The log of vaccinations beside M3, of a child whose B cells were away at M1."""
    made = bedside()
    work, subject = made.work, made.subject
    work.set(subject, LOG, "CM", {"CMTRT": "羟氯喹", "CMCLASS": "ANTIMAL", "CMSTDTC": DateValue("2025-01")})
    work.visit(subject, "M1", INFUSED + timedelta(days=30), {"IGLYM": {"CD19A": "2"}})
    work.set(subject, LOG, "VAX", {"VAXTRT": "水痘减毒活疫苗"})
    made.open("M3", "VS")
    made.open_log("VAX")
    made.write("VAXDTC", (INFUSED + timedelta(days=45)).isoformat())
    return made


def test_the_answer_live_is_spoken_of_at_once(vaccination: "Bedside") -> None:
    assert vaccination.strip("VAXLIVE", FailedCheck) is None
    vaccination.write("VAXLIVE", "y")
    strip = vaccination.strip("VAXLIVE", FailedCheck)
    assert "depleted B cells (CD19 2 cells/µL" in strip.message.en
    assert "B细胞耗竭" in strip.message.zh
    assert not strip.explained
    assert any("A live vaccine in spite of" in said for said in vaccination.messages())


def test_another_answer_or_day_takes_it_back(vaccination: "Bedside") -> None:
    vaccination.write("VAXLIVE", "y")
    vaccination.write("VAXLIVE", "n")
    assert vaccination.strip("VAXLIVE", FailedCheck) is None


def test_a_word_makes_it_calm(vaccination: "Bedside") -> None:
    vaccination.write("VAXLIVE", "y")
    vaccination.view.check_explained.emit(acts.CheckExplained(vaccination.row("VAXLIVE").key, LIVE_VACCINE, "exposed"))
    assert vaccination.strip("VAXLIVE", FailedCheck).explanation == "exposed"
    assert not any("A live vaccine in spite of" in said for said in vaccination.messages())


def test_without_a_word_the_completed_row_is_queried(vaccination: "Bedside") -> None:
    vaccination.write("VAXLIVE", "y")
    vaccination.view.form_completed.emit("")
    record = vaccination.work.course(vaccination.subject).record
    assert LIVE_VACCINE in {entry.fact.check for entry in record.queries(Address(vaccination.subject))}
