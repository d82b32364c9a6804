"""The sync page: what goes, what came, what needs a person, the receipt. Starts and pauses cycles."""

from dataclasses import replace
from functools import cached_property
from pathlib import Path

from PySide6.QtCore import QTimer

from desktop_app.jobs.note import EXPORT, PRINT
from desktop_app.jobs.sync import Synced
from desktop_app.paper import Folio, ask_printer, print_folio, write_folios
from desktop_app.presenters.bundles import Bundles
from desktop_app.presenters.page import Desk
from desktop_app.presenters.printed.foot import Printed
from desktop_app.presenters.receipt import receipt_folio, receipt_of
from desktop_app.presenters.sync_reading import Reading, read_sync
from desktop_app.presenters.sync_state import Running, sync_state
from desktop_app.presenters.syncing import Syncing
from study.changes import facts as f
from study.changes.envelope import Change, facts_of
from study.text import Text
from ui.file_dialog import save_file
from ui.frame.state import Room
from ui.sync.bundle_state import BundleRow
from ui.sync.state import Receipt
from ui.sync.sync_view import SyncView
from ui.widgets.state import Tone

_CAME_SHOWN = 100
_STEP_MS = 100
"""A cycle says each of its steps; the page is put up for those of so long together."""


class SyncPage:
    """See `desktop_app.presenters.page.Page`. The view is made when the page is first shown; the cycles run anyway."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._read: Reading | None = None
        self._carried: tuple[BundleRow, ...] = ()
        self._came: tuple[Change, ...] = ()
        self._front = False
        self._steps = QTimer()
        self._steps.setSingleShot(True)
        self._steps.setInterval(_STEP_MS)
        self._steps.timeout.connect(self._step)
        self._stepped = False
        self.syncing = Syncing(desk, desk.session.clock)
        self.syncing.changed.connect(self._changed)
        self.syncing.ended.connect(self._ended)
        self.bundles = Bundles(desk, lambda: self.view)
        self.bundles.changed.connect(self._changed)
        self.bundles.heard.connect(self._ended)

    @cached_property
    def view(self) -> SyncView:
        """The widget the desk shows."""
        view = SyncView(self._desk.look)
        view.sync_requested.connect(self.syncing.begin)
        view.pause_requested.connect(self.syncing.pause)
        view.resume_requested.connect(self.syncing.resume)
        view.conflict_opened.connect(self._desk.open_conflict)
        view.child_opened.connect(self._desk.open_child)
        view.enrol_asked.connect(lambda: self._desk.open_room(Room.ADMIN))
        view.bundle_export_requested.connect(self.bundles.ask_export)
        view.bundle_import_requested.connect(self.bundles.ask_import)
        view.bundle_stop_requested.connect(self.bundles.stop)
        view.receipt_print_requested.connect(self._print)
        view.receipt_pdf_requested.connect(self._ask_pdf)
        return view

    def start(self) -> None:
        """Somebody is in: cycles run by themselves."""
        self.syncing.start()

    def stop(self) -> None:
        """The desk goes: no cycle begins any more."""
        self.syncing.stop()
        self.bundles.stop()
        self._steps.stop()

    def refresh(self) -> None:
        """Read again and show."""
        self._front = True
        session = self._desk.session
        self._desk.read(lambda _records: (read_sync(session), self.bundles.read()), self._found)

    def leave(self) -> None:
        """Another page comes to the front; a running cycle goes on."""
        self._front = False

    def save_receipt(self, path: Path) -> None:
        """Write the receipt as it stands to a PDF; that it left the record is noted first."""
        receipt = self._receipt
        if receipt is None:
            return
        folio = self._folio(receipt)

        def written(_none: None) -> None:
            words = Text(f"The receipt was written to {path.name}.", f"回执已写入 {path.name}。")
            self._desk.tell("receipt-written", words, Tone.ACCENT)

        def write() -> None:
            self._desk.long(lambda: write_folios([folio], path), written, self._desk.failed)

        self._desk.noted(EXPORT, f"receipt {path.suffix}", then=write)

    def _found(self, found: tuple[Reading, tuple[BundleRow, ...]]) -> None:
        self._read, self._carried = found
        self._show()

    def _changed(self) -> None:
        if self.syncing.running and self._steps.isActive():
            self._stepped = True
        elif self._front:
            self._steps.start()
            self._show()

    def _step(self) -> None:
        stepped, self._stepped = self._stepped, False
        if stepped:
            self._changed()

    def _ended(self, synced: Synced) -> None:
        told = (change for change in synced.came if any(not isinstance(x, f.Accessed) for x in facts_of(change)))
        self._came = (*self._came, *told)[-_CAME_SHOWN:]

    def _show(self) -> None:
        if self._read is None:
            return
        session, syncing = self._desk.session, self.syncing
        running = Running(syncing.progress, syncing.paused, syncing.online, self._came)
        now = session.now.replace(tzinfo=None)
        state = sync_state(session.study, session.zone, now, self._read, running)
        bundles = self.bundles.state(now, self._carried, enrolled=self._read.enrolled)
        self.view.render(replace(state, bundles=bundles))

    @property
    def _receipt(self) -> Receipt | None:
        """As it goes on paper: with every child, what is held and why, and the earlier receipts."""
        session, shown = self._desk.session, self.view.state
        if shown is None or shown.receipt is None or self._read is None:
            return None
        return receipt_of(self._read, session.today, session.zone, final=shown.receipt.final, whole=True)

    def _folio(self, receipt: Receipt) -> Folio:
        session = self._desk.session
        page = Printed(receipt.site, session.person.name, session.now.strftime("%Y-%m-%d %H:%M"))
        return receipt_folio(receipt, session.study, page, self._desk.language)

    def _print(self) -> None:
        receipt = self._receipt
        printer = ask_printer(self.view) if receipt is not None else None
        if receipt is None or printer is None:
            return
        folio = self._folio(receipt)

        def printed(_none: None) -> None:
            self._desk.tell("printed", Text("Sent to the printer.", "已发送至打印机。"), Tone.ACCENT)

        def begin() -> None:
            self._desk.long(lambda: print_folio(folio, printer), printed, self._desk.failed)

        self._desk.noted(PRINT, "receipt", then=begin)

    def _ask_pdf(self) -> None:
        title = Text("Save the receipt", "保存回执").get(self._desk.language)
        name = f"receipt-{self._desk.session.today}.pdf"
        save_file(self.view, title, name, "PDF (*.pdf)", lambda path, _kind: self.save_receipt(Path(path)))
