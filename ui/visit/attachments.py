"""The files beside an ECG, echo or EEG form: drop or browse, the sealed ones with their state, a preview in place."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.child.state import FileRow
from ui.file_dialog import Purpose, open_files
from ui.file_words import WRONG, file_state_words
from ui.language import fill
from ui.look import Look
from ui.visit.acts import FileWithdrawn
from ui.visit.picture import PicturePages
from ui.visit.preview import PictureState, Preview, PreviewMessage, TraceState
from ui.visit.reason_dialog import ReasonDialog
from ui.visit.state import FileWithdrawing
from ui.visit.trace_panel import TracePanel
from ui.widgets.buttons import Button, LinkButton
from ui.widgets.labels import CutLabel, IconLabel, label, retone
from ui.widgets.tab_order import after


class AttachmentsStrip(QFrame):
    """Below the grid. `dropped` carries a local path, `opened` the key of a file, `withdrawn` a `FileWithdrawn`,
    `page_asked` a page from 0.
    """

    dropped = Signal(str)
    opened = Signal(str)
    withdrawn = Signal(object)
    page_asked = Signal(int)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._shown: object = None
        self._links: dict[str, LinkButton] = {}
        self._away: dict[str, LinkButton] = {}
        self._said: dict[str, tuple[CutLabel, FileRow]] = {}
        self._withdrawing: FileWithdrawing | None = None
        self.dialog: ReasonDialog | None = None
        self.setAcceptDrops(True)
        self.setProperty("part", "foot")
        self._title = label("", "body", bold=True)
        self._hint = label("", "hint", "text_3")
        self._browse = Button(look, "plain", "small", "plus")
        self._browse.clicked.connect(self._choose)
        self._files = QHBoxLayout()
        self._files.setSpacing(12)
        self._gone = QVBoxLayout()
        self._gone.setSpacing(2)
        self.trace = TracePanel(look)
        self._pages = PicturePages(look)
        self._pages.page_asked.connect(self.page_asked)
        self._message = label("", "hint", "text_3", wrap=True)
        self._message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._preview = QStackedWidget()
        for page in (self.trace, self._pages, self._message):
            self._preview.addWidget(page)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title)
        head.addWidget(self._hint)
        head.addStretch(1)
        head.addWidget(self._browse)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 8)
        column.setSpacing(6)
        column.addLayout(head)
        column.addLayout(self._files)
        column.addLayout(self._gone)
        column.addWidget(self._preview, 1)

    def show_files(
        self,
        files: tuple[FileRow, ...],
        preview: Preview | None,
        preview_of: str,
        may_add: bool,
        withdrawing: FileWithdrawing | None = None,
    ) -> None:
        """Show the files of the form and the preview of one of them; `withdrawing` where one can be withdrawn."""
        self._title.setText(fill(self.tr("Files · %1"), sum(file.withdrawn is None for file in files)))
        self._withdrawing = withdrawing
        self._hint.setText(self.tr("drop a PDF, picture, DICOM, EDF or aECG here") if may_add else "")
        self._browse.say(self.tr("Browse…"))
        self._browse.setVisible(may_add)
        self.setAcceptDrops(may_add)
        seen = (files, preview_of, withdrawing is not None, self._look.language.code)
        if seen != self._shown:
            self._shown = seen
            self._list(files, preview_of)
        self._show_preview(preview)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files that lie on this computer."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand over each file that was dropped."""
        for url in event.mimeData().urls():
            if url.isLocalFile():
                self.dropped.emit(url.toLocalFile())
        event.acceptProposedAction()

    def _list(self, files: tuple[FileRow, ...], chosen: str) -> None:
        """Make the entries anew; the focus stays on the file it was on, or on the one that was opened."""
        # Of the window, not of the application: the dialog in which somebody said why is only just going.
        focus = self.window().focusWidget()
        held = next((key for key in self._links if focus in (self._links[key], self._away.get(key))), None)
        self._links, self._away, self._said = {}, {}, {}
        for layout in (self._files, self._gone):
            _empty(layout)
        for file in files:
            if file.withdrawn is None:
                self._files.addWidget(self._entry(file, file.key == chosen))
            else:
                self._gone.addWidget(self._gone_entry(file, self._look.text(file.withdrawn), file.key == chosen))
        self._files.addStretch(1)
        parts = (part for key, link in self._links.items() for part in (link, self._away.get(key)))
        after(self._browse, (part for part in parts if part is not None))
        if held in self._links:
            self._links[held].setFocus(Qt.FocusReason.OtherFocusReason)

    def _line(self, file: FileRow, chosen: bool) -> tuple[QWidget, QHBoxLayout]:
        made = QWidget()
        line = QHBoxLayout(made)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        link = LinkButton(self._look, "file")
        self._links[file.key] = link
        link.say(file.name, self.tr("Show this file"))
        link.clicked.connect(lambda: self.opened.emit(file.key))
        line.addWidget(IconLabel(self._look, "next" if chosen else "shield", "accent" if chosen else "text_3", 12))
        line.addWidget(link)
        return made, line

    def _entry(self, file: FileRow, chosen: bool) -> QWidget:
        made, line = self._line(file, chosen)
        said = CutLabel("key", "text_3")
        self._said[file.key] = (said, file)
        said.say(self._said_of(file))
        if file.state in WRONG:
            retone(said, "amber")
        line.addWidget(said)
        if file.held is not None:
            waits = CutLabel("key", "amber")
            waits.say(self._look.text(file.held))
            line.addWidget(waits, 1)
        if self._withdrawing is not None:
            away = self._away[file.key] = LinkButton(self._look, "cross")
            away.setAccessibleName(fill(self.tr("Withdraw “%1”"), file.name))
            away.setToolTip(self.tr("Withdraw this file…"))
            away.clicked.connect(lambda: self.ask_withdrawal(file))
            line.addWidget(away)
        return made

    def _gone_entry(self, file: FileRow, words: str, chosen: bool) -> QWidget:
        """It stays readable: struck through, with when, by whom and why."""
        made, line = self._line(file, chosen)
        link = self._links[file.key]
        link.setProperty("gone", True)
        font = link.font()
        font.setStrikeOut(True)
        link.setFont(font)
        said = CutLabel("key", "text_3")
        said.say(words)
        line.addWidget(said, 1)
        link.setAccessibleName(f"{file.name}, {words}")
        return made

    def ask_withdrawal(self, file: FileRow) -> None:
        """What it means is read before a reason is given; the file is named."""
        meant = self._withdrawing
        if meant is None:
            return
        about = "\n".join(self._look.text(each) for each in meant.about)
        title = fill(self.tr("Withdraw “%1”"), file.name)
        self.dialog = ReasonDialog(
            self._look, title, self.window(), about=about, offered=meant.reasons, act=self.tr("Withdraw")
        )
        self.dialog.given.connect(lambda reason: self.withdrawn.emit(FileWithdrawn(file.key, reason)))
        self.dialog.open()

    def show_moving(self, key: str, sending: bool, percent: int) -> None:
        """A file is on its way to the centre, or from it; "" for none of these."""
        for each, (said, file) in self._said.items():
            words = self.tr("sending %1 %") if sending else self.tr("arriving %1 %")
            said.say(f"{file.date} · {fill(words, percent)}" if each == key else self._said_of(file))

    def _said_of(self, file: FileRow) -> str:
        return f"{file.date} · {file_state_words(file.state)}"

    def _show_preview(self, preview: Preview | None) -> None:
        self._preview.setVisible(preview is not None)
        # Without anything to look at, the room belongs to the form.
        high = QSizePolicy.Policy.Maximum if preview is None else QSizePolicy.Policy.Preferred
        self.setMinimumHeight(0 if preview is None or isinstance(preview, PreviewMessage) else 320)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, high)
        match preview:
            case TraceState():
                self.trace.show_traces(preview)
                self._preview.setCurrentWidget(self.trace)
            case PictureState():
                if self._pages.show_page(preview):
                    self._preview.setCurrentWidget(self._pages)
                else:
                    self._message.setText(self.tr("This picture cannot be read; the sealed file is unharmed."))
                    self._preview.setCurrentWidget(self._message)
            case PreviewMessage(text=text):
                self._message.setText(self._look.text(text))
                self._preview.setCurrentWidget(self._message)

    def _choose(self) -> None:
        open_files(self, self.tr("Choose files"), Purpose.ATTACHMENT, self._take)

    def _take(self, paths: list[str]) -> None:
        for path in paths:
            self.dropped.emit(path)


def _empty(layout: QBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
