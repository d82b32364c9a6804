"""Fills several empty items in one act: "all normal" and "as last time". One change, one undo; what stands stays.

Owns the asking and the telling; what would be filled is `study.at_once`, what is kept is decided as for typed text.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from desktop_app.presenters import words
from desktop_app.presenters.page import Desk
from desktop_app.presenters.visit import writing
from desktop_app.presenters.visit.copied import reason_of
from desktop_app.presenters.visit.head import may_fill
from desktop_app.presenters.visit.scene import Scene
from desktop_app.presenters.visit.typing import Typing
from desktop_app.presenters.visit.undo import Undo
from study.at_once import Fill, LastTime, last_time, normals, open_items
from study.changes import facts as f
from study.entry import Given
from study.errors import KnownError
from study.judgement import judged
from study.record import heads
from study.state.slots import Slot
from study.text import Text
from ui.visit.offered import Offer
from ui.visit.state import VisitState
from ui.visit.view import VisitView
from ui.widgets.state import Tone

TOLD = "at-once"
"""Under one code: what is told last stands in the place of what was told before."""
AS_LAST = "as-last"
"""The code of the offer to copy what stood last time."""
ALL_NORMAL_REASON = "按“全部正常”填入 / filled by all normal"


class _Page(Protocol):
    view: VisitView

    @property
    def typing(self) -> Typing:
        """What is typed and on its way."""

    def scene(self) -> Scene | None:
        """What is shown now."""

    def saved(self) -> None:
        """A change is durable."""

    def refresh(self) -> None:
        """Read the child again and show the open form."""


@dataclass(frozen=True)
class _Offered:
    """What was offered, and on which form: yes means this and nothing that came meanwhile."""

    form: str
    found: LastTime


class AtOnce:
    """Fills several empty items of the open form in one act."""

    def __init__(self, desk: Desk, page: _Page, undo: Undo) -> None:
        self._desk = desk
        self._page = page
        self._undo = undo
        self._offered: _Offered | None = None
        page.view.all_normal_asked.connect(self.all_normal)
        page.view.as_last_asked.connect(self.as_last)
        page.view.offer_answered.connect(self._answered)

    def beside(self, state: VisitState, scene: Scene) -> VisitState:
        """The state with what is offered on the open form; on another form the offer is gone."""
        if self._offered is not None and self._offered.form != scene.place.key:
            self._offered = None
        return state if self._offered is None else replace(state, offer=_offer(scene, self._offered.found))

    def do(self, deed: Literal["all_normal", "as_last"], form: str) -> None:
        """Asked for from anywhere: where the form does not allow it, that is said."""
        scene = self._ready(form)
        if scene is None or not getattr(scene.form, deed):
            text = Text("The open form can't be filled so.", "当前表单不能这样填写。")
            self._desk.tell(TOLD, text)
        elif deed == "all_normal":
            self.all_normal(form)
        else:
            self.as_last(form)

    def all_normal(self, form: str) -> None:
        """Every empty item with a normal answer gets it."""
        scene = self._ready(form)
        if scene is None:
            return
        taken = self._taken(scene)
        fills = normals(scene.child.course, scene.place, taken)
        self._fill(scene, fills, ALL_NORMAL_REASON, Text("all normal", "全部正常"), lambda done: _told(scene, done))

    def as_last(self, form: str) -> None:
        """Say what would be copied from where; nothing is filled before somebody says yes."""
        scene = self._ready(form)
        if scene is None:
            return
        found = last_time(scene.child.course, scene.place, self._taken(scene))
        if isinstance(found, Text):
            self._desk.tell(TOLD, Text(f"Nothing is copied: {found.en}.", f"未沿用：{found.zh}。"), Tone.ACCENT)
            return
        self._offered = _Offered(scene.place.key, found)
        self._page.refresh()

    def _answered(self, code: str, yes: bool) -> None:
        if code != AS_LAST or self._offered is None:
            return
        offered, self._offered = self._offered, None
        scene = self._ready(offered.form) if yes else None
        if scene is None:
            self._page.refresh()
            return
        now = last_time(scene.child.course, scene.place, self._taken(scene))
        agreed = {(fill.item.code, fill.source) for fill in offered.found.fills}
        fills = () if isinstance(now, Text) else tuple(x for x in now.fills if (x.item.code, x.source) in agreed)
        source = _source(offered.found)
        name = Text(f"as last time ({source.en})", f"沿用上次（{source.zh}）")
        self._fill(
            scene, fills, reason_of(source), name,
            lambda done: Text(f"Copied from {source.en}: {_names(done).en}.", f"沿用{source.zh}：{_names(done).zh}。"),
        )  # fmt: skip

    def _ready(self, form: str) -> Scene | None:
        """The scene of the form that the act is about, while it may be filled."""
        scene = self._page.scene()
        return scene if scene is not None and scene.place.key == form and may_fill(scene) else None

    def _taken(self, scene: Scene) -> frozenset[str]:
        """The items in which a text waits, or a value is on its way."""
        typing = self._page.typing
        return frozenset(
            item.code
            for item in scene.form.items
            if (key := scene.address(item).key) in typing.unsaved or typing.current(scene, key) is not None
        )

    def _fill(
        self,
        scene: Scene,
        fills: tuple[Fill, ...],
        reason: str,
        name: Text,
        told: Callable[[tuple[f.ValueSet, ...]], Text],
    ) -> None:
        """Keep what typing the same would keep; `told` says what was filled, `name` what undo undoes."""
        session, typing = self._desk.session, self._page.typing
        facts = tuple(self._facts(scene, fills, reason))
        if not facts:
            self._nothing()
            self._page.refresh()
            return
        opening = tuple(writing.opening(scene, session.store.new_id))
        replaced = [self._undo.sent(fact, name) for fact in facts]
        for fact in facts:
            typing.sent(fact)

        def job() -> tuple[frozenset[Slot], tuple[f.ValueSet, ...]]:
            reader = session.store.reader
            still = tuple(x for x in facts if heads(reader.slot(Slot("value", x.address.key))) == x.bases)
            if not still:
                raise KnownError(
                    "filled-meanwhile", "These items were filled meanwhile.", "这些项目已有录入，未作更改。"
                )
            for look in replaced:
                look(reader)
            return session.store.append(session.author, (*opening, *still)).slots, still

        def done(kept: tuple[frozenset[Slot], tuple[f.ValueSet, ...]]) -> None:
            slots, still = kept
            for fact in facts:
                typing.arrived(fact) if fact in still else self._lost(fact)
            self._page.saved()
            self._desk.moved(slots)
            self._desk.tell(TOLD, told(still), Tone.ACCENT)

        def failed(error: BaseException) -> None:
            for fact in facts:
                self._lost(fact)
            self._desk.failed(error)
            self._page.refresh()

        self._desk.write(job, done, failed)

    def _lost(self, fact: f.ValueSet) -> None:
        self._page.typing.forget(fact)
        self._undo.not_kept(fact)

    def _facts(self, scene: Scene, fills: tuple[Fill, ...], reason: str) -> Iterator[f.ValueSet]:
        """What is kept: each value beside those before it, as if they were saved one after the other."""
        typing, made = self._page.typing, list[f.ValueSet]()
        for fill in fills:
            address = scene.address(fill.item)
            if typing.keeps(scene, address.key, fill.value, {fact.address: fact.value for fact in made}):
                bases = heads(scene.child.course.record.settled(address))
                given = Given(reason=reason)
                made.append(
                    writing.value_set(
                        self._desk.session.store.new_id, address, fill.value, typed="", given=given, bases=bases
                    )
                )
        for fact in judged(scene.child.course, made, scene.now.date()):
            if isinstance(fact, f.ValueSet):
                yield fact

    def _nothing(self) -> None:
        text = Text("Nothing was filled: no empty item has such an answer.", "未填入：没有可填的空项。")
        self._desk.tell(TOLD, text, Tone.ACCENT)


def _offer(scene: Scene, found: LastTime) -> Offer:
    source = _source(found)
    lines = tuple(
        Text(
            f"{fill.item.label.en}: {words.value_text(scene.study, fill.item, fill.value, 'en')}",
            f"{fill.item.label.zh}：{words.value_text(scene.study, fill.item, fill.value, 'zh')}",
        )
        for fill in found.fills
    )
    text = Text(f"As last time, from {source.en}?", f"沿用上次：{source.zh}？")
    return Offer(AS_LAST, text, Text(f"Copy {len(lines)}", f"沿用 {len(lines)} 项"), lines, asked=True)


def _source(found: LastTime) -> Text:
    """The visit that is copied from, its day and its age."""
    code, day, days = found.at.visit.code, found.at.day, found.days
    return Text(f"{code}, {day}, {days} d before", f"{code}（{day}，{days} 天前）")


def _told(scene: Scene, done: tuple[f.ValueSet, ...]) -> Text:
    """How many were filled, which that have a normal answer were left as they stood, how many are still empty."""
    filled = {fact.address.item for fact in done}
    left = [i for i in scene.form.items if i.normal and i.code not in filled and i.code not in scene.relevance.without]
    empty = [item for item in open_items(scene.child.course, scene.place) if item.code not in filled]
    en, zh = f"Filled {len(done)} with the normal answer", f"已填入 {len(done)} 项正常结果"
    if left:
        en += f"; left as they were: {', '.join(item.label.en for item in left)}"
        zh += f"；未改动：{'、'.join(item.label.zh for item in left)}"
    rest = len(empty)
    return Text(f"{en}. {rest} still to be entered.", f"{zh}。另有 {rest} 项待录入。")


def _names(done: tuple[f.ValueSet, ...]) -> Text:
    return Text(f"{len(done)} values", f"{len(done)} 项")
