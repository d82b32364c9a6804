"""How the record says that a value was copied from an earlier visit: written, and read back at its row. Pure."""

from study.changes.facts import ValueSet
from study.text import Text

_EN, _ZH = "as last time", "沿用上次"


def reason_of(source: Text) -> str:
    """The reason under which a copied value is kept; `source` names the visit, its day and its age."""
    return f"{_ZH}：{source.zh} / {_EN}: {source.en}"


def copied(fact: ValueSet) -> Text | None:
    """What the row of a copied value says; None for any other."""
    zh, slash, en = fact.reason.partition(" / ")
    return Text(en, zh) if slash and zh.startswith(f"{_ZH}：") else None
