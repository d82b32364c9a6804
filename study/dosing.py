"""What is unlikely of a row of the log of medicines: how often it is given, how much, beside another row of its drug.

Pure. The bounds are those of the prescription line (`study.prescribing.row_doubts`). Must not store or change a dose.
"""

import hashlib
from collections.abc import Iterator

import msgspec

from study.address import LOG, Address
from study.course import Course
from study.derived.prescriptions import Prescribed, Size, read_row
from study.grammar.fold import bare
from study.grammar.prescription import vocabulary
from study.medication import FORM, Prescription, prescriptions, weight_at_start
from study.prescribing import DOSE, OFTEN, Doubt, row_doubts, takes_lines
from study.text import Text
from study.values import canonical

UNUSUAL_OFTEN = "UNUSUAL_OFTEN"
"""The code under which an unlikely frequency is queried."""
UNLIKELY_DOSE = "UNLIKELY_DOSE"
"""The same of a dose."""
TAKEN_TWICE = "TAKEN_TWICE"
"""The same of a row that nobody ended when the next one of its drug began."""
END = "CMENDTC"
_CODES = {OFTEN: UNUSUAL_OFTEN, DOSE: UNLIKELY_DOSE}


class Asked(msgspec.Struct, frozen=True):
    """A doubt with the code under which it is queried; `about` changes with what stands on the row."""

    code: str
    doubt: Doubt
    about: str


def asked(course: Course, place: Address) -> Iterator[Asked]:
    """What is asked of the row at a place; nothing of other forms and where a value of it is in conflict."""
    if place.form != FORM or not takes_lines(course.study) or course.undecided(place):
        return
    values = course.filled(place)
    weight = weight_at_start(course, values)
    meant = read_row(values, Size(weight))
    said = "\n".join(f"{code} {canonical(values[code])}" for code in sorted(values))
    if OFTEN in values or DOSE in values:
        for doubt in row_doubts(vocabulary(course.study), values, meant, weight):
            yield Asked(_CODES[doubt.item], doubt, _about(said, str(weight)))
    later = _later(course, place, meant) if meant.ended is None and not meant.once else None
    if later is not None:
        begins = later.written[0]
        yield Asked(TAKEN_TWICE, Doubt(END, _goes_on_beside(begins)), _about(said, begins))


def _about(*said: str) -> str:
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]


def _goes_on_beside(begins: str) -> Text:
    return Text(
        f"A later row of the same drug begins on {begins}, and this one has no end: both count. Did this one end?",
        f"同一药物自{begins}起另有一行，而本行未填结束日期，两行均会计入。本行是否已停用？",
    )


def _later(course: Course, place: Address, meant: Prescribed) -> Prescription | None:
    """A row of the same drug by the same route that begins later and is no single dose."""
    log = course.remember("prescriptions", Address(course.record.subject, LOG), lambda: prescriptions(course))
    return next((each for each in log if each.place != place and _follows(meant, each)), None)


def _follows(meant: Prescribed, other: Prescription) -> bool:
    if meant.begun is None or other.begun is None or other.once or not meant.name:
        return False
    same = bare(meant.name) == bare(other.name) or bool(meant.steroid and meant.steroid == other.steroid)
    return same and meant.route == other.route and meant.begun.last < other.begun.first
