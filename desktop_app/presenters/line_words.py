"""What is shown below a prescription line: what was read, what it comes to, what to know, what is asked. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desktop_app.presenters import words as w
from desktop_app.presenters.logs_acts import NAMES, Act
from study import units
from study.derived.prescriptions import IN_MG
from study.grammar.prescription import Dose, Prescription, Vocabulary, write_line
from study.grammar.prescription.words import OTHER, short
from study.grammar.prescription.write import unit_words
from study.medication import Prescription as Row
from study.medication import Weight
from study.naming import KnownIdentity, named_in
from study.prescribing import Order, said_of, significant
from study.text import Language, Text
from ui.logs.state import LineNote, LinePart, LineQuestion
from ui.widgets.state import Tone

LANGUAGES: tuple[Language, ...] = ("en", "zh")
_NONE = Text("", "")
_MEANT = Text("Yes, as written", "是，按所写")
_NO_START = Text(
    "No first day: until it is entered, the row does not count in the steroid dose and the other values.",
    "未写开始日期：补填之前，该行不计入激素剂量等计算值。",
)
_CONFIRMED = Text("Confirmed as written.", "已按所写确认。")


@dataclass(frozen=True)
class Seen:
    """What is known around a line: the words of the study, the child's weight and medicines, the day."""

    words: Vocabulary
    weight: Weight | None
    taken: tuple[Row, ...]
    known: KnownIdentity
    today: date


@dataclass(frozen=True)
class Shown:
    """The parts of a `LineState` that come from the reading."""

    parts: tuple[LinePart, ...]
    amount: Text | None
    notes: tuple[LineNote, ...]
    question: LineQuestion | None
    refused: tuple[Text, ...]
    ready: bool


def shown(order: Order, seen: Seen, *, meant: bool) -> Shown:
    """All of it; `meant`: the person said that the unlikely dose is right."""
    asks = order.read.asks
    question = LineQuestion(asks[0].question, tuple(option.label for option in asks[0].options)) if asks else None
    unsure = order.unlikely is not None and not meant
    if question is None and not order.refusals and order.unlikely is not None and unsure:
        question = LineQuestion(order.unlikely, (_MEANT,))
    notes = [LineNote(text) for text in (*order.notes, *_around(order, seen))]
    if order.ready and not order.read.said.start:
        notes.append(LineNote(_NO_START, Tone.QUIET))
    if order.unlikely is not None and meant:
        notes.append(LineNote(_CONFIRMED, Tone.QUIET))
    return Shown(
        parts=tuple(_parts(seen.words, order.read.said)),
        amount=amount(order, seen),
        notes=tuple(notes),
        question=question,
        refused=order.refusals,
        ready=order.ready and not unsure,
    )


def entered(order: Order) -> Text:
    """What became of a line."""
    rows = len(order.rows)
    return Text(
        f"Entered: {order.read.line}" if rows == 1 else f"Entered as {rows} rows: {order.read.line}",
        f"已记入：{order.read.line}" if rows == 1 else f"已记为{rows}行：{order.read.line}",
    )


ACTS = (("edit", NAMES["edit"], "E"), ("change", NAMES["change"], "C"), ("stop", NAMES["stop"], "S"))
"""What can be done to the row that is chosen, with its key."""


def act_words(act: Act | None) -> Text | None:
    """What the line is for while an act goes on."""
    if act is None:
        return None
    name = NAMES[act.kind]
    return Text(f"{name.en}: {act.called('en')}", f"{name.zh}：{act.called('zh')}")


def acted(act: Act, order: Order) -> Text:
    """What became of an act."""
    en, zh = act.called("en"), act.called("zh")
    if act.kind == "edit":
        return Text(f"Changed: {order.read.line}", f"已修改：{order.read.line}")
    if act.kind == "stop":
        return Text(f"Ended: {en} ({order.read.said.end})", f"已停药：{zh}（{order.read.said.end}）")
    return Text(f"Ended: {en}. Entered: {order.read.line}", f"已结束：{zh}；已记入：{order.read.line}")


def why_question(act: Act, answers: tuple[Text, ...]) -> LineQuestion:
    """Why the medicine ends or changes, one answer recording the act."""
    zh = "停药原因？" if act.kind == "stop" else "调整原因？"
    en = "Why is it stopped?" if act.kind == "stop" else "Why is the dose changed?"
    return LineQuestion(Text(f"{en} The answer records it.", f"{zh}选择后即记入。"), answers)


def told(text: Text | None) -> tuple[LineNote, ...]:
    """A sentence that nothing has to be done about."""
    return (LineNote(text, Tone.ACCENT),) if text is not None else ()


# What was read


def _parts(words: Vocabulary, said: Prescription) -> Iterator[LinePart]:
    drug = words.drugs.get(said.drug)
    route = words.routes.get(said.route)
    if said.name:
        yield LinePart(_NONE, drug.label if drug is not None else w.both(said.name), route.label if route else None)
    for dose in said.doses:
        moment = words.moments.get(dose.moment)
        yield LinePart(moment.label if moment else Text("each time", "每次"), *_dose(words, dose))
    if said.frequency and not any(dose.moment for dose in said.doses):
        yield LinePart(_NONE, _often(words, said))
    if said.start:
        yield LinePart(Text("from", "自"), w.both(said.start))
    if said.end:
        yield LinePart(Text("until", "至"), w.both(said.end))
    if said.days:
        yield LinePart(Text("for", "共"), Text(f"{said.days} d", f"{said.days} 天"))


def _dose(words: Vocabulary, dose: Dose) -> tuple[Text, Text | None]:
    """The dose, of tablets in mg with how it came about."""
    label = unit_words(words, dose)
    if not dose.strength:
        return Text(f"{dose.number} {label.en}", f"{dose.number} {label.zh}"), None
    mg = units.plain(Decimal(dose.number) * Decimal(dose.strength))
    how = f"{dose.strength} mg × {dose.number}"
    return w.both(f"{mg} mg"), Text(f"{how} {label.en}", f"{how} {label.zh}")


def _often(words: Vocabulary, said: Prescription) -> Text:
    choice = words.frequencies.get(said.frequency)
    if said.frequency == OTHER or choice is None:
        return Text(f"{said.times} times a day", f"每日{said.times}次")
    return Text(short(choice.label.en), short(choice.label.zh))


# What it comes to


def amount(order: Order, seen: Seen) -> Text | None:
    """Mg a day and a kg with the weight and its day; of a steroid other than prednisone its equivalent too."""
    made, said = order.amounts, order.read.said
    a_time = Text("dose", "次") if made.a_dose else Text("d", "日")
    found = []
    if made.mg is not None:
        mg = units.plain(round(made.mg, 2))
        found.append(Text(f"{mg} mg/{a_time.en}", f"{mg} mg/{a_time.zh}"))
    if made.per_kg is not None:
        kg = significant(made.per_kg)
        by = _weighed(seen) if made.mg is not None else _NONE
        found.append(Text(f"{kg} mg/kg/{a_time.en}{by.en}", f"{kg} mg/kg/{a_time.zh}{by.zh}"))
    if made.prednisone_per_kg is not None and said.drug not in ("prednisone", "prednisolone"):
        eq = significant(made.prednisone_per_kg)
        found.append(Text(f"prednisone eq. {eq} mg/kg/d", f"泼尼松等效 {eq} mg/kg/日"))
    return w.join(*found) if found else None


def _weighed(seen: Seen) -> Text:
    if seen.weight is None:
        return _NONE
    kg, on = units.plain(seen.weight.kg), seen.weight.on
    day = Text("today", "今日") if on == seen.today else w.both(on.isoformat())
    return Text(f" ({kg} kg, {day.en})", f"（{kg} kg，{day.zh}）")


# What to know


def _around(order: Order, seen: Seen) -> Iterator[Text]:
    said, made = order.read.said, order.amounts
    if said.doses and made.mg is None and made.per_kg is None and order.read.whole:
        yield _uncounted(said)
    weight = seen.weight
    if made.mg is not None and weight is None:
        yield Text("No weight of this child: mg/kg is not counted.", "该患儿无体重记录：不折算 mg/kg。")
    if made.per_kg is not None and weight is not None and weight.stale:
        days = (seen.today - weight.on).days
        yield Text(
            f"Weight {units.plain(weight.kg)} kg of {weight.on}, {days} days old: weigh the child.",
            f"体重 {units.plain(weight.kg)} kg 测于 {weight.on}，已{days}天：请重新测量。",
        )
    same = [row for row in seen.taken if _same(seen.words, said, row)]
    if same:
        en, zh = (tuple(_row(seen.words, row, one) for row in same) for one in LANGUAGES)
        rows = Text(", ".join(en), "；".join(zh))
        yield Text(
            f"Taken now: {rows.en}. This line does not end it: choose that row and press C or S.",
            f"在用：{rows.zh}。本行不会停用它：请选中原行后按 C（调整剂量）或 S（停药）。",
        )
    named = named_in(" ".join((said.name if not said.drug else "", *said.words)), seen.known)
    if named is not None:
        yield named


def _uncounted(said: Prescription) -> Text:
    unit = said.doses[0].unit
    if unit == "tablet":
        return Text(
            "Tablets without their strength: mg cannot be counted. Write it in front: 5mg 3片.",
            "未写每片规格，无法折算 mg：请写在前面，如“5mg 3片”。",
        )
    if unit == "mg/m2":
        return Text("By body surface: mg is not counted here.", "按体表面积给药：此处不折算 mg。")
    if unit in IN_MG:
        return Text("This frequency gives no dose a day.", "该频次无法折算每日剂量。")
    return Text(f"A dose in {unit} is not counted in mg.", f"单位为 {unit}，不折算 mg。")


def _same(words: Vocabulary, said: Prescription, row: Row) -> bool:
    before = said_of(words, row.values)
    return bool(said.name) and (before.drug == said.drug if said.drug else before.name == said.name)


def _row(words: Vocabulary, row: Row, language: Language) -> str:
    text, begun = write_line(words, said_of(words, row.values), language), row.written[0]
    return text + Text(f" (since {begun})", f"（自 {begun}）").get(language) if begun else text


def line_of(words: Vocabulary, row: Row, weight: Decimal | None) -> Text:
    """A row of the log as a line, with what it comes to: 泼尼松 5 mg × 3 片 隔日1次 = 7.5 mg/日 = 0.24 mg/kg/日."""
    said = said_of(words, row.values)
    a_day = row.mg_day
    mg = units.plain(round(a_day, 2)) if a_day is not None and not row.once else ""
    kg = significant(a_day / weight) if mg and a_day is not None and weight is not None else ""
    en = [write_line(words, said, "en"), *([f"{mg} mg/d"] if mg else []), *([f"{kg} mg/kg/d"] if kg else [])]
    zh = [write_line(words, said, "zh"), *([f"{mg} mg/日"] if mg else []), *([f"{kg} mg/kg/日"] if kg else [])]
    return Text(" = ".join(en), " = ".join(zh))
