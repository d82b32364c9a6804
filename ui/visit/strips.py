"""What stands below a row when something must be said or asked: read as, two readings, a limit, a draft, a conflict.

The value is already saved (or was refused): a strip asks for an act, never for a save.
"""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QSizePolicy, QVBoxLayout, QWidget

from study.text import Language
from ui.language import fill, translate
from ui.look import Look
from ui.visit.acts import ConfirmedOnReport, DraftAnswered, OptionChosen, SuggestionTaken
from ui.visit.columns import Columns
from ui.visit.state import (
    Ask,
    Critical,
    DraftBack,
    FailedCheck,
    InConflict,
    Note,
    ReadAs,
    ReasonForChange,
    Refused,
    SoftLimit,
    Strip,
    Suggested,
)
from ui.visit.strip_forms import check_line, critical_line, reason_line, soft_line
from ui.visit.strip_line import StripLine
from ui.widgets.buttons import Button, LinkButton
from ui.widgets.chips import Chip
from ui.widgets.labels import label
from ui.widgets.state import Tone


def _read_as(line: StripLine, strip: ReadAs) -> None:
    typed = label(fill(translate("VisitStrips", "typed “%1”"), strip.typed), "hint", "text_2")
    line.add(typed)
    shown = fill(translate("VisitStrips", "→ read as %1"), strip.shown)
    line.add(label(shown, "hint", "text", bold=True))
    if strip.how is not None:
        line.add(label(line.look.text(strip.how), "hint", "text_3"))
    change = LinkButton(line.look)
    change.say(translate("VisitStrips", "change"))
    change.clicked.connect(lambda: line.retyped.emit(strip.typed))
    line.add(change)
    line.end()


def _ask(line: StripLine, strip: Ask) -> None:
    line.add(label(line.look.text(strip.question), "hint", "amber", bold=True, wrap=True), stretch=1)
    for place, option in enumerate(strip.options):
        button = Button(line.look, "primary" if strip.usual and not place else "plain", "small")
        button.say(line.look.text(option.label))
        button.clicked.connect(lambda _checked=False, code=option.code: line.acted.emit(OptionChosen(line.key, code)))
        line.add(button)


def _refused(line: StripLine, strip: Refused) -> None:
    line.add(Chip(line.look, translate("VisitStrips", "not taken"), Tone.AMBER))
    line.add(label(line.look.text(strip.reason), "hint", "text", wrap=True), stretch=1)
    if strip.may_confirm:
        confirm = Button(line.look, "plain", "small")
        confirm.say(translate("VisitStrips", "Confirmed on the report…"))
        confirm.clicked.connect(lambda: line.acted.emit(ConfirmedOnReport(line.key, strip.typed, "")))
        line.add(confirm)


def _draft(line: StripLine, strip: DraftBack) -> None:
    line.add(Chip(line.look, translate("VisitStrips", "not saved"), Tone.AMBER))
    words = fill(translate("VisitStrips", "half-typed at %1, found again"), strip.at)
    line.add(label(words, "hint", "text_2"))
    for keep, word in ((True, translate("VisitStrips", "Keep")), (False, translate("VisitStrips", "Discard"))):
        button = Button(line.look, "plain", "small")
        button.say(word)
        button.clicked.connect(
            lambda _checked=False, keep=keep: line.acted.emit(DraftAnswered(line.key, keep, strip.text))
        )
        line.add(button)
    line.end()


def _conflict(line: StripLine, strip: InConflict) -> None:
    line.add(Chip(line.look, translate("VisitStrips", "two values"), Tone.AMBER, "fork"))
    line.add(label(line.look.text(strip.values), "hint", "text_2"))
    link = LinkButton(line.look)
    link.say(translate("VisitStrips", "resolve"))
    link.clicked.connect(lambda: line.conflict_opened.emit(line.key))
    line.add(link)
    line.end()


def _suggested(line: StripLine, strip: Suggested) -> None:
    """What the record suggests and why: quiet, and taken only by who wants it."""
    text = line.look.text
    answer = translate("VisitStrips", "suggested: %1")
    words = translate("VisitStrips", "to be judged") if strip.answer is None else fill(answer, text(strip.answer))
    line.add(label(words, "hint", "text" if strip.may_take or strip.answer is None else "text_2", bold=strip.may_take))
    line.add(label(text(strip.why), "hint", "text_2", wrap=True), stretch=1)
    if strip.may_take:
        take = Button(line.look, "plain", "small")
        take.setAutoDefault(True)
        short, whole = translate("VisitStrips", "Take"), translate("VisitStrips", "Take what is suggested")
        take.say(f"{short}   Alt+Y", whole)
        take.setAccessibleName(f"{whole}: {words}. {text(strip.why)}")
        take.clicked.connect(lambda: line.acted.emit(SuggestionTaken(line.key)))
        line.add(take)


def _note(line: StripLine, strip: Note) -> None:
    line.add(label(line.look.text(strip.text), "hint", "amber" if strip.tone == "amber" else "text_3", wrap=True), 1)


def _write(line: StripLine, strip: Strip) -> None:
    match strip:
        case ReadAs():
            _read_as(line, strip)
        case Ask():
            _ask(line, strip)
        case Refused():
            _refused(line, strip)
        case SoftLimit():
            soft_line(line, strip)
        case FailedCheck():
            check_line(line, strip)
        case Critical():
            critical_line(line, strip)
        case ReasonForChange():
            reason_line(line, strip)
        case DraftBack():
            _draft(line, strip)
        case InConflict():
            _conflict(line, strip)
        case Suggested():
            _suggested(line, strip)
        case Note():
            _note(line, strip)


def _kind(strip: Strip) -> tuple[type, str]:
    """What a strip is about: several checks may fail under one row."""
    return type(strip), strip.check if isinstance(strip, FailedCheck | Critical) else ""


class StripBox(QFrame):
    """The strips of one row. `acted` carries a payload of `ui.visit.acts`; `retyped` text for the field."""

    acted = Signal(object)
    retyped = Signal(str)
    conflict_opened = Signal(str)
    explaining = Signal(str, str)

    def __init__(self, look: Look, columns: Columns, key: str) -> None:
        super().__init__()
        self._look = look
        self._columns = columns
        self._key = key
        self._strips: tuple[Strip, ...] = ()
        self._language: Language = look.language.code
        self._lines: list[StripLine] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.setProperty("part", "entrystrip")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setVisible(False)

    @property
    def used(self) -> bool:
        """True when there is something to say."""
        return bool(self._strips)

    def sizeHint(self) -> QSize:
        """As high as its lines."""
        return QSize(400, sum(line.height_for(self.width()) for line in self._lines))

    def show_strips(self, strips: tuple[Strip, ...]) -> bool:
        """Show these; a line in which somebody types stays as it is. True when widgets changed."""
        language = self._look.language.code
        if strips == self._strips and language == self._language:
            return False
        kept = {_kind(line.strip): line for line in self._lines if self._typing_in(line)}
        for line in self._lines:
            if line not in kept.values():
                self._column.removeWidget(line)
                line.hide()
                line.deleteLater()
        self._lines = []
        for strip in strips:
            line = kept.pop(_kind(strip)) if _kind(strip) in kept else self._line(strip)
            self._column.removeWidget(line)
            self._column.addWidget(line)
            self._lines.append(line)
        for left_over in kept.values():
            left_over.deleteLater()
        self._strips, self._language = strips, language
        self._place()
        self.setVisible(bool(strips))
        return True

    def inputs(self) -> list[QWidget]:
        """What can take the focus, in order."""
        return [widget for line in self._lines for widget in line.inputs]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Begin where the result column begins."""
        self._place()
        super().resizeEvent(event)

    def _line(self, strip: Strip) -> StripLine:
        line = StripLine(self._look, self._key, strip)
        _write(line, strip)
        line.acted.connect(self.acted)
        line.retyped.connect(self.retyped)
        line.conflict_opened.connect(self.conflict_opened)
        line.explaining.connect(self.explaining)
        return line

    def _place(self) -> None:
        for line in self._lines:
            line.begin_at(self._columns.margin, self._columns.strip_left(self.width()))

    def _typing_in(self, line: StripLine) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and line.isAncestorOf(focus) and any(focus is one for one in line.editors)
