"""Owns the rows of the log inside one writing transaction: read ahead, kept in memory, written by `flush` in one go.

A page of the EDC's answers touches hundreds of rows; asking for each on its own took most of a sync. Must not decide
anything: who takes a change in has checked it.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from storage.driver import Connection, Row
from study.changes.envelope import Change, SignedChange, unknown_entries
from study.state.settle import Placing, Standing
from study.text import Text

MOST_KEYS = 500
"""So many keys in one question."""
_COLUMNS = "id, device, seq, hash, number, standing, code, why_en, why_zh, site_head"
_ALTER = "UPDATE change SET number = ?, standing = ?, code = ?, why_en = ?, why_zh = ?, site_head = ? WHERE id = ?"
_INSERT = (
    "INSERT INTO change (id, device, seq, hash, author, role, at_utc, body, device_signature, person_signature, "
    "unknown, roster, number, standing, code, why_en, why_zh, site_head) "
    f"VALUES ({', '.join('?' * 18)})"
)


class Answer(NamedTuple):
    """What the EDC said of a change: the columns of the log that may be written again."""

    number: int | None = None
    standing: Standing = "pending"
    code: str = ""
    why_en: str = ""
    why_zh: str = ""
    site_head: str = ""

    @property
    def placing(self) -> Placing:
        """Where the EDC put it."""
        return Placing(self.number, self.standing)


class Known(NamedTuple):
    """A change that the log holds."""

    id: str
    device: str
    seq: int
    hash: str


def chunks(keys: Collection[str]) -> Iterator[list[str]]:
    """So many at a time as go into one question."""
    names = list(keys)
    for start in range(0, len(names), MOST_KEYS):
        yield names[start : start + MOST_KEYS]


def marks(keys: Collection[str]) -> str:
    """A question mark for each."""
    return ", ".join("?" * len(keys))


class LogRows:
    """What stands in memory of a change is all that stands of it, written or not."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection
        self._by_hash: dict[str, Known | None] = {}
        self._by_id: dict[str, Known | None] = {}
        self._answers: dict[str, Answer] = {}
        self._written: dict[str, Answer] = {}
        self._to_insert: dict[str, Row] = {}
        self._new: set[str] = set()

    def read_ahead(self, hashes: Iterable[str], ids: Iterable[str] = ()) -> None:
        """Ask for all of these at once; what is asked for later one by one is then known."""
        self._read("hash", self._by_hash, hashes)
        self._read("id", self._by_id, ids)

    def known(self, change_hash: str) -> Known | None:
        """The change with this hash, None where the log has none."""
        if change_hash not in self._by_hash:
            self._read("hash", self._by_hash, (change_hash,))
        return self._by_hash[change_hash]

    def has(self, change: str) -> bool:
        """Whether a change of this id is in the log."""
        if change not in self._by_id:
            self._read("id", self._by_id, (change,))
        return self._by_id[change] is not None

    def is_new(self, change: str) -> bool:
        """Whether it came in with this transaction."""
        return change in self._new

    def placed(self, change: str) -> Placing | None:
        """Where the EDC itself put a change, None where the log has none."""
        return self._answers[change].placing if self.has(change) else None

    def insert(self, signed: SignedChange, change: Change, change_hash: str, roster: int | None = None) -> None:
        """Put a change into the log."""
        known = Known(change.id, change.device, change.seq, change_hash)
        self._by_hash[known.hash] = self._by_id[known.id] = known
        self._answers[known.id] = Answer()
        self._new.add(known.id)
        self._to_insert[known.id] = (
            *known, change.author, change.role, change.at.utc, signed.body, signed.device_signature,
            signed.person_signature, unknown_entries(change, signed.body), roster,
        )  # fmt: skip

    def answered(self, change: str, placing: Placing) -> None:
        """Keep where the EDC put a change; one the log does not hold is passed over."""
        if self.has(change):
            kept = self._answers[change]
            self._answers[change] = kept._replace(number=placing.number, standing=placing.standing)

    def explained(self, change: str, code: str, why: Text | None, head: str = "") -> None:
        """Keep why the EDC decided so, and the head of the site's chain there ("": the one that stands)."""
        if self.has(change):
            kept = self._answers[change]
            en, zh = (why.en, why.zh) if why else ("", "")
            self._answers[change] = kept._replace(code=code, why_en=en, why_zh=zh, site_head=head or kept.site_head)

    def flush(self) -> None:
        """Write what stands in memory only."""
        self._db.run_many(_INSERT, [(*row, *self._answers[name]) for name, row in self._to_insert.items()])
        altered = [
            (*answer, name)
            for name, answer in self._answers.items()
            if name not in self._to_insert and self._written[name] != answer
        ]
        self._db.run_many(_ALTER, altered)
        self._to_insert.clear()
        self._written = dict(self._answers)

    def _read(self, column: str, into: dict[str, Known | None], keys: Iterable[str]) -> None:
        wanted = dict.fromkeys(key for key in keys if key not in into)
        for some in chunks(wanted):
            found = self._db.rows(f"SELECT {_COLUMNS} FROM change WHERE {column} IN ({marks(some)})", some)
            into.update(dict.fromkeys(some))
            for row in found:
                self._keep(Known(*row[:4]), Answer(*row[4:]))

    def _keep(self, known: Known, answer: Answer) -> None:
        self._by_hash[known.hash] = self._by_id[known.id] = known
        # What was altered in memory is newer than what was read.
        self._answers.setdefault(known.id, answer)
        self._written.setdefault(known.id, answer)
