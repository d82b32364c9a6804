"""Visits with their days, values of a visit, derived values from single specimens, what came before."""

from datetime import date
from typing import Any

import msgspec

from study.address import Address
from study.definition.model import Study
from study.values import Codes, DateTimeValue, DateValue, Quantity, TextValue


def _height_and_weight(writer: Any, visit: Address, height: str = "148.5") -> None:
    place = Address("child", visit.visit, form="VS")
    writer.put(place, "HEIGHT", Quantity(height, "cm"))
    writer.put(place, "WEIGHT", Quantity("41.2", "kg"))


def test_visits_come_in_the_order_of_their_days(writer: Any) -> None:
    writer.visit("M3", "2026-11-17")
    writer.visit("BL", "2026-08-12")
    course = writer.course()
    assert [(at.visit.code, at.study_day) for at in course.visits if at.day] == [("BL", -6), ("D0", 0), ("M3", 91)]
    assert course.infusion == date(2026, 8, 18)


def test_the_planned_day_stands_in_until_there_was_an_infusion(shipped: Study, writer: Any) -> None:
    fresh = type(writer)(shipped)
    fresh.put(Address("child", "SCR", form="DM"), "INFPLDTC", DateValue("2026-12-24"))
    fresh.visit("SCR", "2026-11-26")
    assert [at.study_day for at in fresh.course().visits] == [-28]
    assert fresh.course().infusion is None


def test_day_zero_in_conflict_is_not_known(writer: Any) -> None:
    writer.visit("M3", "2026-11-17")
    writer.put(Address("child", "D0", form="INF"), "INFDTC", DateTimeValue("2026-08-19T10:00"), bases=())
    assert writer.course().infusion is None
    assert writer.course().visit_at(Address("child", "M3")).study_day is None


def _infused(writer: Any, at: str, completed: str = "Y") -> Address:
    place: Address = writer.repeat(Address("child", "D0", form="INF"))
    writer.put(place, "INFDTC", DateTimeValue(at))
    writer.put(place, "INFCOMP", Codes((completed,)))
    return place


def test_the_earliest_infusion_that_was_completed_is_day_zero_in_whatever_order_they_are_entered(writer: Any) -> None:
    _infused(writer, "2026-09-20T10:00")
    assert writer.course().infusion == date(2026, 9, 20)
    _infused(writer, "2026-08-21T10:00")
    assert writer.course().infusion == date(2026, 8, 21)
    _infused(writer, "2026-08-20T10:00", completed="N")
    assert writer.course().infusion == date(2026, 8, 21)


def test_an_infusion_that_was_broken_off_is_no_day_zero(writer: Any, shipped: Study) -> None:
    fresh = type(writer)(shipped)
    _infused(fresh, "2026-08-20T10:00", completed="N")
    assert fresh.course().infusion is None


def test_with_two_infusions_and_a_conflict_about_one_of_them_day_zero_is_not_known(writer: Any) -> None:
    _infused(writer, "2026-08-21T10:00")
    later = _infused(writer, "2026-09-20T10:00")
    writer.put(later, "INFDTC", DateTimeValue("2026-08-19T10:00"), bases=())
    assert writer.course().infusion is None


def test_egfr_uses_the_height_of_the_day_and_the_age_at_the_visit(writer: Any) -> None:
    visit = writer.visit("M3", "2026-11-17")
    _height_and_weight(writer, visit)
    writer.specimen(visit, "CHEM", "2026-11-17T08:10", CREAT=("53.9", "umol/L"))
    derived = writer.course().derived(visit)
    # 0.413 x 148.5 / (53.9 / 88.4) = 100.585...
    assert derived["EGFR_SCHW"].shown == "100.6"
    assert derived["EGFR_U25"].value is not None
    sealed = writer.course(birth=None).derived(visit)["EGFR_U25"]
    assert sealed.value is None
    assert sealed.why is not None, "without the date of birth it says why"


def test_a_ratio_never_takes_its_halves_from_two_specimens(writer: Any) -> None:
    visit = writer.visit("M3", "2026-11-17")
    writer.specimen(visit, "URINE", "2026-11-16T07:00", UPROTC=("380", "mg/L"), UCREAT=("8.0", "mmol/L"))
    writer.specimen(visit, "URINE", "2026-11-17T07:00", UCREAT=("3.1", "mmol/L"))
    # (380 / 8.0) / 113.12 = 0.4199, from the first specimen alone; 380 / 3.1 would be 1.08
    assert writer.course().derived(visit)["UPCR"].shown == "0.42"
    values = writer.course().values(visit)
    assert values["URINE", "UCREAT"] == Quantity("3.1", "mmol/L"), "each item's own latest is still shown"


def test_the_latest_specimen_that_allows_it_is_taken(writer: Any) -> None:
    visit = writer.visit("M3", "2026-11-17")
    writer.specimen(visit, "URINE", "2026-11-17T07:00", UPROTC=("200", "mg/L"), UCREAT=("8.0", "mmol/L"))
    writer.specimen(visit, "URINE", "2026-11-16T07:00", UPROTC=("380", "mg/L"), UCREAT=("8.0", "mmol/L"))
    # 200 / 8.0 / 113.12 = 0.221: by the specimen's own time, not by the order of entry
    assert writer.course().derived(visit)["UPCR"].shown == "0.22"


def test_a_value_in_conflict_counts_as_missing(writer: Any) -> None:
    visit = writer.visit("M3", "2026-11-17")
    _height_and_weight(writer, visit)
    place = writer.specimen(visit, "CHEM", "2026-11-17T08:10", CREAT=("53.9", "umol/L"))
    writer.put(place, "CREAT", Quantity("539", "umol/L"), bases=())
    assert writer.course().derived(visit)["EGFR_SCHW"].value is None


def test_what_came_before_is_the_visit_before_that_has_it(writer: Any) -> None:
    early, middle, late = (writer.visit(*v) for v in (("W2", "2026-09-01"), ("M1", "2026-09-17"), ("M3", "2026-11-17")))
    writer.specimen(early, "CHEM", "2026-09-01T08:00", K=("4.1", "mmol/L"))
    writer.specimen(late, "CHEM", "2026-11-17T08:00", K=("6.41", "mmol/L"))
    found = writer.course().before(late, ("CHEM", "K"))
    assert found is not None
    assert (found[0], found[1].visit.code) == (Quantity("4.1", "mmol/L"), "W2")
    assert middle != early
    assert writer.course().before(early, ("CHEM", "K")) is None


def test_a_curve_has_a_point_for_every_dated_visit_that_measured(writer: Any, shipped: Study) -> None:
    for code, day, weight in (("BL", "2026-08-12", "40.1"), ("M3", "2026-11-17", "41.2")):
        visit = writer.visit(code, day)
        writer.put(Address("child", visit.visit, form="VS"), "WEIGHT", Quantity(weight, "kg"))
    curve = writer.course().curve("VS", shipped.item("VS", "WEIGHT"))
    assert [(p.at.study_day, p.quantity.number) for p in curve] == [(-6, "40.1"), (91, "41.2")]


def test_the_code_of_the_child_is_read_where_the_definition_says(writer: Any) -> None:
    writer.put(Address("child", "SCR", form="DM"), "SUBJID", TextValue("LN-007"))
    assert writer.course().code == "LN-007"
    assert msgspec.structs.asdict(writer.course().person) == {"birth": date(2014, 7, 1), "sex": "F"}
