"""Below the table: everything about the form that is current, each line leading to where it is dealt with."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from ui.look import Look
from ui.review.state import FormLine, Matter, SignatureLine, WithdrawAsked
from ui.visit.menus import offer_menu
from ui.visit.reason_dialog import ReasonDialog
from ui.visit.state import Option
from ui.widgets.buttons import LinkButton
from ui.widgets.labels import IconLabel, hairline, label
from ui.widgets.layouts import clear

OTHER = "other"


class MatterLine(QWidget):
    """A mark and a sentence; a button where there is somewhere to go. `opened` carries the address key."""

    opened = Signal(str)

    def __init__(self, look: Look, matter: Matter) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        plain = "file" if matter.file else "info"
        icon = "critical" if matter.loud else "warning" if matter.blocks else plain
        row.addWidget(IconLabel(look, icon, "red" if matter.loud else "amber" if matter.blocks else "text_3", 14))
        words = look.text(matter.text)
        if matter.key:
            link = LinkButton(look)
            link.say(words, self.tr("Go there"))
            link.clicked.connect(lambda: self.opened.emit(matter.key))
            row.addWidget(link)
        else:
            row.addWidget(label(words, "hint", "text_2", wrap=True), 1)
        row.addStretch(1)


class Detail(QWidget):
    """The current form: remarks, its digest, its signatures. `opened` carries an address key, `withdrawn` an act."""

    opened = Signal(str)
    withdrawn = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._shown: object = None
        self._reasons: tuple[Option, ...] = ()
        self.menu: QMenu | None = None
        self.dialog: ReasonDialog | None = None
        self.title = label("", "body", bold=True)
        self._digest = label("", "key", "text_3")
        head = QHBoxLayout()
        head.setContentsMargins(16, 6, 16, 0)
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self._digest)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(1)
        inner = QWidget()
        inner.setProperty("part", "inner")
        column = QVBoxLayout(inner)
        column.setContentsMargins(16, 0, 16, 6)
        column.addLayout(self._lines)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(2)
        whole.addWidget(hairline())
        whole.addLayout(head)
        whole.addWidget(area, 1)
        self.setFixedHeight(132)

    def show_line(self, line: FormLine | None, elsewhere: tuple[Matter, ...], reasons: tuple[Option, ...]) -> None:
        """Show another form, and below it the signatures that are void at other visits."""
        self._reasons = reasons
        seen = (line, elsewhere, self._look.language.code)
        if seen == self._shown:
            return
        self._shown = seen
        text = self._look.text
        self.title.setText(text(line.label) if line is not None else "")
        word = self.tr("digest")
        self._digest.setText(f"{word} {line.digest}…" if line is not None and line.digest else "")
        clear(self._lines)
        for matter in line.remarks if line is not None else ():
            self._matter(matter)
        for signature in line.signatures if line is not None else ():
            self._signature(line.key if line is not None else "", signature)
        if line is not None and not line.remarks and not line.signatures:
            self._lines.addWidget(label(self._calm(line), "hint", "text_2"))
        for matter in elsewhere:
            self._matter(matter)

    def _calm(self, line: FormLine) -> str:
        if line.standing == "ready":
            done = self.tr("Nothing stands in the way. The form is completed by the same act.")
            return done if line.completes else self.tr("Nothing stands in the way.")
        return self.tr("Nothing was entered here.")

    def _matter(self, matter: Matter) -> None:
        made = MatterLine(self._look, matter)
        made.opened.connect(self.opened)
        self._lines.addWidget(made)

    def _signature(self, form: str, signature: SignatureLine) -> None:
        row = QHBoxLayout()
        row.setSpacing(6)
        holder = QWidget()
        holder.setLayout(row)
        row.setContentsMargins(0, 0, 0, 0)
        text = self._look.text
        ink = "amber" if signature.void else "accent"
        row.addWidget(IconLabel(self._look, "warning" if signature.void else "pen", ink, 14))
        row.addWidget(label(text(signature.text), "hint", "amber" if signature.void else "text", bold=signature.void))
        row.addWidget(label(text(signature.detail), "key", "text_3", wrap=True), 1)
        if signature.may_withdraw:
            back = LinkButton(self._look)
            back.say(self.tr("Withdraw…"), self.tr("Take your signature back, with a reason"))
            back.clicked.connect(lambda: self._withdraw(back, form, signature.key))
            row.addWidget(back)
        self._lines.addWidget(holder)
        for change in signature.changes:
            self._matter(change)

    def _withdraw(self, below: QWidget, form: str, signature: str) -> None:
        """One of the reasons, or one's own words."""

        def take(reason: str) -> None:
            if reason != OTHER:
                self.withdrawn.emit(WithdrawAsked(form, signature, reason))
                return
            self.dialog = ReasonDialog(self._look, self.tr("Withdraw the signature"), self.window())
            self.dialog.given.connect(lambda words: self.withdrawn.emit(WithdrawAsked(form, signature, words)))
            self.dialog.open()

        self.menu = offer_menu(self._look, below, self._reasons, take)
