"""Runs sync cycles for one desk: when asked, and by itself while somebody is in. One at a time; can be paused.

Owns the timer and what the last cycle said. Must not know a widget.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.jobs.sync import Fetching, Synced, sync_once
from desktop_app.place import Place, Settings
from desktop_app.presenters.page import Desk
from desktop_app.records import Records
from storage.read import QueueState
from study.errors import KnownError
from study.text import Text
from sync.client.errors import AWAY
from sync.client.files_report import FilesReport
from sync.client.report import Progress
from sync.client.retry import is_due
from sync.client.wire import own_address
from ui.frame.state import Network
from ui.widgets.state import Tone

_TICK_MS = 10_000
_FIRST_MS = 3_000
_SOONEST_MS = 1_000
_FILES_MS = 120_000
"""So long files go on in one cycle before what others entered is asked for again."""
_CENTRE_FULL = frozenset({"edc-full", "site-files-full"})


class Syncing(QObject):
    """`changed` is sent when a cycle began, got on or ended; `ended` carries the Synced of one that ran."""

    changed = Signal()
    ended = Signal(object)
    _heard = Signal(object)

    def __init__(self, desk: Desk, now: Callable[[], int]) -> None:
        super().__init__()
        self._desk = desk
        self._now = now
        self._cancelled = False
        self._last = 0
        self._address = ""
        self.running = False
        self.paused = False
        self.progress: Progress | None = None
        self.online = False
        self._wanted: dict[str, Callable[[], None]] = {}
        self._told: set[tuple[str, str]] = set()
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self.look)
        self._heard.connect(self._getting_on)

    def start(self) -> None:
        """Somebody is in: look now and then whether a cycle is due."""
        self._timer.start()
        self._desk.read(lambda _records: own_address(), self._noted)
        QTimer.singleShot(_FIRST_MS, self, self.look)

    def stop(self) -> None:
        """The desk goes: the running cycle ends after its present step, and none begins."""
        self._timer.stop()
        self._cancelled = True

    def pause(self) -> None:
        """Stop after the present step until somebody says go on."""
        self._cancelled = self.paused = True
        self.changed.emit()

    def resume(self) -> None:
        """Go on where it stood."""
        self.paused = False
        if self.running:
            self._cancelled = False
            self.changed.emit()
        else:
            self.begin()

    def look(self) -> None:
        """Begin a cycle when one is due, or when the network has come back."""
        if self.running or self.paused or not self._timer.isActive():
            return
        place, reader = Place(self._desk.session.store.folder), self._desk.session.store.reader

        def read(_records: Records) -> tuple[Settings, str, bool, QueueState]:
            return place.settings, own_address(), reader.edc_key() is not None, reader.queue()

        self._desk.read(read, lambda state: self._found(*state))

    def _found(self, settings: Settings, address: str, enrolled: bool, queue: QueueState) -> None:
        if self.paused or not self._timer.isActive():
            return
        came_back = bool(address) and address != self._address and settings.sync_at_network
        self._noted(address)
        waited = self._now() - self._last >= settings.sync_minutes * 60_000
        due = (queue.count or waited) and is_due(self._now(), queue.next_try)
        # What the EDC asked for is kept; what failed for want of a network is tried as soon as there is one.
        back = came_back and (queue.last_answer != "edc-busy" or is_due(self._now(), queue.next_try))
        if enrolled and settings.sync_minutes and (due or back):
            self.begin()
        elif enrolled and queue.next_try is not None:
            self._look_again(queue.next_try)

    def _noted(self, address: str) -> None:
        """From which address this computer speaks: another one than before is a network; nothing is sent for it."""
        self._address = address

    def _look_again(self, planned: int) -> None:
        """The first waits are shorter than the timer's."""
        wait = planned - self._now()
        if wait < _TICK_MS:
            QTimer.singleShot(max(wait, _SOONEST_MS), self, self.look)

    def fetch(self, name: str, done: Callable[[], None]) -> None:
        """Fetch an attached file with this cycle or the next; `done` once it is here."""
        self._wanted[name] = done
        self.begin()

    def begin(self) -> None:
        """Run a cycle now."""
        if self.running:
            return
        self.running, self.paused, self._cancelled = True, False, False
        self.progress = Progress("greet")
        self._desk.show_network(Network.SENDING)
        self.changed.emit()
        session, tasks = self._desk.session, self._desk.tasks
        files = Fetching(wanted=frozenset(self._wanted), at_most_ms=_FILES_MS)
        self._desk.network(
            lambda: sync_once(
                session, lambda job: tasks.ask("write", job), self._heard.emit, lambda: self._cancelled, files
            ),
            lambda synced: self._done(synced, files.wanted),
            self._failed,
        )  # fmt: skip

    def _getting_on(self, progress: Progress) -> None:
        if self.running:
            self.progress = progress
            self._desk.moving = progress.moving
            done, total = progress.sent + progress.received, progress.to_send + progress.to_receive
            self._desk.show_network(Network.SENDING, done, total)
            self.changed.emit()

    def _done(self, synced: Synced, wanted: frozenset[str]) -> None:
        self.running, self.progress, self._last = False, None, self._now()
        self._desk.moving = None
        report = synced.report
        self.online = report.error_code not in AWAY
        self._desk.show_network(self._network(report.error_code))
        if report.error is not None and report.error_code != "sync-cancelled" and self.online:
            self._desk.tell(report.error_code, report.error)
        if report.forgotten is not None:
            self._desk.tell("edc-forgot", report.forgotten)
        if report.clock_off is not None:
            self._desk.tell("clock-off", report.clock_off)
        self.ended.emit(synced)
        # An EDC that was restored has placed everything anew; else children of whom nothing came are not read again.
        anew = bool(report.recovered_from) or report.went_back or report.forked_at is not None
        self._desk.moved(None if anew else frozenset(report.moved))
        self.changed.emit()
        self._files_done(report.files, wanted)

    def _files_done(self, files: FilesReport | None, wanted: frozenset[str]) -> None:
        """Tell of what keeps a file, tell who waited for one, go on with what had to let values go first."""
        for trouble in files.troubles if files else ():
            # A cycle runs every few minutes: what was dismissed is not said again here, unless somebody asks again.
            said = (trouble.code, trouble.name)
            if trouble.name in wanted or ((trouble.name or trouble.code in _CENTRE_FULL) and said not in self._told):
                self._told.add(said)
                self._desk.tell(trouble.code, trouble.why)
        if files is not None and files.mended:
            self._desk.tell("file-mended", _mended(files.mended), Tone.PLAIN)
        unfinished = files is not None and files.unfinished
        if not unfinished:
            for name in wanted:
                self._wanted.pop(name, lambda: None)()
        if (unfinished or self._wanted) and self.online and not self.paused and not self._cancelled:
            self.begin()

    def _network(self, error_code: str) -> Network:
        if not error_code or error_code == "sync-cancelled":
            return Network.ONLINE
        return Network.OFFLINE if error_code in AWAY else Network.STUCK

    def _failed(self, error: BaseException) -> None:
        self.running, self.progress, self._last = False, None, self._now()
        self._desk.moving = None
        self._wanted.clear()
        self._desk.show_network(Network.STUCK if isinstance(error, KnownError) else Network.OFFLINE)
        self._desk.failed(error)
        if not isinstance(error, KnownError):
            # Nobody knows what had come by then.
            self._desk.moved(None)
        self.changed.emit()


def _mended(files: int) -> Text:
    """That what was damaged here is whole again."""
    if files == 1:
        return Text(
            "An attached file that was damaged on this workstation was fetched again from the centre; it is whole.",
            "本工作站上已损坏的一个附件已从中心库重新获取，现已完好。",
        )
    return Text(
        f"{files} attached files that were damaged on this workstation were fetched again from the centre; they are "
        "whole.",
        f"本工作站上已损坏的 {files} 个附件已从中心库重新获取，现已完好。",
    )
