"""A live vaccine is spoken of while B cells are depleted or under immunosuppression, and where nobody can tell."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.address import Address
from study.changes.facts import MarkSet
from study.derived.prescriptions import Days
from study.immunosuppression import acting
from study.medication import Prescription
from study.unusual import EXPLAINED, LIVE_VACCINE, unusual
from study.vaccines import LiveVaccine, live_vaccines

DAY0 = date(2026, 8, 18)
PILL = {"CMROUTE": "PO", "CMDOSU": "mg", "CMFRQ": "qd", "CMINDC": "SLE"}


def day(number: int) -> str:
    return (DAY0 + timedelta(days=number)).isoformat()


def counted(chart: Any, code: str, on: int, cells: str) -> Address:
    """A visit with a count of B cells."""
    visit = chart.visit(code, day(on))
    place: Address = chart.repeat(visit, "IGLYM")
    chart.put(place, LBDTC=f"{day(on)}T08:00", CD19A=cells)
    return place


def hydroxychloroquine(chart: Any) -> None:
    """The log is kept, and holds nothing that suppresses."""
    chart.row("CM", CMTRT="羟氯喹", CMCLASS="ANTIMAL", CMSTDTC="2025-01", CMONGO="Y", CMDOSE="100", **PILL)


def vaccinated(chart: Any, on: str, live: str = "Y") -> Address:
    place: Address = chart.row("VAX", VAXTRT="水痘减毒活疫苗", VAXLIVE=live, VAXDTC=on)
    return place


def only(chart: Any) -> LiveVaccine:
    [found] = live_vaccines(chart.course())
    return found


def test_depleted_b_cells_speak_against_it(chart: Any) -> None:
    hydroxychloroquine(chart)
    counted(chart, "M1", 30, "2")
    vaccinated(chart, day(45))
    found = only(chart)
    [concern] = found.concerns
    assert (concern.code, concern.sure) == ("b_cells", True)
    assert found.sentence.en == "A live vaccine in spite of depleted B cells (CD19 2 cells/µL 2026-09-17)."
    assert found.sentence.zh == "接种活疫苗时存在：B细胞耗竭（CD19 2 cells/µL 2026-09-17）。"
    assert found.after == 45
    assert "unconfirmed" in found.note.en
    assert "months" in found.note.en
    assert "待确认" in found.note.zh


@pytest.mark.parametrize("live", ["N", "U"])
def test_only_a_live_vaccine_is_looked_at(chart: Any, live: str) -> None:
    counted(chart, "M1", 30, "2")
    vaccinated(chart, day(45), live)
    assert live_vaccines(chart.course()) == ()


def test_silence_needs_a_count_and_a_log(chart: Any) -> None:
    counted(chart, "M6", 182, "210")
    vaccinated(chart, day(190))
    assert [each.code for each in only(chart).concerns] == ["log"]
    hydroxychloroquine(chart)
    assert live_vaccines(chart.course()) == ()


@pytest.mark.parametrize(
    ("cells", "sure"), [("0", [True]), ("<20", [True]), ("19.9", [True]), ("20", []), ("<40", [False]), ("31", [])]
)
def test_the_count_decides_and_a_limit_may_not(chart: Any, cells: str, sure: list[bool]) -> None:
    hydroxychloroquine(chart)
    counted(chart, "M3", 91, cells)
    vaccinated(chart, day(92))
    found = live_vaccines(chart.course())
    assert [concern.sure for each in found for concern in each.concerns] == sure


def test_a_count_from_before_the_infusion_says_nothing_after_it(chart: Any) -> None:
    hydroxychloroquine(chart)
    counted(chart, "BL", -6, "190")
    vaccinated(chart, day(20))
    [concern] = only(chart).concerns
    assert (concern.code, concern.sure) == ("b_cells", False)
    assert "since the infusion" in concern.said.en
    assert "无法判断" in only(chart).sentence.zh


def test_the_last_count_before_it_counts_and_none_after(chart: Any) -> None:
    hydroxychloroquine(chart)
    counted(chart, "M1", 30, "0")
    counted(chart, "M3", 91, "80")
    counted(chart, "M6", 182, "0")
    vaccinated(chart, day(100))
    assert live_vaccines(chart.course()) == ()


def test_two_counts_about_which_nobody_decided_tell_nothing(chart: Any) -> None:
    hydroxychloroquine(chart)
    place = counted(chart, "M1", 30, "80")
    chart.contradict(place, "CD19A", "2")
    vaccinated(chart, day(45))
    assert [concern.sure for concern in only(chart).concerns] == [False]


def test_a_partial_day_is_sure_only_where_every_count_of_it_agrees(chart: Any) -> None:
    hydroxychloroquine(chart)
    counted(chart, "M1", 30, "0")
    counted(chart, "M3", 91, "80")
    place = vaccinated(chart, "2026-11")
    assert [concern.sure for concern in only(chart).concerns] == [False]
    chart.put(place, VAXDTC="2026-10")
    assert [concern.sure for concern in only(chart).concerns] == [True]
    chart.put(place, VAXDTC="2026-12")
    assert live_vaccines(chart.course()) == ()


def test_without_its_day_nothing_can_be_told(chart: Any) -> None:
    chart.row("VAX", VAXTRT="麻腮风疫苗", VAXLIVE="Y")
    assert [concern.code for concern in only(chart).concerns] == ["day"]


def test_a_vaccination_from_before_the_study_is_history(chart: Any) -> None:
    vaccinated(chart, "2016-03")
    assert live_vaccines(chart.course()) == ()


def healthy(chart: Any) -> None:
    """B cells are back, and the vaccine is given on day 200."""
    counted(chart, "M6", 182, "210")
    vaccinated(chart, day(200))


@pytest.mark.parametrize(
    ("medicine", "expected"),
    [
        ({"CMCLASS": "IMMSUP", "CMSTDTC": day(63)}, [("drugs", True)]),
        ({"CMCLASS": "BIOL", "CMSTDTC": day(63), "CMONGO": "Y"}, [("drugs", True)]),
        ({"CMCLASS": "IMMSUP", "CMSTDTC": day(63), "CMENDTC": day(199)}, []),
        ({"CMCLASS": "IMMSUP", "CMSTDTC": day(63), "CMENDTC": day(200)}, [("drugs", True)]),
        ({"CMCLASS": "IMMSUP", "CMSTDTC": day(201)}, []),
        ({"CMCLASS": "IMMSUP", "CMSTDTC": day(63), "CMONGO": "N"}, [("drugs", False)]),
        ({"CMCLASS": "IMMSUP", "CMSTDTC": day(63), "CMENDTC": day(90), "CMONGO": "Y"}, [("drugs", False)]),
        ({"CMCLASS": "IMMSUP", "CMSTDTC": "2027-03"}, [("drugs", False)]),
        ({"CMCLASS": "IMMSUP"}, [("drugs", False)]),
        ({"CMCLASS": "IMMSUP", "CMSTDTC": day(63), "CMROUTE": "TOP"}, []),
        ({"CMSTDTC": day(63)}, [("drugs", False)]),
        ({"CMCLASS": "BIOL", "CMSTDTC": day(190), "CMFRQ": "once"}, []),
        ({"CMCLASS": "OTHER", "CMSTDTC": day(63)}, []),
    ],
)
def test_what_is_taken_that_day(chart: Any, medicine: dict[str, str], expected: list[tuple[str, bool]]) -> None:
    healthy(chart)
    chart.row("CM", CMTRT="他克莫司", CMDOSE="1", **{**PILL, **medicine})
    found = [(concern.code, concern.sure) for each in live_vaccines(chart.course()) for concern in each.concerns]
    assert found == expected


@pytest.mark.parametrize(
    ("doses", "expected"),
    [
        ([("prednisone", "19.9")], []),
        ([("prednisone", "20")], [True]),
        ([("methylprednisolone", "16")], [True]),
        ([("prednisone", "10"), ("dexamethasone", "1.5")], [True]),
        ([("prednisone", "")], [False]),
        ([("prednisone", "25"), ("prednisone", "")], [True]),
    ],
)
def test_steroid_counts_from_the_limit_of_the_protocol_on(
    chart: Any, doses: list[tuple[str, str]], expected: list[bool]
) -> None:
    healthy(chart)
    for drug, dose in doses:
        written = {"CMDOSE": dose} if dose else {}
        chart.row("CM", CMTRT=drug, CMCLASS="STER", CMSTER=drug, CMSTDTC=day(150), **PILL, **written)
    found = [concern for each in live_vaccines(chart.course()) for concern in each.concerns]
    assert [concern.sure for concern in found] == expected
    assert all(concern.code == "steroid" for concern in found)


def test_it_stands_at_its_answer_until_a_word_is_said_about_just_this(chart: Any) -> None:
    hydroxychloroquine(chart)
    counted(chart, "M1", 30, "2")
    place = vaccinated(chart, day(45))

    def asked() -> Any:
        course = chart.course()
        found = unusual(course, course.visit_at(place.in_visit), place)
        return next(each for each in found if each.code == LIVE_VACCINE)

    each = asked()
    assert each.address.item == "VAXLIVE"
    assert each.queried
    assert each.sentence.en.startswith("A live vaccine in spite of")
    said = {"check": LIVE_VACCINE, "values": each.values}
    chart.write(MarkSet(id=chart.new_id(), kind=EXPLAINED, address=each.address, note="疫情暴露", data=said))
    assert asked().explanation == "疫情暴露"
    chart.row("CM", CMTRT="他克莫司", CMCLASS="IMMSUP", CMSTDTC=day(40), CMDOSE="1", **PILL)
    assert asked().explanation == ""


DATES = st.dates(date(2026, 6, 1), date(2027, 6, 30))


def spread(first: date, days: int) -> Days:
    return Days(first, first + timedelta(days=days))


PRESCRIBED = st.builds(
    Prescription,
    drug=st.just("他克莫司"), steroid=st.just(""), family=st.just("IMMSUP"), mg=st.none(), per_day=st.none(),
    route=st.just("PO"), indication=st.just(""), begun=st.none() | st.builds(spread, DATES, st.integers(0, 60)),
    ended=st.none() | st.builds(spread, DATES, st.integers(0, 60)), written=st.just(("", "")),
    ongoing=st.sampled_from(["", "Y", "N"]), once=st.booleans(), values=st.just({}),
    place=st.just(Address("child", "LOG")),
)  # fmt: skip


@given(PRESCRIBED, DATES, st.integers(0, 40), st.integers(0, 40))
def test_knowing_the_day_better_never_turns_a_certain_answer(
    each: Prescription, first: date, days: int, inner: int
) -> None:
    wide = acting(each, (first, first + timedelta(days=days)))
    narrow = acting(each, (first + timedelta(days=min(inner, days)),) * 2)
    assert wide is None or narrow is wide


@given(PRESCRIBED, DATES)
def test_a_prescription_runs_on_no_day_before_its_start(each: Prescription, on: date) -> None:
    runs = acting(each, (on, on))
    assert runs is None or each.begun is None or runs is False or each.begun.last <= on
