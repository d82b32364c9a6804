"""Nobody goes past a text of a visit that is not saved without being told: when it is left, when a form is completed.

Owns when leaving asks, and where F7 leads. Decides nothing about a text.
"""

from collections.abc import Callable
from typing import Protocol

from desktop_app.presenters.page import Desk
from desktop_app.presenters.visit.as_before import next_as_before
from desktop_app.presenters.visit.scene import Scene
from desktop_app.presenters.visit.typing import Typing
from desktop_app.presenters.visit.waiting import in_order, sentence
from study.address import parse_key
from study.text import Text
from ui.visit.view import VisitView

_CODE = "texts-wait"
_ALL_THERE = Text(
    "Nothing that had a value last time is empty any more at this visit.", "上次有值的项目，本次均已填写。"
)


class _Page(Protocol):
    view: VisitView
    typing: Typing

    def scene(self) -> Scene | None:
        """What is shown now."""

    def go_to(self, key: str) -> None:
        """Show a field, on whatever form of the visit it stands."""


class Leaving:
    """Asks once before the visit is left with texts that are not saved, and says so where it cannot ask."""

    def __init__(self, desk: Desk, page: _Page) -> None:
        self._desk = desk
        self._page = page
        self._asked: tuple[str, ...] = ()
        page.view.as_before_asked.connect(self._to_next_as_before)

    def unless(self, go: Callable[..., None]) -> Callable[..., None]:
        """`go`, unless a text waits that nobody was asked about yet: then its field has the keyboard, once."""

        def asked(*where: object) -> None:
            if not self._stops():
                go(*where)

        return asked

    def _stops(self) -> bool:
        scene = self._page.scene()
        if scene is None:
            return False
        # What is being typed now may raise a question as well.
        self._page.view.grid.hand_over()
        keys = self._keys(scene)
        before, self._asked = self._asked, keys
        if not keys or keys == before:
            return False
        said = sentence(scene, keys, self._page.typing.unsaved)
        self._tell(
            said,
            "Do the same again to leave; the text is kept as half typed.",
            "再按一次即离开，内容按未完成输入保留。",
        )
        self._page.go_to(keys[0])
        return True

    def left(self) -> None:
        """Another page is in front: what waits at this visit is said there."""
        scene = self._page.scene()
        keys = self._keys(scene) if scene is not None else ()
        self._asked = ()
        if scene is not None and keys:
            said, visit = sentence(scene, keys, self._page.typing.unsaved), scene.at.visit.code
            code = scene.child.subject.label
            self._tell(
                Text(f"{code} {visit} was left, {said.en}", f"离开 {code} {visit} 时：{said.zh}"),
                "It is kept as half typed and asked again when the visit is opened.",
                "已按未完成输入保留，打开该访视时会再次询问。",
            )  # fmt: skip

    def completed(self, scene: Scene) -> None:
        """A form was completed: what waits on the other ones is said."""
        keys = tuple(key for key in self._keys(scene) if not scene.place.covers(parse_key(key)))
        if keys:
            name, said = scene.form.short or scene.form.label, sentence(scene, keys, self._page.typing.unsaved)
            self._tell(
                Text(f"{name.en} was completed, {said.en}", f"{name.zh}已录完，另有：{said.zh}"),
                "F8 leads there.", "按 F8 前往。",
            )  # fmt: skip

    def _tell(self, what: Text, en: str, zh: str) -> None:
        self._desk.tell(_CODE, Text(f"{what.en}. {en}", f"{what.zh}。{zh}"))

    def _keys(self, scene: Scene) -> tuple[str, ...]:
        return in_order(scene, self._page.typing.unsaved)

    def _to_next_as_before(self, key: str) -> None:
        """What is typed in the field in front counts as there, and so does what waits or is on its way."""
        scene, typing = self._page.scene(), self._page.typing
        if scene is None:
            return
        self._page.view.grid.hand_over()
        taken = frozenset((*typing.unsaved, *typing.on_their_way))

        def go(found: str | None) -> None:
            if found is None:
                self._desk.tell("as-before-all", _ALL_THERE)
            else:
                self._page.go_to(found)

        self._desk.read(lambda _records: next_as_before(scene, key, taken), go)
