"""What of the log of medicines weakens a child's defence on given days: steroid from a limit on, immunosuppressants.

Pure. Owns the three-valued answer for days that are only partly known; what a row means is `study.medication`. How
long a drug acts after its last day is not looked at.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

import msgspec

from study.address import Address
from study.course import Course
from study.derived.limbs import Truth
from study.derived.prescriptions import BIOLOGIC, EMPTY_LOG, IMMUNOSUPPRESSANT, STEROID, SYSTEMIC_ROUTES
from study.medication import FORM, Prescription, prescriptions
from study.text import Text
from study.units import plain, rounded

Days = tuple[date, date]
SUPPRESSING = frozenset({IMMUNOSUPPRESSANT, BIOLOGIC})


class Concern(msgspec.Struct, frozen=True):
    """Something that speaks against it, or (`sure` is false) of which nobody can tell whether it does.

    `code` names it for machines; `said` continues a sentence; `places` are the rows and results that it stands on.
    """

    code: str
    sure: bool
    said: Text
    places: tuple[Address, ...] = ()


def acting(each: Prescription, days: Days) -> Truth:
    """Whether a prescription certainly runs on all of the days (first and last), on none, or nobody can tell.

    Without an end it goes on unless the row says that it does not; an end beside "ongoing" decides nothing after it.
    """
    first, last = days
    ended = each.begun if each.once else each.ended
    if each.begun is not None and each.begun.first > last:
        return False
    if ended is not None and ended.last < first:
        return None if each.ongoing == "Y" and not each.once else False
    if each.begun is None or each.begun.last > first:
        return None
    if ended is None:
        return None if each.ongoing == "N" else True
    return True if ended.first >= last else None


def concerns(course: Course, days: Days, steroid_limit: Decimal | None) -> tuple[Concern, ...]:
    """Steroid of `steroid_limit` mg/day prednisone equivalent or more (None: not looked at), immunosuppressants and
    biologics on the days; a log without any row says that nothing is known. A study without the log has none.
    """
    if FORM not in course.study.forms:
        return ()
    log = prescriptions(course)
    if not log:
        return (Concern("log", False, EMPTY_LOG),)
    running = [(each, runs) for each in log if not each.local and (runs := acting(each, days)) is not False]
    steroids = [(each, runs) for each, runs in running if _steroid(each)]
    others = [(each, runs) for each, runs in running if not _steroid(each)]
    found = _dose(steroids, steroid_limit) if steroid_limit is not None else None
    return (*([found] if found is not None else []), *_drugs(others))


def _steroid(each: Prescription) -> bool:
    return each.family == STEROID or bool(each.steroid)


def _dose(steroids: Sequence[tuple[Prescription, Truth]], limit: Decimal) -> Concern | None:
    """The prednisone equivalent of all systemic steroids together, against the limit."""
    dosed = [(each, runs, _a_day(each)) for each, runs in steroids]
    certain = sum((dose for _, runs, dose in dosed if runs and dose is not None), Decimal(0))
    possible = sum((dose for *_, dose in dosed if dose is not None), Decimal(0))
    places = tuple(each.place for each, *_ in dosed)
    if certain >= limit:
        shown = plain(Decimal(rounded(certain, 1)))
        said = Text(
            f"steroid {shown} mg/day prednisone equivalent ({plain(limit)} or more)",
            f"激素 {shown} mg/d（泼尼松等效，≥{plain(limit)} mg/d）",
        )
        return Concern("steroid", True, said, places)
    unclear = [each for each, _, dose in dosed if dose is None]
    if possible < limit and not unclear:
        return None
    names = _names(each for each, *_ in dosed)
    said = Text(f"the steroid dose of that day ({', '.join(names)})", f"当日激素剂量（{'、'.join(names)}）")
    return Concern("steroid", False, said, places)


def _a_day(each: Prescription) -> Decimal | None:
    """mg/day prednisone equivalent; None where the row does not give it, or does not say that it is systemic."""
    row = each.row
    return row.prednisone_a_day if row is not None and each.route in SYSTEMIC_ROUTES else None


def _drugs(others: Sequence[tuple[Prescription, Truth]]) -> Iterator[Concern]:
    given = [each for each, runs in others if runs and each.family in SUPPRESSING]
    unsure = [each for each, runs in others if (each.family in SUPPRESSING and not runs) or not each.family]
    if given:
        names = _names(given)
        said = Text(f"treatment with {', '.join(names)}", f"正在使用{'、'.join(names)}")
        yield Concern("drugs", True, said, tuple(each.place for each in given))
    if unsure:
        names = _names(unsure)
        said = Text(
            f"whether {', '.join(names)} suppressed the immune system that day (days or class not clear)",
            f"{'、'.join(names)}当日是否构成免疫抑制（用药日期或类别不明确）",
        )
        yield Concern("drugs", False, said, tuple(each.place for each in unsure))


def _names(rows: Iterable[Prescription]) -> list[str]:
    return list(dict.fromkeys(each.name or "?" for each in rows))
