"""Owns what a store keeps that is no part of its log: half-typed texts, how sending went, the site key, the EDC's key.

Mixed into `storage.store.Store`, which brings the connection and says whether anything may be written.
"""

import contextlib
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence

from storage import meta
from storage.driver import Connection
from storage.keys import SiteKey
from storage.log import Clock
from storage.meta import EdcKey

_DUE = "wal_due"


class Beside(ABC):
    """The part of a store beside the log."""

    _db: Connection
    clock: Clock

    @abstractmethod
    def _check_writable(self) -> None:
        """KnownError where this store may only be read."""

    def enrolled(self, *, edc: EdcKey, site_name: str) -> None:
        """Trust this EDC from now on."""
        self._check_writable()
        with self._writing():
            meta.put_edc_key(self._db, edc)
            meta.put(self._db, "site_name", site_name)

    def measured_drift(self, milliseconds: int) -> None:
        """Remember how far this clock was from the EDC's when they last spoke."""
        with self._writing():
            meta.put(self._db, "drift", str(milliseconds))

    def tried(self, answer: str, next_try: int, *, counts: bool = True) -> None:
        """Sending failed, or was put off on request (not `counts`): what was answered, when to try again (UTC ms)."""
        with self._writing():
            self._db.run(
                "INSERT INTO outgoing VALUES ('changes', ?, ?, ?, ?) ON CONFLICT (queue) DO UPDATE SET "
                "attempts = attempts + excluded.attempts, last_answer = excluded.last_answer, "
                "last_try = excluded.last_try, next_try = excluded.next_try",
                (int(counts), answer, self.clock(), next_try),
            )

    def sent(self) -> None:
        """Sending went through: forget the attempts."""
        with self._writing():
            self._db.run("DELETE FROM outgoing WHERE queue = 'changes'")
        self.cut_back()

    def put_site_key(self, key: SiteKey, *, before: SiteKey | None = None) -> bool:
        """Keep the site key that another device handed over, that this first device made, or that took another's place.

        `before` is kept beside it until the EDC has decided whose replacement counts; without it nothing is left of an
        older one, in the database or its write-ahead log. Returns False while a reader still needs that log's older
        part: `cut_back` tries again whenever it can, and the next process too.
        """
        self._check_writable()
        with self._writing():
            meta.put_secret(self._db, "site_key", key.kept)
            if before is None:
                self._db.run("DELETE FROM secret WHERE name = 'site_key_before'")
                meta.put(self._db, _DUE, "1")
            else:
                meta.put_secret(self._db, "site_key_before", before.kept)
        return before is not None or self.cut_back()

    def drop_drafts(self, subject: str) -> bool:
        """Forget everybody's half-typed texts about a child, in the write-ahead log too; see `put_site_key`."""
        with self._writing():
            self._db.run("DELETE FROM draft WHERE substr(key, 1, ?) = ?", (len(subject) + 1, f"{subject}/"))
            meta.put(self._db, _DUE, "1")
        return self.cut_back()

    def cut_back(self) -> bool:
        """Cut the write-ahead log back if something in it has to go; False while a reader needs it."""
        if not meta.get(self._db, _DUE):
            return True
        if not self._emptied():
            return False
        with self._writing():
            self._db.run("DELETE FROM meta WHERE name = ?", (_DUE,))
        self._emptied()
        return True

    def _emptied(self) -> bool:
        """SQLite reports a reader in the way as a row and not as an error."""
        done = self._db.row("PRAGMA wal_checkpoint(TRUNCATE)")
        return done is not None and not done[0]

    def keep_draft(self, user: str, key: str, text: str, bases: Sequence[str] = ()) -> None:
        """Keep what stands in a field that was not left yet, and the heads its author was looking at.

        Survives a killed process.
        """
        self._check_writable()
        with self._db.light_transaction():
            self._db.run(
                "INSERT OR REPLACE INTO draft VALUES (?, ?, ?, ?, ?)", (user, key, text, self.clock(), " ".join(bases))
            )

    def drop_draft(self, user: str, key: str) -> None:
        """The field was left, or the text given up."""
        with self._db.light_transaction():
            self._db.run("DELETE FROM draft WHERE author = ? AND key = ?", (user, key))

    def keep_choice(self, user: str, about: str, choice: str) -> None:
        """Remember how a person chose to work here. Comfort of this workstation and no part of the record."""
        with self._db.light_transaction():
            meta.put(self._db, meta.choice(user, about), choice)

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        with self._db.transaction():
            yield
