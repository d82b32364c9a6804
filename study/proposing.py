"""Proposals of the program that people accept or dismiss: each has an id that follows from what it is about.

The row made of a proposal has the proposal's own id, so that two devices that accept it offline make one and the same
row, and a proposal that was accepted (or whose row was withdrawn since) or dismissed is not made again. Pure.
"""

import hashlib

from study.address import LOG, Address
from study.changes.facts import MarkSet
from study.timeline import Timeline

NO_DEVIATION = "not-a-deviation"
NO_EVENT = "not-an-adverse-event"


def proposal_id(subject: str, *about: str) -> str:
    """32 hexadecimal digits that name exactly this proposal about this child."""
    return hashlib.sha256("\n".join((subject, *about)).encode()).hexdigest()[:32]


def log_form(subject: str, form: str) -> Address:
    """A form of the child's logs, where the row of an accepted proposal is made and the mark of a dismissed one set."""
    return Address(subject, LOG, "", form)


def taken(line: Timeline, form: str, name: str) -> bool:
    """True when a row was made of the proposal, also one that was withdrawn since."""
    place = log_form(line.record.subject, form)
    row = Address(place.subject, place.visit, "", form, name)
    return line.record.withdrawn(row) or any(each.address == row for each in line.record.form_repeats(place))


def dismissals(line: Timeline, form: str, kind: str) -> dict[str, MarkSet]:
    """The dismissals of proposals by the id of the proposal; the note of each is the reason."""
    marks = (entry.fact for entry in line.record.marks(kind, log_form(line.record.subject, form)))
    return {mark.target: mark for mark in marks if isinstance(mark, MarkSet)}
