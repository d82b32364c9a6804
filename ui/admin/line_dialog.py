"""The line to the EDC: address, whose certificates count, the hospital's proxy and its login, when it syncs."""

from pathlib import PurePath

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from study.text import Text
from ui.admin.line_state import LineState, LineWanted, ProxyUse
from ui.language import fill
from ui.look import Look
from ui.widgets.buttons import Button
from ui.widgets.cards import MessageStrip
from ui.widgets.fields import Choice, Line, Passphrase, Tick
from ui.widgets.labels import label
from ui.widgets.segmented import Segmented
from ui.widgets.state import Tone

_MINUTES = (0, 5, 10, 30, 60)
_USES: tuple[ProxyUse, ...] = ("system", "none", "this")


class LineDialog(QDialog):
    """`wanted` carries a LineWanted, `file_asked` asks for the authority's file; whoever keeps it calls `accept`."""

    wanted = Signal(object)
    file_asked = Signal()

    def __init__(self, look: Look, state: LineState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look.theme.wear(self)
        self._look = look
        self._state = state
        self._authority: str | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setMinimumWidth(600)
        self.setWindowTitle(self.tr("How the EDC is reached"))
        self.strip = MessageStrip(look)
        self.strip.hide()
        self.address, self.proxy_address, self.user = Line(), Line(), Line()
        self.password = Passphrase(large=False)
        self.authority = label("", wrap=True)
        self.choose, self.system = Button(look, "plain", "small"), Button(look, "plain", "small")
        self.proxy = Segmented()
        self.minutes = Choice(look)
        self.at_network = Tick(look, self.tr("also as soon as a connection appears"))
        self.keep, self.leave = Button(look, "primary"), Button(look, "plain")
        self._grid = QGridLayout()
        self._build()
        self._fill()
        self._connect()

    def chosen(self, path: str) -> None:
        """This file holds the certificates that count; taken over when it is kept."""
        self._authority = path
        self._show_authority()

    def refuse(self, why: Text) -> None:
        """Nothing was kept, and why."""
        self.keep.setEnabled(True)
        self.strip.say(self._look.text(why), tone=Tone.AMBER)
        self.strip.show()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addWidget(self.strip)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        column.addLayout(self._grid)
        files = QHBoxLayout()
        files.setSpacing(8)
        files.addWidget(self.choose)
        files.addWidget(self.system)
        files.addStretch()
        if self._state.address:
            self._row(self.tr("Address of the EDC"), self.address)
        self._row(self.tr("Certificates"), self.authority)
        self._grid.addLayout(files, self._grid.rowCount(), 1)
        self._row(self.tr("Proxy"), self.proxy)
        self._row(self.tr("Address of the proxy"), self.proxy_address)
        self._row(self.tr("User at the proxy"), self.user)
        self._row(self.tr("Password at the proxy"), self.password)
        self._row(self.tr("Syncs"), self.minutes)
        self._grid.addWidget(self.at_network, self._grid.rowCount(), 1)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.leave)
        row.addWidget(self.keep)
        column.addLayout(row)

    def _row(self, words: str, field: QWidget) -> None:
        place = self._grid.rowCount()
        said = label(words, "hint", "text_2")
        said.setBuddy(field)
        field.setAccessibleName(words)
        self._grid.addWidget(said, place, 0)
        self._grid.addWidget(field, place, 1)

    def _fill(self) -> None:
        state = self._state
        self.address.setText(state.address)
        self.proxy_address.setText(state.proxy_address)
        self.proxy_address.setPlaceholderText("http://proxy:8080")
        self.user.setText(state.proxy_user)
        words = {"system": self.tr("as the system has it"), "none": self.tr("none"), "this": self.tr("this one")}
        self.proxy.offer([(use, words[use]) for use in _USES], state.proxy_use)
        offered = sorted({*_MINUTES, state.minutes})
        every = {minutes: fill(self.tr("every %1 minutes"), str(minutes)) for minutes in offered}
        every[0] = self.tr("only by hand")
        self.minutes.offer([(str(minutes), every[minutes]) for minutes in offered], str(state.minutes))
        self.at_network.setChecked(state.at_network)
        self.choose.say(self.tr("Choose a file…"), self.tr("The file with the study's certificate authority"))
        self.system.say(self.tr("Those of the system"))
        self.leave.say(self.tr("Cancel"))
        self.keep.say(self.tr("Keep"))
        self._show_authority()
        self._able()

    def _connect(self) -> None:
        self.proxy.chosen.connect(lambda _use: self._able())
        self.user.textChanged.connect(lambda _text: self._able())
        self.minutes.currentIndexChanged.connect(lambda _place: self._able())
        self.choose.clicked.connect(self.file_asked)
        self.system.clicked.connect(lambda: self.chosen(""))
        self.leave.clicked.connect(self.reject)
        self.keep.clicked.connect(self._ask)

    def _show_authority(self) -> None:
        kept = self._state.authority
        words = fill(self.tr("only the study's own authority, fingerprint %1"), kept)
        if self._authority is None:
            shown = words if kept else self.tr("those that the system trusts")
        elif self._authority:
            shown = fill(self.tr("from now on only those of %1"), PurePath(self._authority).name)
        else:
            shown = self.tr("from now on those that the system trusts")
        self.authority.setText(shown)
        self.system.setEnabled(bool(self._authority or (kept and self._authority is None)))

    def _able(self) -> None:
        use = self.proxy.current()
        self.proxy_address.setEnabled(use == "this")
        self.user.setEnabled(use != "none")
        self.password.setEnabled(use != "none" and bool(self.user.text().strip()))
        same = self._state.password and self.user.text().strip() == self._state.proxy_user
        self.password.setPlaceholderText(self.tr("one is kept; type to replace it") if same else "")
        self.at_network.setEnabled(self.minutes.key() != "0")

    def _ask(self) -> None:
        self.keep.setEnabled(False)
        use = next(use for use in _USES if use == self.proxy.current())
        asked = LineWanted(
            address=self.address.text().strip(),
            authority=self._authority,
            proxy_use=use,
            proxy_address=self.proxy_address.text().strip() if use == "this" else "",
            proxy_user=self.user.text().strip() if use != "none" else "",
            password=self.password.text() or None,
            minutes=int(self.minutes.key()),
            at_network=self.at_network.isChecked(),
        )
        self.wanted.emit(asked)
