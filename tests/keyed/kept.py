"""What lies in the store after the day, beside what was typed: every value, in its unit, and what was said of it."""

from pathlib import Path

from desktop_app.demo.people import ZHOU
from desktop_app.demo.story_clock import StoryClock
from desktop_app.demo.workstation import house_at
from desktop_app.jobs.unlock import unlock
from study.address import Address
from study.changes.facts import MarkSet, QueryOpened
from study.definition.model import Study
from study.grammar import Understood, understand
from study.judgement import ACKNOWLEDGED
from study.record import Record
from study.values import NotDone, Value, same
from tests.keyed.typed import ACTION, FORMS, HALF, MEANT, NOT_DONE, VISIT, WHY


def faults(folder: Path, study: Study, clock: StoryClock, subject: str) -> list[str]:
    """Every way in which the store in `folder` does not hold what was typed; nobody may have it open."""
    session = unlock(house_at(folder, study, clock), ZHOU.user, ZHOU.passphrase)
    try:
        record = session.store.reader.record(subject)
        return [*_values(record, study), *_said(record), *_signed(record, tuple(FORMS))]
    finally:
        session.store.close()
        session.unlocked.close()


def _values(record: Record, study: Study) -> list[str]:
    """A text must have become the value that its grammar reads in it, and nothing else."""
    typed = {(form, item): text for form, texts in FORMS.items() for item, text in texts.items()}
    typed |= {("VISIT", HALF[0]): HALF[1], **MEANT}
    found = []
    for (form, item), text in typed.items():
        stands = value_at(record, form, item)
        if (form, item) == NOT_DONE:
            if not isinstance(stands, NotDone):
                found.append(f"{form} {item} is {stands}, not done was meant")
            continue
        meant = understand(study, study.item(form, item), text)
        if not isinstance(meant, Understood) or stands is None or not same(stands, meant.value):
            found.append(f"{form} {item}: typed {text!r}, kept {stands}")
    return found


def value_at(record: Record, form: str, item: str) -> Value | None:
    """The one value of an item at the visit; its form may be a repeat."""
    places = [a for a in record.values if (a.visit, a.form, a.item) == (VISIT, form, item)]
    return record.value(places[0]) if len(places) == 1 else None


def _said(record: Record) -> list[str]:
    """The word of explanation and what was done about the critical value."""
    place = next((a for a in record.values if (a.visit, a.form, a.item) == (VISIT, "CHEM", "CK")), None)
    fact = record.fact(place) if place is not None else None
    said = [] if fact is not None and fact.explanation == WHY else ["CK has not the explanation that was typed"]
    marks = record.marks(ACKNOWLEDGED, Address(record.subject, VISIT))
    acted = any(isinstance(mark.fact, MarkSet) and mark.fact.note == ACTION for mark in marks)
    return said if acted else [*said, "nobody acknowledged the potassium"]


def _signed(record: Record, forms: tuple[str, ...]) -> list[str]:
    """What nobody asks about is signed; a form with an open query is not ready."""
    visit = Address(record.subject, VISIT)
    asked = {q.fact.address.form for q in record.queries(visit) if isinstance(q.fact, QueryOpened)}
    places = [place for place in record.signed_places if place.visit == VISIT]
    signed = {place.form for place in places if any(each.valid for each in record.signatures(place))}
    return [f"{form} is not signed" for form in forms if form not in signed | asked]
