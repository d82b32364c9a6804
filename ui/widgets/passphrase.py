"""Choosing a new passphrase: twice typed, with its rules shown as they are met. The rules' last word is the store's."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.language import translate
from ui.look import Look
from ui.widgets.fields import Passphrase
from ui.widgets.labels import IconLabel, label, retone


def unmet_rules(passphrase: str, again: str, name: str, minimum: int) -> set[str]:
    """Which of the rules length, varied, name, same a passphrase does not meet."""
    lowered = passphrase.casefold()
    parts = [part for part in name.casefold().split() if len(part) > 1]
    unmet = set()
    if len(passphrase) < minimum:
        unmet.add("length")
    if len(set(lowered)) < 5:
        unmet.add("varied")
    if not passphrase or any(part in lowered for part in parts):
        unmet.add("name")
    if not passphrase or passphrase != again:
        unmet.add("same")
    return unmet


class CapsWarning(QWidget):
    """Says that caps lock seems to be on; keeps its place, so that nothing jumps."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self._icon = IconLabel(look, "warning", "amber")
        self._word = label("", "hint", "amber", bold=True)
        row.addWidget(self._icon)
        row.addWidget(self._word)
        row.addStretch()
        self.setFixedHeight(20)
        self.show_caps(False)

    def show_caps(self, on: bool) -> None:
        """Show or hide the warning."""
        self._icon.setVisible(on)
        self._word.setVisible(on)
        self._word.setText(translate("CapsWarning", "Caps Lock is on"))
        self.setAccessibleName(self._word.text() if on else "")

    @property
    def shown(self) -> bool:
        """True while the warning stands."""
        return not self._word.isHidden()


class NewPassphrase(QWidget):
    """Two fields and the rules. `changed` is sent at every keystroke; `submitted` on Enter when all rules are met."""

    changed = Signal()
    submitted = Signal()

    def __init__(self, look: Look, large: bool = False) -> None:
        super().__init__()
        self._look = look
        self._name = ""
        self._minimum = 12
        self.first = Passphrase(large)
        self.again = Passphrase(large)
        self._caps = CapsWarning(look)
        self._labels = (label("", "hint", "text_2"), label("", "hint", "text_2"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for words, field in zip(self._labels, (self.first, self.again), strict=True):
            column.addWidget(words)
            column.addWidget(field)
            column.addSpacing(6)
            field.textChanged.connect(self._check)
            field.caps_changed.connect(self._caps.show_caps)
            field.returnPressed.connect(self._submit)
        self._rules: dict[str, tuple[IconLabel, QLabel]] = {}
        for rule in ("length", "varied", "name", "same"):
            row = QHBoxLayout()
            row.setSpacing(6)
            icon, words = IconLabel(look, "clock", "text_3"), label("", "hint", "text_3")
            row.addWidget(icon)
            row.addWidget(words)
            row.addStretch()
            column.addLayout(row)
            self._rules[rule] = (icon, words)
        column.addWidget(self._caps)
        self._retranslate()

    def expect(self, name: str, minimum: int) -> None:
        """Whose passphrase it is (it may not hold the name), and how long it must be at least."""
        self._name, self._minimum = name, minimum
        self._retranslate()

    def text(self) -> str:
        """The passphrase when every rule is met, else nothing."""
        return "" if self._unmet() else self.first.text()

    def forget(self) -> None:
        """Empty both fields."""
        self.first.forget()
        self.again.forget()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _unmet(self) -> set[str]:
        return unmet_rules(self.first.text(), self.again.text(), self._name, self._minimum)

    def _check(self) -> None:
        unmet = self._unmet()
        for rule, (icon, words) in self._rules.items():
            met = rule not in unmet
            icon.show_icon("check" if met else "clock", "accent" if met else "text_3")
            retone(words, "text_2" if met else "text_3")
        self.changed.emit()

    def _submit(self) -> None:
        if not self.again.text():
            self.again.setFocus()
        elif self.text():
            self.submitted.emit()

    def _retranslate(self) -> None:
        words = (self.tr("New passphrase"), self.tr("New passphrase again"))
        for place, (shown, field) in enumerate(zip(self._labels, (self.first, self.again), strict=True)):
            shown.setText(words[place])
            field.setAccessibleName(words[place])
        rules = {
            "length": self.tr("at least %n characters; several words are easiest to keep", "", self._minimum),
            "varied": self.tr("at least five different characters"),
            "name": self.tr("without your name"),
            "same": self.tr("typed twice the same"),
        }
        for rule, (_icon, shown) in self._rules.items():
            shown.setText(rules[rule])
        self._check()
