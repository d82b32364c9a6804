"""The trial view of a child on a real record: what it shows, and what accepting and dismissing write down."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from desktop_app.presenters.child import ChildPage, Viewer, child_state
from desktop_app.presenters.child_trial import trial_state
from study.address import LOG, Address, parse_key
from study.changes.facts import MarkSet
from study.definition.model import Study
from study.definition.trial import Eligibility
from study.followup import SERVES
from study.proposing import NO_DEVIATION, log_form
from study.text import Text
from study.unusual import EXPLAINED, LIVE_VACCINE, unusual
from study.values import Codes, DateTimeValue, DateValue
from ui.child.trial_state import Mark, TrialState

INFUSED = date(2026, 8, 18)
NOW = datetime.fromisoformat("2026-11-17T10:00")


def on(day: int) -> date:
    return INFUSED + timedelta(days=day)


def shown(work: Any, subject: str, now: datetime = NOW) -> TrialState:
    found = trial_state(work.course(subject), now, may_edit=True)
    assert found is not None
    return found


@pytest.fixture
def subject(desk_fixture: Any) -> str:
    """A child with a late two-week visit."""
    work = desk_fixture
    made: str = work.enrol("LN-001")
    work.visit(made, "W2", on(18), {})
    return made


@pytest.fixture
def page(desk_fixture: Any, subject: str) -> ChildPage:
    made = ChildPage(desk_fixture.desk)
    desk_fixture.desk.page = made
    made.choose(subject)
    made.refresh()
    return made


def late(state: TrialState) -> Any:
    return next(row for row in state.deviations if row.text.en.startswith("W2"))


def english(lines: Any) -> list[str]:
    return [line.text.en for line in lines]


def test_the_view_is_part_of_the_page_and_counts_what_waits(desk_fixture: Any, subject: str) -> None:
    viewer = Viewer(NOW.date(), "en", "investigator", names=True, now=NOW)
    trial = child_state(desk_fixture.study, desk_fixture.child(subject), viewer).trial
    assert trial is not None
    assert trial.attention >= len(trial.deviations) + 1
    assert trial.status.verdict is not None
    assert trial.status.verdict.en.startswith("in follow-up")
    assert any("closes 2027-09-17, after the study ends" in text for text in english(trial.status.lines))


def test_a_study_that_asks_for_none_of_it_has_no_view(make_desk: Callable[..., Any], shipped: Study) -> None:
    kept = {code: form for code, form in shipped.forms.items() if code in ("VISIT", "DM", "VS", "CHEM")}
    visits = tuple(replace(v, forms=tuple(f for f in v.forms if f in kept)) for v in shipped.visits)
    bare = replace(shipped, forms=kept, visits=visits, eligibility=Eligibility())
    work = make_desk(study=bare)
    subject = work.enrol("LN-001", infused=None)
    assert trial_state(work.course(subject), NOW, may_edit=True) is None


def test_accepting_a_deviation_writes_its_row_and_goes_there(desk_fixture: Any, subject: str, page: ChildPage) -> None:
    row = late(shown(desk_fixture, subject))
    page.view.proposal_accepted.emit("deviation", row.name)
    place = replace(log_form(subject, "DV"), form_repeat=row.name)
    values = desk_fixture.course(subject).filled(place)
    assert values["DVSTDTC"] == DateValue(on(18).isoformat())
    assert values["DVCAT"] == Codes(("WINDOW",))
    assert values["DVTERM"].text == row.text.zh
    assert values["DVVIS"].text == "W2"
    assert desk_fixture.desk.went == [("visit", Address(subject, LOG).key, place.key)]
    after = shown(desk_fixture, subject)
    assert row.name not in {each.name for each in after.deviations}
    assert english(after.confirmed.lines) == [row.text.zh]


def test_dismissing_keeps_the_reason_and_proposes_it_no_more(desk_fixture: Any, subject: str, page: ChildPage) -> None:
    row = late(shown(desk_fixture, subject))
    page.view.proposal_dismissed.emit("deviation", row.name, "台风停诊")
    [mark] = desk_fixture.course(subject).record.marks(NO_DEVIATION, Address(subject))
    assert (mark.fact.target, mark.fact.note) == (row.name, "台风停诊")
    assert row.name not in {each.name for each in shown(desk_fixture, subject).deviations}
    assert desk_fixture.desk.went == []


def test_a_proposal_that_is_gone_writes_nothing(desk_fixture: Any, subject: str, page: ChildPage) -> None:
    before = desk_fixture.store.reader.tip().seq
    page.view.proposal_accepted.emit("deviation", "0" * 32)
    assert desk_fixture.store.reader.tip().seq == before


def test_a_death_opens_a_serious_event_of_grade_five_with_its_cause(
    desk_fixture: Any, subject: str, page: ChildPage
) -> None:
    desk_fixture.set(
        subject, "ET", "DS", {"DSDECOD": "DEATH", "DTHDTC": DateValue("2026-10-01"), "DTHCAUS": "脓毒症休克"}
    )
    [row] = shown(desk_fixture, subject).events
    assert (row.mark, row.kind) == (Mark.STOP, "event")
    page.view.proposal_accepted.emit("event", row.name)
    place = replace(log_form(subject, "AE"), form_repeat=row.name)
    values = desk_fixture.course(subject).filled(place)
    assert values["AETERM"].text == "脓毒症休克"
    assert {code: values[code] for code in ("AETOXGR", "AEOUT", "AESER", "AESCRIT")} == {
        "AETOXGR": Codes(("5",)), "AEOUT": Codes(("FATAL",)), "AESER": Codes(("Y",)), "AESCRIT": Codes(("DEATH",)),
    }  # fmt: skip
    assert values["AEENDTC"] == DateValue("2026-10-01")
    assert "AESTDTC" not in values, "nobody said when it began"
    after = shown(desk_fixture, subject)
    assert after.events == ()
    assert english(after.clocks.lines)[0].startswith("脓毒症休克")


def test_deadlines_tell_the_time_left_and_to_whom(desk_fixture: Any, subject: str) -> None:
    desk_fixture.set(
        subject, LOG, "AE",
        {"AETERM": "肺炎", "AESTDTC": DateValue("2026-11-16"), "AESER": "Y", "AEREL": "NOT",
         "SAEDTC": DateTimeValue("2026-11-16T18:30")},
    )  # fmt: skip
    [line] = shown(desk_fixture, subject).clocks.lines
    assert (line.aside, line.mark) == (Text("8 h 30 min left", "剩余8小时30分"), Mark.WAIT)
    assert line.detail is not None
    assert line.detail.en.startswith("to Sponsor or institution, Ethics committee · due 11-17 18:30")
    [over] = shown(desk_fixture, subject, NOW + timedelta(days=3)).clocks.lines
    assert (over.aside, over.mark) == (Text("2 d late", "超时2天"), Mark.STOP)
    [event] = shown(desk_fixture, subject).safety.lines
    assert event.text.zh == "肺炎"


def test_the_gates_show_answers_with_their_visit_and_the_limit_that_was_used(desk_fixture: Any, subject: str) -> None:
    work = desk_fixture
    work.visit(subject, "SCR", on(-28), {"CHEM": {"CREAT": "53.9", "ALT": "20", "AST": "22", "BILI": "8"}})
    work.set(subject, "SCR", "IE", {f"EXCL{n:02}": "N" for n in (1, 2, 3, 5, 8, 9, 10)})
    screening = shown(work, subject).gates[0]
    assert (screening.verdict.en, screening.mark) == ("eligible", Mark.OK)
    third = next(line for line in screening.lines if line.text.en == "3 Kidney and liver")
    assert third.aside is not None
    assert third.aside.en == f"no · SCR {on(-28)}"
    assert third.key == Address(subject, "SCR", "", "IE", "", "", "EXCL03").key
    assert third.detail is not None
    evidence = third.detail.en.split("\n")
    assert evidence[0].startswith("Creatinine 53.9 µmol/L")
    assert "upper limit" in evidence[1]
    assert third.tip is not None
    work.set(subject, "SCR", "IE", {"EXCL05": "Y"})
    assert shown(work, subject).gates[0].mark == Mark.STOP


def test_a_daily_record_is_let_serve_as_the_two_week_visit_and_no_longer(
    desk_fixture: Any, page: ChildPage, subject: str
) -> None:
    work = desk_fixture
    other = work.enrol("LN-002")
    page.choose(other)
    page.refresh()
    page.view.unscheduled_asked.emit(other)
    key = work.desk.went[-1][1]
    visit, repeat = key.split("/")[1:3]
    work.set(other, visit, "VISIT", {"VISDTC": DateValue(on(14).isoformat())}, repeat)
    [row] = shown(work, other).services
    assert (row.visit, row.on) == ("W2", False)
    page.view.visit_served.emit(row.key, row.visit, True, "")
    [row] = shown(work, other).services
    assert row.on
    assert "serves as W2" in row.text.en
    page.view.visit_served.emit(row.key, row.visit, False, "the W2 visit took place")
    assert not shown(work, other).services[0].on
    assert work.course(other).record.marks(SERVES, Address(other)) == ()


def test_samples_product_and_consent_show_what_is_wrong_first(desk_fixture: Any, subject: str) -> None:
    desk_fixture.set(
        subject, LOG, "SAMP",
        {"SAMPID": "S1", "SAMPSTAT": "DESTR", "DESTBY": "李", "DESTWIT": "李",
         "DESTDTC": DateTimeValue("2026-09-01T10:00")},
    )  # fmt: skip
    state = shown(desk_fixture, subject)
    assert [line.mark for line in state.samples.lines] == [Mark.OK, Mark.WARN]
    assert state.samples.lines[0].text.en == "1 = 0 used + 1 destroyed + 0 lost + 0 kept"
    assert state.product.lines[0].mark == Mark.STOP
    assert state.product.verdict == Text("stop", "须停止")
    assert [line.mark for line in state.consent.lines] == [Mark.WARN, Mark.WARN, Mark.OK]
    assert "assent is due" in english(state.consent.lines)[0]


def test_samples_that_are_kept_after_the_consent_was_withdrawn_are_due(desk_fixture: Any, subject: str) -> None:
    desk_fixture.set(subject, LOG, "SAMP", {"SAMPID": "S1", "SAMPSTAT": "STORED"})
    assert shown(desk_fixture, subject).samples.lines[1].mark == Mark.WAIT
    desk_fixture.set(
        subject, LOG, "ICF",
        {"ICFTYPE": "SAMPLE", "ICFDTC": DateTimeValue("2026-07-01T08:00"), "ICFWDTC": DateTimeValue("2026-09-01T08:00"),
         "WDSCOPE": Codes(("SAMPLE",))},
    )  # fmt: skip
    kept = shown(desk_fixture, subject).samples.lines[1]
    assert kept.mark == Mark.WARN
    assert kept.detail is not None
    assert "destroyed now" in kept.detail.en


def test_a_live_vaccine_without_b_cells_stands_first_and_waits_for_a_word(desk_fixture: Any, subject: str) -> None:
    desk_fixture.set(subject, LOG, "CM", {"CMTRT": "羟氯喹", "CMCLASS": "ANTIMAL", "CMSTDTC": DateValue("2025-01")})
    desk_fixture.visit(subject, "M1", on(30), {"IGLYM": {"CD19A": "2"}})
    before = shown(desk_fixture, subject).attention
    given = {"VAXTRT": "麻腮风联合减毒活疫苗", "VAXLIVE": "Y", "VAXDTC": DateValue(on(45).isoformat())}
    desk_fixture.set(subject, LOG, "VAX", given)
    state = shown(desk_fixture, subject)
    line = state.safety.lines[0]
    assert line.text.en.startswith("A live vaccine in spite of depleted B cells (CD19 2 cells/µL")
    assert line.text.zh.startswith("接种活疫苗时存在：B细胞耗竭")
    assert line.detail is not None
    assert "investigator's to confirm" in line.detail.en
    assert (line.mark, state.attention) == (Mark.WARN, before + 1)
    place = parse_key(line.key)
    course = desk_fixture.course(subject)
    [odd] = [each for each in unusual(course, course.visit_at(place.in_visit), place) if each.code == LIVE_VACCINE]
    said = {"check": odd.code, "values": odd.values}
    mark = MarkSet(id=desk_fixture.store.new_id(), kind=EXPLAINED, address=odd.address, note="暴露后接种", data=said)
    desk_fixture.append(mark)
    after = shown(desk_fixture, subject)
    assert (after.safety.lines[0].mark, after.attention) == (Mark.INFO, before)
    assert after.safety.lines[0].detail is not None
    assert "暴露后接种" in after.safety.lines[0].detail.zh


def test_a_consent_outside_the_recruiting_period_is_a_flag(desk_fixture: Any, subject: str) -> None:
    flag = next(line for line in shown(desk_fixture, subject).status.lines if "recruiting ended" in line.text.en)
    assert flag.mark == Mark.WARN
    assert parse_key(flag.key).item == "ICDTC"


def test_who_may_not_edit_is_offered_no_service(desk_fixture: Any, subject: str) -> None:
    found = trial_state(desk_fixture.course(subject), NOW, may_edit=False)
    assert found is not None
    assert (found.may_edit, found.services) == (False, ())
