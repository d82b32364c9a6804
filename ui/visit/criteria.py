"""The card of what the answers of a term mean: one line an answer, the one that stands there marked. Takes no keys."""

from PySide6.QtWidgets import QVBoxLayout

from ui.look import Look
from ui.visit.meaning import Criteria
from ui.widgets.cards import Card
from ui.widgets.labels import label
from ui.widgets.layouts import clear


class CriteriaCard(Card):
    """Shown while a term is chosen of which its dictionary says something."""

    def __init__(self, look: Look) -> None:
        super().__init__((12, 8, 12, 8), 4)
        self._look = look
        self._shown: object = None
        self._title = label("", "body", bold=True, wrap=True)
        self._source = label("", "hint", "text_3", wrap=True)
        self._lines = QVBoxLayout()
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(2)
        self.column.addWidget(self._title)
        self.column.addLayout(self._lines)
        self.column.addWidget(self._source)

    def show_criteria(self, criteria: Criteria | None) -> None:
        """Show these; None: the card goes."""
        self.setVisible(criteria is not None)
        seen = (criteria, self._look.language.code)
        if criteria is None or seen == self._shown:
            return
        self._shown = seen
        self._title.setText(self._look.text(criteria.title))
        self._source.setText(self._look.text(criteria.source))
        clear(self._lines)
        for line in criteria.lines:
            answer = label(self._look.text(line.answer), "hint", "text" if line.chosen else "text_3", bold=line.chosen)
            self._lines.addWidget(answer)
            self._lines.addWidget(label(line.words, "hint", "text" if line.chosen else "text_2", wrap=True))
