"""The search over everything: finds while somebody types and while children are read, goes to what was chosen."""

from collections.abc import Callable

from desktop_app.presenters.commands import COMMANDS, KEYS
from desktop_app.presenters.gathering import Gathering
from desktop_app.presenters.page import Desk
from desktop_app.presenters.search_find import Index, find
from desktop_app.presenters.search_index import Findable, index_of
from study.address import LOG, Address, parse_key
from ui.search.key_map import KeyMap
from ui.search.palette import Palette
from ui.search.state import Hit, HitKind, SearchState


class Search:
    """The palette over a desk. `front` says whose page is open ("" for nobody's), `shown` that names were shown."""

    def __init__(self, desk: Desk, palette: Palette, front: Callable[[], str], shown: Callable[[], None]) -> None:
        self._desk = desk
        self._front = front
        self._shown = shown
        self._for = ""
        self._index: Index | None = None
        self.palette = palette
        self.key_map: KeyMap | None = None
        session, sought = desk.session, Findable()
        self._sought = sought
        self.gathering: Gathering[Index] = Gathering(
            desk,
            lambda _records, child: sought.of(child, session),
            lambda records, far: index_of(records, session, sought, self._for, far),
            self._indexed,
            lambda far: palette.show_far(far.read, far.of),
        )
        palette.typed.connect(self._typed)
        palette.chosen.connect(self._chosen)
        palette.gone.connect(self.gathering.stop)

    def open(self) -> None:
        """Come to the front; what can be found is read anew."""
        self._index, self._for = None, self._front()
        self._sought.begin()
        self.palette.open()
        self.gathering.begin(afresh=True)

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
