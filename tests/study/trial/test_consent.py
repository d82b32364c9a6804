"""Consents: what stands, what is due from which day on, withdrawals, and what must not have happened."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from study.address import Address
from study.consent import Consents, consents
from study.definition.model import Study
from study.definition.trial import ConsentVersion

TODAY = date(2026, 9, 1)
SIGNED = {"ICFTYPE": "TRIAL", "ICFDTC": "2026-07-01T09:00", "ICFWHO": "FATHER,MOTHER", "ICFBOTH": "Y", "ICFCHILD": "Y"}
SEPARATE = {"ICFTYPE": "PIPL", "ICFDTC": "2026-07-01T09:10"}


def consented(begin: Callable[..., Any], study: Study | None = None, /, **items: str) -> Any:
    chart = begin() if study is None else begin(study=study)
    chart.row("ICF", **{**SIGNED, **items})
    chart.row("ICF", **SEPARATE)
    return chart


def state(chart: Any, today: date = TODAY, birth: date | None = date(2014, 7, 1)) -> Consents:
    return consents(chart.course(birth), today)


def due(found: Consents) -> list[tuple[str, str, date]]:
    return [(each.kind, each.why, each.since) for each in found.due]


def faults(found: Consents) -> dict[str, bool]:
    return {each.code: each.stop for each in found.findings}


def test_a_complete_consent_asks_for_nothing(begin: Callable[..., Any]) -> None:
    found = state(consented(begin))
    assert (due(found), faults(found), found.untold) == ([], {}, None)
    assert sorted(found.current) == ["PIPL", "TRIAL"]


def test_no_consent_is_due_at_once_and_the_separate_one_for_personal_information_too(begin: Callable[..., Any]) -> None:
    chart = begin()
    assert due(state(chart)) == [("TRIAL", "first", TODAY)]
    chart.row("ICF", **SIGNED)
    assert due(state(chart)) == [("PIPL", "kind", date(2026, 7, 1))]


def test_the_consent_of_the_enrolment_counts_while_the_log_holds_none(begin: Callable[..., Any]) -> None:
    chart = begin()
    chart.put(Address("child", "SCR", form="DM"), ICDTC="2026-07-01", ICVER="V1.0", ICASSENT="Y")
    found = state(chart)
    assert (found.current["TRIAL"].on, found.current["TRIAL"].version) == (date(2026, 7, 1), "V1.0")
    assert [each.kind for each in found.due] == ["PIPL"]
    chart.row("ICF", **SIGNED, ICFVER="V2.0")
    assert [each.version for each in state(chart).given if each.kind == "TRIAL"] == ["V2.0"]


@pytest.mark.parametrize(("today", "asked"), [(date(2026, 8, 31), False), (date(2026, 9, 1), True)])
def test_a_new_version_is_due_from_the_day_of_its_approval(
    begin: Callable[..., Any], shipped: Study, today: date, asked: bool
) -> None:
    versions = (
        ConsentVersion("V1.0", "TRIAL", date(2023, 4, 22), date(2026, 8, 31)),
        ConsentVersion("V2.0", "TRIAL", date(2026, 9, 1)),
    )
    study = replace(shipped, protocol=replace(shipped.protocol, consent_versions=versions))
    chart = consented(begin, study, ICFVER="V1.0")
    assert due(state(chart, today)) == ([("TRIAL", "version", date(2026, 9, 1))] if asked else [])
    chart.row("ICF", **{**SIGNED, "ICFDTC": "2026-09-02T09:00", "ICFVER": "V2.0"})
    assert due(state(chart, date(2026, 9, 3))) == []


@pytest.mark.parametrize(
    ("signed", "code"), [("2026-08-31", None), ("2026-09-01", "version"), ("2023-04-21", "version")]
)
def test_a_version_counts_only_while_it_is_in_force(
    begin: Callable[..., Any], shipped: Study, signed: str, code: str | None
) -> None:
    version = ConsentVersion("V1.0", "TRIAL", date(2023, 4, 22), date(2026, 8, 31))
    protocol = replace(shipped.protocol, consent_versions=(version,), ethics_approved=None)
    chart = consented(begin, replace(shipped, protocol=protocol), ICFDTC=f"{signed}T09:00", ICFVER="V1.0")
    assert list(faults(state(chart))) == ([code] if code else [])
    other = consented(begin, replace(shipped, protocol=protocol), ICFVER="V9")
    assert list(faults(state(other))) == ["version"]


@pytest.mark.parametrize(
    ("birth", "eve"),
    [
        (date(2018, 9, 1), date(2026, 8, 31)),
        (date(2020, 2, 29), date(2028, 2, 28)),
        (date(2017, 2, 28), date(2025, 2, 27)),
    ],
)
def test_assent_is_due_from_the_eighth_birthday(begin: Callable[..., Any], birth: date, eve: date) -> None:
    first = eve - timedelta(days=30)
    chart = consented(begin, ICFDTC=f"{first}T09:00", ICFCHILD="N")
    assert "assent" not in {each.why for each in state(chart, eve, birth).due}
    on = eve + timedelta(days=1)
    assert ("TRIAL", "assent", on) in due(state(chart, on, birth))
    chart.row("ICF", **{**SIGNED, "ICFDTC": f"{on}T09:00", "ICFWHY": "AGE8"})
    assert "assent" not in {each.why for each in state(chart, on, birth).due}


@pytest.mark.parametrize(
    ("birth", "first"), [(date(2008, 9, 1), date(2026, 9, 1)), (date(2008, 2, 29), date(2026, 3, 1))]
)
def test_the_own_consent_is_due_from_the_eighteenth_birthday(
    begin: Callable[..., Any], birth: date, first: date
) -> None:
    chart = consented(begin, ICFDTC="2025-07-01T09:00")
    assert "own" not in {each.why for each in state(chart, first - timedelta(days=1), birth).due}
    assert ("TRIAL", "own", first) in due(state(chart, first, birth))
    chart.row("ICF", ICFTYPE="TRIAL", ICFDTC=f"{first}T09:00", ICFWHO="SELF", ICFWHY="AGE18")
    assert due(state(chart, first, birth)) == []


def test_without_the_date_of_birth_it_says_that_it_cannot_tell(begin: Callable[..., Any]) -> None:
    found = state(consented(begin, ICFCHILD="N"), birth=None)
    assert found.untold is not None
    assert found.due == ()


@given(born=st.dates(date(2006, 1, 1), date(2022, 1, 1)), today=st.dates(date(2024, 1, 1), date(2032, 1, 1)))
def test_the_word_of_the_child_is_due_exactly_between_its_birthdays(
    begin: Callable[..., Any], shipped: Study, born: date, today: date
) -> None:
    chart = consented(begin, ICFDTC="2022-06-01T09:00", ICFCHILD="N")
    whys = {each.why for each in state(chart, today, born).due}
    adult = shipped.protocol.own_consent_from.reached(born, today)
    school = shipped.protocol.assent_from.reached(born, today)
    assert ("own" in whys, "assent" in whys) == (adult, school and not adult)


@pytest.mark.parametrize(
    ("day", "code"), [("2026-06-30", "before-consent"), ("2026-07-01", None), ("2026-07-02", None)]
)
def test_a_procedure_before_the_consent_stops(begin: Callable[..., Any], day: str, code: str | None) -> None:
    chart = consented(begin)
    chart.visit("SCR", day)
    assert faults(state(chart)) == ({code: True} if code else {})


@pytest.mark.parametrize(("time", "stops"), [("08:59", True), ("09:00", False)])
def test_on_the_day_of_the_consent_the_hour_decides(begin: Callable[..., Any], time: str, stops: bool) -> None:
    chart = consented(begin)
    chart.form("D0", "INF", INFDTC=f"2026-07-01T{time}", INFCOMP="Y")
    assert ("before-consent" in faults(state(chart))) == stops


def test_a_procedure_without_any_consent_stops(begin: Callable[..., Any]) -> None:
    chart = begin()
    chart.visit("SCR", "2026-07-02")
    assert faults(state(chart)) == {"no-consent": True}


@pytest.mark.parametrize(("signed", "flagged"), [("2023-04-21", True), ("2023-04-22", False)])
def test_a_consent_before_the_ethics_approval_is_flagged(begin: Callable[..., Any], signed: str, flagged: bool) -> None:
    chart = consented(begin, ICFDTC=f"{signed}T09:00")
    assert ("before-ethics" in faults(state(chart))) == flagged


@pytest.mark.parametrize(
    ("items", "code"),
    [
        ({"ICFWHO": "SELF"}, {"guardian": True}),
        ({"ICFWHO": "FATHER", "ICFBOTH": "N"}, {"guardians": False}),
        ({"ICFWHO": "FATHER,MOTHER"}, {}),
    ],
)
def test_the_guardians_of_a_minor_sign(begin: Callable[..., Any], items: dict[str, str], code: dict[str, bool]) -> None:
    assert faults(state(consented(begin, **items))) == code


def test_a_withdrawal_says_what_it_stops_and_ends_what_is_due(begin: Callable[..., Any]) -> None:
    chart = begin()
    chart.row("ICF", **SIGNED, ICFWDTC="2026-08-20T10:00", WDSCOPE="VISIT,SAMPLE")
    found = state(chart)
    assert found.current == {}
    assert found.due == ()
    [withdrawn] = found.withdrawn
    assert [said.en.split(";")[0] for said in withdrawn.stops] == ["no visits", "no use of samples"]


def test_who_withdraws_from_treatment_only_may_sign_again(begin: Callable[..., Any]) -> None:
    chart = begin()
    chart.row("ICF", **SIGNED, ICFWDTC="2026-08-20T10:00", WDSCOPE="TREAT")
    assert [each.why for each in state(chart).due] == ["first"]
    chart.row("ICF", **{**SIGNED, "ICFDTC": "2026-08-25T10:00"})
    assert state(chart).current["TRIAL"].on == date(2026, 8, 25)


def test_kept_samples_and_yearly_visits_need_a_consent_of_their_own(begin: Callable[..., Any]) -> None:
    chart = consented(begin)
    chart.row("SAMP", SAMPID="S1", SAMPDTC="2026-08-01T08:00", SAMPSTAT="STORED")
    chart.visit("M12", "2026-08-20")
    chart.form("M12", "DS", DSDECOD="COMPLETE", DSSTDTC="2026-08-20", DSLT="Y")
    assert due(state(chart)) == [("SAMPLE", "kind", date(2026, 8, 1)), ("LTFU", "kind", date(2026, 8, 20))]
    chart.row("ICF", ICFTYPE="SAMPLE", ICFDTC="2026-08-30T08:00")
    assert [each.kind for each in state(chart).due] == ["LTFU"]
