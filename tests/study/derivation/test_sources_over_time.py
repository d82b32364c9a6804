"""Inputs that gather a child's history or are no entry: series, logs, the child, settings, tables, derived values."""

from datetime import date
from typing import Any

import pytest

from study.address import Address
from study.changes.facts import Withdrawn
from study.derived.given import Numbers, Rows, Series
from study.derived.result import Derived
from study.units import rounded
from study.values import Codes, DateTimeValue, DateValue, NotDone, Quantity, TextValue
from tests.kit.written import CHILD

COUNT = "10^9/L"


def q(number: str, unit: str) -> Quantity:
    """A quantity."""
    return Quantity(number, unit)


def why(derived: Derived) -> str:
    """Why there is no result."""
    assert derived.why is not None
    return derived.why.en


def series(derived: Derived) -> list[tuple[int | None, str]]:
    """Study day and number of each point of the counts."""
    found = dict(derived.inputs)["counts"]
    assert isinstance(found, Series)
    return [(point.day, point.quantity.comparator + point.quantity.number) for point in found.points]


def counts(child: Any) -> Address:
    """Neutrophils before, in and after days 0 to 30; gives the visit at which they are all known."""
    child.specimen(child.visit("BL", "2026-08-12"), "CBC", "2026-08-12T08:00", NEUT=("3.0", COUNT))
    child.specimen(Address(CHILD, "D0"), "CBC", "2026-08-18T08:00", NEUT=("2.0", COUNT))
    early = child.visit("W2", "2026-09-01")
    child.specimen(early, "CBC", "2026-09-01T20:00", NEUT=("0.6", COUNT))
    child.specimen(early, "CBC", "2026-09-01T08:00", NEUT=("0.4", COUNT))
    visit = child.visit("M1", "2026-09-19")
    child.specimen(visit, "CBC", "2026-09-17T08:00", NEUT=("1.0", COUNT))
    child.specimen(visit, "CBC", "2026-09-19T08:00", NEUT=("1.5", COUNT))
    return Address(visit.subject, visit.visit)


def test_a_series_has_every_result_between_the_days_by_its_time(child: Any) -> None:
    visit = counts(child)
    assert series(child.derived(visit, "NICAHT")) == [(0, "2.0"), (14, "0.4"), (14, "0.6"), (30, "1.0")]


def test_a_series_knows_nothing_that_came_after_the_visit(child: Any) -> None:
    counts(child)
    assert series(child.derived(Address(CHILD, "W2"), "NICAHT")) == [(0, "2.0"), (14, "0.4"), (14, "0.6")]


def test_what_is_undecided_is_left_out_of_a_series_and_said(child: Any) -> None:
    visit = counts(child)
    place = child.specimen(Address(CHILD, "W2"), "CBC", "2026-09-02T08:00", NEUT=("0.2", COUNT))
    child.put(place, "NEUT", q("2.0", COUNT), bases=())
    child.put(child.specimen(Address(CHILD, "W2"), "CBC", "2026-09-03T08:00"), "NEUT", NotDone("HAEM"))
    found = child.derived(visit, "NICAHT")
    assert len(series(found)) == 4
    assert "Series of counts: 1 left out, undecided." in [note.en for note in found.notes]


def test_days_of_a_series_need_the_infusion(newcomer: Any) -> None:
    visit = newcomer.visit("BL", "2026-08-12")
    newcomer.specimen(visit, "CBC", "2026-08-12T08:00", NEUT=("3.0", COUNT))
    assert newcomer.derived(visit, "NICAHT").value is None


def prednisone(child: Any, dose: str, **more: Any) -> Address:
    """A row of the log of medicines."""
    row: Address = child.row(
        "CM", CMTRT=TextValue("p"), CMSTER=Codes(("prednisone",)), CMDOSE=q(dose, "1"), CMDOSU=Codes(("mg",)),
        CMFRQ=Codes(("qd",)), CMROUTE=Codes(("PO",)), CMSTDTC=DateValue("2026-08-01"), **more,
    )  # fmt: skip
    return row


def test_rows_are_those_of_the_log_without_the_withdrawn(child: Any) -> None:
    visit = child.visit("M1", "2026-09-17")
    prednisone(child, "5")
    gone = prednisone(child, "40")
    assert child.derived(visit, "PREDEQ").shown == "45.00"
    child.write(Withdrawn(id=child.new_id(), bases=(), address=gone, reason="twice"))
    found = child.derived(visit, "PREDEQ")
    assert found.shown == "5.00"


def test_what_is_undecided_in_a_row_is_missing_from_it(child: Any) -> None:
    visit = child.visit("M1", "2026-09-17")
    row = prednisone(child, "5")
    child.put(row, "CMDOSE", q("50", "1"), bases=())
    found = child.derived(visit, "PREDEQ")
    assert found.value is None
    assert found.why is not None
    assert "its dose is in conflict between two devices" in found.why.en
    rows = dict(found.inputs).get("rows")
    assert rows is None or (isinstance(rows, Rows) and "CMDOSE" not in rows.rows[0])


def test_a_log_without_rows_is_given_as_empty(child: Any) -> None:
    visit = child.visit("M1", "2026-09-17")
    assert "has no row" in why(child.derived(visit, "PREDEQ"))


def test_age_sex_and_day_of_the_child(child: Any) -> None:
    visit = child.visit("M1", "2026-09-17")
    child.put_on(visit, "VS", HEIGHT=q("150", "cm"))
    child.specimen(visit, "CHEM", "2026-09-17T08:00", CREAT=("50", "umol/L"))
    used = dict(child.derived(visit, "EGFR_U25").inputs)
    assert (used["age_y"], used["sex"]) == (q("12.2136", "y"), TextValue("F"))
    sealed = child.course(None).derived_one(visit, "EGFR_U25")
    assert sealed is not None
    assert why(sealed) == "Missing: Age (date of birth not known here)."
    unborn = child.course(date(2027, 1, 1)).derived_one(visit, "EGFR_U25")
    assert unborn is not None
    assert "before the date of birth" in why(unborn)


def test_a_setting_that_is_off_is_no_number(child: Any) -> None:
    visit = response(child)
    used = dict(child.derived(visit, "RENAL").inputs)
    assert used["tolerance"] == q("0.15", "")
    assert used["eq"] == TextValue("U25")
    assert "egfr_normal_floor" not in used


def response(child: Any) -> Address:
    """Kidney values at baseline and after a month, with which there is a complete response but for rescue therapy."""
    for code, day, protein in (("BL", "2026-08-12", "3000"), ("M1", "2026-09-17", "200")):
        visit = child.visit(code, day)
        child.put_on(visit, "VS", HEIGHT=q("150", "cm"))
        child.specimen(
            visit, "CHEM", f"{day}T08:00", CREAT=("50", "umol/L"), UPROTC=(protein, "mg/L"), UCREAT=("8", "mmol/L")
        )
        child.put_on(visit, "SCORE", RESCUE=Codes(("N",)))
    return Address(CHILD, "M1")


def test_a_table_is_read_for_the_sex_and_age_of_the_child(child: Any) -> None:
    visit = child.visit("M1", "2026-09-17")
    child.put_on(visit, "VS", HEIGHT=q("150", "cm"))
    found = child.derived(visit, "HAZ")
    used = dict(found.inputs)
    assert used["age_months"] == q("146", "mo")
    assert used["standard"] == TextValue("WHO2007")
    assert isinstance(used["LMS"], Numbers)
    # between the medians of 146 and 147 months: 152.3 and 152.8 cm
    assert found.value is not None
    assert -1 < found.value < 0


def test_a_table_by_height_takes_the_height_and_says_from_when_it_is(child: Any) -> None:
    child.put_on(child.visit("W2", "2026-09-01"), "VS", HEIGHT=q("150", "cm"))
    visit = child.visit("M1", "2026-09-17")
    place = child.put_on(visit, "VS", SYSBP=q("100", "mmHg"), DIABP=q("60", "mmHg"))
    found = child.derived(visit, "BPCAT")
    assert found.verdict == "normal"
    assert any("16 days old" in note.en for note in found.notes)
    child.put(place, "HEIGHT", NotDone("REFUSED"))
    assert child.derived(visit, "BPCAT").verdict == "normal", "the one before still counts"


def test_a_table_by_height_without_a_height_says_so(child: Any) -> None:
    visit = child.visit("M1", "2026-09-17")
    child.put_on(visit, "VS", SYSBP=q("100", "mmHg"), DIABP=q("60", "mmHg"))
    assert "height" in why(child.derived(visit, "BPCAT"))


def test_derived_values_of_this_visit_and_of_baseline(child: Any) -> None:
    found = child.derived(response(child), "RENAL")
    assert found.verdict == "CR"
    # 3000 / 8 / 113.12 and 200 / 8 / 113.12
    base, now = (dict(found.inputs)[name] for name in ("base_upcr", "upcr"))
    assert isinstance(base, Quantity)
    assert isinstance(now, Quantity)
    assert (rounded(base.decimal, 2), rounded(now.decimal, 2), base.unit) == ("3.32", "0.22", "g/g")
    assert "Protein/creatinine ratio at baseline: of BL, 2026-08-12 (baseline)." in [note.en for note in found.notes]


def test_a_derived_value_that_cannot_be_computed_says_why(child: Any) -> None:
    visit = child.visit("M1", "2026-09-17")
    child.put_on(visit, "VS", HEIGHT=q("150", "cm"))
    child.specimen(visit, "CHEM", "2026-09-17T08:00", UCREAT=("8", "mmol/L"))
    found = child.derived(visit, "RENAL")
    assert found.verdict == "NE"
    assert "Missing: Urine protein concentration" in " ".join(note.en for note in found.notes)


def test_changes_since_the_visit_before_that_has_them(child: Any) -> None:
    for code, day, fever, esr in (("BL", "2026-08-12", "N", "10"), ("M1", "2026-09-17", "Y", "30")):
        visit = child.visit(code, day)
        answers = {"SLE_RASH": Codes(("N",)), "SLE_FEVER": Codes((fever,))}
        child.put_on(visit, "SCORE", MDGLOB=q("2", "score"), **answers)
        child.specimen(visit, "CHEM", f"{day}T08:00", ESR=(esr, "mm/h"), UPROTC=("800", "mg/L"), UCREAT=("8", "mmol/L"))
    child.visit("W2", "2026-09-01")
    found = child.derived(Address(CHILD, "M1"), "FLARE")
    # 0.5 x 1 + 0.02 x 20
    assert (found.shown, found.code_of("class")) == ("0.90", "minor")
    notes = [note.en for note in found.notes]
    assert "ESR at the previous visit: of BL, 2026-08-12." in notes
    assert "global" in notes[0], "what the formula says stands before where its inputs are from"
    first = child.derived(Address(CHILD, "BL"), "FLARE")
    assert "no visit before has it" in why(first)


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        ({"KRTMOD": "HD", "KRTSTDTC": "2026-08-01", "KRTENDTC": "2026-09-10"}, "Y"),
        ({"KRTMOD": "HD", "KRTSTDTC": "2026-08-01"}, "Y"),
        ({"KRTMOD": "HD", "KRTSTDTC": "2026-08-01", "KRTENDTC": "2026-09-09"}, ""),
        ({"KRTMOD": "HD", "KRTSTDTC": "2026-09-18"}, ""),
        ({"KRTMOD": "PEX", "KRTSTDTC": "2026-09-16"}, ""),
        ({"KRTMOD": "HD", "KRTSTDTC": "2026-08", "KRTENDTC": "2026-09"}, "U"),
        ({"KRTMOD": "HD", "KRTSTDTC": "2026"}, "U"),
        ({"KRTSTDTC": "2026-09-16"}, "U"),
        ({"KRTMOD": "HD"}, "U"),
    ],
)
def test_dialysis_of_the_log_counts_at_the_visit_and_seven_days_after(
    child: Any, row: dict[str, str], verdict: str
) -> None:
    visit = child.visit("M1", "2026-09-17")
    child.row("KRT", **{i: Codes((v,)) if i == "KRTMOD" else DateValue(v) for i, v in row.items()})
    child.put_on(visit, "VS", HEIGHT=q("150", "cm"))
    child.specimen(visit, "CHEM", "2026-09-17T08:00", CREAT=("50", "umol/L"))
    assert child.derived(visit, "DIALYSIS").verdict == verdict
    assert (child.derived(visit, "EGFR_U25").value is None) == bool(verdict)
    child.put(Address(CHILD, "M1", form="VISIT"), "KRTYN", Codes(("N",)))
    assert child.derived(visit, "DIALYSIS").verdict == (verdict or "N")


def test_the_answer_of_the_visit_is_dialysis_too(child: Any) -> None:
    visit = child.visit("M1", "2026-09-17")
    child.put(Address(CHILD, "M1", form="VISIT"), "KRTYN", Codes(("Y",)))
    assert child.derived(visit, "DIALYSIS").verdict == "Y"


def test_a_visit_without_a_date_has_no_derived_values(child: Any) -> None:
    visit = Address(CHILD, "M1")
    child.put_on(visit, "VS", HEIGHT=q("150", "cm"), WEIGHT=q("45", "kg"))
    assert child.course().derived_one(visit, "BMI") is None
    assert child.course().derived(visit) == {}


def test_the_infusion_in_conflict_leaves_no_baseline(newcomer: Any) -> None:
    place = newcomer.put_on(Address(CHILD, "D0"), "INF", INFDTC=DateTimeValue("2026-08-18T10:00"))
    newcomer.put(place, "INFDTC", DateTimeValue("2026-08-19T10:00"), bases=())
    visit = newcomer.visit("M1", "2026-09-17")
    newcomer.specimen(visit, "CHEM", "2026-09-17T08:00", ALT=("65", "U/L"))
    assert "the day of the infusion is not settled" in why(newcomer.derived(visit, "CTC_TRANS"))
