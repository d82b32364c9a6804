"""Ranges of the sediment, answers of code lists, dates, text; and what holds for any text at all."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from study.definition.model import Item, Study
from study.grammar import Ask, Refused, Understood, understand
from study.values import Codes, DateTimeValue, DateValue, NotDone, Quantity, Range, TextValue, Value


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("3-5", Range("3", "5", "/HPF")),
        ("３－５／ＨＰ", Range("3", "5", "/HPF")),
        ("0～1/HPF", Range("0", "1", "/HPF")),
        ("3 至 5", Range("3", "5", "/HPF")),
        ("10-15个/HP", Range("10", "15", "/HPF")),
        ("满视野", Range("50", "", "/HPF")),
        ("8", Quantity("8", "/HPF")),
        (">50/HP", Quantity("50", "/HPF", ">")),
    ],
)
def test_sediment(study: Study, items: dict[str, Item], typed: str, value: Value) -> None:
    read = understand(study, items["URBC"], typed)
    assert isinstance(read, Understood), read
    assert read.value == value


@pytest.mark.parametrize(("typed", "options"), [("偶见", 2), ("阴性", 2), ("++", 1), ("ND", 2)])
def test_sediment_words_are_asked_about(study: Study, items: dict[str, Item], typed: str, options: int) -> None:
    read = understand(study, items["URBC"], typed)
    assert isinstance(read, Ask)
    assert len(read.options) == options


@pytest.mark.parametrize(
    "typed", ["3月5日", "5-Mar", "Mar-05", "2026-03-05 00:00:00", "2026/3/5", "03-05", "2026年3月5日", "3/5"]
)
def test_a_date_in_a_sediment_cell_was_made_by_excel(study: Study, items: dict[str, Item], typed: str) -> None:
    read = understand(study, items["URBC"], typed)
    assert isinstance(read, Refused), read
    assert "Excel" in read.sentence.en
    assert "Excel" in read.sentence.zh


def test_a_range_that_falls_is_refused(study: Study, items: dict[str, Item]) -> None:
    assert isinstance(understand(study, items["URBC"], "5-3"), Refused)


@pytest.mark.parametrize(
    ("code", "typed", "codes"),
    [
        ("UPRO", "1+", ("1P",)),
        ("UPRO", "+", ("1P",)),
        ("UPRO", "＋＋", ("2P",)),
        ("UPRO", "+ + +", ("3P",)),
        ("UPRO", "±", ("TRACE",)),
        ("UPRO", "+-", ("TRACE",)),
        ("UPRO", "弱阳性", ("TRACE",)),
        ("UPRO", "阴性", ("NEG",)),
        ("UPRO", "阴性(-)", ("NEG",)),
        ("UPRO", "(-)", ("NEG",)),
        ("UPRO", "－", ("NEG",)),
        ("UPRO", "neg", ("NEG",)),
        ("UPRO", "阳性(++)", ("2P",)),
        ("UPRO", "2p", ("2P",)),
        ("SMAB", "+", ("POS",)),
        ("SMAB", "++", ("POS",)),
        ("SMAB", "±", ("EQ",)),
        ("SMAB", "Positive", ("POS",)),
        ("ANATITER", "1：320", ("320",)),
        ("ANATITER", "1∶320", ("320",)),
        ("ANATITER", "1/320", ("320",)),
        ("ANATITER", "320", ("320",)),
        ("ANATITER", "＞1:3200", ("GT",)),
        ("EGINT", "未查", ("ND",)),
        ("EGINT", "Abnormal, clinically significant", ("ABN_CS",)),
        ("CAST", "有", ("Y",)),
        ("CAST", "无", ("N",)),
        ("CAST", "阴性", ("N",)),
        ("CAST", "2+", ("Y",)),
        ("SIGNS", "水肿、皮疹", ("A", "B")),
        ("SIGNS", "A, b; a", ("A", "B")),
        ("SIGNS", "Rash, healed", ("C",)),
    ],
)
def test_answers(study: Study, items: dict[str, Item], code: str, typed: str, codes: tuple[str, ...]) -> None:
    read = understand(study, items[code], typed)
    assert isinstance(read, Understood), read
    assert read.value == Codes(codes)


def test_a_strength_that_the_list_does_not_hold_is_said(study: Study, items: dict[str, Item]) -> None:
    read = understand(study, items["SMAB"], "++")
    assert isinstance(read, Understood)
    assert read.note is not None


@pytest.mark.parametrize("code", ["UPRO", "ANATITER"])
def test_nd_in_a_list_asks(study: Study, items: dict[str, Item], code: str) -> None:
    read = understand(study, items[code], "ND")
    assert isinstance(read, Ask)
    assert [type(option.value) for option in read.options] == [NotDone, Codes]


def test_the_beginning_of_an_answer_is_asked_about(study: Study, items: dict[str, Item]) -> None:
    read = understand(study, items["EGINT"], "abn")
    assert isinstance(read, Ask)
    assert [option.value for option in read.options] == [Codes(("ABN_NCS",)), Codes(("ABN_CS",))]


@pytest.mark.parametrize(
    ("code", "typed"), [("UPRO", "5+"), ("ANATITER", "1:"), ("UPRO", "阴性(++)"), ("SIGNS", "水肿,糖")]
)
def test_no_answer_of_the_list(study: Study, items: dict[str, Item], code: str, typed: str) -> None:
    read = understand(study, items[code], typed)
    assert isinstance(read, Refused | Ask)
    assert not isinstance(read, Ask) or all(isinstance(option.value, Codes) for option in read.options)


@pytest.mark.parametrize(
    ("code", "typed", "value"),
    [
        ("DAY", "2026-8-18", DateValue("2026-08-18")),
        ("DAY", "2026/08/18", DateValue("2026-08-18")),
        ("DAY", "20260818", DateValue("2026-08-18")),
        ("DAY", "２０２６年８月１８日", DateValue("2026-08-18")),
        ("DAY", "2026-08-18 00:00:00", DateValue("2026-08-18")),
        ("DAY", "18/08/2026", DateValue("2026-08-18")),
        ("DAY", "2024-02-29", DateValue("2024-02-29")),
        ("DAY", "未做", NotDone("NOTDONE")),
        ("ONSET", "2026", DateValue("2026")),
        ("ONSET", "2026年8月", DateValue("2026-08")),
        ("ONSET", "2026-08-UN", DateValue("2026-08")),
        ("ONSET", "2026-8-18", DateValue("2026-08-18")),
        ("LBDTC", "2026-11-17 08:10", DateTimeValue("2026-11-17T08:10")),
        ("LBDTC", "2026-11-17T8:10:30", DateTimeValue("2026-11-17T08:10")),
        ("LBDTC", "2026年11月17日 下午3点05分", DateTimeValue("2026-11-17T15:05")),
        ("LBDTC", "20261117 08：10", DateTimeValue("2026-11-17T08:10")),
        ("LBDTC", "2026-11-17 0810", DateTimeValue("2026-11-17T08:10")),
        ("LBDTC", "20261117081030", DateTimeValue("2026-11-17T08:10")),
        ("LOT", "ＡＢ１２３", TextValue("AB123")),
        ("LOT", "ab123", TextValue("AB123")),
    ],
)
def test_dates(study: Study, items: dict[str, Item], code: str, typed: str, value: Value) -> None:
    read = understand(study, items[code], typed)
    assert isinstance(read, Understood), read
    assert read.value == value


@pytest.mark.parametrize(
    ("code", "typed"),
    [
        ("DAY", "2026-02-29"),
        ("DAY", "2026-13-01"),
        ("DAY", "2026-08"),
        ("DAY", "26-8-18"),
        ("DAY", "8月18日"),
        ("DAY", "46252"),
        ("ONSET", "2026-13"),
        ("LBDTC", "11-17 08:10"),
        ("LBDTC", "11月17日 08:10"),
        ("LBDTC", "2026-11-17 25:10"),
        ("LOT", "ab12"),
    ],
)
def test_no_date_or_text_of_this_item(study: Study, items: dict[str, Item], code: str, typed: str) -> None:
    read = understand(study, items[code], typed)
    assert isinstance(read, Refused), read


def test_a_day_that_can_be_two_is_asked_about(study: Study, items: dict[str, Item]) -> None:
    read = understand(study, items["DAY"], "03/04/2026")
    assert isinstance(read, Ask)
    assert [option.value for option in read.options] == [DateValue("2026-04-03"), DateValue("2026-03-04")]


def test_a_time_that_is_missing_is_asked_for(study: Study, items: dict[str, Item]) -> None:
    read = understand(study, items["LBDTC"], "2026-11-17")
    assert isinstance(read, Ask)
    assert read.options[0].value == DateValue("2026-11-17")


def test_text_is_kept(study: Study, items: dict[str, Item]) -> None:
    read = understand(study, items["NOTE"], " ND, 见附页 ")
    assert isinstance(read, Understood)
    assert read.value == TextValue("ND, 见附页")


_PIECES = st.sampled_from(
    [
        *list("0123456789０９٣.,，。-－~+±<＜≤>%() :年月日/ "),
        "mg/dL",
        "/HP",
        "×10^9/L",
        "ND",
        "未查",
        "满视野",
        "e",
        "1:320",
    ]
)


@settings(max_examples=250, deadline=None)
@given(typed=st.lists(_PIECES, max_size=8).map("".join) | st.text(max_size=20), which=st.integers(0, 19))
def test_never_raises(study: Study, items: dict[str, Item], typed: str, which: int) -> None:
    item = list(items.values())[which]
    read = understand(study, item, typed)
    assert isinstance(read, Understood | Ask | Refused)


@settings(max_examples=150, deadline=None)
@given(
    number=st.decimals(0, 99999, places=3, allow_nan=False).map(lambda each: format(each.normalize(), "f")),
    sign=st.sampled_from(["", "<", "＜", ">", "≤"]),
    unit=st.sampled_from(["", "mg/dL", " umol/l", "μmol/L"]),
    wide=st.booleans(),
)
def test_never_another_number_than_written(
    study: Study, items: dict[str, Item], *, number: str, sign: str, unit: str, wide: bool
) -> None:
    typed = number.translate({ord(str(n)): 0xFF10 + n for n in range(10)}) if wide else number
    read = understand(study, items["CREAT"], f"{sign}{typed}{unit}")
    assert isinstance(read, Understood)
    assert isinstance(read.value, Quantity)
    assert read.value.decimal == Decimal(number)
    assert bool(read.value.comparator) == bool(sign)


@settings(max_examples=150, deadline=None)
@given(whole=st.integers(1, 999), part=st.integers(0, 999))
def test_a_comma_before_three_digits_is_never_a_point(
    study: Study, items: dict[str, Item], whole: int, part: int
) -> None:
    read = understand(study, items["UPROT24"], f"{whole},{part:03d}")
    assert isinstance(read, Ask)
    assert [option.value.decimal for option in read.options if isinstance(option.value, Quantity)] == [
        whole * 1000 + part
    ]
