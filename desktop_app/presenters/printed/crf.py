"""Case report forms on paper: of any form blank or filled, with what identifies each page. Pure: HTML and codes out."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import NamedTuple

import msgspec

from desktop_app.paper import TABLE, Folio
from desktop_app.presenters import words
from desktop_app.presenters.logs_rows import columns_of
from desktop_app.presenters.printed.crf_fields import field, label, rows_table
from desktop_app.presenters.printed.foot import Printed, colon, foot
from desktop_app.presenters.repeats import repeat_label
from desktop_app.presenters.signature_words import People, last_signature, meaning_and_digest, signature_line
from study.address import LOG, Address
from study.condition_words import in_words
from study.course import Course
from study.definition.model import Form, Item, Study, Visit
from study.links import belonging, link_of, named_by_another
from study.relevance import EVERYTHING, Relevance, relevance
from study.text import Language, Text
from study.values import Value

_SHORT = 8
CODE = "CARTELLA1"
"""What the code of every page begins with: kind and version of its layout."""
_SUBJECT_ROOM = "________"
_DAY_ROOM = "____ - __ - __"
_LONGEST_NAME = 80
"""Characters of what names a repeat: it stands on every page, and whole in its field."""


class _Sheet(msgspec.Struct, frozen=True):
    """One form as it is to be printed: its questions, what stands in them, the rows of its tables."""

    study: Study
    form: Form
    language: Language
    blank: bool
    values: Mapping[str, Value] = {}
    links: Mapping[str, list[dict[str, Value]]] = {}
    relevant: Relevance = EVERYTHING

    def say(self, en: str, zh: str) -> str:
        """A text in the language of the paper."""
        return Text(en, zh).get(self.language)


class _About(NamedTuple):
    """What identifies the paper beside the form: child, visit in words, day, which repeat."""

    subject: str
    visit: str
    on: str
    which: str = ""


def blank(study: Study, visit: Visit, forms: Iterable[Form], page: Printed, language: Language) -> list[Folio]:
    """Forms of a visit to be written on; one folio a form."""
    return [_blank(_Sheet(study, form, language, True), visit, page) for form in forms]


def _blank(sheet: _Sheet, visit: Visit, page: Printed) -> Folio:
    about = _About(_SUBJECT_ROOM, _visit_words(visit, sheet.language), _DAY_ROOM)
    return Folio(
        html=_body(sheet) + _signature_room(sheet),
        foot=foot(sheet.study, page, sheet.language, sheet.study.digest[:_SHORT]),
        head=_head(sheet, about),
        code=page_code(sheet.study, "", Address("", visit.code, form=sheet.form.code)),
        whole=True,
    )


def filled(course: Course, place: Address, people: People, page: Printed, language: Language) -> Folio:
    """One form (or one repeat of it) as it stands. Identity is not printed."""
    study, form, at = course.study, course.study.forms[place.form], course.visit_at(place.in_visit)
    links = _linked(course, form, place)
    sheet = _Sheet(study, form, language, False, course.filled(place), links, relevance(course, place))
    which = repeat_label(course, place) if place.form_repeat else None
    on = " ".join(part for part in (words.date_text(at.day) or "—", words.day_text(at.study_day)) if part)
    about = _About(course.code, _visit_words(at.visit, language), on, which.get(language) if which else "")
    return Folio(
        html=_body(sheet) + _undecided(sheet, course, place) + _signatures(sheet, course, place, people),
        foot=foot(sheet.study, page, sheet.language, sheet.study.digest[:_SHORT]),
        head=_head(sheet, about),
        code=page_code(study, course.code, place),
        whole=True,
    )


def filled_visit(
    course: Course, visit: Address, people: People, page: Printed, language: Language, *, only: str = ""
) -> list[Folio]:
    """Every form of a visit (or of the child's logs) that holds something, each repeat of its own; `only` one form."""
    definition = course.study.visit(visit.visit)
    forms = (form for form in definition.forms if only in ("", form))
    places = (place for form in forms for place in course.form_places(visit, form))
    return [filled(course, place, people, page, language) for place in places if course.filled(place)]


def page_code(study: Study, subject: str, place: Address) -> str:
    """What the code of a page says: layout, study, version, child, visit, form, page. %1 is the page."""
    visit = f"{place.visit}.{place.visit_repeat[-_SHORT:]}" if place.visit_repeat else place.visit
    form = f"{place.form}.{place.form_repeat[-_SHORT:]}" if place.form_repeat else place.form
    return f"{CODE}|{study.code}|{study.version}.{study.digest[:_SHORT]}|{subject}|{visit}|{form}|%1"


def _visit_words(visit: Visit, language: Language) -> str:
    label_ = visit.label.get(language)
    return label_ if visit.code == LOG else f"{visit.code} {label_}"


def _head(sheet: _Sheet, about: _About) -> str:
    which = about.which if len(about.which) <= _LONGEST_NAME else about.which[:_LONGEST_NAME] + "…"
    title = sheet.form.label.get(sheet.language) + (f" · {which}" if which else "")
    names = (
        (sheet.say("Child", "患儿编号"), about.subject), (sheet.say("Visit", "访视"), about.visit),
        (sheet.say("Date", "日期"), about.on),
    )  # fmt: skip
    cells = " &nbsp;&nbsp; ".join(f"{escape(name)}{colon(sheet.language)}<b>{escape(text)}</b>" for name, text in names)
    return (
        f"<p style='color:#555555'>{escape(sheet.study.title.get(sheet.language))} · {escape(sheet.study.code)}</p>"
        f"<p style='font-size:12pt'><b>{escape(title)}</b></p><p>{cells}</p>"
    )


def _body(sheet: _Sheet) -> str:
    """The questions that apply; one that does not but holds a value is printed all the same."""
    without = sheet.relevant.without
    asked = [item for item in sheet.form.items if item.code not in without or item.code in sheet.values]
    lines = "".join(_line(sheet, item) for item in asked)
    note = (
        f"<p style='color:#555555'>{escape(sheet.form.note.get(sheet.language))}</p>"
        if sheet.form.note is not None
        else ""
    )
    rule = sheet.say("* required · ☒ chosen", "* 必填 · ☒ 已选")
    return f"{note}{TABLE} cellpadding='3'>{lines}</table><p style='color:#555555'>{rule}</p>"


def _line(sheet: _Sheet, item: Item) -> str:
    study, language = sheet.study, sheet.language
    condition = in_words(study, sheet.form, item.when) if item.when and sheet.blank else None
    question = label(study, sheet.form, item, language, condition)
    if item.type == "table":
        log = study.forms[item.rows]
        link = link_of(log, sheet.form.code)
        asked = log.items if link is None or named_by_another(log) else columns_of(log)
        columns = [each for each in asked if each.type != "table" and each != link]
        rows = rows_table(study, columns, sheet.links.get(item.code, []), language, blank=sheet.blank)
        return f"<tr><td colspan='2'>{question}{rows}</td></tr>"
    shown = field(study, item, sheet.values.get(item.code), language, blank=sheet.blank)
    return f"<tr><td width='42%'>{question}</td><td>{shown}</td></tr>"


def _linked(course: Course, form: Form, place: Address) -> dict[str, list[dict[str, Value]]]:
    """The rows of each table of a form: those that name this row where they name one, else all of the log."""
    found = {}
    for item in form.items:
        if item.type != "table":
            continue
        log = course.study.forms[item.rows]
        places: Iterable[Address] = course.form_places(Address(place.subject, LOG, form=item.rows), item.rows)
        if link_of(log, form.code) is not None:
            places = (row.place for row in belonging(course, place, item.rows))
        found[item.code] = [dict(course.filled(each)) for each in places]
    return found


def _undecided(sheet: _Sheet, course: Course, place: Address) -> str:
    """Fields at which two values stand are named: neither of them is printed as the value."""
    open_ = course.undecided(place)
    if not open_:
        return ""
    names = [item.label.get(sheet.language) for item in sheet.form.items if item.code in open_]
    said = sheet.say(f"In conflict, not printed: {', '.join(names)}", f"有冲突，未打印：{'、'.join(names)}")
    return f"<p><b>{escape(said)}</b></p>"


def _signatures(sheet: _Sheet, course: Course, place: Address, people: People) -> str:
    last = last_signature(course, place)
    if last is None:
        return f"<p>{sheet.say('not signed', '未签名')}</p>"
    said = words.join(signature_line(course, people, last), meaning_and_digest(last))
    return f"<p>{escape(said.get(sheet.language))}</p>"


def _signature_room(sheet: _Sheet) -> str:
    parts = (sheet.say("Filled in by", "填写人"), sheet.say("Signature", "签名"), sheet.say("Date", "日期"))
    rooms = "".join(f"<td>{escape(part)} ________________</td>" for part in parts)
    return f"<table width='70%' cellpadding='4'><tr>{rooms}</tr></table>"
