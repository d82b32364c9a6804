"""The courses of the demonstration's children as people typed them: form by form, with day, time and author.

Deterministic: the dice are seeded by child, visit and form. Speaks in item codes; the grammar reads the texts like
anyone's. Stores nothing.
"""

from datetime import date, datetime, time, timedelta
from random import Random
from typing import NamedTuple

from desktop_app.demo import bedside, heart, laboratory, product
from desktop_app.demo.bedside import Typed
from desktop_app.demo.cast import CAST, TODAY, Child
from desktop_app.demo.condition import condition
from desktop_app.demo.medicines import medicines, prior
from study.address import LOG

# Who fills a form, in the order in which a visit's forms are filled.
AUTHORS = {
    "VISIT": "li", "DM": "li", "INF": "zhou", "VS": "wang", "ECG": "wang", "ECHO": "wang", "EEG": "wang",
    "CHEM": "chen", "URINE": "chen", "U24": "chen", "CM": "li", "APH": "zhou", "LDC": "zhou",
}  # fmt: skip
_MAKERS = {
    "VISIT": bedside.visit, "DM": bedside.demographics, "INF": product.infusion, "VS": bedside.vital_signs,
    "CHEM": laboratory.chemistry, "URINE": laboratory.urine, "U24": laboratory.urine_24h,
    "ECG": heart.ecg, "ECHO": heart.echo, "EEG": heart.eeg, "APH": product.apheresis, "LDC": product.lymphodepletion,
}  # fmt: skip
_FORMS = {
    "SCR": ("VISIT", "DM", "VS", "CHEM", "URINE", "U24", "ECG", "ECHO", "EEG"),
    "APH": ("VISIT", "APH", "VS"),
    "LD": ("VISIT", "LDC", "VS", "CHEM"),
    "D0": ("VISIT", "INF", "VS", "CHEM"),
    "W2": ("VISIT", "VS", "CHEM", "URINE", "U24", "ECG", "EEG"),
    "UNS": ("VISIT", "VS", "CHEM", "URINE"),
}
_OTHER_FORMS = ("VISIT", "VS", "CHEM", "URINE", "U24", "ECG", "ECHO")
# Visits that are under way on the demonstration's day: only these forms are filled.
UNDER_WAY = {("LN-007", "M3"): ("VISIT", "VS"), ("LN-011", "W2"): ("VISIT", "VS")}
_EXPLAINED = "已核对报告单,结果属实"


class Filled(NamedTuple):
    """One form as it was filled: where, when (site time), by whom, the texts by item; `explanation` for odd values.

    `row` tells the repeats of one form at one visit apart; a second entry with the same one adds to it.
    """

    child: Child
    visit: str
    form: str
    at: datetime
    author: str
    typed: Typed
    explanation: str = _EXPLAINED
    complete: bool = True
    missed: bool = False
    row: int = 0


def all_courses(today: date = TODAY) -> tuple[Filled, ...]:
    """Everything that was filled before and on `today`, in the order in which it happened."""
    return tuple(sorted((each for child in CAST for each in course(child, today)), key=lambda each: each.at))


def course(child: Child, today: date = TODAY) -> list[Filled]:
    """One child's forms, visit by visit, then the logs of earlier treatment and of medication."""
    filled: list[Filled] = []
    for visit, day in child.visits:
        if child.on(day) <= today:
            filled += _visit(child, visit, day)
    if child.lost_after:
        filled.append(_missed(child))
    return filled + _prior(child, filled[0].at) + _log(child, today, {each.at.date() for each in filled})


def _visit(child: Child, visit: str, day: int) -> list[Filled]:
    now = condition(child, visit, day)
    under_way = UNDER_WAY.get((child.code, visit))
    found = []
    for number, form in enumerate(under_way or _FORMS.get(visit, _OTHER_FORMS)):
        dice = Random(f"{child.code}/{visit}/{form}")  # noqa: S311 - an invented course, nothing to guess
        typed = _MAKERS[form](now, dice)
        if under_way and form == "VISIT":
            typed = {code: text for code, text in typed.items() if code != "VISSTAT"}
        for code in list(typed):
            typed[code] = child.typed.get(f"{visit}/{form}/{code}", typed[code])
        typed |= _added(child, visit, form)
        at = datetime.combine(now.on, time(9, 30)) + timedelta(minutes=7 * number + int(child.code[3:]))
        if form in ("CHEM", "URINE", "U24"):
            at = at.replace(hour=15)
        elif form == "EEG":
            at = at.replace(hour=16)
        typed = {code: text for code, text in typed.items() if text}
        found.append(Filled(child, visit, form, at, AUTHORS[form], typed, complete=not under_way))
    return found


def _added(child: Child, visit: str, form: str) -> Typed:
    """Items that only this child's story has."""
    start = f"{visit}/{form}/"
    return {place.removeprefix(start): text for place, text in child.typed.items() if place.startswith(start)}


def _missed(child: Child) -> Filled:
    """The visit to which a lost child did not come, noted after its window."""
    at = datetime.combine(child.on(103), time(16, 20))
    typed = {"VISSTAT": "未随访", "VISRSN": "联系不上", "VISRSNTX": "电话三次无人接听,短信未回复"}
    return Filled(child, child.lost_after, "VISIT", at, "li", typed, missed=True)


def _prior(child: Child, screened: datetime) -> list[Filled]:
    """Treatments before the study, taken from the history at screening."""
    return [
        Filled(child, LOG, "PTX", screened + timedelta(minutes=90, seconds=40 * number), "li", row, row=number)
        for number, row in enumerate(prior(child))
    ]


def _log(child: Child, today: date, attended: set[date]) -> list[Filled]:
    """Prescriptions: begun and ended each at the first visit on or after that day."""
    found = []
    for number, row in enumerate(medicines(child, today)):
        begun = _noted(attended, row.start, 11, 40, number)
        found.append(Filled(child, LOG, "CM", begun, "li", row.typed, complete=False, row=number))
        if row.ending:
            ended = max(_noted(attended, row.end, 11, 20, number), begun + timedelta(seconds=20))
            found.append(Filled(child, LOG, "CM", ended, "li", row.ending, complete=False, row=number))
    return found


def _noted(attended: set[date], since: str, hour: int, minute: int, number: int) -> datetime:
    day = min((day for day in attended if day.isoformat() >= since), default=max(attended))
    return datetime.combine(day, time(hour, minute)) + timedelta(seconds=40 * number)
