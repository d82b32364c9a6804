"""What the frame around the pages shows: how it stands with the EDC, what waits, the sentences that were told.

Reads nothing itself: the desk hands it what was read, and says which room is open.
"""

from dataclasses import dataclass
from datetime import timedelta

from desktop_app.jobs.status import BundleAway
from desktop_app.presenters import words
from desktop_app.session import Session
from storage.read import QueueState
from study.text import Text
from ui.frame.frame import Frame
from ui.frame.state import FrameState, Network, Room
from ui.widgets.state import Message, Tone

_MESSAGES_SHOWN = 2
_NOTHING = QueueState(0, None, 0, "", None)


@dataclass(frozen=True)
class Waiting:
    """What was read for the frame; `to_answer` counts queries that wait for the site, `bundle` is the one without a
    reply.
    """

    queue: QueueState = _NOTHING
    conflicts: int = 0
    to_answer: int = 0
    enrolled: bool = False
    bundle: BundleAway | None = None


class Around:
    """The frame of one desk."""

    def __init__(self, session: Session, frame: Frame) -> None:
        self._session = session
        self._frame = frame
        self._waiting = Waiting()
        self._network = Network.ALONE
        self._progress = (0, 0)
        self._messages: tuple[Message, ...] = ()
        self._late = 0
        """When the bundle was written that was said to be late."""
        self.room = Room.TODAY

    def take_over(self, before: "Around") -> None:
        """Go on with what another desk told."""
        self._network, self._messages, self._late = before._network, before._messages, before._late

    def tell(self, code: str, text: Text, tone: Tone = Tone.AMBER, detail: Text | None = None) -> None:
        """Show a sentence until it is dismissed; a newer one of the same code takes its place."""
        others = tuple(m for m in self._messages if m.code != code)
        self._messages = (Message(code, text, tone, detail), *others)[:_MESSAGES_SHOWN]
        self.show()

    def forget(self, *codes: str) -> None:
        """Sentences that no longer hold, or were dismissed."""
        self._messages = tuple(m for m in self._messages if m.code not in codes)
        self.show()

    def waits(self, waiting: Waiting) -> None:
        """Show what was read of the queue, the conflicts and the queries."""
        self._waiting = waiting
        if not waiting.enrolled:
            self._network = Network.ALONE
        elif self._network is Network.ALONE:
            self._network = Network.OFFLINE
        self._say_late(waiting.bundle)

    def _say_late(self, bundle: BundleAway | None) -> None:
        """A bundle that nobody answers is said once at a desk, and no longer once its reply is here."""
        if bundle is None or not bundle.late:
            self.forget("bundle-late")
        elif bundle.made != self._late:
            self._late = bundle.made
            self.tell("bundle-late", _late_words(bundle))
        else:
            self.show()

    def network(self, network: Network, done: int, total: int) -> None:
        """How a sync cycle is getting on."""
        self._network, self._progress = network, (done, total)
        self.show()

    def show(self) -> None:
        """Show everything as it stands."""
        session, queue, bundle, oldest = self._session, self._waiting.queue, self._waiting.bundle, None
        if queue.oldest_utc is not None:
            oldest = timedelta(milliseconds=max(session.clock() - queue.oldest_utc, 0))
        self._frame.render(
            FrameState(
                room=self.room,
                user=session.person.name,
                role=words.ROLES[session.role],
                network=self._network,
                waiting=queue.count,
                oldest=oldest,
                bundle=timedelta(milliseconds=bundle.age) if bundle is not None else None,
                bundle_late=bundle is not None and bundle.late,
                done=self._progress[0],
                total=self._progress[1],
                badges=((Room.QUERIES, self._waiting.to_answer), (Room.SYNC, self._waiting.conflicts)),
                messages=self._messages,
                closed=() if session.reads_audit else (Room.AUDIT,),
            )
        )


def _late_words(bundle: BundleAway) -> Text:
    days = bundle.age // 86_400_000
    changes = f"{bundle.changes} changes" if bundle.changes != 1 else "1 change"
    return Text(
        f"A bundle with {changes} was handed out {days} days ago and its reply was not imported. Ask the centre for "
        "it; if the bundle was lost, export it again in the sync room: nothing is lost here.",
        f"{days} 天前导出的数据包（{bundle.changes} 条变更）尚未导入回复。请向中心库索取回复；"
        "如数据包已丢失，请在“同步”页重新导出，本机数据不受影响。",
    )
