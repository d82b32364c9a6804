"""The form of the backup plan: when, at which time or distance, and how many are kept."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.admin.backup_state import PlanShown
from ui.look import Look
from ui.widgets.buttons import Button
from ui.widgets.fields import Line, named
from ui.widgets.labels import label
from ui.widgets.segmented import Segmented


class PlanForm(QWidget):
    """`chosen` carries a PlanShown. What somebody typed stays until it is asked for or the plan changes."""

    chosen = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._shown: PlanShown | None = None
        self._title = label("", bold=True)
        self.when = Segmented()
        self.at, self.hours = Line(), Line()
        self.daily, self.weekly, self.monthly = Line(), Line(), Line()
        self._labels = {
            name: label("", tone="text_2") for name in ("at", "hours", "keep", "daily", "weekly", "monthly")
        }
        self.save = Button(look, "plain", "normal", "check")
        first, second = QHBoxLayout(), QHBoxLayout()
        for row in (first, second):
            row.setSpacing(8)
        first.addWidget(self.when)
        for name, field in (("at", self.at), ("hours", self.hours)):
            first.addWidget(self._labels[name])
            first.addWidget(field)
        second.addWidget(self._labels["keep"])
        for name, field in (("daily", self.daily), ("weekly", self.weekly), ("monthly", self.monthly)):
            second.addWidget(field)
            second.addWidget(self._labels[name])
        second.addWidget(self.save)
        for row in (first, second):
            row.addStretch()
        for field in (self.at, self.hours, self.daily, self.weekly, self.monthly):
            field.setFixedWidth(64)
            field.returnPressed.connect(self.save.click)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addLayout(first)
        column.addLayout(second)
        self.when.chosen.connect(lambda _key: self._fit())
        self.save.clicked.connect(self._ask)

    def show_plan(self, plan: PlanShown, *, enabled: bool) -> None:
        """Show what is planned."""
        self._title.setText(self.tr("By itself"))
        current = self.when.current() if self._shown == plan else plan.when
        self.when.offer(
            [
                ("off", self.tr("Off")), ("daily", self.tr("Every day")), ("hours", self.tr("Every few hours")),
                ("lock", self.tr("When locking")),
            ],
            current,
        )  # fmt: skip
        self.when.setAccessibleName(self._title.text())
        if self._shown != plan:
            self._shown = plan
            for field, words in (
                (self.at, plan.at), (self.hours, plan.hours), (self.daily, plan.daily), (self.weekly, plan.weekly),
                (self.monthly, plan.monthly),
            ):  # fmt: skip
                field.setText(words)
        self._retranslate()
        self.setEnabled(enabled)
        self._fit()

    def _retranslate(self) -> None:
        words = {
            "at": self.tr("at"), "hours": self.tr("hours apart"), "keep": self.tr("Keep the last of"),
            "daily": self.tr("days"), "weekly": self.tr("weeks"), "monthly": self.tr("months"),
        }  # fmt: skip
        for name, text in words.items():
            self._labels[name].setText(text)
        for field, name in (
            (self.at, "at"), (self.hours, "hours"), (self.daily, "daily"), (self.weekly, "weekly"),
            (self.monthly, "monthly"),
        ):  # fmt: skip
            named(field, words[name])
        self.save.say(self.tr("Save the plan"))

    def _fit(self) -> None:
        """Only what belongs to the chosen kind."""
        when = self.when.current()
        for name, field in (("at", self.at), ("hours", self.hours)):
            shown = when == ("daily" if name == "at" else "hours")
            self._labels[name].setVisible(shown)
            field.setVisible(shown)

    def _ask(self) -> None:
        self.chosen.emit(
            PlanShown(
                self.when.current(), self.at.text(), self.hours.text(), self.daily.text(), self.weekly.text(),
                self.monthly.text(),
            )
        )  # fmt: skip
