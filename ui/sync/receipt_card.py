"""The end-of-day receipt with the same numbers as the screen beside it; printed also when something is left."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.language import fill
from ui.look import Look
from ui.sync.state import Receipt
from ui.widgets.buttons import Button
from ui.widgets.cards import Card
from ui.widgets.chips import Chip
from ui.widgets.labels import hairline, label


class ReceiptCard(Card):
    """Groups of lines, the heads of both chains, and the two ways to keep it."""

    print_requested = Signal()
    pdf_requested = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__((22, 18, 22, 18), 0)
        self._look = look
        self.setFixedWidth(372)
        _holder, line = self.head()
        self._title = label("", "pane", bold=True)
        self._draft = Chip(look)
        line.addWidget(self._title)
        line.addStretch()
        line.addWidget(self._draft)
        self._where = label("", "hint", "text_2", wrap=True)
        self.column.addWidget(self._where)
        self._body = QWidget()
        self._shown: object = None
        self.column.addWidget(self._body)
        self.column.addStretch()
        self.print = Button(look, "primary", "normal", "print")
        self.pdf = Button(look, "plain")
        self.print.clicked.connect(self.print_requested)
        self.pdf.clicked.connect(self.pdf_requested)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.print)
        foot.addWidget(self.pdf)
        foot.addStretch()
        self.column.addLayout(foot)
        self._left = label("", "hint", "text_2", wrap=True)
        self.column.addSpacing(8)
        self.column.addWidget(self._left)

    def show_receipt(self, receipt: Receipt | None) -> None:
        """Show the receipt as far as it stands; None before the first change of the day.

        The same one again costs nothing: the page is shown with every step of a cycle.
        """
        wanted = (receipt, self._look.language.code, self._look.theme.name)
        if self._shown != wanted:
            self._shown = wanted
            self._show(receipt)

    def _show(self, receipt: Receipt | None) -> None:
        self._title.setText(self.tr("Receipt of the day"))
        self.print.say(self.tr("Print the receipt"))
        self.pdf.say(self.tr("Save as PDF"))
        for button in (self.print, self.pdf):
            button.setEnabled(receipt is not None)
        self._draft.setVisible(receipt is not None)
        if receipt is None:
            self._where.setText(self.tr("Here stands what was entered today and what the centre has confirmed."))
            self._left.setText("")
            self._fill(QVBoxLayout())
            return
        self._draft.say(self.tr("final") if receipt.final else self.tr("draft"))
        self._where.setText(f"{receipt.on:%Y-%m-%d} · {receipt.site} · {receipt.device}")
        left = self.tr("%n change(s) are not confirmed yet; a receipt printed now says so.", "", receipt.unconfirmed)
        self._left.setText(left if receipt.unconfirmed else "")
        column = QVBoxLayout()
        for group in receipt.groups:
            column.addSpacing(10)
            column.addWidget(label(self._look.text(group.title), "hint", "text_2"))
            for line in group.lines:
                column.addWidget(hairline())
                number = self._row(self._look.text(line.text), line.number, line.attention)
                column.addWidget(number)
        column.addSpacing(10)
        column.addWidget(hairline())
        column.addSpacing(6)
        for name, head in receipt.heads:
            words = fill(self.tr("head of the chain, %1: %2"), self._look.text(name), head)
            column.addWidget(label(words, "hint", "text_2", wrap=True))
        self._fill(column)

    def _row(self, words: str, number: str, attention: bool) -> QWidget:
        holder = QWidget()
        holder.setFixedHeight(26)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        tone = "amber" if attention else "text"
        row.addWidget(label(words, tone="amber" if attention else "text"))
        row.addStretch()
        row.addWidget(label(number, tone="amber" if tone == "amber" else "text", bold=True))
        return holder

    def _fill(self, column: QVBoxLayout) -> None:
        """Put new lines in the place of the old ones."""
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        body = QWidget()
        body.setLayout(column)
        self.column.replaceWidget(self._body, body)
        self._body.hide()
        self._body.deleteLater()
        self._body = body
        body.show()
