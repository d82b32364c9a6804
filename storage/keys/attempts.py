"""Owns how failed unlocks slow down, across restarts, and the list of them that the log takes over at the next unlock.

An attempt is recorded before it is tried, so killing the process gives no free try. Waiting is measured by the time
since the computer started, never by its clock, and what was waited is kept. The state stands in the folder and, where
a place is given, in a second file outside it: the worse counts; one missing, altered or another store's counts as five
failures. Its MAC's key is in the key file: against a copied folder only Argon2id counts, and no counter.
"""

import hashlib
import logging
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec

from storage.files import write_atomic
from storage.keys import errors, primitives
from study.errors import KnownError

Clock = Callable[[], int]
"""UTC milliseconds since 1970; as `ticks`, milliseconds since the computer started."""

FILE_NAME = "attempts.json"
FREE = 5
UNKNOWN = "?"
_MINUTE = 60_000
_LONGEST = 24 * 60 * _MINUTE
_KEPT = 1000
_LOGGER = logging.getLogger("cartella.storage")


class Failure(msgspec.Struct, frozen=True):
    """One failed unlock: the user's id (`?` when not a user: it may be a passphrase in the wrong box), and UTC ms."""

    user_id: str
    at: int


class _Counter(msgspec.Struct, frozen=True):
    """Failures in a row, when the last was; how long somebody has waited since (ms), as of the tick `since`."""

    failures: int
    last: int
    since: int = 0
    waited: int = 0

    def at(self, tick: int) -> "_Counter":
        """The same, with the time that has really passed. A tick before `since` is of a computer started anew: what
        passed until it stopped is kept as far as it was noted, what passed while it was off can't be known.
        """
        passed = tick - self.since if tick >= self.since else tick
        return msgspec.structs.replace(self, since=tick, waited=self.waited + passed)

    @property
    def left(self) -> int:
        """Milliseconds still to wait."""
        return max(0, pause_after(self.failures) - self.waited)


_NONE = _Counter(0, 0)


class _State(msgspec.Struct, frozen=True):
    """`others` stands for everybody without a counter; `places` for the second files that were made."""

    others: _Counter
    counters: dict[str, _Counter]
    failures: tuple[Failure, ...] = ()
    places: tuple[str, ...] = ()

    def of(self, user_id: str) -> _Counter:
        """The counter that holds for a user."""
        return self.counters.get(user_id, self.others)

    def with_counter(self, user_id: str, counter: _Counter) -> "_State":
        """The same with one counter set."""
        return msgspec.structs.replace(self, counters={**self.counters, user_id: counter})


class _File(msgspec.Struct, frozen=True):
    """The code is over the state's bytes as they stand, so that an earlier version's file still counts."""

    state: msgspec.Raw
    mac: bytes


def system_clock() -> int:
    """The computer's clock, UTC ms."""
    return time.time_ns() // 1_000_000


def monotonic_clock() -> int:
    """Milliseconds since the computer started, the same for every process; no setting of the clock moves it."""
    return time.monotonic_ns() // 1_000_000


def pause_after(failures: int) -> int:
    """Milliseconds to wait after so many failures in a row: none up to four, then 1, 2, 4 ... min, at most a day."""
    if failures < FREE:
        return 0
    return min(_MINUTE << min(failures - FREE, 20), _LONGEST)


class Attempts:
    """The counters of one store. `mirror` is a second file outside the store's folder, or None."""

    def __init__(
        self, folder: Path, key: bytes, clock: Clock, mirror: Path | None = None, *, ticks: Clock = monotonic_clock
    ) -> None:
        self._path = folder / FILE_NAME
        self._mirror = mirror
        self._place = hashlib.sha256(str(mirror).encode()).hexdigest()[:16] if mirror else ""
        self._key = key
        self._clock = clock
        self._ticks = ticks

    def begin_anew(self) -> None:
        """At the creation or restoration of a store: files that say nobody has failed."""
        self._write(_State(_NONE, {}))

    def check(self, user_id: str) -> None:
        """Raise KnownError `unlock-wait` while this user has to wait.

        Only what has really passed counts: setting the clock on forgives nothing. Starting the computer anew neither
        forgives nor begins the wait again, but for what passed unseen before it stopped.
        """
        state = self._read()
        counter = state.of(user_id).at(self._ticks())
        if counter.left > 0:
            if user_id in state.counters:
                state = state.with_counter(user_id, counter)
            else:
                state = msgspec.structs.replace(state, others=counter)
            self._write(state)
            raise errors.wait(-(-counter.left // _MINUTE))

    def note_waiting(self) -> None:
        """Keep how long everybody has waited so far: called now and then while the program runs and nobody is in."""
        state, tick = self._read(), self._ticks()
        counters = {name: counter.at(tick) if counter.left else counter for name, counter in state.counters.items()}
        others = state.others.at(tick) if state.others.left else state.others
        if (counters, others) != (state.counters, state.others):
            self._write(msgspec.structs.replace(state, others=others, counters=counters))

    def begin(self, user_id: str) -> None:
        """Count the attempt as failed, durably, before it is tried."""
        state, now = self._read(), self._clock()
        counted = state.with_counter(user_id, _Counter(state.of(user_id).failures + 1, now, self._ticks()))
        failures = (*state.failures, Failure(user_id, now))[-_KEPT:]
        self._write(msgspec.structs.replace(counted, failures=failures))

    def succeeded(self, user_id: str) -> None:
        """The attempt that `begin` counted was right: the row ends and its entry goes."""
        state = self._read().with_counter(user_id, _NONE)
        if state.failures and state.failures[-1].user_id == user_id:
            state = msgspec.structs.replace(state, failures=state.failures[:-1])
        self._write(state)

    def forgive(self, user_id: str) -> None:
        """The user has a new passphrase: the row of failures ends, the list keeps them."""
        self._write(self._read().with_counter(user_id, _NONE))

    def failures(self) -> tuple[Failure, ...]:
        """Failed unlocks not yet taken over, oldest first; a thousand at most."""
        return self._read().failures

    def taken_over(self, count: int) -> None:
        """The first `count` of `failures()` now stand in the log."""
        state = self._read()
        self._write(msgspec.structs.replace(state, failures=state.failures[count:]))

    def _read(self) -> _State:
        """The worse of the files, user by user."""
        own = self._read_one(self._path)
        # Another account of this computer has not made its second file yet; one that was made and is gone was removed.
        new_place = own is not None and bool(self._place) and self._place not in own.places
        second = None if self._mirror is None else self._read_one(self._mirror)
        sound = [state for state in (own, second) if state is not None]
        names = {name for state in sound for name in state.counters}
        merged = _State(
            others=_worst(state.others for state in sound),
            counters={name: _worst(state.of(name) for state in sound) for name in names},
            failures=max((state.failures for state in sound), key=len, default=()),
            places=tuple(sorted({place for state in sound for place in state.places})),
        )
        if own is None or (second is None and self._mirror is not None and not new_place):
            return self._distrust(merged)
        return merged

    def _distrust(self, state: _State) -> _State:
        """A file is missing or altered: the free tries are used up, for everybody, and both files now say so."""
        now, tick = self._clock(), self._ticks()

        def used_up(counter: _Counter) -> _Counter:
            return _Counter(max(counter.failures, FREE), max(counter.last, now), tick)

        counters = {name: used_up(counter) for name, counter in state.counters.items()}
        state = _State(used_up(state.others), counters, state.failures, state.places)
        self._write(state)
        return state

    def _read_one(self, path: Path) -> _State | None:
        try:
            file = msgspec.json.decode(path.read_bytes(), type=_File)
            state = msgspec.json.decode(file.state, type=_State)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return None
        return state if primitives.same(file.mac, self._mac(bytes(file.state))) else None

    def _write(self, state: _State) -> None:
        if self._mirror is None:
            write_atomic(self._path, self._bytes(state))
            return
        kept = msgspec.structs.replace(state, places=tuple(sorted({*state.places, self._place})))
        try:
            self._mirror.parent.mkdir(parents=True, exist_ok=True)
            write_atomic(self._mirror, self._bytes(kept))
        except (OSError, KnownError) as error:
            # The second file is a second witness; where an account may keep none, the first has to do.
            _LOGGER.warning("no second counter of failed unlocks: %s", type(error).__name__)
            kept = state
        write_atomic(self._path, self._bytes(kept))

    def _bytes(self, state: _State) -> bytes:
        raw = msgspec.json.encode(state)
        return msgspec.json.encode(_File(msgspec.Raw(raw), self._mac(raw)))

    def _mac(self, raw: bytes) -> bytes:
        return primitives.mac(self._key, raw)


def _worst(counters: Iterable[_Counter]) -> _Counter:
    return max(counters, key=lambda each: (each.failures, each.last, -each.waited), default=_NONE)
