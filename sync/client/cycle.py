"""One sync cycle: greet, recover if the EDC was restored, roster, push, pull, offer back, compare, receipt, files.

Owns the order. Every step can be interrupted anywhere: what was received is in the store with its cursor in one
transaction, what was sent is answered again. Must not know what carries the calls, nor what is on a screen.
"""

import random
import threading
from collections.abc import Sequence

import msgspec

from storage.keys import verify
from storage.log import Clock
from storage.receive import Received
from study.changes.envelope import SignedChange
from study.errors import KnownError
from sync.client import errors, plan
from sync.client.attachments import Exchange
from sync.client.enrol import heard_seal_key
from sync.client.files_report import Moving, Ways
from sync.client.local import Reading, Writer
from sync.client.local_files import Carried
from sync.client.pace import Pace
from sync.client.recovery import last_common, lost_by_edc
from sync.client.report import Cancelled, CycleReport, Listen, Progress, Refusal, Step
from sync.client.retry import asked_try, next_try
from sync.client.vouched import forgotten
from sync.protocol.edc import Edc
from sync.protocol.messages import Batch, Greeting, Hello, Page, PushAnswer, Receipt
from sync.protocol.signing import receipt_message
from sync.protocol.versions import BODY_BYTES, PAGE, PUSH_BYTES, PUSH_CHANGES

_COMPARES = 3
_WAIT_MS = 200
# Worth another try with less: the line may be too slow for a large body, or a proxy too narrow.
_SHRINKS = frozenset({"edc-away", "edc-cut", "edc-slow", "too-large", "not-the-edc"})


class Cycle:
    """One run. `clock` gives UTC ms; `listen` hears of progress on the thread the cycle runs on.

    `vouched`: earlier receipts whose signatures were checked, to hold the EDC to them. `files`: the sealed files to be
    carried along; None: values only.
    """

    def __init__(
        self,
        writer: Writer,
        reader: Reading,
        edc: Edc,
        clock: Clock,
        *,
        listen: Listen | None = None,
        cancelled: Cancelled | None = None,
        vouched: Sequence[Receipt] = (),
        files: Carried | None = None,
    ) -> None:
        self._writer = writer
        self._reader = reader
        self._edc = edc
        self._clock = clock
        self._listen = listen
        self._cancelled = cancelled
        self._vouched = vouched
        self._files = files
        self._sending = Pace(PUSH_CHANGES, PUSH_BYTES)
        self._asking = Pace(PAGE, PAGE)
        self._to_send = 0
        self._to_receive = 0
        self.report = CycleReport(began_utc=clock())

    def run(self) -> CycleReport:
        """Run all steps. What a person can meet ends up in the report, and the time of the next try in the store."""
        report = self.report
        try:
            self._all_steps()
            self._enter("done")
            self._writer.sent()
        except KnownError as error:
            report.error_code, report.error = error.code, error.sentence
            if isinstance(error, errors.BusyError):
                self._writer.tried(error.code, asked_try(self._clock(), error.wait_ms, random.uniform), counts=False)
            elif error.code != "sync-cancelled":
                attempts = self._reader.queue().attempts + 1
                self._writer.tried(error.code, next_try(self._clock(), attempts, random.uniform))
        report.left = len(self._reader.pending(PAGE))
        report.number = self._reader.cursor().number
        return report

    def _all_steps(self) -> None:
        if self._reader.edc_key() is None:
            raise errors.not_enrolled()
        greeting = self._greet()
        recovering = plan.must_recover(self._own(), greeting)
        if recovering:
            self._recover(greeting)
        self._roster(greeting)
        if recovering:
            # First hear what is left of the chain, then give back what it lacks: own entries may rest on others'.
            # Its own too: where it was set back, the EDC may have entries that it lost, and no fork shows yet.
            self._pull(greeting, own=True)
            self._offer_back()
        self._push()
        self._pull(greeting)
        self._compare(greeting)
        self._receipt()
        self._exchange_files()

    def _greet(self) -> Greeting:
        self._enter("greet")
        own, tip = self._own(), self._reader.tip()
        asked, waiting = self._clock(), self._reader.queue()
        greeting = self._edc.greet(
            Hello(
                device=self._reader.home().device, epoch=own.epoch, number=own.number, head=own.head, seq=own.seq,
                seq_hash=tip.hash, pending=waiting.count, oldest_ms=max(0, asked - (waiting.oldest_utc or asked)),
            )
        )  # fmt: skip
        # Half of the way there and back is the best guess at when the EDC read its clock (Cristian 1989).
        self.report.drift_ms = greeting.server_utc - (asked + self._clock()) // 2
        self._writer.measured_drift(self.report.drift_ms)
        heard_seal_key(self._writer, self._reader, greeting)
        self.report.forked_at = greeting.forked_at
        self.report.forgotten = forgotten(self._vouched, self._reader.home().device, greeting)
        self.report.behind = greeting.your_seq > own.seq
        self._to_receive = max(0, greeting.number - own.number)
        return greeting

    def _recover(self, greeting: Greeting) -> None:
        self._enter("recover")
        own = self._own()
        self.report.recovered_from = own.epoch
        self.report.went_back = plan.went_back(own, greeting)
        number, head = last_common(self._edc, self._reader, min(own.number, greeting.number))
        self._took(self._writer.new_epoch(greeting.epoch, number, head))
        self._to_receive = max(0, greeting.number - number)

    def _roster(self, greeting: Greeting) -> None:
        self._enter("roster")
        while True:
            page = self._edc.roster(self._reader.cursor().roster, PAGE)
            version = page.version if not page.more else None
            self._took(self._writer.receive(epoch=greeting.epoch, roster=page.entries, roster_version=version))
            if not page.more:
                return

    def _push(self) -> None:
        self._enter("push")
        stuck: dict[str, int] = {}
        while True:
            # Room behind what is stuck for one change of any size that can be sent at all.
            room = sum(stuck.values()) + BODY_BYTES if stuck else PUSH_BYTES
            waiting = self._reader.pending(PAGE + len(stuck), room)
            self._to_send = max(self._to_send, self.report.sent + len(waiting))
            batch = [signed for signed in plan.in_chain_order(waiting) if signed.hash not in stuck]
            if not batch:
                return
            sent = plan.fitting(batch, self._sending.count, self._sending.size)
            answer = self._send(sent)
            if answer is None:
                continue
            # An answer that passes over a change would ask the same for ever.
            numbered = {each.hash for each in answer.placed if each.number is not None}
            stuck |= {signed.hash: len(signed.body) for signed in sent if signed.hash not in numbered}
            self._enter("push")

    def _send(self, sent: list[SignedChange], own: bool = True) -> PushAnswer | None:
        """One batch; None when it should be tried smaller."""
        began = self._clock()
        try:
            answer = self._edc.push(Batch(changes=tuple(sent)))
        except KnownError as error:
            size = sum(len(signed.body) for signed in sent)
            if error.code not in _SHRINKS or not self._sending.broke(len(sent), size):
                raise
            self._enter("push" if own else "offer")
            return None
        self._sending.went(self._clock() - began)
        self._answered(answer)
        if own:
            self.report.sent += sum(each.number is not None for each in answer.placed)
        return answer

    def _answered(self, answer: PushAnswer) -> None:
        report = self.report
        self._took(self._writer.receive(epoch=self._reader.cursor().epoch, answers=answer.placed))
        report.held += sum(each.standing == "held" for each in answer.placed)
        refused = (Refusal(each.hash, each.code, each.why) for each in answer.placed if each.number is None)
        report.refused = (*report.refused, *refused)
        report.forked_at = answer.forked_at if report.forked_at is None else report.forked_at

    def _pull(self, greeting: Greeting, *, own: bool = False) -> None:
        self._enter("pull")
        own = own or plan.wants_own(self._own(), greeting) or self.report.forked_at is not None
        while True:
            page = self._page(own)
            if page is None:
                continue
            if page.entries:
                self._took(self._writer.receive(epoch=greeting.epoch, numbered=page.entries))
                self.report.received += sum(entry.change is not None for entry in page.entries)
            self._enter("pull")
            if not page.more:
                return

    def _page(self, own: bool) -> Page | None:
        """The next entries; None when fewer should be asked for."""
        began = self._clock()
        try:
            page = self._edc.pull(self._reader.cursor().number, self._asking.count, own=own)
        except KnownError as error:
            if error.code not in _SHRINKS or not self._asking.broke(self._asking.count, self._asking.count):
                raise
            self._enter("pull")
            return None
        self._asking.went(self._clock() - began)
        return page

    def _offer_back(self) -> None:
        """Give the restored EDC every change it lost, byte for byte, its own and other devices' among them."""
        self._enter("offer")
        rest = lost_by_edc(self._edc, self._reader)
        while rest:
            sent = plan.fitting(rest, self._sending.count, self._sending.size)
            answer = self._send(sent, own=False)
            if answer is None:
                continue
            self.report.offered_back += sum(each.number is not None and not each.already for each in answer.placed)
            rest = rest[len(sent) :]
            self._enter("offer")

    def _compare(self, greeting: Greeting) -> None:
        """Heads at the cursor, and the state hash when nothing waits here; others may push meanwhile."""
        self._enter("compare")
        for _ in range(_COMPARES):
            digest = self._edc.digest()
            cursor = self._reader.cursor()
            if digest.number == cursor.number:
                waiting = bool(self._reader.pending(1))
                same = digest.head == cursor.head and (waiting or digest.state == self._reader.state())
                self.report.agrees = None if same and waiting else same
                return
            self._pull(greeting)
            self._enter("compare")

    def _receipt(self) -> None:
        self._enter("receipt")
        signed = self._edc.receipt()
        key = self._reader.edc_key()
        try:
            receipt = signed.receipt
        except msgspec.DecodeError as error:
            raise errors.bad_receipt() from error
        home = self._reader.home()
        ours = receipt.site == home.site and receipt.device == home.device
        if key is None or not ours or not verify(key.public_key, signed.signature, receipt_message(signed.body)):
            raise errors.bad_receipt()
        self.report.receipt = signed

    def _exchange_files(self) -> None:
        """Last, so that no value waits for a recording; what goes wrong with a file ends no cycle."""
        if self._files is None:
            return
        self._enter("files")
        # What the EDC refused stays in the queue; it must not keep the files waiting for ever.
        stuck = len({refusal.hash for refusal in self.report.refused})
        ways = Ways(self._moving, lambda: self._reader.queue().count > stuck, self._clock, self._wait)
        exchange = Exchange(self._files, self._edc, ways)
        self.report.files = exchange.report
        if exchange.run().sent:
            self._receipt()

    def _wait(self, milliseconds: int) -> None:
        """As long as the EDC asked for; stopped at once when somebody stops the cycle."""
        for left in range(milliseconds, 0, -_WAIT_MS):
            self._enter("files")
            threading.Event().wait(min(left, _WAIT_MS) / 1000)

    def _moving(self, moving: Moving) -> None:
        self._enter("files", moving)

    def _own(self) -> plan.Own:
        cursor = self._reader.cursor()
        return plan.Own(cursor.epoch, cursor.number, cursor.head, self._reader.tip().seq)

    def _took(self, received: Received) -> None:
        self.report.moved |= received.slots

    def _enter(self, step: Step, moving: Moving | None = None) -> None:
        """Between any two calls: say how far it is, and stop when asked to."""
        if self._cancelled is not None and self._cancelled():
            raise errors.cancelled()
        self.report.step = step
        if self._listen is not None:
            report = self.report
            self._listen(Progress(step, report.sent, self._to_send, report.received, self._to_receive, moving=moving))
