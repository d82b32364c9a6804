"""Finding a child in a table: between months, at the ends, in the younger table, at the nearest height, or why not."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resources import path
from study.definition.dictionary import is_dictionary
from study.definition.lookup_tables import Table, read_table
from study.derived.given import Numbers
from study.lms import Lms
from study.table_lookup import Child, lms_of, look_up
from study.text import Text
from study.values import TextValue

D = Decimal
_TEXTS = {file.stem: file.read_text("utf-8") for file in path("study/tables").glob("*.csv")}
TABLES = {code: read_table(code, text) for code, text in _TEXTS.items() if not is_dictionary(text)}


def lms(months: str, code: str = "HAZ", sex: str = "M") -> object:
    """L, M and S of a child as a formula gets them."""
    return look_up(TABLES, code, "LMS", Child(sex, D(months)))


def test_a_whole_month_is_the_row_itself() -> None:
    assert lms("96") == Numbers((D(1), D("127.2651"), D("0.04438")))
    assert lms("96.0") == lms("96")


def test_between_two_months_the_numbers_are_between() -> None:
    low, half, high = lms("96"), lms("96.5"), lms("97")
    assert isinstance(low, Numbers)
    assert isinstance(high, Numbers)
    assert half == Numbers(tuple((a + b) / 2 for a, b in zip(low.numbers, high.numbers, strict=True)))


@settings(max_examples=60, deadline=None)
@given(
    code=st.sampled_from(["HAZ", "BAZ", "WAZ"]), sex=st.sampled_from("FM"), months=st.decimals(D(61), D(119), places=2)
)
def test_interpolation_stays_between_its_two_rows(code: str, sex: str, months: Decimal) -> None:
    table = TABLES[code]
    ends = [lms_of(table, Child(sex, D(int(months) + step))) for step in (0, 1)]
    found = lms_of(table, Child(sex, months))
    assert isinstance(found, Lms)
    medians = [end.median for end in ends if isinstance(end, Lms)]
    assert min(medians) <= found.median <= max(medians)
    assert found.usable


def test_the_last_month_lasts_until_it_is_over_and_the_first_has_no_before() -> None:
    assert lms("228.9") == lms("228")
    assert lms("120.9", "WAZ") == lms("120", "WAZ")
    for months, code in (("229", "HAZ"), ("121", "WAZ"), ("24.9", "HAZ")):
        found = lms(months, code)
        assert isinstance(found, Text)
        assert "age outside the table" in found.en


def test_younger_children_have_the_other_standard_and_nothing_lies_between() -> None:
    assert lms("60.9") == lms("60")
    assert [look_up(TABLES, "HAZ", "standard", Child("F", D(months))) for months in ("60.9", "61")] == [
        TextValue("WHO2006"),
        TextValue("WHO2007"),
    ]
    alone = {"HAZ": TABLES["HAZ"]}
    assert isinstance(look_up(alone, "HAZ", "LMS", Child("F", D(60))), Text)
    assert isinstance(look_up({"HAZ_U5": TABLES["HAZ_U5"]}, "HAZ", "LMS", Child("F", D(60))), Numbers)


@pytest.mark.parametrize(
    ("height", "p90"),
    [
        ("100", (108, 72)),
        ("131.4", (108, 72)),
        ("131.5", (109, 73)),
        ("141.3", (112, 74)),
        ("143.6", (112, 74)),
        ("200", (116, 76)),
    ],
)
def test_the_nearest_height_counts_and_of_two_the_shorter(height: str, p90: tuple[int, int]) -> None:
    child = Child("M", None, 10, D(height))
    assert look_up(TABLES, "BPCAT", "P90", child) == Numbers(tuple(D(number) for number in p90))


def test_all_percentiles_come_from_the_same_row() -> None:
    child = Child("M", None, 10, D("141"))
    found = [look_up(TABLES, "BPCAT", part, child) for part in ("P50", "P90", "P95", "standard")]
    assert found == [
        Numbers((D(100), D(62))),
        Numbers((D(112), D(74))),
        Numbers((D(116), D(77))),
        TextValue("AAP 2017"),
    ]


@pytest.mark.parametrize(
    ("tables", "code", "child", "why"),
    [
        ({}, "HAZ", Child("M", D(96)), "table HAZ missing"),
        ({}, "BPCAT", Child("M", None, 10, D(141)), "table BPCAT missing"),
        (TABLES, "HAZ", Child(None, D(96)), "sex not known"),
        (TABLES, "HAZ", Child("M", None), "age not known"),
        (TABLES, "BPCAT", Child(None, None, 10, D(141)), "sex not known"),
        (TABLES, "BPCAT", Child("M", None, None, D(141)), "age not known"),
        (TABLES, "BPCAT", Child("M", None, 10), "height not known"),
        (TABLES, "BPCAT", Child("M", None, 18, D(170)), "age outside the table BPCAT (AAP 2017)"),
        (TABLES, "BPCAT", Child("M", None, 0, D(70)), "age outside the table BPCAT (AAP 2017)"),
    ],
)
def test_why_a_child_is_not_found(tables: dict[str, Table], code: str, child: Child, why: str) -> None:
    found = look_up(tables, code, "LMS" if code == "HAZ" else "P95", child)
    assert isinstance(found, Text)
    assert found.en == why


def test_a_part_that_a_table_has_not_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="P90"):
        look_up(TABLES, "HAZ", "P90", Child("M", D(96)))
    with pytest.raises(ValueError, match="LMS"):
        look_up(TABLES, "BPCAT", "LMS", Child("M", None, 10, D(141)))
