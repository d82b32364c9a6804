"""The courses of the demonstration's children as people typed them: form by form, with day, time and author.

Deterministic: the dice are seeded by child, visit and form. Speaks in item codes; the grammar reads the texts like
anyone's. Stores nothing.
"""

from datetime import date, datetime, time, timedelta
from random import Random
from typing import NamedTuple

from desktop_app.demo import activity, bedside, blood, gates, heart, immunity, laboratory, product, toxicity
from desktop_app.demo.bedside import Typed
from desktop_app.demo.cast import CAST, TODAY, Child
from desktop_app.demo.condition import condition
from desktop_app.demo.custody import custody
from desktop_app.demo.events import TREATED_WITH, LogRow, events
from desktop_app.demo.fates import FATES
from desktop_app.demo.medicines import medicines, prior
from study.address import LOG

AUTHORS = {
    "INF": "zhou", "VS": "wang", "ECG": "wang", "ECHO": "wang", "EEG": "wang", "APH": "zhou", "LDC": "zhou",
    "IE": "zhou", "MH": "wang", "PREG": "wang", "DS": "zhou", "CRS": "wang", "ICANS": "wang", "SLEDAI": "zhou",
    "SAE": "zhou", "AE": "wang", "INFE": "wang", "BX": "zhou", "FLARE": "zhou",
}  # fmt: skip
_MAKERS = {
    "VISIT": bedside.visit, "DM": bedside.demographics, "INF": product.infusion, "VS": bedside.vital_signs,
    "CHEM": laboratory.chemistry, "URINE": laboratory.urine, "U24": laboratory.urine_24h,
    "CBC": blood.count, "COAG": blood.clotting, "INFL": immunity.inflammation, "SERO": immunity.serology,
    "IGLYM": immunity.subsets, "CYTO": immunity.cytokines, "CART": immunity.car_copies, "VIR": immunity.infections,
    "CRS": toxicity.cytokine_release, "ICANS": toxicity.neurotoxicity, "SLEDAI": activity.sledai,
    "IE": gates.eligibility, "MH": gates.history, "GEN": gates.genes, "PREG": gates.pregnancy, "DS": gates.end,
    "ECG": heart.ecg, "ECHO": heart.echo, "EEG": heart.eeg, "APH": product.apheresis, "LDC": product.lymphodepletion,
}  # fmt: skip
_FORMS = {
    "SCR": (
        "VISIT", "DM", "MH", "GEN", "VS", "CBC", "INFL", "CHEM", "SERO", "IGLYM", "URINE", "U24", "VIR", "PREG", "ECG",
        "ECHO", "EEG", "SLEDAI", "IE",
    ),
    "APH": ("VISIT", "APH", "VS"),
    "BL": (
        "VISIT", "VS", "CBC", "INFL", "CHEM", "COAG", "SERO", "IGLYM", "URINE", "U24", "CYTO", "VIR", "PREG", "ECG",
        "ECHO", "ICANS", "SLEDAI",
    ),
    "LD": ("VISIT", "IE", "LDC", "VS", "CBC", "CHEM"),
    "D0": ("VISIT", "IE", "INF", "VS", "CBC", "INFL", "CHEM", "ICANS"),
    "EARLY": ("VISIT", "VS", "CRS", "ICANS", "CBC", "INFL"),
    "W2": (
        "VISIT", "VS", "CRS", "ICANS", "CBC", "INFL", "CHEM", "SERO", "IGLYM", "URINE", "U24", "CYTO", "CART", "ECG",
        "EEG", "SLEDAI",
    ),
    "UNS": ("VISIT", "VS", "CBC", "INFL", "CHEM", "SERO", "IGLYM", "URINE", "SLEDAI"),
}  # fmt: skip
_OTHER_FORMS = (
    "VISIT", "VS", "CBC", "INFL", "CHEM", "SERO", "IGLYM", "URINE", "U24", "CART", "ECG", "ECHO", "SLEDAI",
)  # fmt: skip
# What is asked of a child every day of the first two weeks is less than at a visit.
_DAILY = {
    "VISIT": ("VISDTC", "VISSTAT", "VISMODE"),
    "VS": ("TEMP", "TEMPLOC", "PULSE", "SYSBP", "DIABP", "OXYSAT"),
    "CBC": ("LBDTC", "LBNAM", "WBC", "NEUT", "LYM", "HGB", "PLAT"),
    "INFL": ("LBDTC", "LBNAM", "CRP", "FERR"),
}
_LABORATORY = frozenset({"CBC", "INFL", "CHEM", "COAG", "SERO", "IGLYM", "URINE", "U24", "CYTO", "CART", "VIR"})
# Visits that are under way on the demonstration's day: only these forms are filled.
UNDER_WAY = {("LN-007", "M3"): ("VISIT", "VS", "SLEDAI"), ("LN-011", "W2"): ("VISIT", "VS")}
_EXPLAINED = "已核对报告单,结果属实"


class Filled(NamedTuple):
    """One form as it was filled: where, when (site time), by whom, the texts by item; `explanation` for odd values.

    `row` tells the repeats of one form at one visit apart; a second entry with the same one adds to it. `occasion`, a
    study day, tells the repeats of a visit apart.
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
    occasion: int = 0


def all_courses(today: date = TODAY, cast: tuple[Child, ...] = CAST) -> tuple[Filled, ...]:
    """Everything that was filled before and on `today`, in the order in which it happened."""
    return tuple(sorted((each for child in cast for each in course(child, today)), key=lambda each: each.at))


def course(child: Child, today: date = TODAY) -> list[Filled]:
    """One child's forms, visit by visit, then the logs of earlier treatment and of medication."""
    filled: list[Filled] = []
    for visit, day in _attended(child):
        if child.on(day) <= today:
            filled += _visit(child, visit, day)
    if child.lost_after:
        filled.append(_missed(child))
    medicines_log = _log(child, today, {each.at.date() for each in filled})
    rows = _rows(child, today)
    return filled + _prior(child, filled[0].at) + medicines_log + rows + _treatments(rows, medicines_log)


def _attended(child: Child) -> list[tuple[str, int]]:
    """The visits of the schedule and, after an infusion, the days of daily observation."""
    early = FATES[child.code].early if child.infusion else ()
    return sorted((*child.visits, *(("EARLY", day) for day in early)), key=lambda visit: visit[1])


def _visit(child: Child, visit: str, day: int) -> list[Filled]:
    now = condition(child, visit, day)
    under_way = UNDER_WAY.get((child.code, visit))
    found = []
    for number, form in enumerate(under_way or _forms(visit)):
        dice = Random(f"{child.code}/{visit}{day if visit == 'EARLY' else ''}/{form}")  # noqa: S311 - an invented course, nothing to guess
        typed = _MAKERS[form](now, dice)
        if under_way and form == "SLEDAI":
            typed = activity.examined(typed)
        elif under_way and form == "VISIT":
            typed = {code: text for code, text in typed.items() if code != "VISSTAT"}
        for code in list(typed):
            typed[code] = child.typed.get(f"{visit}/{form}/{code}", typed[code])
        typed |= _added(child, visit, form)
        at = datetime.combine(now.on, time(9, 30)) + timedelta(minutes=7 * number + int(child.code[3:]))
        if (form == "PREG" and child.sex == "M") or (form == "ICANS" and visit == "EARLY" and not now.storm):
            continue
        if visit == "EARLY" and form in _DAILY:
            typed = {code: text for code, text in typed.items() if code in _DAILY[form]}
        if form in _LABORATORY:
            at = at.replace(hour=15)
        elif form in ("CRS", "ICANS", "IE"):
            at = at.replace(hour=17)
        elif form == "EEG":
            at = at.replace(hour=16)
        typed = {code: text for code, text in typed.items() if text}
        found.append(Filled(child, visit, form, at, author(form), typed, complete=not under_way, occasion=day))
    return found


def _forms(visit: str) -> tuple[str, ...]:
    late = {"M3": ("PREG",), "M6": ("PREG",), "M12": ("PREG", "DS")}.get(visit, ())
    return _FORMS.get(visit, (*_OTHER_FORMS, *late))


def author(form: str) -> str:
    """Who fills a form: reports are typed in by the data entry, logs kept by the coordinator, unless said otherwise."""
    return "chen" if form in _LABORATORY or form == "SAMP" else AUTHORS.get(form, "li")


def _added(child: Child, visit: str, form: str) -> Typed:
    """Items that only this child's story has."""
    start = f"{visit}/{form}/"
    return {place.removeprefix(start): text for place, text in child.typed.items() if place.startswith(start)}


def _missed(child: Child) -> Filled:
    """The visit to which a lost child did not come, noted after its window."""
    at = datetime.combine(child.on(103), time(16, 20))
    typed = {"VISSTAT": "未随访", "VISRSN": "联系不上", "VISRSNTX": "电话三次无人接听,短信未回复"}
    return Filled(child, child.lost_after, "VISIT", at, "li", typed, missed=True)


def _rows(child: Child, today: date) -> list[Filled]:
    """The other logs: each row written down in the evening of its day."""
    kept: list[LogRow] = sorted((*events(child), *custody(child)), key=lambda row: row.day)
    first = {(row.form, row.key): number for number, row in reversed(list(enumerate(kept))) if row.key}
    return [
        Filled(
            child, LOG, row.form, datetime.combine(child.on(row.day), time(17, 45)) + timedelta(seconds=30 * number),
            author(row.form), row.typed, row=first.get((row.form, row.key), number), complete=row.complete,
        )
        for number, row in enumerate(kept)
        if child.on(row.day) < today
    ]  # fmt: skip


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


def _treatments(rows: list[Filled], medicines_log: list[Filled]) -> list[Filled]:
    """The medicines of each event, chosen from the event once both were written down: the medicine names the event."""
    found = []
    for event in rows:
        drugs, begun = TREATED_WITH.get(event.typed.get("AETERM", ""), ()), event.typed.get("AESTDTC", "")
        for medicine in medicines_log:
            if medicine.typed.get("CMTRT") in drugs and medicine.typed["CMSTDTC"] >= begun:
                at = max(event.at, medicine.at) + timedelta(seconds=10)
                named = {"CMAES": event.typed["AETERM"]}
                found.append(medicine._replace(at=at, author=event.author, typed=named))
    return found


def _noted(attended: set[date], since: str, hour: int, minute: int, number: int) -> datetime:
    day = min((day for day in attended if day.isoformat() >= since), default=max(attended))
    return datetime.combine(day, time(hour, minute)) + timedelta(seconds=40 * number)
