"""The short lists at the right of a child's page: medication, conflicts, files."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui.child.state import ConflictRow, FileRow, MedicationRow, SignatureRow
from ui.file_words import WRONG, file_state_words
from ui.look import Look
from ui.widgets.buttons import Button, LinkButton
from ui.widgets.cards import Card
from ui.widgets.labels import IconLabel, hairline, label, retone
from ui.widgets.layouts import clear


class ListCard(Card):
    """A titled list whose rows are buttons; an action at the right of the title when it has one."""

    added = Signal()

    def __init__(self, look: Look, addable: bool = False) -> None:
        super().__init__((12, 8, 12, 8), 4)
        self.look = look
        self._shown: object = None
        self._title = label("", "body", bold=True)
        _holder, head = self.head()
        head.addWidget(self._title, 1)
        self.add_button = Button(look, "quiet", "small", "plus")
        self.add_button.clicked.connect(self.added)
        head.addWidget(self.add_button)
        # Only now: shown before it has a parent it would be a window of its own for a moment, and take the focus.
        self.add_button.setVisible(addable)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        self.column.addLayout(self._rows)
        self._empty = label("", "hint", "text_3", wrap=True)
        self.column.addWidget(self._empty)

    def say(self, title: str, count: int, empty: str, add: str = "") -> None:
        """Set the words of the card."""
        self._title.setText(f"{title} · {count}" if count else title)
        self._empty.setText(empty)
        self._empty.setVisible(not count)
        self.add_button.say(add)

    def fill_rows(self, rows: tuple[object, ...], make: Callable[[int], QWidget]) -> None:
        """Make the rows anew when they or the language changed."""
        seen = (rows, self.look.language.code)
        if seen == self._shown:
            return
        self._shown = seen
        clear(self._rows)
        for place in range(len(rows)):
            if place:
                self._rows.addWidget(hairline())
            self._rows.addWidget(make(place))

    def linked(self, mark: IconLabel, link: LinkButton, below: QWidget) -> QWidget:
        """A row of a mark, a link and what is said below it: beside each other they cut each other off."""
        made = QWidget()
        grid = QGridLayout(made)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        grid.addWidget(mark, 0, 0)
        grid.addWidget(link, 0, 1, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(below, 1, 1)
        return made


class MedicationCard(ListCard):
    """What the child takes now. `opened` carries the key of a prescription."""

    opened = Signal(str)

    def show_rows(self, rows: tuple[MedicationRow, ...], may_edit: bool) -> None:
        """Show the prescriptions."""
        self.say(self.tr("Medication"), len(rows), self.tr("Nothing is written down yet."), self.tr("Add"))
        self.add_button.setVisible(may_edit)
        self.fill_rows(rows, lambda place: self._row(rows[place]))

    def _row(self, row: MedicationRow) -> QWidget:
        made = QWidget()
        grid = QGridLayout(made)
        grid.setContentsMargins(0, 1, 0, 1)
        grid.setVerticalSpacing(0)
        name = LinkButton(self.look)
        name.say(row.drug, self.tr("Open this prescription"))
        name.clicked.connect(lambda: self.opened.emit(row.key))
        grid.addWidget(name, 0, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(label(row.dose, "hint"), 0, 1, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(label(f"{row.since} – {row.until}", "key", "text_3"), 1, 0)
        grid.addWidget(label(row.per_kg, "key", "text_3"), 1, 1, Qt.AlignmentFlag.AlignRight)
        return made


class ConflictsCard(ListCard):
    """Fields with two values. `opened` carries an address key; no conflict: no card."""

    opened = Signal(str)

    def show_rows(self, rows: tuple[ConflictRow, ...]) -> None:
        """Show the conflicts."""
        self.say(self.tr("Conflicts"), len(rows), "")
        self.setVisible(bool(rows))
        self.fill_rows(rows, lambda place: self._row(rows[place]))

    def _row(self, row: ConflictRow) -> QWidget:
        link = LinkButton(self.look)
        link.say(self.look.text(row.label), self.tr("Open this conflict"))
        link.clicked.connect(lambda: self.opened.emit(row.key))
        values = label(row.values, "hint", "text_2")
        values.setAlignment(Qt.AlignmentFlag.AlignRight)
        return self.linked(IconLabel(self.look, "fork", "amber"), link, values)


class SignaturesCard(ListCard):
    """Where signatures stand, wait or are void. `opened` carries a visit's address key; nothing to say: no card."""

    opened = Signal(str)

    def show_rows(self, rows: tuple[SignatureRow, ...]) -> None:
        """Show the visits."""
        self.say(self.tr("Signatures"), 0, "")
        self._empty.hide()
        self.setVisible(bool(rows))
        self.fill_rows(rows, lambda place: self._row(rows[place]))

    def _row(self, row: SignatureRow) -> QWidget:
        made, text = QWidget(), self.look.text
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(6)
        icon, ink = ("warning", "amber") if row.void else ("pen", "text_2")
        head.addWidget(IconLabel(self.look, icon, ink))
        link = LinkButton(self.look)
        link.say(text(row.label), self.tr("Review and sign"))
        link.clicked.connect(lambda: self.opened.emit(row.key))
        head.addWidget(link)
        head.addStretch(1)
        if row.waiting is not None:
            head.addWidget(label(text(row.waiting), "hint", "text_2"))
        column.addLayout(head)
        if row.signed is not None:
            column.addWidget(label(text(row.signed), "key", "text_3", wrap=True))
        for said in row.void:
            column.addWidget(label(text(said), "key", "amber", wrap=True))
        return made


class FilesCard(ListCard):
    """The sealed files of the child. `opened` carries a file's key."""

    opened = Signal(str)

    def show_rows(self, rows: tuple[FileRow, ...]) -> None:
        """Show the files."""
        self.say(self.tr("Files"), len(rows), self.tr("Files are added on the ECG, echo and EEG forms."))
        self.fill_rows(rows, lambda place: self._row(rows[place]))

    def _row(self, row: FileRow) -> QWidget:
        made = QWidget()
        line = QHBoxLayout(made)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        link = LinkButton(self.look, "file")
        link.say(row.name, self.tr("Open this file"))
        link.clicked.connect(lambda: self.opened.emit(row.key))
        line.addWidget(link)
        line.addStretch(1)
        if row.state != "sent":
            said = label(file_state_words(row.state), "key", "text_3")
            if row.state in WRONG:
                retone(said, "amber")
            line.addWidget(said)
        line.addWidget(label(row.date, "key", "text_3"))
        return made if row.held is None else self._with_note(made, self.look.text(row.held))

    @staticmethod
    def _with_note(line: QWidget, note: str) -> QWidget:
        """The file with what to know of it below: it stands although somebody withdrew it."""
        both = QWidget()
        column = QVBoxLayout(both)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(line)
        column.addWidget(label(note, "key", "amber", wrap=True))
        return both
