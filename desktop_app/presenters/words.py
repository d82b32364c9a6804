"""Values as a screen writes them, in one language. Owns no layout and no judgement."""

from datetime import date
from decimal import Decimal

from study import units
from study.definition.model import DerivedSpec, Study
from study.derived.part_names import ANSWERS, PARTS
from study.derived.result import Also, Derived, Said
from study.rights import Role
from study.text import Text
from study.value_words import both, choice_text, not_done_text, unit_label, value_text, with_unit

__all__ = ["both", "choice_text", "not_done_text", "unit_label", "value_text", "with_unit"]

ROLES: dict[str, Text] = {
    "clinician": Text("clinician", "临床医师"),
    "investigator": Text("investigator", "研究者"),
    "coordinator": Text("coordinator", "研究协调员"),
    "data_entry": Text("data entry", "数据录入员"),
    "monitor": Text("monitor", "监查员"),
    "admin": Text("administrator", "管理员"),
    "edc": Text("central EDC", "中心库"),
}
SITE_ROLES: tuple[Role, ...] = ("investigator", "clinician", "coordinator", "data_entry")
SEXES = {"F": Text("F", "女"), "M": Text("M", "男")}
UNCONFIRMED = Text("unconfirmed", "待确认")
"""What nobody has checked in print or approved yet; the definition's own sentence says more."""
WINDOW_UNCONFIRMED = Text("window unconfirmed", "时间窗待确认")
"""That nobody approved a visit's window yet."""
LIMIT_UNCONFIRMED = Text("limit unconfirmed", "限值未核准")
"""That a critical limit is not from the hospital's own list of critical values, nor from the protocol. The limit is
named: beside a critical value "待确认" alone reads as if nobody had acknowledged the value.
"""
RULE_UNCONFIRMED = Text("rule unconfirmed", "规则未核准")
"""The same of a rule that calls a value critical."""
DOT = " · "
_SIGNS = {">=": "≥", "<=": "≤"}
_REPEATS = frozenset({"LLDAS", "responder", "state"})
"""Parts of a result that say its verdict once more under a name."""
_FLAGS = frozenset({"only_egfr", "long", "depleted", "never"})
"""Parts that are worth a word only when they are so."""
_BY_UNIT = frozenset({"mg_mmol", "g_g", "mg_g", "mg_kg_d", "mg_m2_h", "mg_m2_d"})
"""Numbers beside a result whose unit says what they are."""
_OWN_UNIT = frozenset({"clinical", "score_change", "base_score", "worst", "EDV", "ESV", "FS"})
"""Numbers beside a result in its own unit that say something else."""


def join(*parts: Text | None) -> Text:
    """Parts with a dot between them, empty ones left out."""
    kept = [part for part in parts if part is not None and part.en]
    return Text(DOT.join(part.en for part in kept), DOT.join(part.zh for part in kept))


def roles_text(roles: tuple[str, ...]) -> Text:
    """Roles in words."""
    named = [ROLES.get(role, both(role)) for role in roles]
    return Text(", ".join(t.en for t in named), "、".join(t.zh for t in named))


def derived_number(spec: DerivedSpec, derived: Derived) -> str:
    """A derived number as its presentation rounds it, with its comparator; "" when there is none."""
    if derived.value is None:
        return ""
    return f"{_SIGNS.get(derived.comparator, derived.comparator)}{_minus(units.rounded(derived.value, spec.decimals))}"


def _minus(number: str) -> str:
    """A number for a screen, with a true minus."""
    return number.replace("-", "\N{MINUS SIGN}")


def shown_decimal(text: str) -> Decimal:
    """The number that a screen shows without a comparator, read back. Raises InvalidOperation for other text."""
    return Decimal(text.replace("\N{MINUS SIGN}", "-"))


def derived_value(study: Study, spec: DerivedSpec, derived: Derived) -> Text:
    """A derived value as its presentation writes it: a number, else the words for its verdict; empty without either."""
    return both(derived_number(spec, derived)) if derived.value is not None else _verdict(study, spec, derived.verdict)


def derived_said(study: Study, spec: DerivedSpec, derived: Derived) -> tuple[Text, ...]:
    """What a formula says beside its main result, such as the class of a score; of flags only those that are raised."""
    told = _REPEATS | ({"measure"} if derived.route is not None else set())
    named = (spec.short or spec.label).en
    parts = (said for said in derived.said if said.name not in told and said.code != named)
    return tuple(_said(study, spec, said) for said in parts if said.name not in _FLAGS or said.code == "Y")


def _said(study: Study, spec: DerivedSpec, said: Said) -> Text:
    label = PARTS.get(said.name, both(said.name))
    if said.name in _FLAGS:
        return label
    word = _verdict(study, spec, said.code)
    if said.name == "measure":
        return Text(f"{label.en} {word.en}", f"{label.zh}{word.zh}")
    return Text(f"{label.en}: {word.en}", f"{label.zh}：{word.zh}")


def derived_also(study: Study, spec: DerivedSpec, derived: Derived) -> tuple[Text, ...]:
    """The numbers beside a main result, but for those that say it once more or are derived values of their own."""
    code = spec.formula or spec.code
    own = {other.part for other in study.derived.values() if (other.formula or other.code) == code}
    parts = (also for also in derived.also if also.name not in own)
    return tuple(_also(study, also) for also in parts if also.unit != spec.unit or also.name in _OWN_UNIT)


def _also(study: Study, also: Also) -> Text:
    unit = unit_label(study, also.unit)
    sign = _SIGNS.get(also.comparator, also.comparator)
    number = f"{sign}{_minus(units.rounded(also.value, also.decimals))} {unit}".rstrip()
    if also.name in _BY_UNIT:
        return both(number)
    label = PARTS.get(also.name, both(also.name))
    return Text(f"{label.en} {number}", f"{label.zh} {number}")


def _verdict(study: Study, spec: DerivedSpec, code: str) -> Text:
    """The words for a code: of the definition's list, of what is said everywhere, the name of a derived value."""
    listed = {choice.code: choice.label for choice in study.codelists.get(spec.choices, ())}
    other = study.derived.get(code)
    named = (other.short or other.label) if other is not None else both(code)
    return listed.get(code) or ANSWERS.get(code) or named


def day_text(day: int | None) -> str:
    """A study day: D0, D+91, D-28 with a true minus; "" when it is not known."""
    if day is None:
        return ""
    return "D0" if day == 0 else f"D+{day}" if day > 0 else f"D\N{MINUS SIGN}{-day}"


def date_text(day: date | None) -> str:
    """A date in ISO form, "" when it is not known."""
    return day.isoformat() if day else ""


def signed_change(change: Decimal) -> str:
    """A difference with its sign, a true minus."""
    text = units.plain(abs(change))
    return f"+{text}" if change > 0 else f"\N{MINUS SIGN}{text}" if change < 0 else "0"
