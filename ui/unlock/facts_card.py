"""What is known of this store before anyone is in: unsent work, backup, integrity, drafts. No names of children."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ui.language import age_of, day_of, fill, translate
from ui.look import Look
from ui.unlock.state import UnlockState
from ui.widgets.cards import Card
from ui.widgets.labels import IconLabel, label, retone


class _Fact(QWidget):
    """One line: icon, what it is, how it stands."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._icon = IconLabel(look, "check", "text_3")
        self._title = label()
        self._value = label("", tone="text_2")
        row.addWidget(self._icon)
        row.addWidget(self._title)
        row.addStretch()
        row.addWidget(self._value)
        self.setFixedHeight(28)

    def say(self, title: str, value: str, attention: bool, icon: str = "") -> None:
        """Show the line; attention makes it amber and bold."""
        self._title.setText(title)
        self._value.setText(value)
        retone(self._value, "amber" if attention else "text_2", attention)
        self._icon.show_icon(icon or ("warning" if attention else "check"), "amber" if attention else "text_3")
        self.setAccessibleName(f"{title}: {value}")

    @property
    def value(self) -> QLabel:
        """The label that says how it stands."""
        return self._value


def _unsent(state: UnlockState) -> str:
    if state.unsent is None:
        return translate("FactsCard", "known after unlocking")
    if state.unsent == 0:
        return translate("FactsCard", "nothing")
    changes = translate("FactsCard", "%n change(s)", "", 0).of(state.unsent)
    if state.oldest is None:
        return changes
    return fill(translate("FactsCard", "%1, oldest %2 ago"), changes, age_of(state.oldest))


def _backup(state: UnlockState) -> str:
    if state.backup is None:
        return translate("FactsCard", "never")
    when = f"{day_of(state.backup, state.now.date())} {state.backup:%H:%M}"
    checked = translate("FactsCard", "checked") if state.backup_verified else translate("FactsCard", "not checked")
    return fill(translate("FactsCard", "%1, %2"), when, checked)


def _integrity(state: UnlockState) -> str:
    if state.behind:
        return translate("FactsCard", "%n entries are missing", "", 0).of(state.behind)
    if state.entries is None:
        return translate("FactsCard", "checked when unlocking")
    counted = f"{state.entries:,}".replace(",", "\N{THIN SPACE}")
    return fill(translate("FactsCard", "%1 entries, complete"), counted)


class FactsCard(Card):
    """Four lines about the store, a fifth while a bundle waits for its reply, and what somebody should see to."""

    def __init__(self, look: Look) -> None:
        super().__init__((16, 12, 16, 12), 0)
        self.facts = {name: _Fact(look) for name in ("unsent", "bundle", "backup", "integrity", "drafts")}
        for fact in self.facts.values():
            self.column.addWidget(fact)
        self._look = look
        self._warnings = label("", "hint", "amber", wrap=True)
        self.column.addWidget(self._warnings)

    def show_state(self, state: UnlockState) -> None:
        """Show how the store stands; while that is read, that it is."""
        if state.reading:
            self._reading()
            return
        unsent = bool(state.unsent)
        self.facts["unsent"].say(self.tr("Not sent"), _unsent(state), unsent, "offline" if unsent else "")
        self.facts["bundle"].setVisible(state.bundle is not None)
        if state.bundle is not None:
            waits = fill(self.tr("no reply yet, handed out %1 ago"), age_of(state.bundle))
            self.facts["bundle"].say(self.tr("Bundle"), waits, state.bundle_late, "" if state.bundle_late else "clock")
        attention = state.backup is None or bool(state.warnings)
        self.facts["backup"].say(self.tr("Last backup"), _backup(state), attention)
        self._warnings.setText("\n".join(map(self._look.text, state.warnings)))
        self._warnings.setVisible(bool(state.warnings))
        self.facts["integrity"].say(self.tr("Integrity of the record"), _integrity(state), state.behind > 0)
        who = self.tr(", ").join(f"{name} {count}" for name, count in state.drafts)
        drafts = fill(self.tr("%1; only the author sees it"), who) if who else self.tr("none")
        self.facts["drafts"].say(self.tr("Unfinished drafts"), drafts, False, "pen" if who else "")

    def _reading(self) -> None:
        titles = {
            "unsent": self.tr("Not sent"),
            "backup": self.tr("Last backup"),
            "integrity": self.tr("Integrity of the record"),
            "drafts": self.tr("Unfinished drafts"),
        }
        for name, title in titles.items():
            self.facts[name].say(title, self.tr("is being read"), False, "clock")
        self.facts["bundle"].setVisible(False)
        self._warnings.setVisible(False)
