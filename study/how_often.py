"""How often a drug is written against how often it is given: weekly methotrexate written as daily has been fatal.

Pure; asks and never changes. The bounds are the definition's and unconfirmed. That methotrexate taken daily in place of
weekly has been fatal stands in the boxed warning of its US label (Food and Drug Administration, tablets, 2020).
"""

from decimal import Decimal

from study.definition.drugs import Drug
from study.text import Text
from study.units import plain

_SELDOM = 1
"""A drug that is given less than so often a day needs a frequency that is read."""


def unusual_often(drug: Drug, per_day: Decimal | None, *, once: bool = False) -> Text | None:
    """What is asked of a frequency; `per_day` None: none was read. A single dose is of no frequency."""
    usual = drug.often
    if usual is None or once:
        return None
    if per_day is None:
        seldom = usual.high is not None and usual.high < _SELDOM
        return _unread(drug, usual.high) if seldom and usual.high is not None else None
    over = usual.high is not None and per_day > usual.high
    under = usual.low is not None and per_day < usual.low
    if not (over or under):
        return None
    bound = usual.high if over else usual.low
    said, limit = in_words(per_day), in_words(bound or per_day)
    than = Text("at most", "至多") if over else Text("at least", "至少")
    danger, approved = drug.danger or Text("", ""), _approved(drug)
    return Text(
        f"{drug.label.en} is written as {said.en}; it is usually given {than.en} {limit.en}{approved.en}. {danger.en} "
        "Is this how often it is given?".replace("  ", " "),
        f"{drug.label.zh}写为{said.zh}，通常{than.zh}{limit.zh}{approved.zh}。{danger.zh}确为此频次？",
    )


def _unread(drug: Drug, most: Decimal) -> Text:
    limit, danger, approved = in_words(most), drug.danger or Text("", ""), _approved(drug)
    return Text(
        f"{drug.label.en}: no frequency was read; it is usually given at most {limit.en}{approved.en}. {danger.en} "
        "Enter it without one?",
        f"{drug.label.zh}：未读到给药频次，通常至多{limit.zh}{approved.zh}。{danger.zh}仍按无频次记入？",
    )


def _approved(drug: Drug) -> Text:
    return Text("", "") if drug.confirmed else Text(" (bounds not approved)", "（该范围未经批准）")


def in_words(per_day: Decimal) -> Text:
    """Administrations a day in words: 2 is twice a day, 1/7 once a week, 0.5 every 2 days."""
    if per_day >= 1:
        number = plain(round(per_day, 2))
        few = {"1": Text("once a day", "每日1次"), "2": Text("twice a day", "每日2次")}
        return few.get(number, Text(f"{number} times a day", f"每日{number}次"))
    week = round(per_day * 7)
    if per_day > 0 and week >= 1 and abs(per_day * 7 - week) < Decimal("0.1"):
        return Text("once a week", "每周1次") if week == 1 else Text(f"{week} times a week", f"每周{week}次")
    if not per_day:
        return Text("not once a day", "每日0次")
    days = round(1 / per_day)
    return Text(f"once in {days} days", f"每{days}日1次")
