"""Signatures on forms: what one means and rests on, which forms wait for one, when a change needs a reason.

The one answer behind the visit strip, the counts, the review and the bedside. Pure; stores nothing.
"""

from collections.abc import Iterator
from typing import Literal, NamedTuple

import msgspec

from study import reasons
from study.address import LOG, Address
from study.changes import facts as f
from study.course import Course
from study.definition.model import Choice, DerivedSpec, Study
from study.derived.result import Derived
from study.record import Record
from study.text import Text
from study.units import label as unit_label
from study.values import Value
from study.writing import rounded

MEANINGS = "SIGNMEANING"
"""The code list of meanings; a definition without one gets these."""
_MEANINGS = (
    Choice(
        "reviewed",
        Text("Reviewed: the data are complete and agree with the source documents", "已审核，数据完整且与源文件一致"),
    ),
    Choice("entered", Text("The entry was verified against the source documents", "已核对录入与源文件一致")),
    Choice("responsible", Text("Reviewed as the principal investigator", "以主要研究者身份审核")),
)
State = Literal["", "signed", "void"]
"""`void`: every signature on it rests on something else than what stands now."""


def meanings(study: Study) -> tuple[Choice, ...]:
    """What a signature may mean, the usual one first."""
    return study.codelists.get(MEANINGS, _MEANINGS)


def kept_meaning(words: Text) -> str:
    """A meaning as the signature keeps it, in the words that were shown, so that the log needs no list to be read."""
    return f"{words.zh} / {words.en}"


def read_meaning(kept: str) -> Text:
    """The words of a meaning that was kept."""
    zh, found, en = kept.partition(" / ")
    return Text(en, zh) if found else Text(kept, kept)


def state(record: Record, form: Address) -> State:
    """How the signatures on a form stand; one on its whole visit covers it too."""
    found = (*record.signatures(form), *record.signatures(form.in_visit))
    if any(signature.valid for signature in found):
        return "signed"
    return "void" if found else ""


def places(course: Course, visit: Address) -> tuple[Address, ...]:
    """Every form of a visit (or of the child's logs) on which something stands or a signature was set."""
    record, found = course.record, list[Address]()
    for code in course.study.visit(visit.visit).forms:
        standing = (place for place in course.form_places(visit, code) if not record.withdrawn(place))
        found += [p for p in standing if course.filled(p) or course.undecided(p) or record.signatures(p)]
    return tuple(found)


def waits(course: Course, form: Address) -> bool:
    """Whether a form waits for a signature: it was completed and nobody signed what stands, or a signature is void."""
    found = state(course.record, form)
    return found == "void" or (found == "" and course.record.form_state(form) == "complete")


def waiting(course: Course) -> tuple[Address, ...]:
    """Every form of a child that waits for a signature, visit by visit, the child's logs last."""
    logs = Address(course.record.subject, LOG)
    return tuple(form for visit in (*(at.address for at in course.visits), logs) for form in waiting_at(course, visit))


def waiting_at(course: Course, visit: Address) -> tuple[Address, ...]:
    """The forms of one visit that wait for a signature."""
    if all(known.code != visit.visit for known in course.study.visits):
        return ()
    return tuple(form for form in places(course, visit) if waits(course, form))


def wants_reason(record: Record, address: Address) -> bool:
    """`study.reasons.wants_reason` as the record stands."""
    return reasons.wants_reason(_Standing(record), address)


def lacks_reason(record: Record, fact: f.Fact) -> bool:
    """`study.reasons.lacks_reason` of a fact that is a change of its own, as the record stands."""
    return reasons.lacks_reason(_Standing(record), fact, (fact,))


class _Standing(NamedTuple):
    """A child's record as the rule of reasons asks it."""

    record: Record

    def signed(self, form: Address) -> bool:
        return bool(self.record.signatures(form) or self.record.signatures(form.in_visit))

    def complete(self, form: Address) -> bool:
        return self.record.form_state(form) == "complete"

    def value_at(self, address: Address) -> Value | None:
        fact = self.record.fact(address)
        return fact.value if fact else None

    def explanation_at(self, address: Address) -> str:
        fact = self.record.fact(address)
        return fact.explanation if fact else ""


class Seen(msgspec.Struct, frozen=True):
    """What a person has in front of them when they sign a form: the digest of its values and the files beside them
    (`study.state.digest.OF_FILES`), and the derived values.
    """

    form: Address
    digest: str
    evidence: dict[str, str]


def seen(course: Course, form: Address) -> Seen:
    """What stands on a form now, as a signature would rest on it."""
    return Seen(form, course.record.digest(form), dict(_evidence(course, form)))


def _evidence(course: Course, form: Address) -> Iterator[tuple[str, str]]:
    """The derived values of the form: code -> result, unit, version of the formula, and whether it is unconfirmed."""
    definition = course.study.forms[form.form]
    within = {form.form: form} if definition.repeating else {}
    for code in definition.derived:
        derived = course.derived_one(form.in_visit, code, within)
        if derived is not None and derived.known:
            yield code, _written(course.study, course.study.derived[code], derived)


def _written(study: Study, spec: DerivedSpec, derived: Derived) -> str:
    number = f"{derived.comparator}{rounded(derived.value, spec.decimals)}" if derived.value is not None else ""
    result = " ".join(
        part for part in (number, unit_label(study, spec.unit) if number else "", derived.verdict) if part
    )
    unsure = "" if spec.confirmed else "; unconfirmed"
    return f"{result}; version {derived.version}{unsure}"
