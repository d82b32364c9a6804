"""Inputs that are no entry of a form: the child itself, other derived values, settings, tables of the definition."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache

from msgspec.structs import replace

from study.age import age_days, age_months, age_years, completed
from study.definition.lookup_tables import YOUNGER, Table, read_table
from study.definition.model import Source
from study.definition.target import Target
from study.derivation.case import NOT_THERE, Answer, Case, Resolved, of_visit
from study.derivation.fit import other_unit
from study.derived.given import Day, Words
from study.derived.result import Derived
from study.grammar.fold import bare
from study.limits import no_birth
from study.past import BASELINE_LATER, NO_BASELINE, NONE_BEFORE, baseline_visits
from study.table_lookup import NO_AGE, Child, look_up
from study.text import Text
from study.timeline import VisitAt
from study.typed import FLAGS
from study.values import Quantity, TextValue

_UNBORN = Text("the visit lies before the date of birth", "访视日期早于出生日期")
_NO_DAY_ZERO = Text("the day of the infusion is not known", "回输日期未知")
AGES: dict[str, Callable[[date, date], Decimal]] = {
    "age_y": age_years,
    "age_months": lambda birth, on: Decimal(completed(birth, on)[0] * 12 + completed(birth, on)[1]),
    "years": lambda birth, on: Decimal(completed(birth, on)[0]),
}
"""Decimal years (days / 365.25), completed months, completed years."""
HEIGHT = "height_cm"
"""The input by which a table that goes by height is read."""


def person(case: Case, target: Target, source: Source) -> Answer:
    """Age, sex, the day of the visit, its study day since the infusion."""
    known, on, zero = case.timeline.person, case.at.day, case.timeline.infusion
    if source.of == "sex":
        return Resolved(TextValue(known.sex)) if known.sex else NOT_THERE
    if on is None:
        return Text("the visit has no date", "访视无日期")
    if source.of == "day":
        return Resolved(Day(on))
    if source.of == "study_day":
        return Resolved(Quantity(str((on - zero).days), target.unit)) if zero else _NO_DAY_ZERO
    if known.birth is None:
        return no_birth(case.timeline)
    if age_days(known.birth, on) < 0:
        return _UNBORN
    return Resolved(Quantity(str(AGES[source.of](known.birth, on)), target.unit))


def setting(case: Case, target: Target, source: Source) -> Answer:
    """A choice of the investigator; one that is no number where a number is wanted ("off") is none."""
    text = case.timeline.study.settings.get(source.of, "")
    match target.named.kind:
        case "number":
            number = _decimal(text)
            return None if number is None else Resolved(Quantity(format(number, "f"), target.unit))
        case "flag":
            flag = FLAGS.get(bare(text))
            return Resolved(TextValue(flag)) if flag else None
        case _:
            return Resolved(TextValue(text)) if text else None


def word(_case: Case, _target: Target, source: Source) -> Answer:
    """A word that the definition says itself, such as which of two tests a formula grades."""
    return Resolved(TextValue(source.of))


def _decimal(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except ArithmeticError:
        return None
    return number if number.is_finite() else None


def table(case: Case, target: Target, source: Source) -> Answer:
    """What a table of the definition says for the child on that day."""
    known, on = case.timeline.person, case.at.day
    tables = _tables(case.timeline.study.tables, source.of)
    years = months = None
    if known.birth is not None and on is not None and on >= known.birth:
        years, months = completed(known.birth, on)[0], age_months(known.birth, on)
    by_height = any(each.pressures for each in tables.values())
    height = case.ask(HEIGHT) if by_height else None
    if by_height and not isinstance(height, Resolved):
        label = Text("height", "身高")
        return Text(f"{label.en} {height.en}".strip(), f"{label.zh}{height.zh}") if height else label
    notes = height.notes if isinstance(height, Resolved) else ()
    tall = height.value if isinstance(height, Resolved) else None
    if isinstance(tall, Quantity) and tall.comparator:
        return Text("the height is only a limit", "身高仅为界限值")
    centimetres = tall.decimal if isinstance(tall, Quantity) else None
    found = look_up(tables, source.of, source.part, Child(known.sex, months, years, centimetres))
    if found is NO_AGE and known.birth is None:
        return no_birth(case.timeline)
    return found if isinstance(found, Text) else Resolved(found, notes)


def _tables(texts: Mapping[str, str], code: str) -> dict[str, Table]:
    return {each: _read(each, texts[each]) for each in (code, code + YOUNGER) if each in texts}


@lru_cache(maxsize=32)
def _read(code: str, text: str) -> Table:
    return read_table(code, text)


def derived(case: Case, target: Target, source: Source) -> Answer:
    """Another derived value: of this visit, or the last one that can be computed before treatment, before, or then."""
    if not source.at:
        found = case.timeline.derived_one(case.at.address, source.of, case.chosen)
        return _answer(target, found, source.part) if found is not None else None
    visits: tuple[VisitAt, ...] | Text
    match source.at:
        case "baseline":
            visits, none = baseline_visits(case.timeline), NO_BASELINE
        case "previous":
            visits, none = case.timeline.visits_before(case.at.address), NONE_BEFORE
        case code:
            visits = tuple(at for at in reversed(case.timeline.visits) if at.visit.code == code)
            none = Text(f"none at {code}", f"{code}无结果")
    if isinstance(visits, Text):
        return visits
    at, known = next(_known(case, source.of, visits), (None, None))
    if at is None or known is None or at.day is None:
        return none
    if source.at == "baseline" and case.at.day is not None and at.day > case.at.day:
        return BASELINE_LATER
    answer = _answer(target, known, source.part)
    if not isinstance(answer, Resolved):
        return answer
    return replace(answer, notes=(of_visit(target, source.at, at, at.day.isoformat()), *answer.notes))


def _known(case: Case, code: str, visits: tuple[VisitAt, ...]) -> Iterator[tuple[VisitAt, Derived]]:
    for at in visits:
        found = case.timeline.derived_one(at.address, code)
        if found is not None and found.known:
            yield at, found


def _answer(target: Target, found: Derived, part: str) -> Answer:
    """A derived value, or one of its parts, as the input that is wanted."""
    why = found.why or NOT_THERE
    if not found.known:
        return Text(why.en.rstrip("."), why.zh.rstrip("。"))
    if part:
        return _part(target, found, part)
    answer = _whole(target, found)
    return replace(answer, stands=found.stands) if isinstance(answer, Resolved) else answer


def _whole(target: Target, found: Derived) -> Answer:
    if found.value is not None and found.quantity is not None:
        return _number(target, found.quantity)
    return _code(target, found.verdict)


def _part(target: Target, found: Derived, part: str) -> Answer:
    for also in found.also:
        if also.name == part:
            return _number(target, Quantity(format(also.value, "f"), also.unit, also.comparator))
    for said in found.said:
        if said.name == part:
            return _code(target, said.code)
    lacks = next(iter(found.notes), Text(f"it gives no {part}", f"未给出{part}"))
    return Text(lacks.en.rstrip("."), lacks.zh.rstrip("。"))


def _number(target: Target, quantity: Quantity) -> Answer:
    if target.named.kind != "number" or not target.takes(quantity.unit):
        return other_unit(target)
    return Resolved(Quantity(quantity.number, target.unit or quantity.unit, quantity.comparator))


def _code(target: Target, code: str) -> Answer:
    match target.named.kind:
        case "word" | "flag":
            return Resolved(TextValue(code))
        case "words":
            return Resolved(Words((code,)))
        case "number" if code.isascii() and code.isdecimal():
            return Resolved(Quantity(code, target.unit))
        case _:
            return Text("of another kind", "类型不符")


KINDS: dict[str, Callable[[Case, Target, Source], Answer]] = {
    "person": person,
    "setting": setting,
    "table": table,
    "derived": derived,
    "word": word,
}
