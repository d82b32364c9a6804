"""How far a form is, and what got better, worse or just different."""

from datetime import date
from decimal import Decimal

import msgspec
import pytest

from study.definition.model import Better, Study
from study.progress import Previous, completeness, derived_since_last, since_last
from study.reference import Interval
from study.typed import derive
from study.values import Cleared, Codes, NotDone, Quantity, Range, TextValue, Value

THEN, NOW = date(2026, 6, 1), date(2026, 6, 15)
NORMAL = Interval(Decimal("3.5"), Decimal("5.0"), "x", True)


def test_counts_of_a_form(study: Study) -> None:
    values: dict[str, Value] = {"K": NotDone("HAEM"), "URBC": Range("3", "5", "/HPF"), "NOTE": Cleared()}
    found = completeness(study.forms["CHEM"], values)
    assert (found.total, found.filled, found.not_done, found.awaiting, found.empty) == (7, 1, 1, 0, 4)
    assert (found.missing, found.complete) == (("CREAT",), False)


def test_a_form_that_waits_for_results_is_not_missing_them(study: Study) -> None:
    found = completeness(study.forms["CHEM"], {"NOTE": TextValue("x")}, awaiting=True)
    assert (found.awaiting, found.missing, found.complete) == (2, (), False)
    assert completeness(study.forms["CHEM"], {}, awaited=["CREAT"]).awaiting == 1


@pytest.mark.parametrize(
    ("code", "before", "now", "direction", "change"),
    [
        ("CREAT", Quantity("1", "mg/dL"), Quantity("66.3", "umol/L"), "none", Decimal("-22.1")),
        ("CREAT", Quantity("1", "mg/dL"), Quantity("88.4", "umol/L"), "same", Decimal(0)),
        ("K", Quantity("6.0", "mmol/L"), Quantity("5.2", "mmol/L"), "better", Decimal("-0.8")),
        ("K", Quantity("4.0", "mmol/L"), Quantity("3.0", "mmol/L"), "worse", Decimal("-1.0")),
        ("K", Quantity("4.0", "mmol/L"), Quantity("4.5", "mmol/L"), "same", Decimal("0.5")),
        ("URBC", Range("10", "15", "/HPF"), Range("3", "5", "/HPF"), "better", None),
        ("URBC", Range("3", "5", "/HPF"), Range("4", "8", "/HPF"), "none", None),
        ("URBC", Range("3", "5", "/HPF"), Range("50", "", "/HPF"), "worse", None),
        ("URBC", Quantity("5", "/HPF", "<"), Quantity("8", "/HPF"), "worse", None),
        ("UPRO", Codes(("2P",)), Codes(("TRACE",)), "better", None),
        ("UPRO", Codes(("2P",)), Codes(("2P",)), "same", None),
        ("NOTE", TextValue("a"), TextValue("b"), "none", None),
        ("K", NotDone("HAEM"), Quantity("4", "mmol/L"), "none", None),
    ],
)
def test_since_last_time(
    study: Study, code: str, before: Value, now: Value, *, direction: str, change: Decimal | None
) -> None:
    found = since_last(study, study.item("CHEM", code), now, Previous(before, "W2", THEN), on=NOW, interval=NORMAL)
    assert (found.direction, found.change, found.days) == (direction, change, 14)


@pytest.mark.parametrize(
    ("better", "before", "now", "direction"),
    [
        ("down", "2", "4", "none"),
        ("down", "4", "9", "worse"),
        ("down", "9", "4", "better"),
        ("down", "9", "8", "better"),
        ("up", "4", "9", "none"),
        ("up", "9", "6", "none"),
        ("up", "4", "3", "worse"),
        ("up", "2", "3", "better"),
        ("in_range", "4", "9", "worse"),
    ],
)
def test_within_the_limit_that_matters_nothing_gets_better_or_worse(
    study: Study, better: Better, before: str, now: str, direction: str
) -> None:
    item = msgspec.structs.replace(study.item("CHEM", "K"), better=better)
    values = Quantity(now, "mmol/L"), Previous(Quantity(before, "mmol/L"), "W2", THEN)
    assert since_last(study, item, *values, on=NOW, interval=NORMAL).direction == direction


@pytest.mark.parametrize(("better", "direction"), [("in_range", "none"), ("none", "none"), ("down", "worse")])
def test_without_limits_only_a_stated_direction_judges(study: Study, better: Better, direction: str) -> None:
    item = msgspec.structs.replace(study.item("CHEM", "K"), better=better)
    values = Quantity("4.5", "mmol/L"), Previous(Quantity("4", "mmol/L"), "W2", THEN)
    assert since_last(study, item, *values, on=NOW).direction == direction


def test_a_limit_that_may_lie_on_either_side_is_still_judged(study: Study) -> None:
    item = msgspec.structs.replace(study.item("CHEM", "K"), better="down")
    values = Quantity("9", "mmol/L"), Previous(Quantity("4", "mmol/L", "<"), "W2", THEN)
    assert since_last(study, item, *values, on=NOW, interval=NORMAL).direction == "worse"


def test_a_derived_value_since_last_time(study: Study) -> None:
    before, now = derive("QTCF", {"qt": "400", "hr": "60"}), derive("QTCF", {"qt": "440", "hr": "60"})
    found = derived_since_last(study, now, before, visit="W2", before_on=THEN, on=NOW)
    assert found is not None
    assert found.direction == "worse"
    assert (found.change, found.percent) == (Decimal(40), Decimal(10))
    missing = derive("QTCF", {"qt": "400"})
    assert derived_since_last(study, now, missing, visit="W2", before_on=THEN, on=NOW) is None
