"""Sealed files to the EDC and from it, after the values: what it lacks is sent, what this store lacks is fetched.

Owns the order, the parts and when to give up on one. Nothing here keeps values waiting: it ends as soon as there is
something new to send, and what goes wrong with a file stands in its own report. Must not know a store or a line.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from storage.arriving import Arriving
from storage.attached import Named
from study.errors import KnownError
from sync.client import errors
from sync.client.files_report import FilesReport, FileTrouble, Moving, Ways
from sync.client.local_files import Carried
from sync.client.pace import Pace
from sync.protocol.attachments import PART_BYTES, FileHeld, FilePart, PartAsked, check_part, part_damaged
from sync.protocol.edc import Edc
from sync.protocol.versions import HASHES

T = TypeVar("T")

_TRIES = 6
_LONGEST_WAIT_MS = 30_000
_AGAIN_MS = 86_400_000
"""So long after the centre gave a damaged file for one that is damaged here, it is asked again."""
# With the next file it may be otherwise; anything else is of the line or of the EDC as a whole.
_ONE_FILE = frozenset({
    "attachment-damaged", "attachment-missing", "file-arrived-damaged", "file-damaged-at-centre", "file-unlike",
    "file-too-large", "file-not-here", "part-damaged", "no-room-for-file",
})  # fmt: skip
_SHRINKS = frozenset({"edc-away", "edc-cut", "edc-slow", "too-large", "not-the-edc", "part-damaged"})


class _ValuesFirstError(Exception):
    """Something was entered meanwhile: the files go on after it."""


class Exchange:
    """One exchange of files."""

    def __init__(self, carried: Carried, edc: Edc, ways: Ways) -> None:
        self._carried = carried
        self._files = carried.files
        self._edc = edc
        self._ways = ways
        self._pace = Pace(PART_BYTES, PART_BYTES)
        self._began = ways.clock()
        self._damaged = carried.files.damaged()
        self._total = (0, 0)
        self._over = (0, 0)
        self.report = FilesReport()

    def run(self) -> FilesReport:
        """Send, then fetch. Raises only when somebody stopped the whole cycle."""
        try:
            self._run()
        except _ValuesFirstError:
            self.report.unfinished = True
        except KnownError as error:
            if error.code == "sync-cancelled":
                raise
            self._trouble("", error)
        finally:
            self._count()
        return self.report

    def _run(self) -> None:
        named = self._files.named()
        held = self._ask([file.name for file in named if not file.at_centre])
        came = {name for name, there in held.items() if there.complete}
        if came:
            self._files.now_at_centre(sorted(came))
        here = {file.name for file in named if self._files.has(file.name)}
        centre = came | {file.name for file in named if file.at_centre}
        sending = [file for file in named if file.name in here - centre]
        fetching = [file for file in named if file.name in centre - here and self._wants(file)]
        self._total = (len(sending) + len(fetching), sum(file.size for file in (*sending, *fetching)))
        for file in sending:
            self._one(file, partial(self._send, file, held[file.name].have))
        for file in fetching:
            self._one(file, partial(self._take, file))

    def _ask(self, names: Sequence[str]) -> dict[str, FileHeld]:
        held: dict[str, FileHeld] = {}
        for start in range(0, len(names), HASHES):
            self._pause()
            held |= {one.name: one for one in self._edc.files(names[start : start + HASHES]).files}
        return {name: held.get(name) or FileHeld(name=name) for name in names}

    def _wants(self, file: Named) -> bool:
        """By the rule; one that was here and is damaged in any case."""
        carried, tried = self._carried, self._damaged.get(file.name)
        if tried is not None:
            return file.name in carried.wanted or abs(self._ways.clock() - tried) > _AGAIN_MS
        small = carried.fetch == "small" and file.size <= carried.small
        return carried.fetch == "all" or small or file.name in carried.wanted

    def _one(self, file: Named, move: Callable[[], None]) -> None:
        try:
            move()
        except KnownError as error:
            if error.code not in _ONE_FILE:
                raise
            # What is put aside is said at the end, with all that are.
            if error.code != "attachment-damaged" or not self._files.put_aside(file.name):
                self._trouble(file.name, error)
        self._over = (self._over[0] + 1, self._over[1] + file.size)

    def _send(self, file: Named, have: int) -> None:
        """Only the EDC's own word ends it. What lies here is proven before the first byte of it goes."""
        again = 0
        while True:
            if have == 0:
                self._files.check(file.name)
            self._heard(file, have, sending=True)
            answer = self._tried(partial(self._put, file, have))
            if answer.complete:
                self._files.now_at_centre([file.name])
                self.report.sent += 1
                self.report.sent_bytes += file.size
                return
            # Of a file that does not get on, the EDC drops what it has at most once more.
            again += answer.have <= have
            if again > _TRIES or (answer.damaged and again > 1):
                raise errors.edc_fault()
            have = answer.have

    def _put(self, file: Named, offset: int) -> FileHeld:
        data = self._files.sealed_bytes(file.name, offset, self._pace.size)
        if not data and offset < file.size:
            raise errors.file_cut_short()
        return self._edc.put_part(FilePart.of(file.name, file.size, offset, data))

    def _take(self, file: Named) -> None:
        coming = self._files.arriving(file.name, file.size)
        coming.check_room()
        while (have := coming.have) < file.size:
            self._heard(file, have, sending=False)
            try:
                part = self._tried(partial(self._get, file, have))
            except KnownError as error:
                if error.code == "file-not-here":
                    self._files.not_at_centre([file.name])
                    if file.name in self._damaged:
                        return
                raise
            coming.add(have, part.data)
        self._finish(file, coming)

    def _finish(self, file: Named, coming: Arriving) -> None:
        try:
            coming.finish()
        except KnownError as error:
            if error.code == "file-arrived-damaged" and file.name in self._damaged:
                # Every part came as it was sent: it is the centre's own bytes that are not the file.
                self._files.in_vain(file.name, self._ways.clock())
                raise errors.damaged_at_both() from error
            raise
        self.report.fetched += 1
        self.report.mended += file.name in self._damaged

    def _get(self, file: Named, offset: int) -> FilePart:
        part = self._edc.get_part(PartAsked(name=file.name, offset=offset, length=self._pace.size))
        check_part(part)
        if (part.name, part.size, part.offset) != (file.name, file.size, offset) or not part.data:
            raise part_damaged()
        return part

    def _tried(self, call: Callable[[], T]) -> T:
        """A part, on a bad line a smaller one; what does not get through at its smallest is given up."""
        for left in range(_TRIES, -1, -1):
            self._pause()
            began = self._ways.clock()
            try:
                answer = call()
            except errors.BusyError as busy:
                if not left or busy.wait_ms > _LONGEST_WAIT_MS:
                    raise
                self._ways.wait(busy.wait_ms)
            except KnownError as error:
                if error.code not in _SHRINKS or not left:
                    raise
                self._pace.broke(self._pace.size, self._pace.size)
            else:
                self._pace.went(self._ways.clock() - began)
                return answer
        raise errors.edc_away()

    def _pause(self) -> None:
        most = self._carried.at_most_ms
        if self._ways.values_wait() or (most is not None and self._ways.clock() - self._began > most):
            raise _ValuesFirstError

    def _heard(self, file: Named, done: int, *, sending: bool) -> None:
        (files, of_files), (over, of_bytes) = zip(self._over, self._total, strict=True)
        self._ways.heard(Moving(file.name, sending, done, file.size, files, of_files, over + done, of_bytes))

    def _trouble(self, name: str, error: KnownError) -> None:
        self.report.troubles = (*self.report.troubles, FileTrouble(name, error.code, error.sentence))

    def _count(self) -> None:
        """What is left, as the store knows it now."""
        report, damaged = self.report, self._files.damaged()
        for file in self._files.named():
            here = self._files.has(file.name)
            report.to_send += here and not file.at_centre
            report.to_send_bytes += file.size if here and not file.at_centre else 0
            report.centre_only += file.at_centre and not here
            report.elsewhere += not here and not file.at_centre and file.name not in damaged
            report.damaged += file.name in damaged
            if file.name in damaged and not file.at_centre:
                self._trouble(file.name, errors.damaged_here())
