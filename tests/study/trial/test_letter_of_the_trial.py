"""The letter of an appointment: of which visits, what of it is for this child, what speaks against a day."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.calendar_words import long_date
from study.definition.model import Study, Visit
from study.errors import KnownError
from study.letter import Appointment, content, misgivings, stop_of, visits_ahead
from study.schedule import Stop
from study.text import Text

DAY0 = date(2026, 8, 18)
TODAY = date(2026, 11, 17)
Begin = Callable[..., Any]
VISIT = Visit("V", Text("V", "V"), ())


@pytest.fixture
def chart(begin: Begin) -> Any:
    """A girl, infused three months ago, seen at W2 and M1."""
    made = begin(date(2026, 7, 1))
    made.form("SCR", "DM", SEX="F")
    made.form("D0", "INF", INFDTC=f"{DAY0}T10:00", INFCOMP="Y")
    made.visit("W2", DAY0 + timedelta(days=14))
    made.visit("M1", DAY0 + timedelta(days=30))
    return made


def lines(course: Any, visit: str, on: date | None = None, today: date = TODAY) -> dict[str, list[str]]:
    """Every advice of the letter in English, by its code."""
    said = content(course, stop_of(course, today, visit), on)
    return {part.advice.code: [line.en for line in part.lines] for part in said.parts}


def test_the_next_visit_is_written_of_first(chart: Any) -> None:
    course = chart.course()
    assert stop_of(course, TODAY, "").visit.code == "M3"
    assert [stop.visit.code for stop in visits_ahead(course, TODAY)] == ["SCR", "BL", "M3", "M6", "M12", "ET"]


def test_before_the_infusion_the_first_visit_with_a_letter_is_written_of(begin: Begin) -> None:
    planned = begin()
    planned.form("SCR", "DM", SEX="F", INFPLDTC="2026-11-20")
    planned.visit("SCR", "2026-10-20")
    planned.visit("APH", "2026-10-30")
    planned.visit("BL", "2026-11-10")
    assert stop_of(planned.course(), TODAY, "").visit.code == "W2"


def test_a_child_of_whom_nothing_is_known_is_written_to_about_the_first_visit(begin: Begin) -> None:
    assert stop_of(begin().course(), TODAY, "").visit.code == "SCR"


def test_what_took_place_and_what_stays_in_the_ward_has_no_letter(chart: Any) -> None:
    for visit in ("M1", "D0", "APH", "EARLY", "LOG", "NOPE"):
        with pytest.raises(KnownError, match="no-letter"):
            stop_of(chart.course(), TODAY, visit)


def test_a_study_without_a_letter_says_so(begin: Begin, shipped: Study) -> None:
    course = begin(study=msgspec.structs.replace(shipped, letter=None)).course()
    with pytest.raises(KnownError, match=r"letter\.yaml"):
        stop_of(course, TODAY, "")
    assert visits_ahead(course, TODAY) == ()


def test_the_urine_of_24_hours_is_told_where_the_visit_asks_it(begin: Begin, chart: Any, shipped: Study) -> None:
    assert "URINE24" in lines(chart.course(), "M3")
    assert "The urine of 24 hours and the page on which you noted the times" in lines(chart.course(), "M3")["BRING"]
    without = tuple(
        msgspec.structs.replace(visit, forms=tuple(form for form in visit.forms if form != "U24"))
        for visit in shipped.visits
    )
    other = begin(study=msgspec.structs.replace(shipped, visits=without))
    other.form("D0", "INF", INFDTC=f"{DAY0}T10:00", INFCOMP="Y")
    told = lines(other.course(), "M3")
    assert "URINE24" not in told
    assert not any("24 hours" in line for line in told["BRING"])


def test_the_days_of_the_collection_are_those_of_the_appointment(chart: Any) -> None:
    fixed = lines(chart.course(), "M3", date(2026, 11, 20))["URINE24"]
    assert "Begin in the morning of Thursday 19 November 2026:" in fixed[0]
    assert "End in the morning of Friday 20 November 2026" in fixed[2]
    open_ = lines(chart.course(), "M3")["URINE24"]
    assert "Begin in the morning of the day before the visit:" in open_[0]
    assert not any("{" in line for line in (*fixed, *open_))


@pytest.mark.parametrize(
    ("sex", "born", "period", "nappies"),
    [
        ("F", date(2014, 7, 1), True, False),
        ("F", date(2018, 7, 1), False, False),
        ("F", date(2023, 7, 1), False, True),
        ("M", date(2014, 7, 1), False, False),
        ("M", date(2023, 7, 1), False, True),
        ("", None, True, True),
    ],
)
def test_what_is_not_for_this_child_is_left_out(
    begin: Begin, sex: str, born: date | None, period: bool, nappies: bool
) -> None:
    made = begin()
    if sex:
        made.form("SCR", "DM", SEX=sex)
    made.form("D0", "INF", INFDTC=f"{DAY0}T10:00", INFCOMP="Y")
    told = " ".join(lines(made.course(born), "M3")["URINE24"])
    assert ("her period" in told) is period
    assert ("nappies" in told) is nappies


def test_a_form_that_certainly_does_not_apply_is_not_told(chart: Any, shipped: Study) -> None:
    def told(study: Study) -> list[str]:
        made = type(chart)(study, date(2026, 7, 1))
        made.enrol()
        made.form("SCR", "DM", SEX="F")
        course = made.course()
        return [text.en for text in content(course, stop_of(course, TODAY, "SCR"), None).examinations]

    silent = msgspec.structs.replace(shipped.forms["EEG"], when="sex() == 'M'")
    assert "A recording of the brain waves (EEG)" in told(shipped)
    assert "A recording of the brain waves (EEG)" not in told(
        msgspec.structs.replace(shipped, forms={**shipped.forms, "EEG": silent})
    )


def stop(chart: Any, visit: str = "M3") -> Stop:
    return stop_of(chart.course(), TODAY, visit)


NOW = datetime(2026, 11, 17, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("on", "at", "said"),
    [
        (date(2026, 11, 17), time(10, 30), []),
        (date(2026, 11, 17), None, []),
        (date(2026, 11, 17), time(9, 30), ["The appointment lies in the past."]),
        (date(2026, 11, 27), None, []),
        (date(2026, 11, 28), None, ["The appointment lies 1 day after the window (2026-11-07 to 2026-11-27)."]),
        (date(2026, 12, 1), None, ["The appointment lies 4 days after the window (2026-11-07 to 2026-11-27)."]),
        (
            date(2026, 11, 5),
            None,
            [
                "The appointment lies in the past.",
                "The appointment lies 2 days before the window (2026-11-07 to 2026-11-27).",
            ],
        ),
    ],
)
def test_an_appointment_that_is_past_or_outside_the_window_is_warned_of(
    chart: Any, on: date, at: time | None, said: list[str]
) -> None:
    found = misgivings(stop(chart), Appointment(on, at), NOW)
    assert [text.en for text in found] == said
    assert all(text.zh for text in found)


def test_a_window_that_is_over_or_planned_is_said_without_an_appointment(begin: Begin, chart: Any) -> None:
    late = stop_of(chart.course(), date(2026, 12, 24), "M3")
    assert [text.en for text in misgivings(late, None, datetime(2026, 12, 24, 9, tzinfo=UTC))] == [
        "The window closed on 2026-11-27."
    ]
    planned = begin()
    planned.form("SCR", "DM", SEX="F", INFPLDTC="2026-12-20")
    ahead = stop_of(planned.course(), TODAY, "BL")
    assert [text.en for text in misgivings(ahead, None, NOW)] == [
        "The window counts from the planned day and may move."
    ]


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_it_is_warned_exactly_outside_the_window(day: date) -> None:
    window = Stop(visit=VISIT, state="in_window", opens=date(2026, 11, 7), closes=date(2026, 11, 27))
    said = [text.en for text in misgivings(window, Appointment(day), datetime(2020, 1, 1, tzinfo=UTC))]
    assert bool(said) is not (date(2026, 11, 7) <= day <= date(2026, 11, 27))


def test_a_day_is_said_with_its_weekday() -> None:
    assert long_date(date(2026, 11, 17)).en == "Tuesday 17 November 2026"
    assert long_date(date(2027, 1, 3)).zh == "2027年1月3日（星期日）"
