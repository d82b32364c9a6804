"""What the handlers of the page share: the EDC, its people and sessions, and the reading of the record."""

from typing import NamedTuple

from sync.server.central import People
from sync.server.page.reading import Reading
from sync.server.service import Service
from sync.server.sessions import Sessions


class Around(NamedTuple):
    """Passed to every handler."""

    service: Service
    people: People
    sessions: Sessions
    reading: Reading
