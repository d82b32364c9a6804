"""Days since the last steroid or immunosuppressant: what counts, what is only named, what leaves it open."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.derived.given import Day, Given, Rows
from study.derived.registry import FORMULAS
from study.derived.result import Derived, apply
from study.values import Codes, DateValue, TextValue, Value

ON = date(2026, 8, 31)
Row = dict[str, Value]


def _row(drug: str, family: str, period: str, **more: str) -> Row:
    """A row by mouth; `period` is start/end, either may be missing; `more` are codes."""
    start, _, end = period.partition("/")
    codes = {"CMCLASS": family, "CMROUTE": "PO", **more}
    row: Row = {"CMTRT": TextValue(drug), **{name: Codes((code,)) for name, code in codes.items() if code}}
    dates = {"CMSTDTC": start, "CMENDTC": end}
    return {**row, **{name: DateValue(text) for name, text in dates.items() if text}}


def _free(*rows: Row) -> Derived:
    return apply(FORMULAS["DRUGFREE"], Given({"rows": Rows(rows), "on": Day(ON)}))


MMF = _row("MMF", "IMMSUP", "2025-01-01/2026-05-01")
HCQ = _row("HCQ", "ANTIMAL", "2024-01")


def test_days_since_the_last_of_all_and_the_date_of_each() -> None:
    found = _free(MMF, _row("prednisone", "STER", "2024-03/2026-08-01"), HCQ)
    # 1 to 31 August are 30 days
    assert (found.shown, found.comparator) == ("30", "")
    assert (found.code_of("last_steroid"), found.code_of("last_immunosuppressant")) == ("2026-08-01", "2026-05-01")
    assert [note.en for note in found.notes] == ["Antimalarial taken, which does not count against it: HCQ."]


def test_what_it_says_beside_the_days_has_names() -> None:
    found = _free(MMF, _row("prednisone", "STER", "2026-08-01"))
    assert {said.name: said.code for said in found.said} == {
        "last_steroid": "ongoing", "last_immunosuppressant": "2026-05-01",
    }  # fmt: skip
    assert {said.name for said in found.said} == set(FORMULAS["DRUGFREE"].parts)


def test_of_several_the_last_counts_for_each_date() -> None:
    early, late = (_row("prednisone", "STER", f"2025-01-01/{end}") for end in ("2026-02-01", "2026-06-01"))
    unknown = _row("?", "", "2025-01-01/2026-03-01")
    for rows in ([early, late, unknown], [late, unknown, early]):
        found = _free(*rows)
        # 1 June to 31 August: 29 + 31 + 31
        assert (found.shown, found.code_of("last_steroid")) == ("91", "2026-06-01")
        assert found.notes == ()


@pytest.mark.parametrize(
    ("period", "taken"),
    [("2026-08-31", True), ("2026-09-01", False), ("2026-01-01/2026-08-31", True), ("2026-01-01/2026-08-30", False)],
)
def test_an_antimalarial_is_named_on_the_days_it_is_taken(period: str, taken: bool) -> None:
    assert bool(_free(MMF, _row("HCQ", "ANTIMAL", period)).notes) is taken


@pytest.mark.parametrize(
    ("row", "days"),
    [
        (_row("prednisone", "STER", "2026-08-30"), "0"),
        (_row("belimumab", "BIOL", "2026-08-10/2026-08-21"), "10"),
        (_row("prednisone", "STER", "2026-09-01"), "122"),
        (_row("budesonide", "STER", "2026-08-01", CMROUTE="INH"), "122"),
        (_row("IVIG", "IVIG", "2026-08-01"), "122"),
        (_row("amlodipine", "OTHER", "2026-08-01"), "122"),
        (_row("甲泼尼龙", "", "2026-08-11", CMSTER="methylprednisolone", CMFRQ="once"), "20"),
        # May have ended on any day of July: at least 31 days before the end of August.
        (_row("tacrolimus", "IMMSUP", "2026-01-01/2026-07"), ">=31"),
        # Its class is not known, and it was taken until 11 August.
        (_row("?", "", "2026-01-01/2026-08-11"), ">=20"),
        (_row("prednisone", "STER", "2026-01-01/2026-08-11", CMROUTE=""), ">=20"),
        # Class unknown, but over before the last that counts: 1 May to 31 August are 122 days.
        (_row("?", "", "2025-01-01/2026-04-30"), "122"),
        (_row("MMF", "IMMSUP", "/2026-08-11"), "20"),
    ],
)
def test_one_row_beside_an_old_one(row: Row, days: str) -> None:
    assert _free(MMF, row).shown == days


@pytest.mark.parametrize(
    "row",
    [
        _row("?", "", "2026-01-01"),
        _row("MMF", "IMMSUP", "2026-06-01", CMONGO="N"),
        _row("MMF", "IMMSUP", "2026-06-01/2026-07-01", CMONGO="Y"),
        _row("MMF", "IMMSUP", ""),
        _row("MMF", "IMMSUP", "2026-01-01/2026-08"),
    ],
)
def test_what_may_still_be_taken_leaves_no_time(row: Row) -> None:
    found = _free(MMF, row)
    assert found.value is None
    assert found.why is not None
    assert str(row["CMTRT"].text if isinstance(row["CMTRT"], TextValue) else "") in found.why.en


def test_an_end_about_which_two_devices_disagree_is_not_an_ongoing_drug() -> None:
    row = _row("MMF", "IMMSUP", "2026-01-01")
    apart = Rows((row,), (frozenset({"CMENDTC"}),))
    found = apply(FORMULAS["DRUGFREE"], Given({"rows": apart, "on": Day(ON)}))
    assert found.why is not None
    assert "not clear for: MMF" in found.why.en


def test_without_anything_that_counts_there_is_no_time() -> None:
    assert "names no systemic steroid" in str(_free(HCQ).why)
    assert "no row" in str(_free().why)
    assert "Missing" in str(apply(FORMULAS["DRUGFREE"], Given({})).why)


@given(st.lists(st.tuples(st.integers(0, 200), st.integers(0, 100), st.sampled_from(["STER", "IMMSUP", "BIOL"]))))
def test_the_time_runs_from_the_last_day_of_all(courses: list[tuple[int, int, str]]) -> None:
    rows, ends = [MMF], [122]
    for ago, long, family in courses:
        end = ON - timedelta(days=ago)
        rows.append(_row("x", family, f"{end - timedelta(days=long)}/{end}"))
        ends.append(ago)
    assert _free(*rows).value == min(ends)
