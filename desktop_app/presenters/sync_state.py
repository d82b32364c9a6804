"""What was read, as the sync screen's state. Pure: no store, no widget, no clock."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from desktop_app.presenters import words as w
from desktop_app.presenters.change_words import contents, subject_of
from desktop_app.presenters.receipt import receipt_of
from desktop_app.presenters.sync_reading import Reading, answer_words, change_line, conflict_place, local
from storage.tries import Try
from study.changes import facts as f
from study.changes.envelope import Change, facts_of
from study.definition.model import Study
from study.text import Text
from sync.client.report import Progress as Cycle
from ui.ids import ChangeId, ConflictId
from ui.sync.state import (
    ConflictRow,
    HeldRow,
    Phase,
    Progress,
    QueueRow,
    ReceivedKind,
    ReceivedRow,
    Sending,
    Stalled,
    SyncState,
    TryRow,
)

_PHASES = {"push": Phase.SENDING, "offer": Phase.SENDING, "pull": Phase.RECEIVING, "roster": Phase.RECEIVING,
           "compare": Phase.COMPARING, "receipt": Phase.COMPARING, "files": Phase.ATTACHMENTS,
           "done": Phase.COMPARING}  # fmt: skip
_ROSTER = (f.CodesLeased, f.UserCertified, f.UserEnded, f.DeviceBegun, f.DeviceCertified, f.DeviceEnded)
_QUERIES = (f.QueryOpened, f.QueryAnswered, f.QueryClosed, f.QueryReopened)


@dataclass(frozen=True)
class Running:
    """How the cycle stands: counts while it runs, paused, whether the EDC answered last time, what came with it."""

    progress: Cycle | None = None
    paused: bool = False
    online: bool = False
    came: tuple[Change, ...] = ()


def sync_state(study: Study, zone: ZoneInfo, now: datetime, read: Reading, running: Running) -> SyncState:
    """The whole screen. `now` is the time at the site without its zone, as all times of the state are."""
    queue = read.queue
    last = read.exchange
    agrees = last.agrees if last is not None and not queue.count else None
    return SyncState(
        now=now,
        enrolled=read.enrolled,
        online=running.online,
        queue=_queue(study, zone, read, running),
        waiting=queue.count,
        files_waiting=read.files[0],
        bytes_waiting=read.files[1],
        oldest=local(queue.oldest_utc, zone) if queue.oldest_utc is not None else None,
        received=tuple(_received(study, zone, read, change) for change in reversed(running.came)),
        held=tuple(_held(study, zone, read)),
        rejected=tuple(_rejected(zone, read)),
        tries=tuple(_try(zone, each) for each in read.tries),
        conflicts=tuple(_conflicts(study, read, now)),
        progress=_progress(running),
        stalled=_stalled(zone, read) if read.enrolled else None,
        last_full=local(last.at, zone) if last is not None else None,
        equal=agrees,
        receipt=receipt_of(read, now.date(), zone, final=not queue.count and last is not None and last.agrees is True),
    )


def _queue(study: Study, zone: ZoneInfo, read: Reading, running: Running) -> tuple[QueueRow, ...]:
    sending = running.progress is not None and not running.paused and running.progress.step == "push"
    rows = []
    for place, change in enumerate(read.waiting):
        subject, words = change_line(study, change)
        rows.append(
            QueueRow(
                change=ChangeId(change.id),
                seq=str(change.seq),
                subject=read.codes.get(subject, ""),
                content=words,
                author=read.names.get(change.author, change.author),
                at=local(change.at.utc, zone),
                sending=Sending.SENDING if sending and place == 0 else Sending.WAITING,
            )
        )
    return tuple(rows)


def _received(study: Study, zone: ZoneInfo, read: Reading, change: Change) -> ReceivedRow:
    facts = facts_of(change)
    kind = ReceivedKind.VALUES
    if any(isinstance(fact, _QUERIES) for fact in facts):
        kind = ReceivedKind.QUERY
    elif any(isinstance(fact, _ROSTER) for fact in facts):
        kind = ReceivedKind.ROSTER
    elif any(isinstance(fact, f.StudyAdopted | f.TableAdopted) for fact in facts):
        kind = ReceivedKind.DEFINITION
    subject, words = subject_of(change), contents(study, facts)
    code = read.codes.get(subject, "")
    text = Text(f"{code} {words.en}".strip(), f"{code} {words.zh}".strip())
    return ReceivedRow(kind, text, local(change.at.utc, zone), subject if code else "")


def _held(study: Study, zone: ZoneInfo, read: Reading) -> list[HeldRow]:
    rows = []
    for held in read.held:
        places = [conflict_place(study, slot) for slot in held.slots]
        words = places[0][1] if places else Text("an entry", "一条记录")
        if len(places) > 1:
            more = len(places) - 1
            words = Text(f"{words.en} and {more} more", f"{words.zh} 等 {more + 1} 项")
        code = read.codes.get(places[0][0], "") if places else ""
        rows.append(HeldRow(ChangeId(held.change), code, words, held.why, local(held.at_utc, zone).date()))
    return rows


def _rejected(zone: ZoneInfo, read: Reading) -> list[HeldRow]:
    return [
        HeldRow(
            change=ChangeId(each.change),
            subject=read.codes.get(each.place.subject, ""),
            text=each.words,
            reason=w.join(w.both(read.names.get(each.by, each.by)), w.both(each.reason)),
            since=local(each.at, zone).date(),
            subject_key=each.place.subject,
        )
        for each in read.rejected
    ]


def _try(zone: ZoneInfo, each: Try) -> TryRow:
    return TryRow(
        at=local(each.first, zone),
        until=local(each.last, zone),
        times=each.times,
        ended=answer_words(each.code) if each.code else _ENDS_DIFFER if each.agrees is False else _WHOLE,
        failed=bool(each.code) or each.agrees is False,
        sent=each.sent,
        received=each.received,
        next_try=local(each.next_try, zone) if each.next_try is not None else None,
    )


_WHOLE = Text("Everything was exchanged.", "已全部交换。")
_ENDS_DIFFER = Text("The two ends differed.", "两端内容不一致。")


def _conflicts(study: Study, read: Reading, now: datetime) -> list[ConflictRow]:
    rows = []
    for slot, settled in read.conflicts.items():
        subject, words = conflict_place(study, slot)
        if slot.kind == "value":
            rows.append(ConflictRow(ConflictId(settled.conflict), read.codes.get(subject, ""), words, now))
    return rows


def _progress(running: Running) -> Progress | None:
    if running.progress is None:
        return Progress(Phase.GREETING, 0, 0, paused=True) if running.paused else None
    cycle = running.progress
    phase = _PHASES.get(cycle.step, Phase.GREETING)
    done, total = cycle.sent + cycle.received, cycle.to_send + cycle.to_receive
    moving = cycle.moving
    if moving is None:
        return Progress(phase, done, max(done, total), bytes_done=cycle.moved, speed=cycle.speed, paused=running.paused)
    return Progress(
        phase, done, max(done, total), moving.files_done, moving.files_total, moving.bytes_done, moving.bytes_total,
        cycle.speed, running.paused,
    )  # fmt: skip


def _stalled(zone: ZoneInfo, read: Reading) -> Stalled | None:
    queue = read.queue
    if not queue.attempts or queue.oldest_utc is None:
        return None
    next_try = local(queue.next_try, zone) if queue.next_try is not None else None
    return Stalled(local(queue.oldest_utc, zone), answer_words(queue.last_answer), queue.attempts, next_try)
