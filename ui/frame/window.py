"""The window itself: a gate (unlock, first run) or the frame. What is replaced is destroyed, as locking demands."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QMessageBox, QScrollArea, QWidget

from ui.frame.frame import Frame
from ui.frame.state import LeaveState
from ui.language import age_of, fill
from ui.look import Look


class MainWindow(QMainWindow):
    """`close_requested` is sent instead of closing until `allow_close()` was called."""

    close_requested = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._may_close = False
        self.setWindowTitle("Cartella")
        self.setMinimumSize(683, 384)
        self.resize(1366, 768)

    def show_gate(self, gate: QWidget) -> None:
        """Show what stands before anyone is in; the frame with all its pages is destroyed."""
        holder = QScrollArea()
        holder.setWidgetResizable(True)
        holder.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        holder.setWidget(gate)
        self._look.theme.wear(holder)
        self.setCentralWidget(holder)

    def show_frame(self, frame: Frame) -> None:
        """Show the frame; the gate is destroyed."""
        self.setCentralWidget(frame)

    def allow_close(self) -> None:
        """The presenter has put everything away: close now."""
        self._may_close = True
        self.close()

    def leave_box(self, state: LeaveState) -> QMessageBox:
        """The question before leaving with unsent work; it names what stays behind and that it is safe."""
        box = QMessageBox(self)
        self._look.theme.wear(box)
        box.setWindowTitle(self.tr("Leave Cartella"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(self.tr("%n change(s) have not been sent yet.", "", state.waiting))
        lines = [self.tr("They are saved on this workstation and go out when Cartella is next unlocked and online.")]
        if state.oldest is not None:
            lines.append(fill(self.tr("The oldest has waited for %1."), age_of(state.oldest)))
        if state.drafts:
            lines.append(self.tr("%n half-typed field(s) are kept and offered back.", "", state.drafts))
        box.setInformativeText("\n".join(lines))
        stay = box.addButton(self.tr("Stay"), QMessageBox.ButtonRole.RejectRole)
        box.addButton(self.tr("Leave"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        return box

    def ask_leave(self, state: LeaveState) -> bool:
        """Ask; True when the person leaves all the same."""
        box = self.leave_box(state)
        box.exec()
        chosen = box.clickedButton()
        return box.buttonRole(chosen) is QMessageBox.ButtonRole.AcceptRole

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_close:
            self.close_requested.emit()
        # An answer given at once arrives here: Qt takes no second close() while the first one runs.
        event.setAccepted(self._may_close)
