"""When immunoglobulin was given, by the log of medicines: what may have raised an IgG, and rows that leave it open.

A row without an end goes on only where it says so, or is given weekly or more rarely; else it was given on its first
day for certain and nobody said until when. Pure.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal

from study.derived.prescriptions import Prescribed
from study.text import Text

FAMILY = "IVIG"
ACTS = timedelta(days=28)
"""So long the form of immunoglobulins asks back, and so long an infusion counts."""
_SELDOM = Decimal("0.5")
OWN = Text(
    "Immunoglobulin was given: the level is not the child's own.", "已输注免疫球蛋白，该值不能反映患儿自身水平。"
)


def goes_on(each: Prescribed) -> bool:
    """True for a row without an end that says that it goes on, or is given every week or more rarely."""
    if each.ended is not None or each.once or each.ongoing == "N":
        return False
    return each.ongoing == "Y" or (each.per_day is not None and each.per_day < _SELDOM)


def unsaid(each: Prescribed) -> bool:
    """True for a row of which nobody said until when it was given."""
    return each.ended is None and not each.once and not goes_on(each)


def before(rows: Iterable[Prescribed], on: date) -> Iterator[Text]:
    """What the log says of immunoglobulin in the four weeks up to a day, and what it leaves open."""
    for each in (row for row in rows if row.family == FAMILY):
        if each.begun is None:
            yield _sentence(each, "its first day is not said", "未填开始日期")
        elif each.begun.first <= on:
            yield from _counted(each, on)


def _counted(each: Prescribed, on: date) -> Iterator[Text]:
    begun = each.begun.last if each.begun else on
    last = on if goes_on(each) else each.ended.last if each.ended else begun
    if on - last <= ACTS:
        given, day = each.called, each.written[0]
        yield Text(f"{OWN.en} {given.en}, from {day}.", f"{OWN.zh}{given.zh}，自{day}。")
    elif unsaid(each):
        yield _sentence(
            each, "it has no end and is not “once”: was it still given?", "未填结束日期，亦非“单次”，是否仍在用？"
        )


def _sentence(each: Prescribed, en: str, zh: str) -> Text:
    day = each.written[0]
    return Text(
        f"Immunoglobulin {each.called.en}{' of ' + day if day else ''}: {en}",
        f"免疫球蛋白 {each.called.zh}{f'（{day}）' if day else ''}：{zh}",
    )
