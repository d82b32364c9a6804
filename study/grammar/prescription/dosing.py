"""The doses of a prescription line from its numbers: strength x count, dose by weight, doses at times of the day.

Two readings are asked about; nothing is computed but strength x count of what is no tablet in mg, and a strength in mg.
"""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

import msgspec

from study.derived.prescriptions import IN_MG, TIMES_A_DAY
from study.grammar.prescription.asking import instead, keep_as_words, option, quoted, which
from study.grammar.prescription.model import Dose, LineAsk, LineOption, Token
from study.grammar.prescription.words import COUNTED, Vocabulary
from study.text import Text
from study.writing import plain

TABLET = "tablet"
_MANY = Text("more than one dose; write each one as a line of its own", "有多个剂量，请分行书写")
_WHICH_TIME = Text(
    "Which dose belongs to which time of the day? Write each time behind its dose: 1mg 早 0.5mg 晚.",
    "无法判断各剂量对应的时间，请逐一写明，如“1mg 早 0.5mg 晚”。",
)
_HOW_MANY = Text(
    "How many of them each time? Write the number behind the strength: 5mg 3片.", "每次几片？请写明数量，如“5mg 3片”。"
)
_ZERO = Text("A dose of 0 is no prescription.", "剂量为0，不构成医嘱。")
_BARE_UNITS = ("mg", "g", TABLET)
_MOST_DECIMALS = 4


class Dosing(msgspec.Struct, frozen=True):
    """The doses, what is asked or refused of them, and what belongs to no item."""

    doses: tuple[Dose, ...] = ()
    asks: tuple[LineAsk, ...] = ()
    refusals: tuple[Text, ...] = ()
    kept: tuple[Token, ...] = ()


class _Case(msgspec.Struct, frozen=True):
    words: Vocabulary
    line: str
    tokens: tuple[Token, ...]

    def of(self, *kinds: str) -> tuple[Token, ...]:
        return tuple(token for token in self.tokens if token.kind in kinds)

    def before(self, token: Token) -> Token | None:
        place = self.tokens.index(token)
        return self.tokens[place - 1] if place else None

    def unit(self, code: str) -> str:
        """The unit as a line writes it."""
        choice = self.words.doses.get(code)
        return choice.label.zh if choice is not None else code


def doses_of(words: Vocabulary, line: str, tokens: tuple[Token, ...]) -> Dosing:
    """The doses of the tokens that have to do with them, in their order."""
    case = _Case(words, line, tokens)
    bare = case.of("bare")
    if bare:
        return Dosing(asks=tuple(_bare(case, token) for token in bare))
    amounts = case.of("amount")
    if any(not Decimal(token.number) for token in amounts):
        return Dosing(refusals=(_ZERO,))
    of_one = tuple(token for token in amounts if token.of_one or _follows_strength(case, token))
    singles = tuple(token for token in amounts if token not in of_one)
    if len({(token.number, token.code) for token in of_one}) > 1:
        return Dosing(asks=(which(line, of_one, _as_typed),))
    moments = case.of("moment")
    if moments and len(singles) > 1:
        return _by_moments(case, singles, of_one)
    return _plain(case, singles, of_one)


def _follows_strength(case: _Case, token: Token) -> bool:
    before = case.before(token)
    return before is not None and before.kind == "strength"


def _as_typed(token: Token) -> Text:
    return Text(token.text, token.text)


# A number without a unit


def _bare(case: _Case, token: Token) -> LineAsk:
    before = case.before(token)
    if before is not None and before.kind == "frequency" and not case.line[before.end : token.start].strip():
        return _behind_frequency(case, before, token)
    question = Text(f"{token.text} of what? The unit is missing.", f"“{token.text}”的单位是什么？")
    if (
        before is not None
        and before.kind in ("amount", "mark")
        and any(t.code not in COUNTED for t in case.of("amount"))
    ):
        return LineAsk(token.text, question, _behind_amount(case, token))
    units = [code for code in _BARE_UNITS if code in case.words.doses]
    options = (_with_unit(case, token, code) for code in units)
    return LineAsk(token.text, question, tuple(options))


def _with_unit(case: _Case, token: Token, code: str) -> LineOption:
    written = f"{token.number}{case.unit(code)}"
    choice = case.words.doses[code]
    return option(
        instead(case.line, token, written),
        Text(f"{token.number} {choice.label.en}", f"{token.number} {choice.label.zh}"),
    )


def _behind_amount(case: _Case, token: Token) -> tuple[LineOption, ...]:
    """5mg 3: three tablets of 5 mg, or 5 mg three times a day."""
    options = [_with_unit(case, token, TABLET)] if TABLET in case.words.doses else []
    often = f"每日{token.number}次"
    if not case.of("frequency") and case.words.frequency(often):
        label = Text(f"{token.number} times a day", often)
        options.append(option(instead(case.line, token, often), label))
    options.append(option(instead(case.line, token, quoted(token.text)), Text("keep as words", "作为文字保留")))
    return tuple(options)


def _behind_frequency(case: _Case, before: Token, token: Token) -> LineAsk:
    """qd2: for two days, or twice a day."""
    both = msgspec.structs.replace(token, start=before.start, text=case.line[before.start : token.end])
    days = f"{token.number}天"
    options = [
        option(
            instead(case.line, token, f"×{days}"),
            Text(f"{before.text} for {token.number} days", f"{before.text}，共{days}"),
        )
    ]
    often = f"每日{token.number}次"
    if before.code == case.words.frequency("qd") and case.words.frequency(often):
        options.append(option(instead(case.line, both, often), Text(f"{token.number} times a day", often)))
    question = Text(f"“{both.text}” has two readings.", f"“{both.text}”有两种含义。")
    return LineAsk(both.text, question, tuple(options))


# One dose


def _plain(case: _Case, singles: Sequence[Token], of_one: Sequence[Token]) -> Dosing:
    if not singles:
        return Dosing(refusals=(_HOW_MANY,)) if of_one else Dosing()
    if len(singles) == 1:
        return _single(case, singles[0], of_one)
    first, second = singles[0], singles[1]
    if len(singles) == 2 and not of_one and {first.code in COUNTED, second.code in COUNTED} == {True, False}:
        return _strength_and_count(case, first, second)
    if len({(token.number, token.code, token.daily) for token in singles}) == 1:
        return _single(case, first, of_one)
    if len(singles) == 2:
        return Dosing(asks=(which(case.line, tuple(singles), _as_typed),))
    return Dosing(asks=tuple(keep_as_words(case.line, token, _MANY) for token in singles[2:]))


def _single(case: _Case, dose: Token, of_one: Sequence[Token]) -> Dosing:
    if dose.code in COUNTED:
        return Dosing((_counted(dose, of_one[0]),)) if of_one else Dosing((Dose(dose.number, dose.code),))
    kept = tuple(of_one)
    if dose.daily:
        asked = _of_a_day(case, dose)
        return Dosing((Dose(dose.number, dose.code),), kept=kept) if asked is None else Dosing(asks=(asked,), kept=kept)
    return Dosing((Dose(dose.number, dose.code),), kept=kept)


def _counted(count: Token, of_one: Token) -> Dose:
    """So many of a strength: tablets in mg as they are, anything else multiplied."""
    if count.code == TABLET and of_one.code in IN_MG:
        strength = of_one.number if of_one.code == "mg" else plain(Decimal(of_one.number) * IN_MG[of_one.code])
        return Dose(count.number, TABLET, strength)
    return Dose(plain(Decimal(count.number) * Decimal(of_one.number)), of_one.code)


def _strength_and_count(case: _Case, first: Token, second: Token) -> Dosing:
    """5mg 3片 is three of 5 mg. 3片 5mg may be that, or 5 mg in all; a dose by weight has no count."""
    strength, count = (second, first) if first.code in COUNTED else (first, second)
    if "/" in strength.code or strength.daily:
        return Dosing(asks=(which(case.line, (first, second), _as_typed),))
    if strength is first:
        return Dosing((_counted(count, strength),))
    without = case.line[: first.start] + quoted(first.text) + case.line[first.end :]
    swapped = f"{case.line[: first.start]} {strength.text} {count.text} {case.line[second.end :]}"
    label = Text(f"{count.text} of {strength.text} each", f"{count.text}，每片（支）{strength.text}")
    return Dosing(
        asks=(
            LineAsk(
                f"{first.text} {second.text}",
                Text(
                    f"“{first.text} {second.text}”: of {strength.text} each, or {strength.text} in all?",
                    f"“{first.text} {second.text}”：每片（支）{strength.text}，还是共{strength.text}？",
                ),
                (
                    option(swapped, label),
                    option(without, Text(f"{strength.text} in all", f"共{strength.text}")),
                ),
            ),
        )
    )


def _of_a_day(case: _Case, dose: Token) -> LineAsk | None:
    """1mg/kg/d: the dose itself where it is given once a day; else asked in how many doses."""
    frequencies = {token.code for token in case.of("frequency")}
    once = case.words.frequency("qd")
    if frequencies == {once} or (not frequencies and len(case.of("moment")) == 1):
        return None
    number, unit = Decimal(dose.number), case.unit(dose.code)
    options = []
    for code in [*frequencies] if frequencies else [once, *map(case.words.frequency, ("bid", "tid"))]:
        times = TIMES_A_DAY.get(code)
        each = number / times if times else None
        if not code or each is None or each != round(each, _MOST_DECIMALS):
            continue
        often = "" if frequencies else f" {code}"
        made = f"{plain(each)}{unit}{often}"
        options.append(
            option(
                instead(case.line, dose, made),
                Text(f"{plain(each)} {unit} {code}", f"每次 {plain(each)} {unit}，{code}"),
            )
        )
    if frequencies - {once}:
        written = f"{dose.number}{unit}"
        label = Text(f"{dose.number} {unit} each time", f"每次 {dose.number} {unit}")
        options.append(option(instead(case.line, dose, written), label))
    return LineAsk(
        dose.text,
        Text(
            f"“{dose.text}” is the dose of a whole day: in how many doses is it given?",
            f"“{dose.text}”是全日剂量：分几次给？",
        ),
        tuple(dict.fromkeys(options)),
    )


# Doses at times of the day


def _by_moments(case: _Case, singles: Sequence[Token], of_one: Sequence[Token]) -> Dosing:
    """1mg 早 0.5mg 晚, 早2片 晚1片, 5mg 早2片 晚1片."""
    moments = case.of("moment")
    strength = of_one[0] if of_one else None
    strengths = _strengths(case, singles)
    if strengths:
        singles = tuple(strengths)
    elif strength is None and len(singles) == len(moments) + 1 and _counts(singles[1:]) and not _counts(singles[:1]):
        strength, singles = singles[0], singles[1:]
    order = sorted((*singles, *moments), key=lambda token: token.start)
    kinds = [token.kind for token in order]
    pairs = [(kinds[place], kinds[place + 1]) for place in range(0, len(kinds) - 1, 2)]
    clear = len(singles) == len(moments) and len(set(pairs)) == 1 and len(set(pairs[0])) == 2
    daily = any(token.daily for token in singles)
    if not clear or daily or len({token.code for token in moments}) < len(moments):
        return Dosing(refusals=(_WHICH_TIME,))
    doses = []
    for moment, token in zip(moments, singles, strict=True):
        each = strengths.get(token, strength)
        made = _counted(token, each) if token.code in COUNTED and each is not None else Dose(token.number, token.code)
        doses.append(msgspec.structs.replace(made, moment=moment.code))
    return Dosing(tuple(doses))


def _counts(tokens: Sequence[Token]) -> bool:
    return all(token.code in COUNTED for token in tokens)


def _strengths(case: _Case, singles: Sequence[Token]) -> dict[Token, Token]:
    """The strength that stands right in front of each count, as in 5mg 2片 早 5mg 1片 晚."""
    found = {}
    for strength, count in pairwise(singles):
        parted = any(strength.start < token.start < count.start for token in case.of("moment"))
        if not parted and count.code in COUNTED and strength.code not in COUNTED and "/" not in strength.code:
            found[count] = strength
    return found if len(found) * 2 == len(singles) else {}
