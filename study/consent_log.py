"""The consents of a child as they were written down: given, of which kind and version, by whom, and withdrawn.

Pure reading of the consent log. The consent that enrolment writes down (SDTM RFICDTC) counts while the log holds none
for the trial. What is due is `study.consent`, what must not have happened `study.consent_faults`.
"""

from datetime import date, datetime, time

import msgspec

from study.address import Address
from study.logs import Row, filled, rows
from study.text import Text
from study.timeline import Timeline

LOG_FORM = "ICF"
ENROLMENT = "RFICDTC"
TRIAL, SAMPLE, LONG_TERM, PERSONAL = "TRIAL", "SAMPLE", "LTFU", "PIPL"
GUARDIANS = frozenset({"FATHER", "MOTHER", "GUARD"})
OWN = "SELF"
STOPS: dict[str, Text] = {
    "TREAT": Text("no study treatment", "停止研究治疗"),
    "VISIT": Text("no visits", "停止访视"),
    "CONTACT": Text("no contact", "停止联系"),
    "RECORD": Text("no further data from records", "停止采集病历资料"),
    "SAMPLE": Text("no use of samples; those kept are destroyed", "停止使用标本，库存标本予以销毁"),
}
"""What a withdrawal stops, by its scope."""


class Withdrawal(msgspec.Struct, frozen=True):
    """A consent that was withdrawn: the day, from what, and the row that says so."""

    kind: str
    on: date | None
    scope: tuple[str, ...]
    place: Address

    @property
    def stops(self) -> tuple[Text, ...]:
        """What it stops, in words."""
        return tuple(STOPS[code] for code in self.scope if code in STOPS)


class Consent(msgspec.Struct, frozen=True):
    """A consent that was given. `at` is known only where a time was written; `who` are codes of ICFWHO."""

    kind: str
    version: str
    on: date | None
    at: datetime | None
    who: tuple[str, ...]
    both: str
    child: str
    place: Address


def consents_given(line: Timeline) -> tuple[Consent, ...]:
    """The consents of the log in the order of their days; without one for the trial, that of the enrolment first."""
    log = [_read(row) for row in rows(line, LOG_FORM) if row.code("ICFTYPE")]
    first = None if any(each.kind == TRIAL for each in log) else _enrolment(line)
    found = [*([first] if first is not None else []), *log]
    return tuple(sorted(found, key=_when))


def _when(given: Consent) -> datetime:
    """For sorting: what has no time comes at the end of its day, what has no day at the end of all."""
    return given.at or datetime.combine(given.on or date.max, time.max)


def _read(row: Row) -> Consent:
    days = row.days("ICFDTC")
    return Consent(
        kind=row.code("ICFTYPE"),
        version=row.text("ICFVER"),
        on=days[1] if days else None,
        at=row.moment("ICFDTC"),
        who=row.codes("ICFWHO"),
        both=row.code("ICFBOTH"),
        child=row.code("ICFCHILD"),
        place=row.place,
    )


def _enrolment(line: Timeline) -> Consent | None:
    """The consent that the enrolment wrote down: an item that SDTM calls RFICDTC, with its version beside it."""
    for form in line.study.forms.values():
        items = [item.code for item in form.items if item.coded("sdtm", ENROLMENT) and form.code != LOG_FORM]
        for row in filled(line, form.code) if items else ():
            if row.day(items[0]) is not None:
                return Consent(
                    kind=TRIAL,
                    version=row.text("ICVER"),
                    on=row.day(items[0]),
                    at=None,
                    who=(),
                    both="",
                    child=row.code("ICASSENT"),
                    place=row.item(items[0]),
                )
    return None


def withdrawals(line: Timeline) -> tuple[Withdrawal, ...]:
    """Every withdrawal of the log."""
    found = (row for row in rows(line, LOG_FORM) if row.has("ICFWDTC") or row.has("WDSCOPE"))
    return tuple(Withdrawal(row.code("ICFTYPE"), row.day("ICFWDTC"), row.codes("WDSCOPE"), row.place) for row in found)


def standing(kind: str, given: tuple[Consent, ...], withdrawn: tuple[Withdrawal, ...]) -> Consent | None:
    """The last consent of a kind that was not withdrawn since."""
    ended = {each.place for each in withdrawn if each.kind == kind}
    last_end = max((each.on for each in withdrawn if each.kind == kind and each.on is not None), default=None)
    for each in reversed([consent for consent in given if consent.kind == kind]):
        before = last_end is not None and (each.on is None or each.on <= last_end)
        if each.place not in ended and not before:
            return each
    return None


def kind_name(line: Timeline, kind: str) -> Text:
    """A kind of consent in words."""
    names = {choice.code: choice.label for choice in line.study.codelists.get("ICFTYPE", ())}
    return names.get(kind, Text(kind, kind))
