"""Numbers, comparators, units, commas, words and dates in a number's field."""

import pytest

from study.definition.model import Item, Study
from study.grammar import Ask, Refused, Understood, understand
from study.values import Cleared, NotDone, Quantity, TextValue


@pytest.mark.parametrize(
    ("code", "typed", "value"),
    [
        ("CREAT", "53.90", Quantity("53.90", "umol/L")),
        ("CREAT", " 53.9 μmol/L ", Quantity("53.9", "umol/L")),
        ("CREAT", "53.9µmol/l", Quantity("53.9", "umol/L")),
        ("CREAT", "53.9 umol/L", Quantity("53.9", "umol/L")),
        ("CREAT", "12.6mg/dl", Quantity("12.6", "mg/dL")),
        ("CREAT", "０．６ｍｇ／ｄＬ", Quantity("0.6", "mg/dL")),
        ("CREAT", "٣٥٫٤", Quantity("35.4", "umol/L")),
        ("CREAT", "12。5", Quantity("12.5", "umol/L")),
        ("CREAT", "12,4", Quantity("12.4", "umol/L")),
        ("CREAT", ".5", Quantity("0.5", "umol/L")),
        ("CREAT", "53.9↑", Quantity("53.9", "umol/L")),
        ("CREAT", "53.9 H", Quantity("53.9", "umol/L")),
        ("C3", "<0.5", Quantity("0.5", "g/L", "<")),
        ("C3", "＜0.5", Quantity("0.5", "g/L", "<")),
        ("C3", "≤ 0.5", Quantity("0.5", "g/L", "<=")),
        ("C3", "≥2g/l", Quantity("2", "g/L", ">=")),
        ("C3", "小于0.1", Quantity("0.1", "g/L", "<")),
        ("C3", "低于检测下限(<0.02)", Quantity("0.02", "g/L", "<")),
        ("C3", "ND (<0.02)", Quantity("0.02", "g/L", "<")),
        ("C3", "<LOD 0.02", Quantity("0.02", "g/L", "<")),
        ("WBC", "3.5×10^9/L", Quantity("3.5", "10^9/L")),
        ("WBC", "3.5 x10⁹/L", Quantity("3.5", "10^9/L")),
        ("WBC", "3500/ul", Quantity("3500", "/uL")),
        ("WBC", "3500 cells/µL", Quantity("3500", "/uL")),
        ("WBC", "1,234,567/uL", Quantity("1234567", "/uL")),
        ("WBC", "1.2e3", Quantity("1200", "10^9/L")),
        ("UPROT24", "1.25 g/d", Quantity("1.25", "g/24h")),
        ("UPROT24", "850毫克/24小时", Quantity("850", "mg/24h")),
        ("PULSE", "88次/分", Quantity("88", "beats/min")),
        ("WEIGHT", "21.5公斤", Quantity("21.5", "kg")),
        ("ZSCORE", "-1.5", Quantity("-1.5", "")),
        ("ZSCORE", "－１.５", Quantity("-1.5", "")),
        ("SCORE", "007", Quantity("7", "")),
    ],
)
def test_one_reading(study: Study, items: dict[str, Item], code: str, typed: str, value: Quantity) -> None:
    read = understand(study, items[code], typed)
    assert isinstance(read, Understood), read
    assert read.value == value


@pytest.mark.parametrize(
    ("code", "typed", "numbers"),
    [
        ("UPROT24", "1,250", ["1250"]),
        ("UPROT24", "１，２５０ mg/24h", ["1250"]),
        ("UPROT24", "<1,250", ["1250"]),
        ("UPROT24", "0,125", ["0.125"]),
        ("WBC", "3.5×10^9", ["3.5"]),
    ],
)
def test_a_number_that_a_person_must_confirm(
    study: Study, items: dict[str, Item], code: str, typed: str, numbers: list[str]
) -> None:
    read = understand(study, items[code], typed)
    assert isinstance(read, Ask), read
    assert [option.value.number for option in read.options if isinstance(option.value, Quantity)] == numbers


@pytest.mark.parametrize("typed", ["ND", "n.d.", "N/A", "-", "－", "(-)", "阴性"])
def test_nd_asks_whether_not_done_or_not_detected(study: Study, items: dict[str, Item], typed: str) -> None:
    read = understand(study, items["C3"], typed)
    assert isinstance(read, Ask)
    assert [type(option.value) for option in read.options] == [NotDone, TextValue]


@pytest.mark.parametrize("typed", ["未检出", "TND", "低于检测下限", "<LOD", "not detected"])
def test_not_detected_asks_for_the_limit(study: Study, items: dict[str, Item], typed: str) -> None:
    read = understand(study, items["C3"], typed)
    assert isinstance(read, Ask)
    assert "<20" in read.question.en
    assert "<20" in read.question.zh


@pytest.mark.parametrize(("typed", "reason"), [("未查", "NOTDONE"), ("未做", "NOTDONE"), ("溶血", "HAEM")])
def test_not_done_with_its_reason(study: Study, items: dict[str, Item], typed: str, reason: str) -> None:
    read = understand(study, items["C3"], typed)
    assert isinstance(read, Understood)
    assert read.value == NotDone(reason)


@pytest.mark.parametrize(
    ("code", "typed"),
    [
        ("CREAT", "NaN"),
        ("CREAT", "1e309"),
        ("CREAT", "9" * 60),
        ("CREAT", "1:"),
        ("CREAT", "1:320"),
        ("CREAT", "-5"),
        ("CREAT", "3-5"),
        ("CREAT", "3月5日"),
        ("CREAT", "1 250"),
        ("CREAT", "1.2.3"),
        ("CREAT", "12 kg"),
        ("CREAT", "12 parsec"),
        ("CREAT", "10²"),
        ("CREAT", "<<5"),
        ("CREAT", "+"),
        ("CREAT", "abc"),
        ("WEIGHT", "<20"),
        ("SCORE", "5 kg"),
    ],
)
def test_no_number_of_this_item(study: Study, items: dict[str, Item], code: str, typed: str) -> None:
    read = understand(study, items[code], typed)
    assert isinstance(read, Refused), read
    assert read.sentence.en
    assert read.sentence.zh


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("未查(标本溶血)", NotDone("HAEM")),
        ("未做:停电", NotDone("NOTDONE", "停电")),
        ("未查（停电）", NotDone("NOTDONE", "停电")),
    ],
)
def test_not_done_and_why(study: Study, items: dict[str, Item], typed: str, value: NotDone) -> None:
    read = understand(study, items["C3"], typed)
    assert isinstance(read, Understood)
    assert read.value == value


def test_a_converted_number_is_shown_in_both_units(study: Study, items: dict[str, Item]) -> None:
    read = understand(study, items["CREAT"], "0.61 mg/dL")
    assert isinstance(read, Understood)
    assert read.shown.zh == "0.61 mg/dL = 54 μmol/L"


def test_empty_text_is_cleared(study: Study, items: dict[str, Item]) -> None:
    read = understand(study, items["CREAT"], " 　")
    assert isinstance(read, Understood)
    assert read.value == Cleared()
