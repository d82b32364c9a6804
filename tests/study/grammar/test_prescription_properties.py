"""What holds of every prescription line: it is covered, never raises, is read again as it was written."""

from datetime import date
from decimal import Decimal
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from desktop_app.study_files import read_folder
from resources import path
from study.definition.load import load
from study.definition.model import Study
from study.grammar.fold import fold
from study.grammar.prescription import Dose, LineRead, Prescription, Vocabulary, read_line, vocabulary, write_line
from study.grammar.prescription.asking import unquoted
from study.grammar.prescription.model import NEUTRAL
from study.grammar.prescription.words import OTHER
from study.medication import Weight
from study.prescribing import order_of
from study.text import Language

TODAY = date(2026, 11, 17)
PIECES = (
    "泼尼松", "MMF", "pred", "他克莫司", "某某胶囊", "foo", "甲强龙片", "5mg", "0.5g", "3片", "半片",
    "1/2片", "1,250mg", "0.4g/kg", "10mg/kg/d", "-5mg", "5-10mg", "40", "3", "½", "1.2.3", "80万U", "5滴",
    "5mg/片", "qd", "bid", "qod", "q8h", "q5h", "qd2", "prn", "每日3次", "隔日一次", "3次/日", "一次", "po",
    "ivgtt", "静滴", "早", "晚", "pm", "×3d", "5天", "疗程2周", "11-18起", "2026-11-18起", "停 11-20",
    "2026-11-18", "2026-13-40停", "今日起", "→ 减至", "减至1/2片", "“3片”", "“", "规格", "每次", "×", "x",
    "饭后", "!", "(", ")", "/", "%", "、", "?", "B12", "12", "mg", "片", "/kg", "d", "半", "一", "零", "ﬁ",
    "İ", "ß", "²", "\u200b", "0mg",
)  # fmt: skip
lines = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=9).flatmap(
        lambda pieces: st.lists(st.sampled_from(["", " ", "  ", "，"]), min_size=len(pieces), max_size=len(pieces)).map(
            lambda gaps: "".join(piece + gap for piece, gap in zip(pieces, gaps, strict=True))
        )
    ),
    st.text(max_size=40),
    st.text(alphabet="泼尼松mgqdbo片半早晚×x/.,-~0123456789 起停至→“”()", max_size=30),
)


WEIGHTS = (None, Weight(Decimal("31.2"), date(2026, 9, 1), stale=True))


@cache
def the_study() -> Study:
    """The shipped trial."""
    return load(read_folder(path("study")))


@cache
def the_words() -> Vocabulary:
    """Its words."""
    return vocabulary(the_study())


def uncovered(read: LineRead) -> str:
    """The characters that belong to no token; raises where two tokens share one."""
    place, between = 0, []
    for token in read.tokens:
        assert token.start >= place, read
        assert token.end > token.start, read
        assert token.text == read.line[token.start : token.end]
        between.append(read.line[place : token.start])
        place = token.end
    return "".join([*between, read.line[place:]])


def lost(read: LineRead) -> list[str]:
    """Tokens of a line read whole that are neither in what it says nor among its words."""
    said = read.said
    numbers = {Decimal(text) for dose in said.doses for text in (dose.number, dose.strength) if text}
    products = (
        {a * b for a in numbers for b in numbers} | {dose * 1000 for dose in numbers} | {d / 1000 for d in numbers}
    )
    amounts = [Decimal(t.number) for t in read.tokens if t.kind == "amount" and t.number and Decimal(t.number)]
    reached = numbers | products | {number / amount for number in numbers for amount in amounts}
    kept = {*said.words, said.name}
    missing = []
    for token in read.tokens:
        match token.kind:
            case "drug":
                there = said.drug == token.code
            case "amount":
                there = Decimal(token.number) in reached or unquoted(token.text) in kept
            case "frequency":
                there = (said.frequency, said.times) == (token.code, token.number)
            case "route":
                there = said.route == token.code
            case "moment":
                there = any(d.moment == token.code for d in said.doses) or token.text in kept or bool(said.frequency)
            case "days":
                there = said.days == token.days
            case "start" | "end":
                there = token.date in (said.start, said.end)
            case "word" | "quoted":
                there = not unquoted(token.text) or unquoted(token.text) in kept or unquoted(token.text) in said.name
            case "form" | "each" | "strength" | "mark":
                there = True
            case _:
                there = False
        if not there:
            missing.append(token.text)
    return missing


@settings(max_examples=500, deadline=None)
@given(line=lines)
def test_every_line_is_read_asked_or_kept_and_nothing_is_dropped(line: str) -> None:
    read = read_line(the_words(), line, TODAY)
    assert read.line == fold(line)
    assert set(uncovered(read)) <= NEUTRAL, read
    for weight in WEIGHTS:
        order = order_of(the_study(), the_words(), read, weight)
        assert not order.ready or (read.whole and order.rows)
    if read.whole:
        assert lost(read) == [], read
    else:
        assert read.asks or read.refusals or not read.line, read
    for ask in read.asks:
        for option in ask.options:
            answered = read_line(the_words(), option.line, TODAY)
            assert ask.about not in {each.about for each in answered.asks} or answered.line != read.line


def wide(line: str) -> str:
    """The same in full-width characters."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else "\u3000" if c == " " else c for c in line)


@settings(max_examples=150, deadline=None)
@given(line=lines)
def test_full_width_is_half_width(line: str) -> None:
    there, here = read_line(the_words(), wide(line), TODAY), read_line(the_words(), line, TODAY)
    assert (there.said, len(there.asks), there.refusals) == (here.said, len(here.asks), here.refusals)


def doses(words: Vocabulary) -> st.SearchStrategy[tuple[Dose, ...]]:
    """No dose, one, or one for each of several times of the day."""
    numbers = st.decimals(min_value="0.001", max_value="9999", places=3).map(
        lambda number: format(number.normalize(), "f")
    )
    plain = st.builds(Dose, numbers, st.sampled_from(sorted(words.doses)))
    tablets = st.builds(Dose, numbers, st.just("tablet"), numbers)
    one = st.one_of(plain, tablets)
    moments = list(words.moments)

    def at(made: list[Dose]) -> tuple[Dose, ...]:
        return tuple(Dose(d.number, d.unit, d.strength, moment) for d, moment in zip(made, moments, strict=False))

    several = st.one_of(st.lists(plain.filter(lambda d: "tablet" not in d.unit), min_size=2, max_size=3),
                        st.lists(tablets, min_size=2, max_size=3)).map(at)  # fmt: skip
    return st.one_of(st.just(()), one.map(lambda dose: (dose,)), several)


def prescriptions(words: Vocabulary) -> st.SearchStrategy[Prescription]:
    days = st.one_of(st.just(""), st.dates(date(2001, 1, 1), date(2099, 12, 31)).map(date.isoformat))
    drug = st.one_of(st.sampled_from(sorted(words.drugs)), st.just(""))
    letters = st.text(alphabet="饭前后家属自备ab3 ", min_size=1, max_size=8)
    text = letters.map(lambda each: " ".join(each.split())).filter(bool)
    kept = st.lists(text, max_size=2, unique=True).map(tuple)
    made = st.builds(
        Prescription, drug=drug, doses=doses(words), frequency=st.sampled_from(["", *sorted(words.frequencies)]),
        times=st.just(""), route=st.sampled_from(["", *sorted(code for code in words.routes if code != "OTH")]),
        start=days, end=st.just(""), days=st.integers(0, 400), words=kept, name=st.just("某某药"),
    )  # fmt: skip

    def whole(said: Prescription) -> Prescription:
        often = "qd" if len(said.doses) > 1 else said.frequency
        name = words.drugs[said.drug].label.zh if said.drug else said.name
        return structs.replace(said, name=name, frequency=often, times="4.8" if often == OTHER else "")

    return made.map(whole)


@settings(max_examples=200, deadline=None)
@given(data=st.data(), language=st.sampled_from(["zh", "en"]))
def test_what_is_written_is_read_back(data: st.DataObject, language: Language) -> None:
    said = data.draw(prescriptions(the_words()))
    line = write_line(the_words(), said, language)
    read = read_line(the_words(), line, TODAY)
    assert read.said == said, line
    assert read.whole, line


def squeezed(line: str) -> str:
    """The line without the spaces that part neither two digits nor two letters."""
    out = []
    for place, character in enumerate(line):
        before, after = line[place - 1 : place], line[place + 1 : place + 2]
        parts = (before.isdigit() and after.isdigit()) or (
            before.isascii() and after.isascii() and before.isalpha() and after.isalpha()
        )
        if character != " " or parts or "“" in line[:place]:
            out.append(character)
    return "".join(out)


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_spaces_do_not_matter(data: st.DataObject) -> None:
    said = data.draw(prescriptions(the_words()).filter(lambda each: bool(each.drug)))
    line = write_line(the_words(), said, "zh")
    assert read_line(the_words(), squeezed(line), TODAY).said == said, squeezed(line)
    assert read_line(the_words(), line.replace(" ", "   "), TODAY).said == said
