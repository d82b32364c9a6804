"""A drug that is written more or less often than it is given is asked about: in the line, and in a row by hand."""

from datetime import date
from decimal import Decimal
from functools import cache

import pytest

from desktop_app.study_files import read_folder
from resources import path
from study.address import Address
from study.changes import facts as f
from study.definition.drugs import Drug
from study.definition.load import load
from study.definition.model import Limits
from study.grammar.prescription import read_line, vocabulary
from study.how_often import in_words, unusual_often
from study.medication import Weight
from study.prescribing import Order, order_of
from study.text import Text
from study.unusual import EXPLAINED, Unusual, unusual
from study.values import Codes, Quantity
from tests.study.trial.conftest import Chart

TODAY = date(2026, 11, 17)
WEIGHT = Weight(Decimal("31.2"), TODAY, stale=False)


@cache
def _line(line: str) -> Order:
    study = load(read_folder(path("study")))
    words = vocabulary(study)
    return order_of(study, words, read_line(words, line, TODAY), WEIGHT)


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("甲氨蝶呤 10mg qd", "once a day; it is usually given at most once a week"),
        ("MTX 2.5mg 4片 bid", "twice a day"), ("甲氨蝶呤 10mg biw", "2 times a week"),
        ("甲氨蝶呤 10mg qod", "once in 2 days"),
        ("甲氨蝶呤 10mg", "no frequency was read"), ("甲氨蝶呤 10mg prn", "no frequency was read"),
        ("甲氨蝶呤 10mg qw", ""), ("甲氨蝶呤 10mg 每周三", ""), ("甲氨蝶呤 10mg q2w", ""), ("甲氨蝶呤 10mg st", ""),
        ("泼尼松 15mg qw", "once a week; it is usually given at least once in 2 days"), ("泼尼松 15mg qod", ""),
        ("泼尼松 15mg biw", "2 times a week"), ("泼尼松 15mg qd", ""), ("泼尼松 15mg st", ""), ("泼尼松 15mg", ""),
        ("MMF 1g qw", "once a week"), ("MMF 1g qd", ""), ("羟氯喹 0.2g qw", "once a week"), ("羟氯喹 0.2g qod", ""),
        ("他克莫司 1mg 早 0.5mg 晚", ""), ("利妥昔单抗 0.5g qd", "once a day"), ("利妥昔单抗 0.5g qw", ""),
        ("复方新诺明 1片 tiw", ""), ("某药 1片 qd", ""),
    ],
)  # fmt: skip
def test_a_line_is_asked_how_often(line: str, asked: str) -> None:
    said = _line(line).unlikely
    assert (said is not None) == bool(asked)
    assert said is None or (asked in said.en and "该范围未经批准" in said.zh)


def test_daily_methotrexate_says_what_it_has_done_and_asks_the_dose_too() -> None:
    said = _line("甲氨蝶呤 100mg qd").unlikely
    assert said is not None
    assert "has killed" in said.en
    assert "死亡" in said.zh
    assert "mg/kg a dose" in said.en


@pytest.mark.parametrize(
    ("per_day", "en", "zh"),
    [
        ("1", "once a day", "每日1次"), ("2", "twice a day", "每日2次"), ("1.5", "1.5 times a day", "每日1.5次"),
        ("0.5", "once in 2 days", "每2日1次"), ("0.15", "once a week", "每周1次"),
        ("0.43", "3 times a week", "每周3次"),
        ("0.0714", "once in 14 days", "每14日1次"), ("0", "not once a day", "每日0次"),
    ],
)  # fmt: skip
def test_times_a_day_in_words(per_day: str, en: str, zh: str) -> None:
    assert in_words(Decimal(per_day)) == Text(en, zh)


def test_the_bounds_themselves_are_usual_and_a_drug_without_them_is_never_asked() -> None:
    drug = Drug("x", Text("X", "某"), often=Limits(Decimal("0.5"), Decimal(2)), confirmed=True)
    assert [unusual_often(drug, Decimal(n)) is not None for n in ("0.49", "0.5", "2", "2.01")] == [
        True,
        False,
        False,
        True,
    ]
    asked = unusual_often(drug, Decimal(3))
    assert asked is not None
    assert "not approved" not in asked.en
    assert unusual_often(Drug("y", Text("Y", "某")), Decimal(50)) is None


# Rows filled by hand


def _row(chart: Chart, **items: str) -> Address:
    chart.today = TODAY
    return chart.row("CM", **{"CMSTDTC": "2026-11-17", "CMDOSE": "10", "CMDOSU": "mg", **items})


def _asked(chart: Chart, place: Address) -> list[Unusual]:
    course = chart.course()
    return [each for each in unusual(course, course.visit_at(place.in_visit), place) if each.code.startswith("UN")]


@pytest.mark.parametrize("name", ["甲氨蝶呤", "MTX", "甲氨蝶呤片", "Methotrexate"])
def test_daily_methotrexate_entered_by_hand_becomes_a_query_until_somebody_says_why(chart: Chart, name: str) -> None:
    place = _row(chart, CMTRT=name, CMFRQ="qd")
    [found] = _asked(chart, place)
    assert (found.item.code, found.queried) == ("CMFRQ", True)
    data = {"check": found.code, "values": found.values}
    words = "seven days of leucovorin rescue study"
    chart.write(f.MarkSet(id=chart.new_id(), kind=EXPLAINED, address=found.address, note=words, data=data))
    assert [each.explanation for each in _asked(chart, place)] == [words]
    chart.put(place, CMDOSE="20")
    assert _asked(chart, place)[0].queried, "said of another dose"
    chart.put(place, CMFRQ="qw")
    assert _asked(chart, place) == []


def test_a_dose_outside_the_bounds_entered_by_hand_is_asked_where_there_is_a_weight(chart: Chart) -> None:
    place = _row(chart, CMTRT="泼尼松", CMDOSE="500", CMFRQ="qd")
    assert _asked(chart, place) == []
    chart.form("M3", "VS", WEIGHT="31.2")
    chart.visit("M3", TODAY)
    assert [(each.code, each.item.code) for each in _asked(chart, place)] == [("UNLIKELY_DOSE", "CMDOSE")]


def _entered(chart: Chart, place: Address, code: str, value: Codes | Quantity, words: str) -> f.ValueSet:
    bases = tuple(entry.fact.id for entry in chart.course().record.settled(Address(*place.parts[:6], code)).heads)
    address = Address(*place.parts[:6], code)
    return f.ValueSet(id=chart.new_id(), bases=bases, address=address, value=value, explanation=words)


def test_the_yes_of_the_line_holds_for_what_was_entered_with_it_and_for_nothing_later(chart: Chart) -> None:
    place = _row(chart, CMTRT="甲氨蝶呤")
    dose = _entered(chart, place, "CMDOSE", Quantity("10", "1"), "confirmed in the line")
    often = _entered(chart, place, "CMFRQ", Codes(("bid",)), "")
    chart.write(dose, often)
    assert [each.explanation for each in _asked(chart, place)] == ["confirmed in the line"]
    chart.put(place, CMFRQ="tid")
    assert [each.explanation for each in _asked(chart, place)] == [""]


def test_a_row_in_conflict_or_of_an_unknown_drug_is_not_asked(chart: Chart) -> None:
    unknown = _row(chart, CMTRT="某药", CMFRQ="qd")
    place = _row(chart, CMTRT="甲氨蝶呤", CMFRQ="qd")
    chart.contradict(place, "CMFRQ", "qw")
    assert (_asked(chart, unknown), _asked(chart, place)) == ([], [])


# A row that nobody ended


@pytest.mark.parametrize(
    ("later", "asked"),
    [
        ({}, True), ({"CMTRT": "Prednisone"}, True), ({"CMFRQ": "once"}, False), ({"CMSTDTC": "2026-11-17"}, False),
        ({"CMTRT": "吗替麦考酚酯", "CMSTER": "", "CMCLASS": "IMMSUP"}, False), ({"CMROUTE": "IV"}, False),
    ],
)  # fmt: skip
def test_a_row_without_an_end_is_asked_about_when_the_next_of_its_drug_begins(
    chart: Chart, later: dict[str, str], asked: bool
) -> None:
    said = {"CMTRT": "泼尼松", "CMSTER": "prednisone", "CMFRQ": "qd", "CMROUTE": "PO"}
    first = _row(chart, **said)
    items = {"CMSTDTC": "2026-12-01", **said, **later}
    _row(chart, **{code: written for code, written in items.items() if written})
    found = [each for each in _taken(chart, first) if each.code == "TAKEN_TWICE"]
    assert [(each.item.code, each.queried, "2026-12-01" in each.sentence.en) for each in found] == [
        ("CMENDTC", True, True)
    ] * asked
    chart.put(first, CMENDTC="2026-11-30")
    assert "TAKEN_TWICE" not in [each.code for each in _taken(chart, first)]


def _taken(chart: Chart, place: Address) -> tuple[Unusual, ...]:
    course = chart.course()
    return unusual(course, course.visit_at(place.in_visit), place)
