"""The strips that take words: outside the usual range, failing check, critical value, reason for a change."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QComboBox, QSizePolicy

from ui.language import fill, translate
from ui.look import Look
from ui.visit.acts import Acknowledged, CheckExplained, Explained, ReasonGiven
from ui.visit.explanation import ExplanationEdit
from ui.visit.field import ComposingEdit
from ui.visit.state import Critical, FailedCheck, Option, ReasonForChange, SoftLimit
from ui.visit.strip_line import StripLine
from ui.widgets.buttons import Button
from ui.widgets.chips import Chip
from ui.widgets.fields import Choice
from ui.widgets.labels import IconLabel, label
from ui.widgets.state import Tone


def soft_line(line: StripLine, strip: SoftLimit) -> None:
    """Outside the usual range: what it is, a word of explanation, and whether that is on record."""
    line.add(Chip(line.look, line.look.text(strip.message), Tone.QUIET if strip.explained else Tone.AMBER))
    _explanation(line, strip, lambda words: Explained(line.key, words))


def check_line(line: StripLine, strip: FailedCheck) -> None:
    """A check that fails: its sentence, a word of explanation, and whether that is on record."""
    told = strip.explained
    line.add(label(line.look.text(strip.message), "hint", "text_2" if told else "amber", bold=not told, wrap=True), 1)
    _explanation(line, strip, lambda words: CheckExplained(line.key, strip.check, words))


def _explanation(line: StripLine, strip: SoftLimit | FailedCheck, act: Callable[[str], object]) -> None:
    if strip.may_explain:
        _box(line, strip, act)
    else:
        line.add(label(strip.explanation, "hint", "text", wrap=True), 1)
    if strip.explained:
        line.add(IconLabel(line.look, "check", "text_2"))
        said = translate("VisitStrips", "explained; still a query") if strip.always else ""
        line.add(label(said or translate("VisitStrips", "explained"), "hint", "text_2"))


def _box(line: StripLine, strip: SoftLimit | FailedCheck, act: Callable[[str], object]) -> None:
    words = ExplanationEdit()
    words.setProperty("grid", True)
    without = translate("VisitStrips", "a word of explanation; without it a query is raised")
    always = translate("VisitStrips", "a word of explanation; a query is raised in any case")
    words.setPlaceholderText(always if strip.always else without)
    words.setMinimumWidth(160)
    words.setAccessibleName(translate("VisitStrips", "explanation"))
    about = strip.check if isinstance(strip, FailedCheck) else ""
    words.setProperty("about", about)
    words.show_said(strip.explanation)
    words.find_again(strip.draft)
    words.given.connect(lambda text: line.acted.emit(act(text)))
    words.half.connect(lambda text: line.explaining.emit(about, text))
    line.add(words, 1)
    if strip.draft:
        found = label(fill(translate("VisitStrips", "half-typed at %1, not said yet"), strip.draft_at), "hint", "amber")
        words.given.connect(found.hide)
        words.given_up.connect(found.hide)
        line.add(found)


def _picker(look: Look, options: tuple[Option, ...], name: str) -> Choice:
    picker = Choice(look)
    picker.setProperty("grid", True)
    picker.setAccessibleName(name)
    picker.offer([(option.code, look.text(option.label)) for option in options], None)
    return picker


def _writable(look: Look, options: tuple[Option, ...], name: str) -> tuple[Choice, ComposingEdit]:
    """A list that also takes other words, and where they are typed; nothing is chosen yet."""
    picker, words = _picker(look, options, name), ComposingEdit()
    picker.setEditable(True)
    picker.setLineEdit(words)
    picker.setCurrentIndex(-1)
    picker.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    return picker, words


def _go_on(button: Button, step: int) -> None:
    """Enter behind the words presses the button, with the focus there: a line that somebody types in stays as it is."""
    if step > 0:
        button.setFocus(Qt.FocusReason.TabFocusReason)
        button.click()


def _open_unchosen(picker: QComboBox) -> None:
    """The list with none of it chosen: Qt chooses the first, and the Enter that opened it, again, would take that."""
    picker.showPopup()
    picker.view().setCurrentIndex(QModelIndex())


def critical_line(line: StripLine, strip: Critical) -> None:
    """A critical value: who was told, when, what was done, and one button; or who has acknowledged it."""
    look = line.look
    line.lead.setText(look.text(strip.limit))
    line.lead.setWordWrap(True)
    if strip.acknowledged is not None:
        line.add(IconLabel(look, "check", "text_2"))
        line.add(label(look.text(strip.acknowledged), "hint", "text_2"), 1)
        return
    person = _picker(look, strip.people, translate("VisitStrips", "Told"))
    person.setCurrentIndex(max(person.findData(strip.person), 0))
    person.setMinimumWidth(84)
    at = ComposingEdit()
    at.setProperty("grid", True)
    at.setFixedWidth(56)
    at.setText(strip.at)
    at.setAccessibleName(translate("VisitStrips", "at"))
    action, words = _writable(look, (), translate("VisitStrips", "Action"))
    action.addItems([look.text(one) for one in strip.actions])
    action.setCurrentIndex(-1)
    action.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    done = Button(look, "danger", "small")
    done.say(translate("VisitStrips", "Acknowledge"))

    def acknowledge() -> None:
        """Acknowledged means that something was done: without an action the list of actions opens."""
        if action.currentText().strip():
            done_now = action.currentText().strip()
            line.acted.emit(Acknowledged(line.key, person.key(), at.text(), done_now, strip.check, strip.value))
        else:
            action.setFocus(Qt.FocusReason.OtherFocusReason)
            _open_unchosen(action)

    done.clicked.connect(acknowledge)
    words.entered.connect(lambda step: _go_on(done, step))
    line.add(label(translate("VisitStrips", "Told"), "hint", "text_2"))
    line.add(person)
    line.add(label(translate("VisitStrips", "at"), "hint", "text_2"))
    line.add(at)
    line.add(label(translate("VisitStrips", "Action"), "hint", "text_2"))
    line.add(action, 1)
    line.add(done)


def reason_line(line: StripLine, strip: ReasonForChange) -> None:
    """A value that was signed or sent is being changed: why."""
    look = line.look
    question = fill(translate("VisitStrips", "was %1: why is it changed?"), strip.before)
    line.add(label(question, "hint", "amber", bold=True))
    reason, words = _writable(look, strip.reasons, translate("VisitStrips", "reason for the change"))
    change = Button(look, "plain", "small")
    change.say(translate("VisitStrips", "Change it"))

    def give() -> None:
        text = reason.currentText().strip()
        place = reason.findText(text)
        code = reason.itemData(place) if place >= 0 else None
        if text:
            line.acted.emit(ReasonGiven(line.key, strip.typed, code if isinstance(code, str) else text))

    change.clicked.connect(give)
    words.entered.connect(lambda step: _go_on(change, step))
    line.add(reason, 1)
    line.add(change)
