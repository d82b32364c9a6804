"""What the sync is doing now, in words and counts: running, paused, at rest, not moving, or without an EDC."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from ui.language import age_of, day_of, fill, translate
from ui.look import Look
from ui.sync.state import Phase, Progress, Stalled, SyncState
from ui.widgets.buttons import Button
from ui.widgets.cards import Card
from ui.widgets.labels import IconLabel, label, retone
from ui.widgets.marks import ProgressLine


def size_words(count: int) -> str:
    """A number of bytes with one decimal: 3.1 MB."""
    if count < 1_000_000:
        return f"{count / 1000:.0f} kB"
    return f"{count / 1_000_000:.1f} MB"


def phase_words(progress: Progress) -> str:
    """What a cycle is doing."""
    if progress.paused:
        return translate("StatusCard", "Paused")
    return {
        Phase.GREETING: translate("StatusCard", "Connecting"),
        Phase.SENDING: translate("StatusCard", "Sending"),
        Phase.RECEIVING: translate("StatusCard", "Receiving"),
        Phase.ATTACHMENTS: translate("StatusCard", "Exchanging attached files"),
        Phase.COMPARING: translate("StatusCard", "Comparing both ends"),
    }[progress.phase]


def count_words(progress: Progress) -> str:
    """How far a cycle is: changes and attachments."""
    words = fill(translate("StatusCard", "%1 of %2 changes"), progress.done, progress.total)
    if progress.files_total:
        files = fill(translate("StatusCard", "attachments %1 / %2"), progress.files_done, progress.files_total)
        words = f"{words} · {files}"
    return words


def speed_words(progress: Progress) -> str:
    """Bytes done, speed, and the time left when both are known; how many there will be is not always known."""
    if not progress.bytes_total:
        moved = [size_words(progress.bytes_done)] if progress.bytes_done else []
        return " · ".join([*moved, *([f"{size_words(progress.speed)}/s"] if progress.speed else [])])
    parts = [f"{size_words(progress.bytes_done)} / {size_words(progress.bytes_total)}"]
    if progress.speed:
        parts.append(f"{size_words(progress.speed)}/s")
        left = (progress.bytes_total - progress.bytes_done) // progress.speed
        parts.append(translate("StatusCard", "about %n s", "", 0).of(max(left, 1)))
    return " · ".join(parts)


def stalled_words(stalled: Stalled, state: SyncState) -> str:
    """Since when nothing moves, how often it was tried, and when the next try is."""
    since = f"{day_of(stalled.since, state.now.date())} {stalled.since:%H:%M}"
    words = [
        fill(translate("StatusCard", "nothing has moved since %1 (%2)"), since, age_of(state.now - stalled.since)),
        translate("StatusCard", "%n tries", "", 0).of(stalled.attempts),
    ]
    if stalled.next_try is None:
        words.append(translate("StatusCard", "it goes on when you start it"))
    else:
        words.append(fill(translate("StatusCard", "next try at %1"), f"{stalled.next_try:%H:%M}"))
    return " · ".join(words)


class StatusCard(Card):
    """The first card of the sync screen."""

    sync_requested = Signal()
    pause_requested = Signal()
    resume_requested = Signal()
    enrol_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__((16, 14, 16, 12), 8)
        self._look = look
        self._icon = IconLabel(look, "online", "text_2")
        self._title = label("", "pane", bold=True)
        self._detail = label("", tone="text_2", wrap=True)
        self.pause = Button(look, "plain", "small", "pause")
        self.start = Button(look, "primary", "normal", "sync")
        self.enrol = Button(look, "primary", "normal", "key")
        _holder, line = self.head()
        line.addWidget(self._icon)
        line.addWidget(self._title)
        line.addWidget(self._detail, 1)
        for button in (self.pause, self.start, self.enrol):
            line.addWidget(button)
        self.bar = ProgressLine(look)
        self.column.addWidget(self.bar)
        self._left = label("", "hint", "text_2", wrap=True)
        self._right = label("", "hint", "text_2", wrap=True)
        self._right.setAlignment(Qt.AlignmentFlag.AlignRight)
        foot = QHBoxLayout()
        foot.addWidget(self._left, 1)
        foot.addWidget(self._right, 2)
        self.column.addLayout(foot)
        self._paused = False
        self.pause.clicked.connect(self._pause)
        self.start.clicked.connect(self.sync_requested)
        self.enrol.clicked.connect(self.enrol_asked)

    def show_state(self, state: SyncState) -> None:
        """Show how the sync stands."""
        running = state.progress is not None
        self._paused = state.progress is not None and state.progress.paused
        self.bar.setVisible(running)
        self.pause.setVisible(running)
        self.start.setVisible(state.enrolled and not running)
        self.enrol.setVisible(not state.enrolled)
        self.pause.say(self.tr("Go on") if self._paused else self.tr("Pause"))
        self.start.say(self.tr("Try now") if state.stalled else self.tr("Sync now"))
        self.enrol.say(self.tr("Enrol with an EDC"))
        self._right.setText("")
        if state.progress is not None:
            self._running(state.progress)
        elif not state.enrolled:
            title = self.tr("Not enrolled with a central EDC")
            keeps = self.tr(
                "What you enter is complete and safe on this workstation. Once enrolled, all of it is sent."
            )
            self._say(title, self.tr("%n change(s) to send", "", state.waiting), keeps, "offline", "text_2")
        elif state.stalled is not None:
            title = self.tr("The queue does not move")
            safe = self.tr("Nothing is lost; it is saved here and goes out by itself once the cause is gone.")
            reason = self._look.text(state.stalled.reason)
            self._say(
                title, reason, fill(self.tr("%1. %2"), stalled_words(state.stalled, state), safe), "warning", "amber"
            )
        else:
            self._at_rest(state)

    def _pause(self) -> None:
        if self._paused:
            self.resume_requested.emit()
        else:
            self.pause_requested.emit()

    def _running(self, progress: Progress) -> None:
        if progress.phase is Phase.ATTACHMENTS:
            self.bar.show_share(progress.bytes_done, progress.bytes_total)
        else:
            self.bar.show_share(progress.done, progress.total)
        self._say(phase_words(progress), count_words(progress), speed_words(progress), "sync", "accent")
        self._right.setText(self.tr("You can go on working; a broken line continues where it stopped."))

    def _at_rest(self, state: SyncState) -> None:
        if state.waiting:
            detail = self.tr("%n change(s) to send", "", state.waiting)
            title = self.tr("Ready to send") if state.online else self.tr("Offline")
            about = self.tr("Saved on this workstation; sent by itself when the network is back.")
            ink = "text_2" if state.online else "amber"
            self._say(title, detail, "" if state.online else about, "online" if state.online else "offline", ink)
            return
        if state.files_waiting and state.enrolled:
            files = self.tr("%n attached file(s) to send", "", state.files_waiting)
            self._say(
                self.tr("All values are sent"), f"{files} · {size_words(state.bytes_waiting)}",
                self.tr("Files go after the values, part by part; a broken line continues where it stopped."),
                "sync", "text_2",
            )  # fmt: skip
            return
        equal = {
            True: self.tr("Both ends hold the same record."),
            False: self.tr("The two ends differ; the next sync compares them again."),
            None: "",
        }[state.equal]
        self._say(self.tr("Everything is sent"), "", equal, "check", "accent")

    def _say(self, title: str, detail: str, foot: str, icon: str, ink: str) -> None:
        self._title.setText(title)
        self._detail.setText(detail)
        self._left.setText(foot)
        self._icon.show_icon(icon, ink)
        retone(self._title, "amber" if ink == "amber" else "text")
        self._left.setVisible(bool(foot))
