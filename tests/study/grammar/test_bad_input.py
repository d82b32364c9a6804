"""Bad input on every item of the shipped definition: a value with what was read, a question, or a refusal in words.

Never an exception, and never another number than was written.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import resources
from desktop_app.study_files import read_folder
from study import units
from study.definition.load import load
from study.definition.model import Item, Study
from study.grammar import Ask, Reading, Refused, Understood, understand
from study.values import Cleared, Codes, DateTimeValue, DateValue, NotDone, Quantity, Range, TextValue

D = Decimal


@pytest.fixture(scope="module")
def shipped() -> Study:
    """The definition that comes with the program."""
    return load(read_folder(resources.path("study")))


def items(study: Study) -> Iterator[Item]:
    """One item of every kind that the grammar tells apart."""
    seen: dict[tuple[object, ...], Item] = {}
    for form in study.forms.values():
        for item in form.items:
            alt = tuple(alt.unit for alt in item.alt_units)
            flags = (item.laboratory, item.censored, item.range, negative_allowed(item), item.identity)
            seen.setdefault((item.type, item.unit, alt, item.choices, flags, item.pattern), item)
    yield from seen.values()


def read(study: Study, item: Item, typed: str) -> Reading:
    """A reading, after what holds for every one of them was checked."""
    reading = understand(study, item, typed)
    match reading:
        case Refused(sentence=sentence):
            assert sentence.en.strip(), (item.code, typed)
            assert sentence.zh.strip(), (item.code, typed)
        case Ask(question=question, options=options):
            assert question.en.strip()
            assert question.zh.strip()
            assert options, (item.code, typed)
            assert all(option.label.en and option.label.zh for option in options)
        case Understood(shown=shown):
            assert shown.en is not None
    return reading


def negative_allowed(item: Item) -> bool:
    return item.hard is not None and item.hard.low is not None and item.hard.low < 0


def takes_limits(item: Item) -> bool:
    return item.censored or item.laboratory or item.range


def _number(reading: Reading, number: str, comparator: str = "") -> bool:
    """Exactly this number, also where only its unit is asked for."""
    match reading:
        case Understood(value=Quantity(comparator=sign) as value):
            return (value.decimal, sign) == (D(number), comparator)
        case Ask(options=options):
            found = [option.value for option in options if isinstance(option.value, Quantity)]
            return len(found) > 1 and {(each.decimal, each.comparator) for each in found} == {(D(number), comparator)}
    return False


def _asks_or_refuses(reading: Reading) -> bool:
    return isinstance(reading, Ask | Refused)


Fair = Callable[[Item, Reading], bool]
NUMBERS: dict[str, Fair] = {
    "NaN": lambda item, r: isinstance(r, Refused),
    "nan": lambda item, r: isinstance(r, Refused),
    "sNaN": lambda item, r: isinstance(r, Refused),
    "1e309": lambda item, r: isinstance(r, Refused),
    "1e-400": lambda item, r: isinstance(r, Refused),
    "1e999999999999": lambda item, r: isinstance(r, Refused),
    "inf": lambda item, r: isinstance(r, Refused),
    "-Infinity": lambda item, r: isinstance(r, Refused),
    "∞": lambda item, r: isinstance(r, Refused),
    "١٢٣": lambda item, r: _number(r, "123"),
    "１２３": lambda item, r: _number(r, "123"),
    "१२३": lambda item, r: _number(r, "123"),
    "１２．４": lambda item, r: _number(r, "12.4"),
    "12。4": lambda item, r: _number(r, "12.4"),
    "12٫4": lambda item, r: _number(r, "12.4"),
    "12,4": lambda item, r: _number(r, "12.4"),
    "１２，４": lambda item, r: _number(r, "12.4"),
    "1,250": lambda item, r: isinstance(r, Ask),
    "1٬250": lambda item, r: isinstance(r, Ask),
    "1,250.5": lambda item, r: _number(r, "1250.5"),
    "1.250,5": lambda item, r: isinstance(r, Refused),
    "1 250": lambda item, r: isinstance(r, Refused),
    "1'250": lambda item, r: isinstance(r, Refused),
    "1_250": lambda item, r: isinstance(r, Refused),
    "1:": lambda item, r: isinstance(r, Refused),
    ":1": lambda item, r: isinstance(r, Refused),
    "1:80": lambda item, r: isinstance(r, Refused),
    "1.2.3": lambda item, r: isinstance(r, Refused),
    "--3": lambda item, r: isinstance(r, Refused),
    "3-": lambda item, r: isinstance(r, Refused),
    "0x1F": lambda item, r: isinstance(r, Refused),
    "1/2": lambda item, r: isinstance(r, Refused),
    "½": lambda item, r: isinstance(r, Refused),
    "1½": lambda item, r: isinstance(r, Refused),
    "10²": lambda item, r: isinstance(r, Refused),
    "①": lambda item, r: isinstance(r, Refused),
    "Ⅳ": lambda item, r: isinstance(r, Refused),
    "十二": lambda item, r: isinstance(r, Refused),
    "😀": lambda item, r: isinstance(r, Refused),
    "12😀": lambda item, r: isinstance(r, Refused),
    "＜0.5": lambda item, r: _number(r, "0.5", "<") if takes_limits(item) else isinstance(r, Refused),
    "<": lambda item, r: isinstance(r, Refused),
    "<<5": lambda item, r: isinstance(r, Refused),
    "<5>": lambda item, r: isinstance(r, Refused),
    "-3": lambda item, r: _number(r, "-3") if negative_allowed(item) else isinstance(r, Refused),
    "−3": lambda item, r: _number(r, "-3") if negative_allowed(item) else isinstance(r, Refused),
    "1" * 19: lambda item, r: isinstance(r, Refused),
    "9" * 10_000: lambda item, r: isinstance(r, Refused),
    "1," * 5_000: lambda item, r: isinstance(r, Refused),
    "=SUM(A1)": lambda item, r: isinstance(r, Refused),
    "'; DROP TABLE slot; --": lambda item, r: isinstance(r, Refused),
    "5-Mar": lambda item, r: isinstance(r, Refused),
}


@pytest.mark.parametrize("typed", NUMBERS, ids=lambda typed: str(typed)[:16])
def test_numbers(shipped: Study, typed: str) -> None:
    unfair = [
        (item.code, reading)
        for item in items(shipped)
        if item.type == "number"
        and not NUMBERS[typed](item, reading := read(shipped, item, typed))
        and not _own_sign(item, typed, reading)
    ]
    assert unfair == []


def _own_sign(item: Item, typed: str, reading: Reading) -> bool:
    """A range of the sediment may be asked about where other numbers are refused."""
    return item.range and isinstance(reading, Ask) and typed == "inf"


@pytest.mark.parametrize("typed", ["12,4", "１２，４", "1,250.5"])
def test_a_comma_that_was_read_is_always_said(shipped: Study, typed: str) -> None:
    for item in items(shipped):
        if item.type == "number":
            reading = read(shipped, item, typed)
            assert isinstance(reading, Ask) or (isinstance(reading, Understood) and reading.note is not None)


def test_a_unit_of_another_quantity_is_never_read_as_the_items_own(shipped: Study) -> None:
    for item in items(shipped):
        if item.type != "number":
            continue
        for unit in shipped.units.values():
            if (
                units.recognise(shipped, item, unit.label) is None
                and unit.label[:1] not in ("×", "")
                and not unit.label[0].isdigit()
            ):
                reading = read(shipped, item, f"12 {unit.label}")
                # A laboratory's mark for high or low is no unit, and it is said that it was left out.
                marked = unit.label in ("h", "L") and isinstance(reading, Understood) and reading.note is not None
                assert _asks_or_refuses(reading) or marked, (item.code, unit.label, reading)


@pytest.mark.parametrize(
    ("unit", "typed"), [("mL", "12 L"), ("mL", "12 l"), ("min", "2 h"), ("d", "30 h"), ("ms", "3 H")]
)
def test_litres_and_hours_are_no_marks_of_the_laboratory(shipped: Study, unit: str, typed: str) -> None:
    for item in items(shipped):
        if item.type == "number" and item.unit == unit:
            reading = read(shipped, item, typed)
            match reading:
                case Understood(value=Quantity(unit=found)):
                    assert found != unit, (item.code, typed)
                case _:
                    assert _asks_or_refuses(reading)


def test_a_number_in_the_items_own_unit_keeps_number_and_unit(shipped: Study) -> None:
    for item in items(shipped):
        if item.type == "number":
            unit = units.label(shipped, item.unit)
            reading = read(shipped, item, f"１２.５０ {unit}")
            match reading:
                case Understood(value=Quantity(number=number, unit=found)):
                    assert (D(number), found) == (D("12.50"), item.unit), item.code
                case _:
                    pytest.fail(f"{item.code}: {reading}")


BAD = [
    "NaN", "1e309", "inf", "١٢٣", "１２３", "12,4", "1,250", "1:", "＜0.5", "-3", "12 kg", "12 furlong", "😀", "\x00",
    "\u202e12", "x" * 10_000, "(" * 10_000, "未" * 10_000, " " * 10_000 + "5", "-", "ND", "=1+1", "<script>",
    "2026-02-30", "31/12/26", "99:99", "2026-13-01", "0000-00-00", "２０２６－０８－１８", "٢٠٢٦-٠٨-١٨", "\ud800",
    "a\tb\nc", "½", "+-", "()", ",,,", ";", "null", "None", "12 L", "12 h", "3 H", "",
]  # fmt: skip


@pytest.mark.parametrize("typed", BAD, ids=lambda typed: ascii(typed)[:20])
def test_no_type_of_item_fails_on_it_or_makes_something_else_of_it(shipped: Study, typed: str) -> None:
    for item in items(shipped):
        reading = read(shipped, item, typed)
        if isinstance(reading, Understood):
            assert _fits(shipped, item, reading), (item.code, ascii(typed)[:40], reading)


def _fits(study: Study, item: Item, reading: Understood) -> bool:
    """A value of the item's own type."""
    match reading.value:
        case Cleared() | NotDone():
            return True
        case Quantity() | Range():
            return item.type == "number"
        case TextValue(text=text):
            return item.type == "text" and not any(ord(each) < 32 for each in text)
        case Codes(codes=codes):
            known = {choice.code for choice in study.codelists.get(item.choices, ())}
            return item.type in ("choice", "multichoice") and set(codes) <= known
        case DateValue():
            return item.type in ("date", "partial_date", "datetime")
        case DateTimeValue():
            return item.type == "datetime"
    return False


@pytest.mark.parametrize(
    ("item_type", "typed", "value"),
    [
        ("date", "２０２６－０８－１８", DateValue("2026-08-18")),
        ("date", "٢٠٢٦-٠٨-١٨", DateValue("2026-08-18")),
        ("partial_date", "2026年８月", DateValue("2026-08")),
        ("datetime", "２０２６／８／１８　０８：１０", DateTimeValue("2026-08-18T08:10")),
    ],
)
def test_digits_of_other_scripts_are_dates_too(shipped: Study, item_type: str, typed: str, value: object) -> None:
    for item in items(shipped):
        if item.type == item_type:
            reading = read(shipped, item, typed)
            assert isinstance(reading, Understood)
            assert reading.value == value


@pytest.mark.parametrize("typed", ["12,4", "-3", "1e309", "NaN", "2026-02-30", "2026-13-01", "18-08", "99:99", "1:"])
def test_no_date_is_made_of_what_is_none(shipped: Study, typed: str) -> None:
    for item in items(shipped):
        if item.type in ("date", "partial_date", "datetime"):
            assert _asks_or_refuses(read(shipped, item, typed)), item.code


def test_rows_of_a_log_take_no_text(shipped: Study) -> None:
    for item in items(shipped):
        if item.type == "table":
            assert isinstance(read(shipped, item, "2026-08-18"), Refused)


@settings(max_examples=200)
@given(st.text(max_size=40) | st.text(alphabet="0123456789.,:-+<>=≤≥eE/~ ()１２，。٣", max_size=12), st.randoms())
def test_any_text_on_any_item_ends_in_one_of_three(shipped: Study, typed: str, chance: object) -> None:
    every = list(items(shipped))
    for item in chance.sample(every, 8):  # type: ignore[attr-defined]
        reading = read(shipped, item, typed)
        assert not isinstance(reading, Understood) or _fits(shipped, item, reading)
