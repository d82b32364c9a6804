"""Sessions of central people: kept by digest in the database, so that several workers share them and a copy logs in
nobody. Owns when one is over; must not know cookies.
"""

import contextlib

import sqlalchemy as sa

from sync.server import tables as t
from sync.server.crypto import new_token, token_digest
from sync.server.database import BRIEFLY_MS, EVERY_SITE
from sync.server.errors import BusyError
from sync.server.service import Service

IDLE_MS = 30 * 60_000
WHOLE_MS = 12 * 3600_000
# A reading page writes so rarely that it is seen.
_SEEN_EVERY_MS = 60_000


class Sessions:
    """The sessions of one EDC."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def begin(self, name: str) -> str:
        """A new session; its token goes to the browser and is not kept."""
        token, now = new_token(), self._service.clock()
        with self._service.database.writing(EVERY_SITE) as connection:
            over = sa.or_(
                t.central_session.c.begun_utc <= now - WHOLE_MS, t.central_session.c.seen_utc <= now - IDLE_MS
            )
            connection.execute(t.central_session.delete().where(over))
            values = {"digest": token_digest(token), "name": name, "begun_utc": now, "seen_utc": now}
            connection.execute(t.central_session.insert().values(**values))
        return token

    def whose(self, token: str) -> str:
        """The name of the person whose session goes on; "" when it is over or never was."""
        if not token:
            return ""
        now, is_it = self._service.clock(), t.central_session.c.digest == token_digest(token)
        with self._service.database.reading(EVERY_SITE) as connection:
            row = connection.execute(sa.select(t.central_session).where(is_it)).first()
        if row is None or row.begun_utc <= now - WHOLE_MS or row.seen_utc <= now - IDLE_MS:
            return ""
        if row.seen_utc <= now - _SEEN_EVERY_MS:
            # Whoever reads waits for nobody who writes: the next page notes it.
            with (
                contextlib.suppress(BusyError),
                self._service.database.writing(EVERY_SITE, wait_ms=BRIEFLY_MS) as connection,
            ):
                connection.execute(t.central_session.update().where(is_it).values(seen_utc=now))
        return str(row.name)

    def end(self, token: str) -> None:
        """This session is over; again and again harmless."""
        with self._service.database.writing(EVERY_SITE) as connection:
            connection.execute(t.central_session.delete().where(t.central_session.c.digest == token_digest(token)))
