"""The short lists of a child's page: medication with doses, files, conflicts. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from desktop_app.presenters import words
from desktop_app.presenters.repeats import repeat_label
from study import units
from study.address import Address
from study.changes.facts import AttachmentAdded, ValueSet
from study.course import Course
from study.definition.model import Item
from study.derived.given import Given
from study.derived.names import NAMES
from study.derived.predeq import PREDEQ
from study.derived.result import apply
from study.derived.steroid import EQUIVALENT_MG
from study.medication import FORM, Prescription, prescriptions, weight_on
from study.text import Language, Text
from study.values import Codes, Quantity, TextValue
from ui.child.state import ConflictRow, FileRow, MedicationRow
from ui.file_words import AttachmentState

KINDS = {
    "pdf": Text("PDF", "PDF"),
    "image": Text("picture", "图片"),
    "dicom": Text("DICOM", "DICOM"),
    "edf": Text("EEG recording", "脑电记录"),
    "aecg": Text("ECG recording", "心电记录"),
}


def medication_rows(course: Course, today: date, language: Language) -> tuple[MedicationRow, ...]:
    """What the child takes now, the last begun first; what ended is seen on the charts and in the log."""
    found = sorted(prescriptions(course), key=lambda p: p.start or date.min, reverse=True)
    now = [each for each in found if each.end is None or each.end >= today]
    return tuple(_prescription(course, each, today, language) for each in now)


def _prescription(course: Course, each: Prescription, today: date, language: Language) -> MedicationRow:
    ended = each.written[1]
    goes_on = Text("ongoing", "至今").get(language) if each.ongoing == "Y" and not ended else ""
    return MedicationRow(
        key=each.place.key,
        drug=each.drug or _choice(course, each, "CMSTER", language) or Text("(no name)", "（未填药名）").get(language),
        dose=dose_words(course, each, language),
        since=each.written[0],
        until=ended or goes_on,
        per_kg=per_kg(course, each, min(today, each.end) if each.end else today, language),
    )


def dose_words(course: Course, each: Prescription, language: Language) -> str:
    """The dose as it was written: 5 mg bid po."""
    dose = each.values.get("CMDOSE")
    number = f"{dose.comparator}{dose.number}" if isinstance(dose, Quantity) else ""
    often = each.values.get("CMFRQ")
    frequency = often.codes[0] if isinstance(often, Codes) and often.codes else ""
    if frequency == "other" and each.per_day is not None:
        frequency = f"{units.plain(each.per_day)}/d"
    return " ".join(part for part in (number, _choice(course, each, "CMDOSU", language), frequency) if part)


def _choice(course: Course, each: Prescription, code: str, language: Language) -> str:
    value = each.values.get(code)
    if not isinstance(value, Codes):
        return ""
    return words.choice_text(course.study, _item(course, code), value.codes).get(language)


def _item(course: Course, code: str) -> Item:
    return course.study.item(FORM, code)


def per_kg(course: Course, each: Prescription, on: date, language: Language) -> str:
    """Milligrams a kg and day of the drug, of a systemic glucocorticoid its prednisone equivalent; "" without them."""
    weight = weight_on(course, on)
    if weight is None or each.mg_day is None or each.mg is None or each.per_day is None:
        return ""
    if each.once:
        return f"{units.rounded(each.mg / weight, 2)} mg/kg"
    if each.steroid not in EQUIVALENT_MG or each.local:
        return f"{units.rounded(each.mg_day / weight, 2)} mg/kg/d"
    equivalent = _equivalent(each.steroid, each.mg, each.per_day, weight)
    word = Text("prednisone eq.", "泼尼松等效").get(language)
    return f"{word} {equivalent} mg/kg/d" if equivalent else ""


def _equivalent(drug: str, mg: Decimal, per_day: Decimal, weight: Decimal) -> str:
    given = {"mg": mg, "per_day": per_day, "weight_kg": weight}
    numbers = {name: Quantity(format(number, "f"), NAMES[name].unit) for name, number in given.items()}
    derived = apply(PREDEQ, Given({"drug": TextValue(drug), **numbers}))
    return next((also.shown for also in derived.also if also.name == "mg_kg_d"), "")


def file_rows(
    course: Course,
    titles: Mapping[str, str],
    stands: Mapping[str, AttachmentState],
    idle: Mapping[str, Text],
    language: Language,
) -> tuple[FileRow, ...]:
    """The files of the child, the last added first. `titles` by fact, as far as they could be opened; a file without

    one is called by visit and form. `stands` says where each is, by its name; `idle` by fact that a withdrawal of it
    has no effect.
    """
    return tuple(replace(row, held=idle.get(fact)) for fact, row in _files(course, titles, stands, language))


def _files(
    course: Course, titles: Mapping[str, str], stands: Mapping[str, AttachmentState], language: Language
) -> Iterator[tuple[str, FileRow]]:
    """Each with the id of its entry."""
    days = {at.address: at for at in course.visits}
    for entry in reversed(course.record.attachments(Address(course.record.subject))):
        fact = entry.fact
        if not isinstance(fact, AttachmentAdded):
            continue
        at = days.get(fact.address.in_visit)
        form = course.study.forms.get(fact.address.form)
        named = (form.short or form.label).get(language) if form else fact.address.form
        kind = KINDS.get(fact.kind, words.both(fact.kind)).get(language)
        row = FileRow(
            key=fact.name,
            name=titles.get(fact.id) or " ".join(part for part in (at.visit.code if at else "", named, kind) if part),
            date=words.date_text(at.day) if at else "",
            state=stands.get(fact.name, "elsewhere"),
        )
        yield fact.id, row


def conflict_rows(course: Course, language: Language) -> tuple[ConflictRow, ...]:
    """Every value of the child that is in conflict."""
    return tuple(_conflicts(course, language))


def _conflicts(course: Course, language: Language) -> Iterator[ConflictRow]:
    for address in course.record.conflicts:
        settled = course.record.settled(address)
        form = course.study.forms.get(address.form)
        item = next((i for i in form.items if i.code == address.item), None) if form else None
        facts = [entry.fact for entry in settled.heads if isinstance(entry.fact, ValueSet)]
        label = item.short or item.label if item else words.both(address.item)
        cleared = Text("(cleared)", "（已清空）").get(language)
        shown = [words.value_text(course.study, item, f.value, language) or cleared for f in facts] if item else []
        which = repeat_label(course, address.in_form) if form and address.form_repeat else None
        yield ConflictRow(
            settled.conflict,
            words.join(Text(f"{address.visit} {label.en}", f"{address.visit} {label.zh}"), which),
            " / ".join(dict.fromkeys(shown)),
        )
