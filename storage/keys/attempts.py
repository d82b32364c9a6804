"""Owns how failed unlocks slow down, across restarts, and the list of them that the log takes over at the next unlock.

An attempt is recorded before it is tried, so killing the process gives no free try. The state stands in the store's
folder and, where the application gives a place, in a second file outside it: the worse counts, and a file that is
missing, altered or of another store counts as five failures. Its MAC uses a key that stands in the key file: it notices
careless edits, not a person who can read the folder. Against a copied folder only Argon2id counts, and no counter.
"""

import time
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec

from storage.files import write_atomic
from storage.keys import errors, primitives

Clock = Callable[[], int]
"""UTC milliseconds since 1970."""

FILE_NAME = "attempts.json"
FREE = 5
UNKNOWN = "?"
_MINUTE = 60_000
_LONGEST = 24 * 60 * _MINUTE
_KEPT = 1000


class Failure(msgspec.Struct, frozen=True):
    """One failed unlock: the user's id (`?` when not a user: it may be a passphrase in the wrong box), and UTC ms."""

    user_id: str
    at: int


class _Counter(msgspec.Struct, frozen=True):
    failures: int
    last: int


_NONE = _Counter(0, 0)


class _State(msgspec.Struct, frozen=True):
    """`others` stands for everybody without a counter."""

    others: _Counter
    counters: dict[str, _Counter]
    failures: tuple[Failure, ...] = ()

    def of(self, user_id: str) -> _Counter:
        """The counter that holds for a user."""
        return self.counters.get(user_id, self.others)

    def with_counter(self, user_id: str, counter: _Counter) -> "_State":
        """The same with one counter set."""
        return msgspec.structs.replace(self, counters={**self.counters, user_id: counter})


class _File(msgspec.Struct, frozen=True):
    state: _State
    mac: bytes


def system_clock() -> int:
    """The computer's clock, UTC ms."""
    return time.time_ns() // 1_000_000


def pause_after(failures: int) -> int:
    """Milliseconds to wait after so many failures in a row: none up to four, then 1, 2, 4 ... min, at most a day."""
    if failures < FREE:
        return 0
    return min(_MINUTE << min(failures - FREE, 20), _LONGEST)


class Attempts:
    """The counters of one store. `mirror` is a second file outside the store's folder, or None."""

    def __init__(self, folder: Path, key: bytes, clock: Clock, mirror: Path | None = None) -> None:
        self._paths = [folder / FILE_NAME, *([mirror] if mirror else [])]
        self._key = key
        self._clock = clock

    def begin_anew(self) -> None:
        """At the creation or restoration of a store: files that say nobody has failed."""
        self._write(_State(_NONE, {}))

    def check(self, user_id: str) -> None:
        """Raise KnownError `unlock-wait` while this user has to wait."""
        state, now = self._read(), self._clock()
        counter = state.of(user_id)
        if now < counter.last:
            # The clock was set back: the wait starts again, and does not last until the old time comes round.
            counter = _Counter(counter.failures, now)
            self._write(state.with_counter(user_id, counter))
        left = counter.last + pause_after(counter.failures) - now
        if left > 0:
            raise errors.wait(-(-left // _MINUTE))

    def begin(self, user_id: str) -> None:
        """Count the attempt as failed, durably, before it is tried."""
        state, now = self._read(), self._clock()
        counted = state.with_counter(user_id, _Counter(state.of(user_id).failures + 1, now))
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
        states = [self._read_one(path) for path in self._paths]
        sound = [state for state in states if state is not None]
        names = {name for state in sound for name in state.counters}
        merged = _State(
            others=_worst(state.others for state in sound),
            counters={name: _worst(state.of(name) for state in sound) for name in names},
            failures=max((state.failures for state in sound), key=len, default=()),
        )
        return merged if len(sound) == len(states) else self._distrust(merged)

    def _distrust(self, state: _State) -> _State:
        """A file is missing or altered: the free tries are used up, for everybody, and both files now say so."""
        now = self._clock()

        def used_up(counter: _Counter) -> _Counter:
            return _Counter(max(counter.failures, FREE), max(counter.last, now))

        counters = {name: used_up(counter) for name, counter in state.counters.items()}
        state = _State(used_up(state.others), counters, state.failures)
        self._write(state)
        return state

    def _read_one(self, path: Path) -> _State | None:
        try:
            file = msgspec.json.decode(path.read_bytes(), type=_File)
        except (FileNotFoundError, msgspec.DecodeError, UnicodeDecodeError):
            return None
        return file.state if primitives.same(file.mac, self._mac(file.state)) else None

    def _write(self, state: _State) -> None:
        raw = msgspec.json.encode(_File(state, self._mac(state)))
        for path in self._paths:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomic(path, raw)

    def _mac(self, state: _State) -> bytes:
        return primitives.mac(self._key, msgspec.json.encode(state))


def _worst(counters: Iterable[_Counter]) -> _Counter:
    return max(counters, key=lambda each: (each.failures, each.last), default=_NONE)
