"""What is unlikely of a row of the log of medicines: how often it is given, how much; asked of rows however they came.

Pure. The bounds are those of the prescription line (`study.prescribing.row_doubts`). Must not store or change a dose.
"""

import hashlib
from collections.abc import Iterator

import msgspec

from study.address import Address
from study.course import Course
from study.derived.prescriptions import Size, read_row
from study.grammar.prescription import vocabulary
from study.medication import FORM, weight_at_start
from study.prescribing import DOSE, OFTEN, Doubt, row_doubts, takes_lines
from study.values import canonical

UNUSUAL_OFTEN = "UNUSUAL_OFTEN"
"""The code under which an unlikely frequency is queried."""
UNLIKELY_DOSE = "UNLIKELY_DOSE"
"""The same of a dose."""
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
    if OFTEN not in values and DOSE not in values:
        return
    weight = weight_at_start(course, values)
    said = "\n".join(f"{code} {canonical(values[code])}" for code in sorted(values))
    about = hashlib.sha256(f"{said}\n{weight}".encode()).hexdigest()[:16]
    for doubt in row_doubts(vocabulary(course.study), values, read_row(values, Size(weight)), weight):
        yield Asked(_CODES[doubt.item], doubt, about)
