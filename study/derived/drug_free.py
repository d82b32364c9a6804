"""Drug-free time: days since the last steroid, immunosuppressant or biologic of the log of medicines.

Antimalarials do not count against it and are named; inhaled, topical and intrathecal steroids do not count. A day that
a partial date leaves open gives "at least"; what cannot be told to count or not never makes the time longer.
"""

from datetime import date
from decimal import Decimal

import msgspec

from study.derived.given import Given, first
from study.derived.prescriptions import (
    ANTIMALARIAL,
    BIOLOGIC,
    EMPTY_LOG,
    IMMUNOSUPPRESSANT,
    STEROID,
    SYSTEMIC_ROUTES,
    Days,
    Prescribed,
    Size,
    read_row,
)
from study.derived.result import Formula, Outcome, Said
from study.text import Text

_INPUTS = ("rows", "on")
_SUPPRESSING = frozenset({IMMUNOSUPPRESSANT, BIOLOGIC})
_NONE = Text(
    "The log names no systemic steroid, immunosuppressant or biologic up to this day.",
    "截至当日，用药记录中没有全身激素、免疫抑制剂或生物制剂。",
)


class _Last(msgspec.Struct, frozen=True):
    """A row with the days on which its last dose may lie, and whether it counts (None when that cannot be told)."""

    row: Prescribed
    days: Days
    counts: bool | None

    @property
    def certain(self) -> bool:
        """True when it counts and its last day is one day."""
        return bool(self.counts) and self.days.first == self.days.last


def _counts(each: Prescribed) -> bool | None:
    """Whether the drug counts against drug-free time; None without a class, or for a steroid without a clear route."""
    if each.family == STEROID or each.steroid:
        return False if each.local else True if each.route in SYSTEMIC_ROUTES else None
    return None if not each.family else each.family in _SUPPRESSING


def _last(each: Prescribed, on: date) -> _Last | None:
    """When the last dose up to the day `on` may have been; None when it began after it or does not count."""
    counts = _counts(each)
    if counts is False or (each.begun is not None and each.begun.first > on):
        return None
    earliest, latest = _ends(each, on)
    began = each.begun.last <= on if each.begun is not None else each.ended is not None or each.ongoing == "Y"
    if not began:
        counts = None
    start = each.begun.first if each.begun is not None else earliest
    return _Last(each, Days(min(max(earliest, start), on), min(latest, on)), counts)


def _ends(each: Prescribed, on: date) -> tuple[date, date]:
    """The earliest and the latest day of the last dose; `on` while it goes on."""
    if each.ended is None:
        begun = each.begun.first if each.begun is not None else on
        unsure = each.ongoing == "N" or not each.undecided.isdisjoint(("CMENDTC", "CMONGO"))
        return (begun, on) if unsure else (on, on)
    open_ended = each.ongoing == "Y" and not each.once
    return each.ended.first, max(on, each.ended.last) if open_ended else each.ended.last


def _drug_free(given: Given) -> Outcome:
    why = first(given.missing(*_INPUTS), EMPTY_LOG if given.has("rows") and not given.rows("rows") else None)
    on = given.day("on")
    if why or on is None:
        return Outcome(why=why)
    log = zip(given.rows("rows"), given.disputed("rows"), strict=True)
    read = [read_row(row, Size(), undecided) for row, undecided in log]
    found = [last for each in read if (last := _last(each, on)) is not None]
    known = max((last.days.first for last in found if last.counts), default=None)
    if not found:
        return Outcome(why=_NONE)
    latest = max(last.days.last for last in found)
    unsure = [last for last in found if not last.certain and (known is None or last.days.last > known)]
    if unsure and (known is None or latest >= on):
        return Outcome(why=_unclear(unsure))
    return Outcome(
        Decimal((on - latest).days),
        ">=" if unsure else "",
        said=_dates(found, on),
        notes=(*((_unclear(unsure),) if unsure else ()), *_antimalarials(read, on)),
    )


def _unclear(unsure: list[_Last]) -> Text:
    names = list(dict.fromkeys(last.row.name or last.row.written[0] for last in unsure))
    return Text(
        f"The last day, or the class or route, is not clear for: {', '.join(names)}.",
        f"以下药物的末次用药日期、类别或给药途径不明确：{'、'.join(names)}。",
    )


def _dates(found: list[_Last], on: date) -> tuple[Said, ...]:
    """The date of the last steroid and of the last immunosuppressant or biologic; "ongoing" on the day itself."""
    names = {"last_steroid": True, "last_immunosuppressant": False}
    said: list[Said] = []
    for name, steroid in names.items():
        days = [last.days for last in found if last.certain and (last.row.family == STEROID) is steroid]
        if days:
            latest = max(each.last for each in days)
            said.append(Said(name, "ongoing" if latest == on else latest.isoformat()))
    return tuple(said)


def _antimalarials(read: list[Prescribed], on: date) -> tuple[Text, ...]:
    """The note that names the antimalarials taken on the day."""
    taken = [
        each.name
        for each in read
        if each.family == ANTIMALARIAL
        and each.start is not None
        and each.start <= on
        and (each.end is None or each.end >= on)
    ]
    if not taken:
        return ()
    names = list(dict.fromkeys(taken))
    return (
        Text(
            f"Antimalarial taken, which does not count against it: {', '.join(names)}.",
            f"正在使用抗疟药（不影响停药计算）：{'、'.join(names)}。",
        ),
    )


DRUGFREE = Formula(
    "DRUGFREE",
    "d",
    0,
    "2",
    "days since the last counted day of the log",
    _INPUTS,
    _drug_free,
    parts=("last_steroid", "last_immunosuppressant"),
)
