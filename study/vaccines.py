"""Live vaccines given while the B cells are depleted or under immunosuppression, by the log of vaccinations.

Pure. Silent only where the record says that neither was so; what is not known is said. The steroid limit is the
protocol's: from 20 mg/day prednisone equivalent no live vaccine (Rubin, Clin Infect Dis 2014;58:e44; Jansen, Ann Rheum
Dis 2023;82:35), unconfirmed here, as is the limit of B cells. How long to wait after CAR-T is for the investigator.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import msgspec

from study.address import Address
from study.course import Course
from study.derived.limbs import Truth
from study.derived.result import Derived
from study.immunosuppression import Concern, Days, concerns
from study.logs import Row, rows
from study.status import screened
from study.text import Text
from study.units import label, plain, rounded
from study.values import Quantity

FORM, LIVE = "VAX", "VAXLIVE"
SUBSETS, STATUS, COUNTS = "IGLYM", "BCELL", frozenset({"CD19A", "CD19P"})
NO_DAY = Text("the day of the vaccination", "接种日期")


class LiveVaccine(msgspec.Struct, frozen=True):
    """A live vaccine with what speaks against it, what is certain first. `day` is as far as it is known; `after` the
    days since the infusion (None before it, or where either is not known).
    """

    place: Address
    name: str
    day: str
    concerns: tuple[Concern, ...]
    after: int | None
    confirmed: bool

    @property
    def sentence(self) -> Text:
        """What speaks against it and what is not known, as sentences."""
        sure = [each.said for each in self.concerns if each.sure]
        open_ = [each.said for each in self.concerns if not each.sure]
        en, zh = "", ""
        if sure:
            en += f"A live vaccine in spite of {_listed(sure, 'en')}."
            zh += f"接种活疫苗时存在：{_listed(sure, 'zh')}。"
        if open_:
            en += f"{' ' if sure else 'A live vaccine. '}Not known: {_listed(open_, 'en')}."
            zh += f"{'' if sure else '接种活疫苗。'}无法判断：{_listed(open_, 'zh')}。"
        return Text(en, zh)

    @property
    def note(self) -> Text:
        """What of the rule nobody has confirmed; "" for nothing."""
        en = "" if self.confirmed else "The limits of this warning are unconfirmed."
        zh = "" if self.confirmed else "本提示界值待确认。"
        if self.after is not None:
            en += f" Day {self.after} after CAR-T: how many months live vaccines wait is the investigator's to confirm."
            zh += f"CAR-T后第{self.after}天：CAR-T后须间隔数月方可接种活疫苗，具体月数由研究者确认。"
        return Text(en.strip(), zh)

    @property
    def about(self) -> str:
        """What is said, in one word for machines: it changes with what stands behind it."""
        parts = (
            f"{each.code}{'!' if each.sure else '?'}{','.join(place.key for place in each.places)}"
            for each in self.concerns
        )
        return "|".join((self.day, *parts))


def _listed(said: list[Text], language: str) -> str:
    return "; ".join(each.en for each in said) if language == "en" else "；".join(each.zh for each in said)


def live_vaccines(course: Course) -> tuple[LiveVaccine, ...]:
    """The live vaccines of the log against which something speaks or may speak, in the order of their days."""
    found = (_live(course, row) for row in rows(course, FORM))
    return tuple(each for each in found if each is not None)


def live_vaccine(course: Course, place: Address) -> LiveVaccine | None:
    """What is to be said of the vaccination written at a place; None for nothing, or for no live vaccine."""
    if place.form != FORM or FORM not in course.study.forms:
        return None
    return _live(course, Row(place, None, course.filled(place)))


def _live(course: Course, row: Row) -> LiveVaccine | None:
    if row.code(LIVE) != "Y":
        return None
    days = row.days(course.study.forms[FORM].dated_by)
    begun = screened(course)
    if days is not None and begun is not None and days[1] < begun:
        return None  # from before the study, of which the record cannot know more
    limits = course.study.protocol.vaccination
    if days is None:
        found: tuple[Concern, ...] = (Concern("day", False, NO_DAY),)
    else:
        found = (*_b_cells(course, days), *concerns(course, days, limits.steroid_mg_day))
    if not found:
        return None
    return LiveVaccine(
        place=row.place,
        name=row.text(course.study.forms[FORM].named_by),
        day=course.time_of(row.place),
        concerns=tuple(sorted(found, key=lambda each: not each.sure)),
        after=_days_after(course, days),
        confirmed=limits.confirmed,
    )


def _days_after(course: Course, days: Days | None) -> int | None:
    """Days since the infusion; None before it and for a day that is only partly known."""
    if days is None or days[0] != days[1] or course.infusion is None or days[0] < course.infusion:
        return None
    return (days[0] - course.infusion).days


class _Counted(msgspec.Struct, frozen=True):
    """A result of the B cells: the day, whether they were depleted (None: it does not tell), how it is shown."""

    on: date
    depleted: Truth
    shown: str
    place: Address


def _b_cells(course: Course, days: Days) -> tuple[Concern, ...]:
    """What the last result up to each of the days says; one from before the infusion says nothing after it."""
    if SUBSETS not in course.study.forms or STATUS not in course.study.derived:
        return ()
    first, last = days
    known = sorted(_counts(course, last), key=lambda each: (each.on, course.time_of(each.place)))
    before = [each for each in known if each.on <= first]
    bearing = [*before[-1:], *(each for each in known if each.on > first)]
    infusion = course.infusion
    old = bool(bearing) and infusion is not None and bearing[0].on < infusion <= last
    if not before or old:
        why = ("since the infusion", "回输后") if infusion is not None and infusion <= last else ("so far", "此前")
        said = Text(f"the B cells (no CD19 count {why[0]})", f"B细胞状态（{why[1]}无CD19计数）")
        return (Concern("b_cells", False, said, tuple(each.place for each in bearing)),)
    return _told(bearing)


def _told(bearing: list[_Counted]) -> tuple[Concern, ...]:
    """What results say that are all about the vaccination: the same, or it cannot be told."""
    places, shown = tuple(each.place for each in bearing), ", ".join(each.shown for each in bearing)
    truths = {each.depleted for each in bearing}
    if truths == {False}:
        return ()
    if truths == {True}:
        return (Concern("b_cells", True, Text(f"depleted B cells ({shown})", f"B细胞耗竭（{shown}）"), places),)
    said = Text(f"whether the B cells were depleted ({shown})", f"B细胞是否耗竭（{shown}）")
    return (Concern("b_cells", False, said, places),)


def _counts(course: Course, until: date) -> Iterator[_Counted]:
    """Every result of the B cells up to a day; a count about which two values stand tells nothing."""
    for at in course.visits:
        if SUBSETS not in at.visit.forms or at.day is None:
            continue
        for place, derived in course.derived_each(at.address, STATUS, SUBSETS):
            on = course.day_at(place)
            count = _count(derived)
            if on is None or on > until or (count is None and not COUNTS & course.undecided(place)):
                continue
            said = {"Y": True, "N": False}.get(derived.code_of("depleted"))
            yield _Counted(on, said, f"CD19 {_shown(course, count)} {on}", place)


def _count(derived: Derived) -> Quantity | None:
    given = dict(derived.inputs).get("cd19")
    return given if isinstance(given, Quantity) else None


def _shown(course: Course, count: Quantity | None) -> str:
    if count is None:
        return "?"
    return f"{count.comparator}{plain(Decimal(rounded(count.decimal, 1)))} {label(course.study, count.unit)}"
