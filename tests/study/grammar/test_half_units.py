"""A unit that leaves open of what it speaks is asked about, never guessed: urea and urea nitrogen differ by 2.14."""

import pytest

from desktop_app.study_files import read_folder
from resources import path
from study.definition.load import load
from study.definition.model import Study
from study.grammar import Ask, Understood, understand
from study.values import Comparator, Quantity


@pytest.fixture(scope="module")
def shipped() -> Study:
    return load(read_folder(path("study")))


@pytest.mark.parametrize(("typed", "comparator"), [("12.6mg/dl", ""), ("12.6 mg/dL", ""), ("<12.6 mg/dL", "<")])
def test_urea_in_mg_per_dl_asks_whether_it_is_urea_nitrogen(shipped: Study, typed: str, comparator: Comparator) -> None:
    asked = understand(shipped, shipped.item("CHEM", "UREA"), typed)
    assert isinstance(asked, Ask)
    assert [option.value for option in asked.options] == [Quantity("12.6", "mg/dL{BUN}", comparator)]
    assert "4.50 mmol/L" in asked.options[0].label.en


def test_with_the_word_it_is_read_at_once(shipped: Study) -> None:
    read = understand(shipped, shipped.item("CHEM", "UREA"), "12.6 mg/dL BUN")
    assert isinstance(read, Understood)
    assert read.value == Quantity("12.6", "mg/dL{BUN}")


@pytest.mark.parametrize("typed", ["0.35 g/24 h", "0.35g/24h", "<0.35 g/24 h"])
def test_the_h_of_a_unit_is_no_mark_for_high(shipped: Study, typed: str) -> None:
    read = understand(shipped, shipped.item("U24", "UPROT24"), typed)
    assert isinstance(read, Understood)
    assert isinstance(read.value, Quantity)
    assert (read.value.number, read.value.unit) == ("0.35", "g/24h")


def test_a_printed_mark_is_still_left_out(shipped: Study) -> None:
    read = understand(shipped, shipped.item("CHEM", "K"), "6.41 H")
    assert isinstance(read, Understood)
    assert read.value == Quantity("6.41", "mmol/L")
