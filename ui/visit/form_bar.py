"""The line above the grid (what form, which specimen, what can be done with it) and the line below (saved, keys)."""

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QWidget

from ui.language import fill
from ui.look import Look
from ui.visit.menus import offer_menu
from ui.visit.offered import Records, Waiting
from ui.visit.repeats import RepeatPicker, RowMenu
from ui.visit.state import FormHead, Option, Saved
from ui.widgets.buttons import Button, KeyHint
from ui.widgets.chips import Chip
from ui.widgets.labels import CutLabel, IconLabel, label, retone
from ui.widgets.state import Tone

_KEYS, _ALWAYS = ("Enter", "⇧ Enter", "Alt+1…0", "F2", "F3"), 2
"""The keys at the foot, and how many of them always have room."""
_GO_THERE = "F8"
"""Leads to what waits from anywhere on the visit."""


class FormBar(QFrame):
    """Title, specimen, repeats and actions of the form that is open."""

    completed = Signal()
    await_asked = Signal()
    repeat_added = Signal()
    repeat_chosen = Signal(str)
    all_normal_asked = Signal()
    as_last_asked = Signal()
    source_chosen = Signal(str)
    """The code of where the data of the form come from."""
    print_asked = Signal()
    _source_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setProperty("part", "band")
        self.setFixedHeight(40)
        self._title = CutLabel("pane", bold=True)
        self._detail = label("", "hint", "text_3")
        self.repeats = RepeatPicker(look)
        self.repeats.chosen.connect(self.repeat_chosen)
        self.row_menu = RowMenu(look)
        self.row_menu.chosen.connect(self.repeat_chosen)
        self._add = self._button("plus", self.repeat_added)
        self._all_normal = self._button("", self.all_normal_asked)
        self._as_last = self._button("", self.as_last_asked)
        self.source = self._button("file", self._source_asked)
        self._source_asked.connect(self._offer_sources)
        self._sources: tuple[Option, ...] = ()
        self.menu: QMenu | None = None
        self.await_button = self._button("clock", self.await_asked)
        self.print_button = self._button("print", self.print_asked)
        self.complete = self._button("check", self.completed)
        self._state = Chip(look)
        self.signed = Chip(look)
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 0, 16, 0)
        line.setSpacing(8)
        left: tuple[QWidget, ...] = (self._title, self._detail, self.repeats, self._add, self.row_menu)
        right: tuple[QWidget, ...] = (
            self.signed,
            self._state,
            self.source,
            self._all_normal,
            self._as_last,
            self.await_button,
            self.print_button,
            self.complete,
        )
        for part in left:
            line.addWidget(part)
        line.addStretch(1)
        self._detail.setMinimumWidth(1)
        for part in right:
            line.addWidget(part)

    def _button(self, icon: str, signal: SignalInstance) -> Button:
        button = Button(self._look, "plain", "small", icon)
        button.clicked.connect(lambda _checked=False: signal.emit())
        return button

    @property
    def may_all_normal(self) -> bool:
        """Whether what is normal may be filled in now."""
        return not self._all_normal.isHidden()

    @property
    def may_as_last(self) -> bool:
        """Whether what stood last time may be offered now."""
        return not self._as_last.isHidden()

    def show_form(self, form: FormHead, records: Records | None = None) -> None:
        """Show the form's title and what may be done; where its data come from while they are entered from records."""
        text = self._look.text
        self._title.setText(text(form.title))
        self._title.setToolTip(f"{text(form.title)}\n{self._look.language.other(form.title)}")
        self._detail.setText(text(form.detail) if form.detail is not None else "")
        self._detail.setToolTip(self._detail.text())
        self.repeats.show_repeats(form)
        # The repeats bear their times themselves: said twice they would push the title out.
        self._detail.setVisible(self.repeats.isHidden())
        self._say(form)
        self._show_source(records if records is not None and records.on else None)
        self._add.setVisible(form.may_add)
        self._all_normal.setVisible(form.may_all_normal)
        self._as_last.setVisible(form.may_as_last)
        self.await_button.setVisible(form.may_await)
        self.complete.setVisible(form.readonly is None)
        self.complete.setEnabled(form.may_complete and not form.complete)
        words = form.readonly or form.awaiting
        self._state.setVisible(any((words, form.not_applicable, form.reopened)))
        if words is not None:
            self._state.say(text(words), Tone.QUIET, "lock" if form.readonly is not None else "clock")
        elif form.not_applicable is not None:
            self._state.say(self.tr("not applicable"), Tone.QUIET)
        elif form.reopened is not None:
            self._state.say(self.tr("reopened"), Tone.AMBER, "pen")
        hint = form.not_applicable or form.reopened
        self._state.setToolTip(text(hint) if hint is not None else "")

        self.signed.setVisible(form.signed is not None)
        if form.signed is not None:
            void = form.signed_void
            self.signed.say(text(form.signed), Tone.AMBER if void else Tone.ACCENT, "warning" if void else "pen")
            self.signed.setToolTip(text(form.signed_detail) if form.signed_detail is not None else "")

    def _show_source(self, records: Records | None) -> None:
        asked = records is not None and (bool(records.sources) or records.source is not None)
        self.source.setVisible(asked)
        if records is None or not asked:
            return
        self._sources = tuple(Option(code, words) for code, words in records.sources)
        known = self._look.text(records.source) if records.source is not None else self.tr("not noted")
        self.source.say(fill(self.tr("Source: %1"), known), self.tr("Where the data of this form come from"))
        self.source.setEnabled(bool(self._sources))

    def _offer_sources(self) -> None:
        self.menu = offer_menu(self._look, self.source, self._sources, self.source_chosen.emit)

    def _say(self, form: FormHead) -> None:
        self._add.say(self.tr("Another"), self.tr("Another specimen, reading or entry of this form"))
        normal = self.tr("Fill empty findings that have a normal answer; nothing that stands is changed (Alt+N)")
        self._all_normal.say(self.tr("All normal"), normal)
        last = self.tr("Offer what stood at the last visit, where the study allows it (Alt+L)")
        self._as_last.say(self.tr("As last time"), last)
        self.await_button.say(self.tr("Rest awaiting…"))
        self.print_button.setToolTip(self.tr("Print or save as PDF (Ctrl+P)"))
        self.print_button.setAccessibleName(self.tr("Print or save as PDF (Ctrl+P)"))
        done = self.tr("Form completed") if form.complete else self.tr("Form complete")
        self.complete.say(f"{done}   Ctrl+↵", self.tr("Ctrl+Enter"))


class FootBar(QFrame):
    """Where the last text went, what waits for an answer anywhere on the visit, and the keys that work here."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setProperty("part", "foot")
        self.setFixedHeight(36)
        self._icon = IconLabel(look, "check", "accent")
        self._saved = label("", "hint", "accent", bold=True)
        self._words = label("", "hint", "text_2")
        self.waiting = Button(look, "plain", "small", "query")
        self.waiting.setProperty("asks", True)
        # In the order of Tab it would stand between the rows and the next form.
        self.waiting.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.waiting.setProperty("by_key", _GO_THERE)
        self.waiting.hide()
        self._hints = [label("", "key", "text_3") for _ in range(5)]
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 0, 16, 0)
        line.setSpacing(6)
        line.addWidget(self._icon)
        line.addWidget(self._saved)
        line.addSpacing(4)
        line.addWidget(self._words)
        line.addWidget(self.waiting)
        line.addStretch(1)
        self._seldom: list[QWidget] = []
        """The hints that give way while something waits."""
        for place, (key, hint) in enumerate(zip(_KEYS, self._hints, strict=True)):
            hint.setMinimumWidth(1)
            named = KeyHint(key)
            line.addWidget(named)
            line.addWidget(hint)
            line.addSpacing(2)
            self._seldom += [named, hint] if place >= _ALWAYS else []

    def show_saved(self, saved: Saved, waiting: Waiting | None) -> None:
        """Show what became of the last text, and what waits."""
        self.waiting.setVisible(waiting is not None)
        for part in self._seldom:
            part.setVisible(waiting is None)
        if waiting is not None:
            self.waiting.say(f"{self._look.text(waiting.words)}   {_GO_THERE}", self.tr("Go there (F8)"))
        words = {
            "": "",
            "saving": self.tr("Saving…"),
            "saved": fill(self.tr("Saved %1"), saved.at),
            "failed": self.tr("Not saved"),
        }
        bad = saved.state == "failed"
        self._icon.setVisible(saved.state in ("saved", "failed"))
        self._icon.show_icon("warning" if bad else "check", "amber" if bad else "accent")
        self._saved.setText(words[saved.state])
        self._saved.setToolTip(words[saved.state])
        retone(self._saved, "amber" if bad else "accent")
        self._words.setText(self._look.text(saved.words) if saved.words is not None else "")
        self._words.setToolTip(self._words.text())
        hints = (self.tr("next"), self.tr("back"), self.tr("form"), self.tr("not done"), self.tr("history"))
        for hint, word in zip(self._hints, hints, strict=True):
            hint.setText(word)
            hint.setToolTip(word)
