"""SLEDAI-2K: the 24 descriptors with their weights, and the total of those that are present.

Gladman et al., J Rheumatol 2002;29:288. A descriptor without an answer leaves the total uncomputed; nothing is assumed
absent because nobody looked.
"""

from collections.abc import Iterable
from decimal import Decimal

import msgspec

from study.derived.given import Given, first
from study.derived.result import Also, Formula, Outcome, Said
from study.text import Text


class Descriptor(msgspec.Struct, frozen=True):
    """One descriptor: its weight and what it is called."""

    weight: int
    label: Text


DESCRIPTORS = {
    "SEIZ": Descriptor(8, Text("seizure", "癫痫发作")),
    "PSYCH": Descriptor(8, Text("psychosis", "精神症状")),
    "OBS": Descriptor(8, Text("organic brain syndrome", "器质性脑病综合征")),
    "VISUAL": Descriptor(8, Text("visual disturbance", "视力受损")),
    "CRNERVE": Descriptor(8, Text("cranial nerve disorder", "颅神经病变")),
    "LUPHEAD": Descriptor(8, Text("lupus headache", "狼疮性头痛")),
    "CVA": Descriptor(8, Text("cerebrovascular accident", "脑血管意外")),
    "VASC": Descriptor(8, Text("vasculitis", "血管炎")),
    "ARTHR": Descriptor(4, Text("arthritis", "关节炎")),
    "MYOS": Descriptor(4, Text("myositis", "肌炎")),
    "CASTS": Descriptor(4, Text("urinary casts", "管型尿")),
    "HEMAT": Descriptor(4, Text("haematuria", "血尿")),
    "PROTU": Descriptor(4, Text("proteinuria", "蛋白尿")),
    "PYUR": Descriptor(4, Text("pyuria", "脓尿")),
    "RASH": Descriptor(2, Text("rash", "皮疹")),
    "ALOP": Descriptor(2, Text("alopecia", "脱发")),
    "MUCULC": Descriptor(2, Text("mucosal ulcers", "黏膜溃疡")),
    "PLEUR": Descriptor(2, Text("pleurisy", "胸膜炎")),
    "PERIC": Descriptor(2, Text("pericarditis", "心包炎")),
    "LOWCOMP": Descriptor(2, Text("low complement", "低补体血症")),
    "DNABIND": Descriptor(2, Text("increased DNA binding", "抗dsDNA抗体升高")),
    "FEVER": Descriptor(1, Text("fever", "发热")),
    "THROMB": Descriptor(1, Text("thrombocytopenia", "血小板减少")),
    "LEUKO": Descriptor(1, Text("leukopenia", "白细胞减少")),
}
SEROLOGY = frozenset({"LOWCOMP", "DNABIND"})
RENAL = frozenset({"CASTS", "HEMAT", "PROTU", "PYUR"})
NERVOUS = frozenset({"SEIZ", "PSYCH", "OBS", "VISUAL", "CRNERVE", "LUPHEAD", "CVA"})
PREFIX = "SLE_"
_INPUTS = ("present", "unanswered")
_ASSUMED = Text(
    "Which descriptors have no answer was not given: those not named are taken as absent.",
    "未提供未作答条目：未列出的条目视为不存在。",
)


def descriptors(given: Given, name: str) -> frozenset[str]:
    """The descriptors of an input; () when it is not there. SLE_RASH, the item of the form, is RASH."""
    words = given.words(name) if given.has(name) else ()
    return frozenset(word.upper().removeprefix(PREFIX) for word in words)


def total(codes: Iterable[str]) -> int:
    """The sum of the weights, each descriptor counted once. Raises KeyError for an unknown code."""
    return sum(DESCRIPTORS[code].weight for code in set(codes))


def clinical(codes: Iterable[str]) -> int:
    """The total without low complement and DNA binding. Raises KeyError for an unknown code."""
    return total(set(codes) - SEROLOGY)


def category(points: int) -> str:
    """None (0), mild (1-4), moderate (5-10) or high (>10) activity, as its range."""
    return "0" if points == 0 else "1-4" if points <= 4 else "5-10" if points <= 10 else ">10"


def named(codes: Iterable[str]) -> Text:
    """The descriptors by name, in the order of the form."""
    labels = [each.label for code, each in DESCRIPTORS.items() if code in set(codes)]
    return Text(", ".join(label.en for label in labels), "、".join(label.zh for label in labels))


def unknown(given: Given, *names: str) -> Text | None:
    """The sentence for codes that are no descriptors, or None."""
    found = sorted(code for name in names for code in descriptors(given, name) if code not in DESCRIPTORS)
    if not found:
        return None
    codes = ", ".join(found)
    return Text(f"No SLEDAI-2K descriptor: {codes}.", f"不是SLEDAI-2K条目：{codes}。")


def not_computable(given: Given) -> Text | None:
    """Why the descriptors present do not give an activity: missing, unknown, or some without an answer; or None."""
    why = first(given.missing("present", *given.expected("unanswered")), unknown(given, *_INPUTS))
    still_open = descriptors(given, "unanswered")
    if why or not still_open:
        return why
    names = named(still_open)
    return Text(f"Without an answer: {names.en}.", f"未作答：{names.zh}。")


def assumed(given: Given) -> tuple[Text, ...]:
    """The note that descriptors were taken as absent, where nobody said which have no answer."""
    return () if given.has("unanswered") else (_ASSUMED,)


def _sledai(given: Given) -> Outcome:
    why = not_computable(given)
    if why:
        return Outcome(why=why)
    present = descriptors(given, "present")
    return Outcome(
        Decimal(total(present)),
        said=(Said("category", category(total(present))),),
        also=(Also("clinical", Decimal(clinical(present)), "score", 0),),
        notes=assumed(given),
        used=_INPUTS,
    )


SLEDAI2K = Formula(
    "SLEDAI2K", "score", 0, "1", "SLEDAI-2K, Gladman 2002", _INPUTS, _sledai, parts=("category", "clinical")
)
