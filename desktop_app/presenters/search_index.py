"""What can be found: children, their visits and items, queries, commands. For the reader's lane; finds nothing itself.

Every child is found by its code at once; what else it goes by is there as soon as its record is read.
"""

from functools import cache

from desktop_app.presenters import words
from desktop_app.presenters.child_visits import visit_chips
from desktop_app.presenters.commands import COMMANDS, Command
from desktop_app.presenters.gathering import Far
from desktop_app.presenters.queries_reading import Threads, where
from desktop_app.presenters.search_find import Index, Named, SoughtChild, words_of
from desktop_app.presenters.twice import stands_aside
from desktop_app.records import Child, Records
from desktop_app.session import Session
from storage.read import Subject
from study.address import LOG, Address, parse_key
from study.course import Course
from study.definition.model import Form
from study.text import Text
from ui.search.state import Hit, HitKind


class Findable:
    """What each child goes by, kept while nothing of it moved; the queries, until `begin`."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Course, object, SoughtChild]] = {}
        self._threads = Threads()
        self._queries: tuple[Named, ...] | None = None

    def begin(self) -> None:
        """Read the queries again at the next asking."""
        self._queries = None

    def of(self, child: Child, session: Session) -> SoughtChild:
        """A child that is read."""
        names = session.sees_names and session.store.reader.site_key() is not None
        kept, rest = self._kept.get(child.subject.id), (names, child.subject.code, child.aside, session.today)
        if kept is not None and kept[0] is child.course and kept[1] == rest:
            return kept[2]
        made = _child(child, session, names)
        self._kept[child.subject.id] = (child.course, rest, made)
        return made

    def queries(self, session: Session) -> tuple[Named, ...]:
        """Every query by its words and its place."""
        if self._queries is None:
            self._queries = tuple(
                Named(
                    Hit(HitKind.QUERY, query.address.key, where(session.study, query.address), words.both(said)),
                    words_of(said, where(session.study, query.address)),
                )
                for query in self._threads.all(session)
                if (said := query.opened.text if query.opened is not None else "")
            )
        return self._queries


def index_of(records: Records, session: Session, sought: Findable, front: str, far: Far | None = None) -> Index:
    """Everything that can be found, with the children that are read so far; of the others the code."""
    there = records.subjects()
    far = far or Far(len(there), len(there))
    children = {
        subject.id: sought.of(records.of(subject), session)
        if place < far.read or subject.id == front
        else _unread(records, subject, session)
        for place, subject in enumerate(there)
    }
    queries = (named for named in sought.queries(session) if parse_key(named.hit.target).subject in children)
    commands = tuple(_command(each) for each in COMMANDS if each.allowed(session))
    return Index(tuple(children.values()), tuple(queries), commands, children.get(front), far.read, far.of)


def _unread(records: Records, subject: Subject, session: Session) -> SoughtChild:
    """A child by its code alone; its record is read when somebody reaches for what is in it."""
    hit = Hit(HitKind.CHILD, subject.id, words.both(subject.code))
    return SoughtChild(
        Named(hit, words_of(subject.code)),
        cache(lambda: _visits(records.of(subject), session)),
        cache(lambda: _items(records.of(subject))),
    )


def _command(each: Command) -> Named:
    return Named(Hit(HitKind.COMMAND, each.code, each.does, keys=each.keys), words_of(each.does, *each.also))


def _child(child: Child, session: Session, names: bool) -> SoughtChild:
    name = child.identity.name if names else ""
    numbers = child.identity.known.numbers if names else ()
    title = words.both(" ".join(part for part in (child.subject.code, name) if part))
    sex = words.SEXES.get(child.course.person.sex or "")
    hit = Hit(HitKind.CHILD, child.subject.id, title, words.join(sex, stands_aside(child.aside)))
    return SoughtChild(
        Named(hit, words_of(child.subject.code, name, *numbers)),
        cache(lambda: _visits(child, session)),
        cache(lambda: _items(child)),
    )


def _visits(child: Child, session: Session) -> tuple[Named, ...]:
    """The visits of a child, and its logs."""
    code = child.subject.code
    found = [
        Named(
            Hit(
                HitKind.VISIT,
                chip.key,
                Text(f"{code} {chip.code} {chip.label.en}", f"{code} {chip.code} {chip.label.zh}"),
                words.both(chip.date) if chip.date else None,
            ),
            words_of(chip.code, chip.label, chip.date),
        )
        for chip in visit_chips(child.course, session.today)
    ]
    logs = next((visit for visit in child.course.study.visits if visit.code == LOG), None)
    for form in (child.course.study.forms[name] for name in logs.forms) if logs is not None else ():
        place = Address(child.subject.id, LOG, "", form.code)
        title = Text(f"{code} {form.label.en}", f"{code} {form.label.zh}")
        named = words_of(form.code, form.label, *((form.short,) if form.short else ()))
        found.append(Named(Hit(HitKind.ITEM, place.key, title), named))
    return tuple(found)


def _items(child: Child) -> tuple[Named, ...]:
    """Every item that the child's visits ask, where it was asked last."""
    found: dict[str, Named] = {}
    for at in child.course.visits:
        for form in (child.course.study.forms[code] for code in at.visit.forms):
            for named in _of_form(child.course, form, at.address, child.subject.code):
                found[f"{form.code}/{parse_key(named.hit.target).item}"] = named
    return tuple(found.values())


def _of_form(course: Course, form: Form, visit: Address, code: str) -> tuple[Named, ...]:
    places = course.form_places(visit, form.code)
    place = places[-1] if places else Address(visit.subject, visit.visit, visit.visit_repeat, form.code)
    if form.repeating and not places:
        return ()
    made = []
    for item in form.items:
        label = item.short or item.label
        title = Text(f"{code} {visit.visit} {label.en}", f"{code} {visit.visit} {label.zh}")
        address = Address(*place.parts[:6], item.code)
        also = (item.short,) if item.short else ()
        detail = form.short or form.label
        made.append(
            Named(Hit(HitKind.ITEM, address.key, title, detail), words_of(item.code, item.label, *also))
        )  # fmt: skip
    return tuple(made)
