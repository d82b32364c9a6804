"""The decision over a conflict as a fact: it names every head it replaces, and its reason. Pure; refuses in words."""

import msgspec

from desktop_app.identity import seal_value
from study.address import Address
from study.changes.facts import Fact, Reinstated, ValueSet, Withdrawn
from study.checks import CheckContext
from study.definition.model import Item, Study
from study.entry import Field, Impossible, Keep, Nothing, decide
from study.grammar import Ask, Refused
from study.state.settle import Settled
from study.text import Text
from study.values import DateValue, TextValue, Value
from ui.conflict.state import Resolution

NO_THIRD = Text("Choose one of the two.", "请从两者中选择。")
TYPE_ONE = Text("Type the value.", "请输入数值。")
GONE = Text("This value stands no longer; look again.", "该值已不再有效，请重新查看。")
NO_KEY = Text("Identity can only be entered where the site key is.", "只有持有中心密钥的工作站才能录入身份信息。")


def decided(settled: Settled, resolution: Resolution, new_id: str) -> Fact | Text:
    """One of the sides again, on top of every head; or why that cannot be."""
    chosen = next((entry.fact for entry in settled.heads if entry.fact.id == resolution.fact), None)
    bases = tuple(entry.fact.id for entry in settled.heads)
    if isinstance(chosen, ValueSet | Withdrawn | Reinstated):
        return msgspec.structs.replace(chosen, id=new_id, bases=bases, reason=resolution.reason)
    return GONE


def third(
    study: Study,
    item: Item | None,
    settled: Settled,
    resolution: Resolution,
    new_id: str,
    *,
    context: CheckContext,
    role: str,
    child_key: bytes | None = None,
) -> Fact | Text:
    """A value that neither side has, read and checked as in any field; or what is wrong with it."""
    heads = [entry.fact for entry in settled.heads if isinstance(entry.fact, ValueSet)]
    if item is None or not heads:
        return NO_THIRD
    answer = decide(study, Field(item, None, context, role), resolution.third)
    match answer:
        case Keep(value=value):
            kept = value if not item.identity else _sealed(heads[0].address, value, child_key)
        case Nothing():
            return TYPE_ONE
        case Impossible(sentence=sentence) | Refused(sentence=sentence):
            return sentence
        case Ask():
            return _asked(answer)
        case _:
            return TYPE_ONE
    if isinstance(kept, Text):
        return kept
    return ValueSet(
        id=new_id,
        bases=tuple(entry.fact.id for entry in settled.heads),
        address=heads[0].address,
        value=kept,
        typed="" if item.identity else resolution.third,
        reason=resolution.reason,
    )


def _asked(ask: Ask) -> Text:
    """The question with its readings: here it is answered by typing one of them."""
    en = ", ".join(option.label.en for option in ask.options)
    zh = "、".join(option.label.zh for option in ask.options)
    return Text(f"{ask.question.en} {en}".rstrip(), f"{ask.question.zh}{zh}")


def _sealed(address: Address, value: Value, child_key: bytes | None) -> Value | Text:
    if child_key is None:
        return NO_KEY
    text = value.text if isinstance(value, TextValue) else value.date if isinstance(value, DateValue) else ""
    return seal_value(child_key, address, text) if text else TYPE_ONE
