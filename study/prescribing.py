"""What a prescription line becomes: the items of a row for each dose, mg a day and a kg, what is unlikely of it.

Pure. The line itself is read by `study.grammar.prescription`; what a row means is `study.derived.prescriptions`, which
is asked here too, so that a line and the row it becomes never differ. Nothing that the line does not say is filled in.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal

import msgspec

from study.checks import CheckContext, check
from study.definition.drugs import Drug
from study.definition.model import Limits, Study
from study.derived.prescriptions import Prescribed, Size, read_row
from study.derived.steroid import SteroidRow
from study.grammar.prescription import Dose, LineRead, Prescription, Vocabulary, read_line
from study.grammar.prescription.words import key
from study.how_often import unusual_often
from study.medication import FORM, Weight
from study.text import Text
from study.units import plain, rounded
from study.values import Codes, DateValue, Quantity, TextValue, Value

NAMED = ("CMTRT", "CMDOSE", "CMDOSU", "CMFRQ")
"""The items without which a line has nowhere to go."""
LINE = "CMLINE"
"""The item that keeps the line as it was written, and with it what no other item holds."""
ONCE = "once"
OFTEN, DOSE = "CMFRQ", "CMDOSE"
_BY_WEIGHT = {"mg/kg": Decimal(1), "g/kg": Decimal(1000)}

Items = Mapping[str, Value]


class Amounts(msgspec.Struct, frozen=True):
    """All doses of the line together: mg a day and a kg and day of the drug, of a systemic steroid as prednisone too.

    None where it cannot be told. `a_dose`: the numbers are those of a single administration, not of a day. `largest`
    is the largest administration a kg.
    """

    mg: Decimal | None = None
    per_kg: Decimal | None = None
    prednisone_per_kg: Decimal | None = None
    a_dose: bool = False
    largest: Decimal | None = None


class Order(msgspec.Struct, frozen=True):
    """A line that was read: `rows` are the items of its rows by code, `refusals` say why it cannot be entered as it is.

    `unlikely`: the dose, or how often it is given, is outside the bounds of the drug and wants a yes. `notes` are what
    the person should know.
    """

    read: LineRead
    rows: tuple[Items, ...] = ()
    amounts: Amounts = Amounts()
    refusals: tuple[Text, ...] = ()
    unlikely: Text | None = None
    notes: tuple[Text, ...] = ()

    @property
    def ready(self) -> bool:
        """Nothing is asked or refused but perhaps whether the dose is meant."""
        return self.read.whole and not self.refusals and bool(self.rows)


def takes_lines(study: Study) -> bool:
    """Whether the study's log of medicines has the items that a line fills."""
    form = study.forms.get(FORM)
    return form is not None and set(NAMED) <= {item.code for item in form.items}


def order_of(study: Study, words: Vocabulary, read: LineRead, weight: Weight | None) -> Order:
    """The rows that a line makes, and what its doses come to for a child of this weight."""
    said = read.said
    drug = words.drugs.get(said.drug)
    rows = tuple(_rows(study, drug, read)) if said.name else ()
    size = Size(weight.kg if weight is not None else None)
    meant = tuple(read_row(row, size) for row in rows)
    amounts = _amounts(meant, said, weight)
    return Order(
        read=read,
        rows=rows,
        amounts=amounts,
        refusals=(*read.refusals, *_contradictions(said), *_impossible(study, rows), *_homeless(study, said)),
        unlikely=_both(doubts(drug, meant, amounts)) if drug is not None and said.doses else None,
        notes=tuple(_notes(said, drug, read, weight)),
    )


# Rows


def _rows(study: Study, drug: Drug | None, read: LineRead) -> Iterator[Items]:
    asked = {item.code for item in study.forms[FORM].items}
    for dose in read.said.doses or (None,):
        items = dict(_items(study, drug, read, dose))
        yield {code: value for code, value in items.items() if code in asked}


def _items(study: Study, drug: Drug | None, read: LineRead, dose: Dose | None) -> Iterator[tuple[str, Value]]:
    said = read.said
    yield "CMTRT", TextValue(said.name)
    if drug is not None and drug.family:
        yield "CMCLASS", Codes((drug.family,))
    if drug is not None and drug.steroid:
        yield "CMSTER", Codes((drug.steroid,))
    if dose is not None:
        if dose.strength:
            yield "CMSTRN", _number(study, "CMSTRN", dose.strength)
        yield "CMDOSE", _number(study, "CMDOSE", dose.number)
        yield "CMDOSU", Codes((dose.unit,))
    if said.frequency:
        yield "CMFRQ", Codes((said.frequency,))
    if said.times:
        yield "CMFRQN", _number(study, "CMFRQN", said.times)
    if said.route:
        yield "CMROUTE", Codes((said.route,))
    if said.start:
        yield "CMSTDTC", DateValue(said.start)
    end = _end(said)
    if end:
        yield "CMENDTC", DateValue(end)
    yield LINE, TextValue(read.line)


def _number(study: Study, code: str, number: str) -> Quantity:
    found = next((item for item in study.forms[FORM].items if item.code == code), None)
    return Quantity(number, found.unit if found is not None else "")


def _end(said: Prescription) -> str:
    """The last day: as written, or of so many days from the first one on."""
    if said.end or not said.start or not said.days:
        return said.end
    return (date.fromisoformat(said.start) + timedelta(days=said.days - 1)).isoformat()


def _contradictions(said: Prescription) -> Iterator[Text]:
    if said.frequency == ONCE and said.days > 1:
        yield Text("Once, and for several days: which one?", "既写单次又写多日，请核对。")
    if said.start and said.end and said.days:
        lasts = (date.fromisoformat(said.end) - date.fromisoformat(said.start)).days + 1
        if lasts != said.days:
            yield Text(
                f"From {said.start} until {said.end} are {lasts} days, not {said.days}.",
                f"{said.start} 至 {said.end} 为{lasts}天，与所写{said.days}天不符。",
            )


def _impossible(study: Study, rows: tuple[Items, ...]) -> Iterator[Text]:
    """The hard limits of the form."""
    found: dict[Text, None] = {}
    for row in rows:
        for code, value in row.items():
            hard = check(study, study.item(FORM, code), value, CheckContext()).hard
            if hard is not None:
                found[hard] = None
    yield from found


def _homeless(study: Study, said: Prescription) -> Iterator[Text]:
    """Words that no item of this study's form can keep must not be lost."""
    asked = {item.code for item in study.forms[FORM].items} if FORM in study.forms else set()
    if LINE not in asked and (said.words or (said.days and not said.start)):
        kept = "、".join(said.words) or str(said.days)
        yield Text(
            f"This study's form has no place for “{kept}”; take it out of the line.",
            f"本研究的用药表没有记录“{kept}”的项目，请从医嘱行中删去。",
        )


# Amounts


def _amounts(meant: tuple[Prescribed, ...], said: Prescription, weight: Weight | None) -> Amounts:
    if not said.doses or not meant:
        return Amounts()
    days = [each.mg_day for each in meant]
    doses = [each.mg for each in meant]
    a_dose = said.frequency in ("", ONCE, "prn")
    if a_dose and len(meant) > 1:
        return Amounts()
    numbers = doses if a_dose else days
    mg = sum((n for n in numbers if n is not None), Decimal(0)) if None not in numbers else None
    written = _written_per_kg(said)
    times = Decimal(1) if a_dose else meant[0].per_day
    per_kg = mg / weight.kg if mg is not None and weight is not None else None
    if written is not None and times is not None:
        per_kg = written * times
    known = [mg for mg in doses if mg is not None]
    largest = written or (max(known) / weight.kg if known and weight is not None else None)
    steroid = next((each.steroid for each in meant if each.steroid and not each.local), "")
    as_prednisone = _prednisone(steroid, per_kg) if steroid and per_kg is not None and not a_dose else None
    return Amounts(mg, per_kg, as_prednisone, a_dose, largest)


def _written_per_kg(said: Prescription) -> Decimal | None:
    """A dose by weight needs no weight to be told a kg."""
    dose = said.doses[0] if len(said.doses) == 1 else None
    factor = _BY_WEIGHT.get(dose.unit) if dose is not None else None
    return Decimal(dose.number) * factor if dose is not None and factor is not None else None


def _prednisone(steroid: str, mg: Decimal) -> Decimal:
    return SteroidRow(steroid, mg, Decimal(1), date.min).prednisone_a_day


class Doubt(msgspec.Struct, frozen=True):
    """What is asked of a prescription, at the item that it is asked about."""

    item: str
    sentence: Text


def doubts(drug: Drug, meant: tuple[Prescribed, ...], amounts: Amounts) -> tuple[Doubt, ...]:
    """How often it is given, then how much, where either lies outside the bounds of the drug."""
    times = [each.per_day for each in meant if each.per_day is not None]
    per_day = sum(times, Decimal(0)) if times else None
    often = unusual_often(drug, per_day, once=any(each.once for each in meant))
    dose = _unlikely(drug, amounts)
    found = ((OFTEN, often), (DOSE, dose))
    return tuple(Doubt(item, sentence) for item, sentence in found if sentence is not None)


def row_doubts(words: Vocabulary, row: Items, meant: Prescribed, weight: Decimal | None) -> tuple[Doubt, ...]:
    """The same of a row however it was filled; nothing for a drug that the definition does not know."""
    said = said_of(words, row)
    drug = words.drugs.get(said.drug or read_line(words, said.name, None).said.drug)
    if drug is None:
        return ()
    known = Weight(weight, date.min, stale=False) if weight is not None else None
    return doubts(drug, (meant,), _amounts((meant,), said, known))


def _both(found: tuple[Doubt, ...]) -> Text | None:
    if not found:
        return None
    return Text(" ".join(each.sentence.en for each in found), "".join(each.sentence.zh for each in found))


def _unlikely(drug: Drug, amounts: Amounts) -> Text | None:
    """Outside the drug's bounds; a day that nobody can count is held against the upper one alone, dose by dose."""
    compared = amounts.largest if drug.a_dose else amounts.per_kg
    if drug.usual is None or compared is None:
        return None
    over = drug.usual.high is not None and compared > drug.usual.high
    under = drug.usual.low is not None and compared < drug.usual.low and (drug.a_dose or not amounts.a_dose)
    return _asked(drug, drug.usual, amounts, compared) if over or under else None


def _asked(drug: Drug, usual: Limits, amounts: Amounts, compared: Decimal) -> Text:
    low, high = (plain(end) if end is not None else "" for end in (usual.low, usual.high))
    number = significant(compared)
    en, zh = ("mg/kg a dose", "mg/kg/次") if amounts.a_dose or drug.a_dose else ("mg/kg/d", "mg/kg/日")
    approved = Text("", "") if drug.confirmed else Text(" (bounds not approved)", "（该范围未经批准）")
    return Text(
        f"{drug.label.en}: {number} {en} lies outside {low}–{high}{approved.en}. Is it really this dose?",
        f"{drug.label.zh}：{number} {zh}，超出 {low}–{high}{approved.zh}。确为此剂量？",
    )


def significant(number: Decimal) -> str:
    """Two decimals, or as many as it takes to show two digits of a small number."""
    if not number or abs(number) >= Decimal("0.1"):
        return rounded(number, 2)
    return rounded(number, min(8, 1 - number.adjusted()))


def _notes(said: Prescription, drug: Drug | None, read: LineRead, weight: Weight | None) -> Iterator[Text]:
    if said.name and drug is None:
        yield Text(
            f"“{said.name}” is no drug of the list: its name is kept as words, without class.",
            f"“{said.name}”不在药物表中：药名按原文保留，不填类别。",
        )
    if drug is not None and read.unconfirmed:
        yield Text(
            f"“{read.unconfirmed}” is read as {drug.label.en}; nobody has confirmed that name.",
            f"“{read.unconfirmed}”读作{drug.label.zh}；该名称尚未经人确认。",
        )
    if said.words:
        words = " ".join(f"“{word}”" for word in said.words)
        yield Text(f"Not read, kept as words: {words}", f"未读懂，按原文保留：{words}")
    if said.days and not said.start:
        yield Text(
            f"{said.days} days, but no first day: the end stays empty.",
            f"疗程{said.days}天，未写开始日期：停药日期留空。",
        )
    if len(said.doses) > 1:
        yield Text(f"{len(said.doses)} rows, one for each dose of the day.", f"记为{len(said.doses)}行，每个时间一行。")
    if said.doses and weight is None and drug is not None and drug.usual is not None:
        yield Text("No weight: the dose was not compared.", "无体重：未核对剂量。")


# Back from a row


def said_of(words: Vocabulary, row: Items) -> Prescription:
    """What a row says, as a line says it; what is no plain number or code of a list is left out."""
    name = row.get("CMTRT")
    drug = words.words.get(key(name.text)) if isinstance(name, TextValue) else None
    known = drug is not None and drug.kind == "drug"
    dose = Dose(_digits(row, "CMDOSE"), _code(row, "CMDOSU"), _digits(row, "CMSTRN"))
    return Prescription(
        drug=drug.code if drug is not None and known else "",
        name=name.text if isinstance(name, TextValue) else _code(row, "CMSTER"),
        doses=(dose,) if dose.number else (),
        frequency=_code(row, "CMFRQ"),
        times=_digits(row, "CMFRQN"),
        route=_code(row, "CMROUTE"),
    )


def _code(row: Items, item: str) -> str:
    value = row.get(item)
    return value.codes[0] if isinstance(value, Codes) and value.codes else ""


def _digits(row: Items, item: str) -> str:
    value = row.get(item)
    return value.number if isinstance(value, Quantity) and not value.comparator else ""
