"""Antiphospholipid antibodies that last: twice positive in one test, 12 weeks apart; by example and by property."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given as over
from hypothesis import strategies as st

from study.derived.antiphospholipid_lasting import APLPERS
from study.derived.given import SEEN_ON, Given, Rows
from study.derived.result import apply
from study.values import Codes, DateValue, Quantity, Value

DAY = date(2026, 1, 1)


def specimen(after: int, **said: str | Quantity) -> Mapping[str, Value]:
    values = {code: each if isinstance(each, Quantity) else Codes((each,)) for code, each in said.items()}
    return {**values, SEEN_ON: DateValue((DAY + timedelta(days=after)).isoformat())}


def verdict(*rows: Mapping[str, Value]) -> str:
    return apply(APLPERS, Given({"apl_results": Rows(rows)})).verdict


def gpl(number: str, comparator: Any = "") -> Quantity:
    return Quantity(number, "GPLU/mL", comparator)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([specimen(0, LAC="POS"), specimen(84, LAC="POS")], "PERS"),
        ([specimen(0, LAC="POS"), specimen(83, LAC="POS")], "ONCE"),
        ([specimen(0, LAC="POS")], "ONCE"),
        ([specimen(0, LAC="POS"), specimen(84, LAC="NEG")], "GONE"),
        ([specimen(0, LAC="POS"), specimen(60, LAC="NEG")], "ONCE"),
        ([specimen(0, LAC="POS"), specimen(100, LAC="NEG"), specimen(120, LAC="1P")], "PERS"),
        ([specimen(0, LAC="POS"), specimen(100, ACLG="POS")], "ONCE"),
        ([specimen(0, LAC="NEG"), specimen(100, B2G="NEG")], "NONE"),
        ([specimen(0, ACLG="POS", ACLGN=gpl("40")), specimen(90, ACLG="POS", ACLGN=gpl("38"))], "NONE"),
        ([specimen(0, ACLGN=gpl("40.1")), specimen(90, ACLGN=gpl("100", ">"))], "PERS"),
        ([specimen(0, ACLGN=gpl("50", "<"), ACLG="POS"), specimen(90, ACLG="POS")], "PERS"),
        ([specimen(0, ACLGN=Quantity("200", "RU/mL"), ACLG="POS"), specimen(90, ACLG="3P")], "PERS"),
        ([specimen(0, ACLM="NEG", B2G="2P"), specimen(200, ACLM="POS", B2G="POS")], "PERS"),
    ],
)
def test_two_positive_results_of_one_test_12_weeks_apart(rows: list[Mapping[str, Value]], said: str) -> None:
    assert verdict(*rows) == said


@pytest.mark.parametrize("row", [{}, {"LAC": "WEAK"}, {"ACLGN": Quantity("200", "U/mL")}, {"ACLGN": gpl("50", "<")}])
def test_what_decides_nothing_gives_no_verdict(row: dict[str, Any]) -> None:
    derived = apply(APLPERS, Given({"apl_results": Rows((specimen(0, **row),))}))
    assert derived.verdict == ""
    assert derived.why is not None
    assert "抗磷脂" in derived.why.zh
    assert apply(APLPERS, Given({})).why is not None


@over(st.lists(st.tuples(st.integers(0, 400), st.sampled_from(["POS", "NEG", "WEAK"])), min_size=1, max_size=8))
def test_it_lasts_exactly_where_two_positive_days_lie_12_weeks_apart(results: list[tuple[int, str]]) -> None:
    said = verdict(*(specimen(day, LAC=word) for day, word in results))
    positive = [day for day, word in results if word == "POS"]
    assert (said == "PERS") == (bool(positive) and max(positive) - min(positive) >= 84)
    assert (said in ("PERS", "ONCE", "GONE")) == bool(positive)
    backwards = verdict(*(specimen(day, LAC=word) for day, word in reversed(results)))
    assert backwards == said
