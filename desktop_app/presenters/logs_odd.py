"""What is odd of the rows of a log: by a rule, two values, a check that fails unexplained, a row twice. Pure."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from study.address import Address
from study.consent import consents
from study.course import Course
from study.definition.model import Form
from study.finding import Finding
from study.grammar.fold import bare
from study.medication import FORM as MEDICINES
from study.samples import samples
from study.text import Text
from study.unusual import SOFT, unusual
from study.values import TextValue, Value, canonical

CONSENTS, SAMPLES = "ICF", "SAMP"
_UNDECIDED = Text("two values stand on this row: decide between them", "该行有字段存在两个不同的值，待裁定")
_TWICE = Text("says the same as another row: entered twice?", "与另一行相同，是否重复录入？")
_MAY_DIFFER = frozenset({"CMLINE", "CMONGO", "CMREAS", "CMINDTX"})
"""What two rows of one prescription may say differently and still be the same."""

Odd = tuple[Address, Text]


def odd_rows(course: Course, form: Form, places: tuple[Address, ...], today: date) -> dict[Address, Text]:
    """By row the first thing that is odd of it; rows of which nothing is are left out."""
    found: dict[Address, Text] = {}
    for place, said in (
        *_by_rule(course, form, today),
        *_by_itself(course, places),
        *_twice(course, form, places),
    ):
        found.setdefault(place, said)
    return found


def _by_rule(course: Course, form: Form, today: date) -> Iterator[Odd]:
    found: list[Finding] = []
    if form.code == SAMPLES:
        found = [finding for sample in samples(course) for finding in sample.findings]
    if form.code == CONSENTS:
        found = list(consents(course, today).findings)
    yield from ((finding.place.in_form, finding.sentence) for finding in found)


def _by_itself(course: Course, places: tuple[Address, ...]) -> Iterator[Odd]:
    """Two values at one item; else a check that fails and was not explained. Usual limits are the bedside's."""
    for place in places:
        if course.undecided(place):
            yield place, _UNDECIDED
        wanting = (u for u in unusual(course, course.visit_at(place.in_visit), place) if u.code != SOFT)
        yield from ((place, each.sentence) for each in wanting if not each.explanation)


def _twice(course: Course, form: Form, places: tuple[Address, ...]) -> Iterator[Odd]:
    alike: dict[object, list[Address]] = defaultdict(list)
    for place in places:
        alike[_said(course, form, place)].append(place)
    yield from ((place, _TWICE) for said, rows in alike.items() if said and len(rows) > 1 for place in rows)


def _said(course: Course, form: Form, place: Address) -> object:
    """What makes a row the one it is: its name and its day; of a prescription all that it says. None: not said yet."""
    values = course.filled(place)
    if form.code == MEDICINES:
        kept = {code: _plain(value) for code, value in values.items() if code not in _MAY_DIFFER}
        return tuple(sorted(kept.items())) if {"CMTRT", "CMDOSE", "CMSTDTC"} <= set(kept) else None
    named, dated = values.get(form.named_by), values.get(form.dated_by)
    return (_plain(named), _plain(dated)) if named is not None and dated is not None else None


def _plain(value: Value) -> str:
    return bare(value.text) if isinstance(value, TextValue) else repr(canonical(value))
