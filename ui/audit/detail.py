"""Beside the trail: everything about the line that is current, to be read and copied."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ui.audit.state import TrailLine
from ui.look import Look
from ui.widgets.buttons import Button
from ui.widgets.cards import Card
from ui.widgets.labels import label

WIDTH = 268
_BROKEN = 8
"""Characters of a hash between two places where a line may end."""


class Detail(Card):
    """`opened` carries the address key of the line."""

    opened = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__((16, 12, 8, 12), 6)
        self._look = look
        self._line: TrailLine | None = None
        self.setFixedWidth(WIDTH)
        self._title = label("", bold=True, wrap=True)
        self._lines: list[tuple[QLabel, QLabel]] = []
        inner = QWidget()
        inner.setProperty("part", "inner")
        self._rows = QVBoxLayout(inner)
        self._rows.setContentsMargins(0, 0, 8, 0)
        self._rows.setSpacing(1)
        self._rows.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        self.open = Button(look, "plain", "normal", "next")
        self.open.clicked.connect(self._open)
        self.column.addWidget(self._title)
        self.column.addWidget(area, 1)
        self.column.addWidget(self.open)

    def show_line(self, line: TrailLine | None) -> None:
        """Show another line, or that none is chosen."""
        self._line = line
        self.open.say(self.tr("Go to the field (Enter)"))
        self.open.setVisible(line is not None and bool(line.key))
        self._title.setText(self._look.text(line.kind) if line else self.tr("No entry is chosen"))
        told = [(name, words) for name, words in self._told(line) if words] if line else []
        while len(self._lines) < len(told):
            self._add()
        for place, (name, words) in enumerate(self._lines):
            shown = place < len(told)
            name.setVisible(shown)
            words.setVisible(shown)
            if shown:
                name.setText(told[place][0])
                words.setText(told[place][1])
                words.setAccessibleName(f"{told[place][0]}: {told[place][1]}")
                words.setToolTip(told[place][1])

    def _open(self) -> None:
        if self._line is not None:
            self.opened.emit(self._line.key)

    def _told(self, line: TrailLine) -> list[tuple[str, str]]:
        text = self._look.text
        who = f"{line.who} · {text(line.role)}" if line.who else text(line.role)
        number = "" if line.number is None else str(line.number)
        standing = " · ".join(part for part in (text(line.standing) if line.standing else "", number) if part)
        return [
            (self.tr("When (site)"), line.site),
            (self.tr("UTC, and this clock against the EDC's"), f"{line.utc}\n{text(line.clock)}"),
            (self.tr("Who"), who),
            (self.tr("Child"), line.child),
            (self.tr("Where"), text(line.place)),
            (self.tr("Before"), text(line.before)),
            (self.tr("After"), text(line.after)),
            (self.tr("Typed"), line.typed),
            (self.tr("Why"), line.why),
            (self.tr("State and number at the EDC"), standing),
            (self.tr("Workstation, its number"), f"{line.device} · {line.seq}"),
            (self.tr("Study version"), line.version),
            (self.tr("Change"), line.change),
            (self.tr("Hash (SHA-256)"), _broken(line.hash)),
        ]

    def _add(self) -> None:
        name, words = label("", "hint", "text_3"), label("", wrap=True)
        words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        words.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # As wide as the card and no wider, whatever long word stands in it.
        words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        words.setContentsMargins(0, 0, 0, 5)
        self._lines.append((name, words))
        self._rows.insertWidget(self._rows.count() - 1, name)
        self._rows.insertWidget(self._rows.count() - 1, words)


def _broken(hash_: str) -> str:
    """A hash in groups, so that a line may end between them and two can be compared by eye."""
    return " ".join(hash_[place : place + _BROKEN] for place in range(0, len(hash_), _BROKEN))
