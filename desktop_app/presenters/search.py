"""The search over everything: reads what can be found, finds while somebody types, goes to what was chosen."""

from collections.abc import Callable
from functools import cache

from desktop_app.presenters import words
from desktop_app.presenters.child_visits import visit_chips
from desktop_app.presenters.commands import COMMANDS, KEYS, Command
from desktop_app.presenters.page import Desk
from desktop_app.presenters.queries_reading import Threads, where
from desktop_app.presenters.search_find import Index, Named, SoughtChild, find, words_of
from desktop_app.presenters.twice import stands_aside
from desktop_app.records import Child, Records
from desktop_app.session import Session
from study.address import LOG, Address, parse_key
from study.course import Course
from study.definition.model import Form
from study.text import Text
from ui.search.key_map import KeyMap
from ui.search.palette import Palette
from ui.search.state import Hit, HitKind, SearchState


class Search:
    """The palette over a desk. `front` says whose page is open ("" for nobody's), `shown` that names were shown."""

    def __init__(self, desk: Desk, palette: Palette, front: Callable[[], str], shown: Callable[[], None]) -> None:
        self._desk = desk
        self._front = front
        self._shown = shown
        self._threads = Threads()
        self._index: Index | None = None
        self.palette = palette
        self.key_map: KeyMap | None = None
        palette.typed.connect(self._typed)
        palette.chosen.connect(self._chosen)

    def open(self) -> None:
        """Come to the front; what can be found is read anew."""
        session, front, threads = self._desk.session, self._front(), self._threads
        self._index = None
        self.palette.open()
        self._desk.read(lambda records: index_of(records, session, threads, front), self._indexed)

    def _indexed(self, index: Index) -> None:
        self._index = index
        self._shown()
        self._typed(self.palette.line.text())

    def _typed(self, asked: str) -> None:
        index = self._index
        if index is None:
            self.palette.render_hits(SearchState(asked, reading=True))
            return
        self._desk.read(lambda _records: find(index, asked), self.palette.render_hits)

    def _chosen(self, hit: Hit) -> None:
        desk = self._desk
        match hit.kind:
            case HitKind.CHILD:
                desk.open_child(hit.target)
            case HitKind.VISIT:
                desk.open_visit(hit.target)
            case HitKind.ITEM if _is_log(parse_key(hit.target)):
                place = parse_key(hit.target)
                desk.open_logs(place.subject, place.form)
            case HitKind.ITEM | HitKind.QUERY:
                desk.open_visit(parse_key(hit.target).in_visit.key, hit.target)
            case HitKind.COMMAND:
                command = next((each for each in COMMANDS if each.code == hit.target), None)
                if command is not None:
                    command.run(desk)

    def show_keys(self) -> None:
        """The map of keys."""
        self.palette.close_palette()
        parent = self.palette.parentWidget()
        if parent is not None:
            self.key_map = KeyMap(self._desk.look, KEYS, parent)
            self.key_map.finished.connect(self.key_map.deleteLater)
            self.key_map.open()


def _is_log(place: Address) -> bool:
    """Whether a hit is one of a child's logs as a whole."""
    return place.visit == LOG and not place.item


def index_of(records: Records, session: Session, threads: Threads, front: str) -> Index:
    """Everything that can be found now. For the reader's lane."""
    names = session.sees_names and session.store.reader.site_key() is not None
    children = {child.subject.id: _child(child, session, names) for child in records.children()}
    queries = tuple(
        Named(
            Hit(HitKind.QUERY, query.address.key, where(session.study, query.address), words.both(said)),
            words_of(said, where(session.study, query.address)),
        )
        for query in threads.all(session)
        if (said := query.opened.text if query.opened is not None else "") and query.address.subject in children
    )
    commands = tuple(_command(each) for each in COMMANDS if each.allowed(session))
    return Index(tuple(children.values()), queries, commands, children.get(front))


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
