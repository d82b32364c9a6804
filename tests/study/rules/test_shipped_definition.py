"""The shipped definition and the code that reads it agree: formulas, units of inputs, the grammar of each item."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.study_files import read_folder
from resources import path
from study import units
from study.checks import CheckContext, check
from study.definition.load import load
from study.definition.model import Item, Study
from study.derived.registry import FORMULAS
from study.grammar import Ask, Refused, Understood, understand
from study.values import Quantity


@pytest.fixture(scope="module")
def shipped() -> Study:
    """The definition that the application carries."""
    root = path("study")
    return load(read_folder(root))


@pytest.fixture(scope="module")
def numbers(shipped: Study) -> list[Item]:
    """Every item that takes a number."""
    return [item for form in shipped.forms.values() for item in form.items if item.type == "number"]


def test_every_formula_is_fed(shipped: Study) -> None:
    for spec in shipped.derived.values():
        formula = FORMULAS[spec.formula or spec.code]
        assert set(formula.inputs) & set(spec.inputs), spec.code


def test_every_unit_of_every_item_is_recognised_as_it_is_printed(shipped: Study, numbers: list[Item]) -> None:
    for item in numbers:
        for code in units.units_of(item):
            if code != units.DIMENSIONLESS:
                assert units.recognise(shipped, item, units.label(shipped, code)) == code, (item.code, code)


def test_grams_are_never_read_as_giga(shipped: Study, numbers: list[Item]) -> None:
    counts = [item for item in numbers if item.unit == "10^9/L"]
    assert {"PLAT", "NEUT"} <= {item.code for item in counts}
    for item in counts:
        assert units.recognise(shipped, item, "g/L") is None
        assert units.recognise(shipped, item, "G/L") == "10^9/L"


def test_every_item_reads_an_ordinary_number_and_judges_it(shipped: Study, numbers: list[Item]) -> None:
    for item in numbers:
        assert item.hard is not None
        middle = item.soft.low if item.soft is not None and item.soft.low is not None else item.hard.low
        # Where no factor leads from one unit to the other, the unit must be said.
        read = understand(shipped, item, str(middle) if units.one_scale(item) else f"{middle} {item.unit}")
        assert isinstance(read, Understood), item.code
        assert not check(shipped, item, read.value, CheckContext()).refused


def test_every_answer_of_every_list_is_read_as_itself(shipped: Study) -> None:
    for form in shipped.forms.values():
        for item in form.items:
            if item.type in ("choice", "multichoice"):
                for choice in shipped.codelists[item.choices]:
                    for text in (choice.label.en, choice.label.zh, choice.code, *choice.aliases):
                        read = understand(shipped, item, text)
                        assert isinstance(read, Understood), (item.code, text, read)
                        assert choice.code in getattr(read.value, "codes", ()), (item.code, text, read)


_TYPED = st.text(max_size=12) | st.lists(
    st.sampled_from([*"0123456789.,<>-+±%/:年月日 ", "mg/dL", "ND", "未查", "1+", "无", "E"]), max_size=8
).map("".join)


@settings(max_examples=150, deadline=None)
@given(typed=_TYPED, which=st.integers(0, 10**6))
def test_no_item_is_brought_down_by_any_text(shipped: Study, typed: str, which: int) -> None:
    items = [item for form in shipped.forms.values() for item in form.items]
    item = items[which % len(items)]
    read = understand(shipped, item, typed)
    assert isinstance(read, Understood | Ask | Refused)
    if isinstance(read, Understood):
        check(shipped, item, read.value, CheckContext())
        if isinstance(read.value, Quantity):
            assert Decimal(read.value.number).is_finite()
