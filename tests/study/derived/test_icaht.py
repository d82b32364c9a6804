"""Haematotoxicity from counted days and from the series: lowest of a day, straight lines, the unknown, late form."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.derived.icaht import ranges
from study.derived.result import Derived
from tests.kit.formulas import beside, compute, notes, series, why


def neutrophils(*results: tuple[int, str]) -> Derived:
    return compute("NICAHT", counts=series(results, "10^9/L"))


def platelets(*results: tuple[int, str]) -> Derived:
    return compute("TICAHT", counts=series(results, "10^9/L"))


def daily(*stretches: tuple[int, str]) -> list[tuple[int, str]]:
    """Counts from day 0 on: (days, count) after one another."""
    counts = [count for length, count in stretches for _ in range(length)]
    return list(enumerate(counts))


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        ({"days_le500": "1", "days_le100": "0", "never": False}, "1"),
        ({"days_le500": "13", "days_le100": "7", "never": False}, "3"),
        ({"days_le500": "20", "days_le100": "13", "never": False}, "3"),
        ({"days_le500": "20", "days_le100": "14", "never": False}, "4"),
        # 6 days at most leave no 7 days at 0.1: what is missing does not matter.
        ({"days_le500": "6"}, "1"),
        ({"days_le500": "10"}, ">=2"),
        # 30 such days and one that nobody counted: perhaps never above 0.5.
        ({"days_le500": "30", "days_le100": "0"}, ">=3"),
        ({"days_le500": "29", "days_le100": "0"}, "3"),
        ({"days_le100": "14"}, "4"),
        ({"days_le500": "31", "days_le100": "0"}, ">=3"),
    ],
)
def test_neutrophils_by_counted_days(inputs: dict[str, str | bool], expected: str) -> None:
    assert compute("NICAHT", **inputs).shown == expected


def test_counted_days_that_cannot_be() -> None:
    assert "more days" in why(compute("NICAHT", days_le500="3", days_le100="4", never=False))
    assert "from 0 to 31" in why(compute("TICAHT", days_lt50="32", days_lt20="0"))
    assert "Days with platelets below 50" in why(compute("TICAHT", days_lt20="0"))


def test_platelets_by_counted_days() -> None:
    assert compute("TICAHT", days_lt50="6").shown == ">=1"
    # One day below 20 is grade 3, however many there were below 50.
    assert compute("TICAHT", days_lt20="1").shown == "3"
    assert compute("TICAHT", days_lt20="14").shown == "4"


def test_a_complete_series_counts_its_days() -> None:
    # 5 days above, 8 days at 0.5 (counted: "or less"), 3 days at 0.1, 15 days above: 11 days, 3 of them severe.
    found = neutrophils(*daily((5, "2.0"), (8, "0.5"), (3, "0.1"), (15, "0.51")))
    assert (found.shown, beside(found), found.code_of("never")) == ("2", {"days_le500": "11", "days_le100": "3"}, "N")
    assert not found.notes


def test_platelets_count_strictly_below() -> None:
    found = platelets(*daily((10, "50"), (5, "49"), (10, "20"), (6, "120")))
    assert (found.shown, beside(found)) == ("2", {"days_lt50": "15", "days_lt20": "0"})
    assert platelets(*daily((30, "120"), (1, "19"))).shown == "3"


def test_never_above_half_from_day_0_to_day_30() -> None:
    assert neutrophils(*daily((31, "0.5"))).shown == "4"
    once = neutrophils(*daily((30, "0.5"), (1, "0.6")))
    assert (once.shown, once.code_of("never")) == ("3", "N")


def test_of_two_counts_on_one_day_the_lowest_counts() -> None:
    normal = daily((31, "2.0"))
    assert neutrophils(*normal, (4, "0.4")).shown == "1"
    assert neutrophils(*normal, (4, "2.4")).shown == "0"


def test_seven_missing_days_are_filled_and_eight_are_not() -> None:
    # From 0.4 to 1.2 over 8 steps of 0.1: D11 0.4, D12 0.5 count, D13 0.6 does not. Two days.
    around = [(day, "2.0") for day in range(11)]
    filled = neutrophils(*around, (11, "0.4"), *[(day, "1.2") for day in range(19, 31)])
    assert (filled.shown, beside(filled)["days_le500"]) == ("1", "2")
    assert "D12-D18" in notes(filled)
    assert "unconfirmed" in notes(filled)
    # With one day more in between nothing is known of D12 to D19: up to 8 days more.
    unknown = neutrophils(*around, (11, "0.4"), *[(day, "1.2") for day in range(20, 31)])
    assert (unknown.shown, beside(unknown)["days_le500"]) == (">=1", ">=1")
    assert "Days without a result: D12-D19." in notes(unknown)


def test_an_unknown_stretch_that_cannot_change_the_grade_leaves_it_exact() -> None:
    found = neutrophils(*daily((14, "0.1")), *[(day, "2.0") for day in range(25, 31)])
    assert (found.shown, beside(found)) == ("4", {"days_le500": ">=14", "days_le100": ">=14"})


def test_counts_outside_the_window_fill_its_edges_and_are_not_counted() -> None:
    found = neutrophils((-1, "0.4"), (2, "0.4"), *[(day, "2.0") for day in range(3, 29)], (32, "2.0"))
    assert (found.shown, beside(found)["days_le500"]) == ("1", "3")
    assert "D0-D1, D29-D30" in notes(found)


def test_a_series_that_has_not_reached_day_30_is_provisional() -> None:
    found = neutrophils(*daily((3, "2.0"), (7, "0.3")))
    assert found.shown == ">=2"
    assert notes(found) == "Provisional, days without a result: D10-D30."
    assert found.notes[0].zh == "暂定，无检验结果的日期：D10-D30。"
    assert neutrophils(*daily((10, "2.0"))).shown == ">=0"


def test_days_that_lack_before_a_result_from_day_30_on_are_named_and_not_called_provisional() -> None:
    found = neutrophils(*daily((15, "2.0")), (31, "2.0"))
    assert (found.shown, notes(found)) == (">=0", "Days without a result: D15-D30.")
    near = neutrophils(*daily((24, "2.0")), (31, "2.0"))
    assert (near.shown, "D24-D30" in notes(near)) == ("0", True)


def test_before_the_first_count_nothing_is_known() -> None:
    found = neutrophils(*[(day, "2.0") for day in range(4, 31)])
    assert found.shown == ">=0"
    assert "D0-D3" in notes(found)


def test_a_series_without_a_day_of_the_window() -> None:
    assert "no result" in why(neutrophils((40, "2.0")))


def test_a_limit_counts_only_when_every_number_does() -> None:
    normal = daily((31, "2.0"))
    assert neutrophils(*normal, (4, "<0.5")).shown == "1"
    either = neutrophils(*normal[:4], (4, "<0.8"), *normal[5:])
    assert (either.shown, beside(either)["days_le500"]) == (">=0", ">=0")


def test_a_line_from_a_limit_stays_below_it() -> None:
    # Day 5 lies half way between less than 50 and 50: below 50, as day 4 is; day 6 is not. Either may be below 20.
    found = platelets(*daily((4, "120")), (4, "<50"), (6, "50"), *[(day, "120") for day in range(7, 31)])
    assert (found.shown, beside(found)) == (">=1", {"days_lt50": "2", "days_lt20": ">=0"})


def test_the_longest_stretch_is_named_where_it_grades_otherwise() -> None:
    # 4 + 4 days with 10 days of recovery: 8 days in all (grade 2), 4 in a row (grade 1).
    apart = neutrophils(*daily((4, "0.3"), (10, "2.0"), (4, "0.3"), (13, "2.0")))
    assert (apart.shown, "grade 1" in notes(apart)) == ("2", True)
    # 4 + 4 days with 2 days in between are one stretch of 10: the same grade.
    close = neutrophils(*daily((4, "0.3"), (2, "2.0"), (4, "0.3"), (21, "2.0")))
    assert (close.shown, close.notes) == ("2", ())


def test_days_in_words() -> None:
    assert ranges([5, 3, 4, 9]) == "D3-D5, D9"


counts = st.lists(st.sampled_from(["0.05", "0.1", "0.3", "0.5", "0.6", "2.0"]), min_size=31, max_size=31)


@given(counts)
def test_a_complete_series_and_its_counted_days_give_the_same_grade(found: Sequence[str]) -> None:
    values = [float(count) for count in found]
    mild, severe = sum(value <= 0.5 for value in values), sum(value <= 0.1 for value in values)
    typed = compute("NICAHT", days_le500=str(mild), days_le100=str(severe), never=mild == 31)
    counted = neutrophils(*enumerate(found))
    assert counted.shown == typed.shown
    assert beside(counted) == {"days_le500": str(mild), "days_le100": str(severe)}


@given(counts, st.integers(0, 30), st.integers(0, 30), st.sampled_from(["NICAHT", "TICAHT"]))
def test_a_part_of_a_series_never_claims_more_than_the_whole(
    found: Sequence[str], one: int, other: int, code: str
) -> None:
    first, last = sorted((one, other))
    factor = {"NICAHT": 1, "TICAHT": 100}[code]
    scaled = [str(float(count) * factor) for count in found]
    part = compute(code, counts=series([(day, scaled[day]) for day in range(first, last + 1)], "10^9/L"))
    whole = compute(code, counts=series(enumerate(scaled), "10^9/L"))
    assert part.value is not None
    assert whole.value is not None
    assert part.value <= whole.value
    assert part.comparator or part.value == whole.value


@given(counts, st.integers(0, 30))
def test_a_lower_count_is_never_a_lower_grade(found: Sequence[str], day: int) -> None:
    lower = [*found[:day], "0.05", *found[day + 1 :]]
    milder, worse = neutrophils(*enumerate(found)).value, neutrophils(*enumerate(lower)).value
    assert milder is not None
    assert worse is not None
    assert milder <= worse


def late(*results: tuple[int, str]) -> Derived:
    return compute("ICAHT_LATE", counts=series(results, "10^9/L"))


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        (((40, "1.6"), (60, "2.0")), "0"),
        (((40, "1.5"), (60, "1.2")), "1"),
        (((40, "1.0"), (60, "1.5")), "2"),
        (((40, "0.5"), (60, "1.4")), "3"),
        (((40, "0.1"), (60, "1.4")), "4"),
        (((30, "0.1"), (40, "2.0"), (101, "0.1")), "0"),  # outside day 31 to 100
        (((40, "1.4"), (101, "0.1")), "1"),
        (((31, "0.4"), (100, "0.4")), "3"),
    ],
)
def test_late_haematotoxicity_by_the_lowest_count(results: tuple[tuple[int, str], ...], expected: str) -> None:
    assert late(*results).shown == expected


def test_late_haematotoxicity_on_one_day() -> None:
    transient = late((40, "0.4"), (41, "2.0"), (60, "3.0"))
    assert (transient.shown, "transient" in notes(transient)) == ("0", True)
    single = late((40, "0.4"))
    assert (single.shown, "second" in notes(single)) == ("3", True)
    # Twice on one day is one day.
    assert late((40, "0.4"), (40, "0.3"), (60, "3.0")).shown == "0"
    assert "day 31" in why(late((20, "0.4")))
    assert "0 to 4" in why(late((40, "0.4"), (60, "<1.8")))
    assert late((40, "0.4"), (60, "0.3"), (70, ">0.8")).shown == "3"
