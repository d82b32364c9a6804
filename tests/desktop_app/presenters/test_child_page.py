"""The page of one child: visit strip, what changed since the last visit, medication, files, where it leads."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from desktop_app.presenters.child import ChildPage, Viewer, child_state
from desktop_app.presenters.child_since import since_last_visit
from desktop_app.presenters.child_visits import visit_chips, visit_to_begin
from study.address import LOG, Address
from study.changes import facts as f
from study.course import Course
from study.state.slots import created
from study.text import Text
from study.values import Codes, DateTimeValue, DateValue, Quantity, Range
from ui.child.state import ChildState, VisitChip

TODAY = date(2026, 11, 17)
INFUSED = date(2026, 8, 18)
EN = Viewer(TODAY, "en", "investigator", names=True)


def shown(work: Any, subject: str, viewer: Viewer = EN) -> ChildState:
    return child_state(work.study, work.child(subject), viewer)


def chips(work: Any, subject: str, today: date = TODAY) -> dict[str, VisitChip]:
    return {chip.code: chip for chip in visit_chips(work.course(subject), today)}


def complete(work: Any, subject: str, visit: str, *, sign: bool = False) -> None:
    """Declare every form of a visit that holds something complete."""
    course = work.course(subject)
    at = Address(subject, visit)
    for place in sorted({address.in_form for address in course.record.values if at.covers(address)}):
        work.append(f.FormCompleted(id=work.store.new_id(), address=place))
        if sign:
            digest = work.course(subject).record.digest(place)
            work.append(f.Signed(id=work.store.new_id(), address=place, meaning="reviewed", digest=digest))


def test_the_strip_follows_the_schedule(desk_fixture: Any) -> None:
    subject = desk_fixture.enrol("LN-001")
    desk_fixture.follow(subject)
    found = chips(desk_fixture, subject)
    assert list(found) == ["SCR", "APH", "BL", "LD", "D0", "W2", "M1", "M3", "M6", "M12", "ET"]
    assert (found["BL"].date, found["BL"].standing) == ("D−6", "open")
    assert (found["M3"].standing, found["M3"].due, found["M3"].key) == ("due", True, f"{subject}/M3/////")
    assert 0 < found["M3"].filled < found["M3"].total
    assert (found["M6"].date, found["M6"].standing, found["M6"].total) == ("2027-02-16", "future", 0)
    assert [chip.code for chip in found.values() if chip.due] == ["M3"]


def test_yearly_visits_are_offered_one_by_one_after_the_last_month(desk_fixture: Any) -> None:
    subject = desk_fixture.enrol("LN-001")
    desk_fixture.follow(subject)
    desk_fixture.set(subject, "M6", "VISIT", {"VISSTAT": Codes(("MISSED",))})
    desk_fixture.visit(subject, "M12", INFUSED + timedelta(days=366), {})

    def yearly(day: int) -> dict[str, str]:
        found = chips(desk_fixture, subject, INFUSED + timedelta(days=day))
        return {code: chip.standing for code, chip in found.items() if code.startswith("LT")}

    assert yearly(400) == {"LT2": "future"}
    assert yearly(730) == {"LT2": "due"}
    assert yearly(1000) == {"LT2": "skipped", "LT3": "future"}
    desk_fixture.visit(subject, "LT3", INFUSED + timedelta(days=1100), {})
    assert list(yearly(1101)) == ["LT2", "LT3", "LT4"]


def test_complete_signed_and_void(desk_fixture: Any) -> None:
    subject = desk_fixture.enrol("LN-001")
    desk_fixture.follow(subject)
    complete(desk_fixture, subject, "W2")
    complete(desk_fixture, subject, "M1", sign=True)
    found = chips(desk_fixture, subject)
    assert (found["W2"].standing, found["M1"].standing) == ("complete", "signed")
    desk_fixture.set(subject, "M1", "VS", {"WEIGHT": "44.0"}, reason="typing error")
    assert chips(desk_fixture, subject)["M1"].standing == "void"


@pytest.mark.parametrize(
    ("day", "due", "standing"),
    [(120, "M6", "future"), (170, "M6", "due"), (200, "M6", "overdue"), (400, "M12", "overdue")],
)
def test_the_visit_that_enter_opens(desk_fixture: Any, day: int, due: str, standing: str) -> None:
    subject = desk_fixture.enrol("LN-001")
    desk_fixture.follow(subject)
    if due == "M12":
        desk_fixture.set(subject, "M6", "VISIT", {"VISSTAT": Codes(("MISSED",))})
    found = chips(desk_fixture, subject, INFUSED + timedelta(days=day))
    assert [(c.code, c.standing) for c in found.values() if c.due] == [(due, standing)]


def test_a_fresh_child_opens_the_screening_and_a_planned_infusion_gives_dates(desk_fixture: Any) -> None:
    subject = desk_fixture.enrol("LN-001", infused=None)
    found = chips(desk_fixture, subject)
    assert [chip.code for chip in found.values() if chip.due] == ["SCR"]
    assert (found["SCR"].standing, found["M1"].date) == ("open", "")
    desk_fixture.set(subject, "SCR", "DM", {"INFPLDTC": DateValue("2026-12-01")})
    found = chips(desk_fixture, subject)
    assert found["M1"].date == "2026-12-31"
    assert found["M1"].window is not None
    assert "planned" in found["M1"].window.en
    assert found["M1"].window.zh.endswith("时间窗待确认")
    assert found["D0"].window is not None
    assert "unconfirmed" not in found["D0"].window.en


def test_an_unscheduled_visit_stands_where_its_day_falls(desk_fixture: Any) -> None:
    work = desk_fixture
    subject = work.enrol("LN-001")
    work.follow(subject)
    page = ChildPage(work.desk)
    page.choose(subject)
    page.refresh()
    page.view.unscheduled_asked.emit(subject)
    [(_, key, _focus)] = work.desk.went
    repeat = key.split("/")[2]
    assert key == created(repeat, Address(subject, "UNS"), "visit").key
    work.set(subject, "UNS", "VISIT", {"VISDTC": DateValue("2026-10-18")}, repeat)
    assert list(chips(work, subject))[5:9] == ["W2", "M1", "UNS", "M3"]
    assert chips(work, subject)["UNS"].key == key


def test_in_the_first_two_weeks_the_daily_visit_is_begun_once_a_day_then_an_unscheduled_one(desk_fixture: Any) -> None:
    work = desk_fixture
    subject = work.enrol("LN-001", infused=TODAY - timedelta(days=5))
    page = ChildPage(work.desk)
    page.choose(subject)
    page.refresh()
    for _ in range(2):
        page.view.unscheduled_asked.emit(subject)
    assert [key.split("/")[1] for _, key, _ in work.desk.went] == ["EARLY", "UNS"]
    assert visit_to_begin(work.course(subject), TODAY + timedelta(days=1)) == "EARLY"
    assert visit_to_begin(work.course(subject), TODAY + timedelta(days=10)) == "UNS"
    assert visit_to_begin(work.course(work.enrol("LN-002", infused=None)), TODAY) == "UNS"


def test_since_the_last_visit_says_what_got_better_and_what_is_critical(desk_fixture: Any) -> None:
    subject = desk_fixture.enrol("LN-001")
    desk_fixture.follow(subject)
    since = shown(desk_fixture, subject).since
    assert since is not None
    assert since.span.en == "M1 D+31 → today, 60 d"
    [potassium] = since.critical
    assert (potassium.before, potassium.now, potassium.change, potassium.note) == (
        "4.40",
        "6.41",
        "+2.01",
        since.critical[0].note,
    )
    assert potassium.note is not None
    assert potassium.note.en == "critical, not acknowledged"
    assert potassium.key.endswith("/K")
    better = {row.label.en: (row.before, row.now, row.change) for row in since.better}
    assert better["UPCR"] == ("1.35", "<0.42", "")
    assert better["eGFR (U25)"][2].startswith("+")
    listed = {row.label.en: (row.before, row.now, row.change) for row in since.listed}
    assert listed["Weight"] == ("43.0", "41.2", "−1.8")
    assert "Potassium" not in {row.label.en for row in (*since.worse, *since.better, *since.listed)}


def test_a_critical_value_that_a_second_specimen_does_not_confirm_says_both(desk_fixture: Any) -> None:
    subject = desk_fixture.enrol("LN-001")
    desk_fixture.follow(subject)
    at = DateTimeValue(f"{(INFUSED + timedelta(days=91)).isoformat()}T08:10")
    desk_fixture.set(subject, "M3", "CHEM", {"K": "3.92", "LBDTC": at}, anew=True)
    since = shown(desk_fixture, subject).since
    assert since is not None
    [potassium] = since.critical
    assert potassium.now == "6.41"
    assert potassium.note == Text("critical, not acknowledged · again 08:10: 3.92", "危急值，未确认 · 08:10 复查 3.92")


def test_of_the_derived_values_only_the_few_that_the_definition_puts_first_are_compared(desk_fixture: Any) -> None:
    """Neither grades nor the second equation of a measure: what was graded stands there itself."""
    subject = desk_fixture.enrol("LN-001")
    desk_fixture.follow(subject)
    since = shown(desk_fixture, subject).since
    assert since is not None
    told = {row.label.en for row in (*since.worse, *since.better, *since.listed)}
    derived = {(spec.short or spec.label).en: spec for spec in desk_fixture.study.derived.values()}
    assert {derived[label].code for label in told & set(derived)} == {"EGFR_U25", "UPCR"}
    assert {spec.code for spec in derived.values() if spec.headline} == {
        "EGFR_U25", "UPCR", "P24_M2", "SLEDAI2K", "RENAL", "DORIS", "LLDAS", "PREDEQ",
    }  # fmt: skip


def test_a_definition_that_puts_none_first_has_all_compared(desk_fixture: Any) -> None:
    subject = desk_fixture.enrol("LN-001")
    desk_fixture.follow(subject)
    course = desk_fixture.course(subject)
    plain = {code: msgspec.structs.replace(spec, headline=False) for code, spec in course.study.derived.items()}
    other = Course(msgspec.structs.replace(course.study, derived=plain), course.record, course.person.birth)
    since = since_last_visit(other, TODAY, "en")
    assert since is not None
    notes = {row.label.en: row.note for row in since.better}
    assert {"eGFR (U25)", "eGFR (Schwartz)"} <= set(notes)
    # The bedside formula was not checked in print, the other one in its authors' code.
    assert (notes["eGFR (U25)"], notes["eGFR (Schwartz)"]) == (None, Text("unconfirmed", "待确认"))


def test_a_change_on_a_logarithmic_axis_is_told_in_per_cent(desk_fixture: Any) -> None:
    subject = desk_fixture.enrol("LN-001")
    desk_fixture.visit(subject, "W2", date(2026, 9, 1), {"URINE": {"UPROTC": "1000", "UCREAT": "5"}})
    desk_fixture.visit(subject, "M1", date(2026, 9, 18), {"URINE": {"UPROTC": "1600", "UCREAT": "5"}})
    since = shown(desk_fixture, subject).since
    assert since is not None
    worse = {row.label.en: (row.before, row.now, row.change) for row in since.worse}
    assert worse["UPCR"] == ("1.77", "2.83", "+60 %")
    assert worse["Urine protein"] == ("1000", "1600", "+600")


def test_measures_of_one_name_bear_the_name_of_their_form(desk_fixture: Any) -> None:
    subject = desk_fixture.enrol("LN-001")
    for visit, day, number in (("W2", date(2026, 9, 1), "1000"), ("M1", date(2026, 9, 18), "1600")):
        desk_fixture.visit(
            subject, visit, day, {"URINE": {"UPROTC": number, "UCREAT": "5"}, "U24": {"U24PROTC": number}}
        )
    since = since_last_visit(desk_fixture.course(subject), TODAY, "zh")
    assert since is not None
    told = {row.label.zh for row in since.worse}
    assert {"单次尿 · 尿蛋白浓度", "24小时尿 · 尿蛋白浓度"} <= told
    assert "尿蛋白/肌酐" in told


def test_a_value_last_measured_earlier_says_since_when(desk_fixture: Any) -> None:
    subject = desk_fixture.enrol("LN-001")
    desk_fixture.visit(subject, "BL", date(2026, 8, 12), {"CHEM": {"ALB": "25.0"}})
    desk_fixture.visit(subject, "W2", date(2026, 9, 1), {"VS": {"WEIGHT": "40"}})
    desk_fixture.visit(subject, "M1", date(2026, 9, 18), {"CHEM": {"ALB": "30.0"}})
    since = shown(desk_fixture, subject).since
    assert since is not None
    assert [(row.label.en, row.note.en if row.note else "") for row in since.better] == [("Albumin", "since BL")]


def test_nothing_measured_yet_has_nothing_to_compare(desk_fixture: Any) -> None:
    subject = desk_fixture.enrol("LN-001", infused=None)
    state = shown(desk_fixture, subject)
    assert (state.since, state.charts, state.medication, state.files) == (None, (), (), ())


def prescribe(work: Any, subject: str, **items: Any) -> Address:
    place: Address = work.place(Address(subject, LOG, "", "CM"), anew=True)
    work.append(*(work.fact(msgspec.structs.replace(place, item=code), value) for code, value in items.items()))
    return place


def test_medication_in_words_with_mg_per_kg(desk_fixture: Any) -> None:
    work = desk_fixture
    subject = work.enrol("LN-001")
    work.follow(subject)
    place = prescribe(
        work, subject, CMTRT="甲泼尼龙", CMSTER="methylprednisolone", CMDOSE="4", CMDOSU="mg", CMFRQ="qd", CMROUTE="PO",
        CMSTDTC=DateValue("2026-10-18"), CMONGO="Y",
    )  # fmt: skip
    prescribe(
        work,
        subject,
        CMTRT="羟氯喹",
        CMDOSE="2",
        CMDOSU="tablet",
        CMSTRN="100",
        CMFRQ="qd",
        CMSTDTC=DateValue("2026-03"),
    )
    prescribe(work, subject, CMTRT="阿司匹林", CMDOSE="100", CMDOSU="mg", CMFRQ="qd", CMENDTC=DateValue("2026-10"))
    prescribe(work, subject, CMTRT="布地奈德", CMDOSE="0.2", CMDOSU="mg", CMFRQ="prn", CMROUTE="INH")
    rows = {row.drug: row for row in shown(work, subject).medication}
    assert list(rows) == ["甲泼尼龙", "羟氯喹", "布地奈德"]
    steroid, tablets, inhaled = rows.values()
    assert (steroid.key, steroid.dose, steroid.since, steroid.until) == (place.key, "4 mg qd", "2026-10-18", "ongoing")
    assert steroid.per_kg == "prednisone eq. 0.12 mg/kg/d"
    assert (tablets.dose, tablets.per_kg, tablets.since) == ("2 tablet qd", "4.85 mg/kg/d", "2026-03")
    assert inhaled.per_kg == ""


def test_an_old_weight_gives_no_dose_per_kg(desk_fixture: Any) -> None:
    work = desk_fixture
    subject = work.enrol("LN-001")
    work.visit(subject, "W2", date(2026, 9, 1), {"VS": {"WEIGHT": "40"}})
    prescribe(
        work, subject, CMTRT="吗替麦考酚酯", CMDOSE="0.5", CMDOSU="g", CMFRQ="bid", CMSTDTC=DateValue("2026-09-01")
    )
    at = [Viewer(date(2026, 9, day), "zh", "investigator", names=True) for day in (20, 2)]
    assert [shown(work, subject, viewer).medication[0].per_kg for viewer in at] == ["25.00 mg/kg/d", "25.00 mg/kg/d"]
    assert shown(work, subject).medication[0].per_kg == ""


def test_conflicts_are_listed_by_their_id_with_both_values(desk_fixture: Any) -> None:
    subject = desk_fixture.enrol("LN-001")
    desk_fixture.follow(subject)
    weight = Address(subject, "M1", "", "VS", "", "", "WEIGHT")
    desk_fixture.contradict(weight, "34.0")
    [row] = shown(desk_fixture, subject).conflicts
    assert row.label.en == "M1 Weight"
    assert set(row.values.split(" / ")) == {"43.0", "34.0"}
    assert row.key == desk_fixture.course(subject).record.settled(weight).conflict


def test_files_are_called_by_visit_and_form_and_open_where_they_hang(desk_fixture: Any) -> None:
    work = desk_fixture
    subject = work.enrol("LN-001")
    work.follow(subject)
    place = work.place(Address(subject, "M3", "", "ECG"))
    added = f.AttachmentAdded(
        id=work.store.new_id(), address=place, name="ab" * 32, kind="pdf", size=9, sealed_size=99, digest="", key=b""
    )
    work.append(added)
    page = ChildPage(work.desk)
    page.choose(subject)
    page.refresh()
    assert page.view.state is not None
    [row] = page.view.state.files
    assert (row.name, row.date, row.state) == ("M3 心电图 PDF", "2026-11-17", "missing")
    page.view.file_opened.emit(row.key)
    assert work.desk.went == [("visit", f"{subject}/M3/////", place.key)]


def test_the_page_leads_on(desk_fixture: Any) -> None:
    work = desk_fixture
    subject = work.enrol("LN-001")
    work.follow(subject)
    page = ChildPage(work.desk)
    page.choose(subject)
    page.refresh()
    view = page.view
    key = f"{subject}/M3//CHEM/r//K"
    view.visit_opened.emit(f"{subject}/M3/////")
    view.field_opened.emit(key)
    view.medication_added.emit(subject)
    view.charts_asked.emit(subject)
    view.conflict_opened.emit("c1")
    view.back_asked.emit()
    assert work.desk.went == [
        ("visit", f"{subject}/M3/////", ""),
        ("visit", f"{subject}/M3/////", key),
        ("visit", f"{subject}/LOG/////", ""),
        ("charts", subject),
        ("conflict", "c1"),
        ("back",),
    ]


def test_who_may_only_read_is_not_offered_to_write_and_sees_no_name(make_desk: Callable[..., Any]) -> None:
    work = make_desk()
    subject = work.enrol("LN-001", name="林小满")
    reading = shown(work, subject, Viewer(TODAY, "zh", "monitor", names=False))
    assert (reading.may_edit, reading.header.name) == (False, "")
    writing = shown(work, subject)
    assert (writing.may_edit, writing.header.name) == (True, "林小满")


def test_a_value_in_another_unit_is_shown_in_the_items_own(desk_fixture: Any) -> None:
    subject = desk_fixture.enrol("LN-001")
    desk_fixture.visit(subject, "W2", date(2026, 9, 1), {"CHEM": {"CREAT": Quantity("1.0", "mg/dL")}})
    desk_fixture.visit(subject, "M1", date(2026, 9, 18), {"CHEM": {"CREAT": Quantity("70", "umol/L", "<")}})
    since = shown(desk_fixture, subject).since
    assert since is not None
    assert [(row.before, row.now) for row in since.listed if row.label.en == "Creatinine"] == [("88", "<70")]


def test_a_change_is_the_difference_of_the_numbers_shown(desk_fixture: Any) -> None:
    subject = desk_fixture.enrol("LN-001")
    desk_fixture.visit(subject, "W2", date(2026, 9, 1), {"VS": {"HEIGHT": "150"}, "CHEM": {"CREAT": "61.3"}})
    desk_fixture.visit(subject, "M1", date(2026, 9, 18), {"VS": {"HEIGHT": "150"}, "CHEM": {"CREAT": "58.9"}})
    since = shown(desk_fixture, subject).since
    assert since is not None
    for row in (row for row in (*since.better, *since.worse, *since.listed) if row.change):
        change = row.change.replace("\N{MINUS SIGN}", "-")
        assert Decimal(change) == Decimal(row.now) - Decimal(row.before)


@pytest.mark.parametrize("now", [Range("3", "3", "/HPF"), Quantity("0", "/HPF", "<=")])
def test_a_range_and_a_limit_at_nought_have_no_difference(desk_fixture: Any, now: Range | Quantity) -> None:
    subject = desk_fixture.enrol("LN-001")
    desk_fixture.visit(subject, "W2", date(2026, 9, 1), {"URINE": {"URBC": "12"}})
    desk_fixture.visit(subject, "M1", date(2026, 9, 18), {"URINE": {"URBC": now}})
    since = shown(desk_fixture, subject).since
    assert since is not None
    assert [(row.before, row.change) for row in since.better] == [("12", "")]
