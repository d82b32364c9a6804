"""What stands below a curve because it explains it: biopsies below the kidney, G-CSF and transfusions below counts."""

from datetime import date, timedelta
from typing import Any

import pytest

from desktop_app.presenters.panel_kinds import every_panel
from desktop_app.presenters.panel_lanes import BEFORE
from study.address import LOG
from study.values import DateValue
from ui.charts.state import Lane

TODAY = date(2026, 11, 17)


@pytest.fixture
def subject(desk_fixture: Any) -> str:
    found: str = desk_fixture.enrol("LN-007")
    desk_fixture.follow(found)
    return found


def lanes(work: Any, subject: str, code: str) -> dict[str, Lane]:
    panel = next(each for each in every_panel(work.course(subject), TODAY) if each.code == code)
    return {lane.label.en: lane for lane in panel.lanes}


def log(work: Any, subject: str, form: str, **items: Any) -> None:
    work.set(subject, LOG, form, items, anew=True)


def test_biopsies_stand_below_the_kidney(desk_fixture: Any, subject: str) -> None:
    log(desk_fixture, subject, "BX", BXDTC=DateValue("2026-09-17"), LNCLASS="IV")
    [biopsy] = lanes(desk_fixture, subject, "P2")["Kidney biopsy"].stretches
    assert (biopsy.to_day - biopsy.from_day, biopsy.goes_on) == (1, False)


def test_what_was_years_ago_does_not_press_the_curves_together(desk_fixture: Any, subject: str) -> None:
    course = desk_fixture.course(subject)
    first = min(at.day for at in course.visits if at.day)
    zero = (first - course.infusion).days - BEFORE
    log(desk_fixture, subject, "BX", BXDTC=DateValue("2019-05"), LNCLASS="IV")
    log(desk_fixture, subject, "KRT", KRTMOD="HD", KRTSTDTC=DateValue("2024-01-01"))
    found = lanes(desk_fixture, subject, "P2")
    assert "Kidney biopsy" not in found
    [dialysis] = found["Dialysis"].stretches
    assert (dialysis.from_day, dialysis.goes_on) == (zero, True)
    assert "2024-01-01" in dialysis.shown.en
    recent = first - timedelta(days=BEFORE - 1)
    log(desk_fixture, subject, "BX", BXDTC=DateValue(recent.isoformat()), LNCLASS="IV")
    [biopsy] = lanes(desk_fixture, subject, "P2")["Kidney biopsy"].stretches
    assert biopsy.from_day == zero + 1


def test_what_raised_a_count_stands_below_the_count(desk_fixture: Any, subject: str) -> None:
    first, last = DateValue("2026-09-01"), DateValue("2026-09-03")
    log(desk_fixture, subject, "CM", CMTRT="重组人粒细胞刺激因子", CMCLASS="GCSF", CMSTDTC=first, CMENDTC=last)
    log(desk_fixture, subject, "CM", CMTRT="去白红细胞悬液", CMCLASS="TRANSF", CMSTDTC=last, CMFRQ="once")
    [growth] = lanes(desk_fixture, subject, "P8")["G-CSF"].stretches
    assert growth.to_day - growth.from_day == 3
    for code in ("P8H", "P8P"):
        [transfusion] = lanes(desk_fixture, subject, code)["Transfusion"].stretches
        assert transfusion.from_day == growth.to_day - 1
    assert "Transfusion" not in lanes(desk_fixture, subject, "P8")
