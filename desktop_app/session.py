"""The session of one unlocked person on one open store: who, in which role, on what day at the site.

Owns the signing key's life (locking wipes it at once). Must not know a screen.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from threading import Lock
from zoneinfo import ZoneInfo

from desktop_app.definitions import Definitions, InForce
from desktop_app.records import Records
from desktop_app.vaults import Vaults
from storage.keys import Unlocked
from storage.log import Author, Clock
from storage.people_read import Person
from storage.store import Store
from study.definition.model import Study
from study.errors import KnownError
from study.rights import may, reads_audit, sees_names

ROLE_ORDER = ("investigator", "clinician", "coordinator", "data_entry", "monitor", "admin")


class Session:
    """One person at work. `role` is the role their entries are made in, `study` the version they are made under.

    `unread` says why that is not the version in force. `definitions` reads the other versions. `names_noted`: of whom
    the record says already that this person was shown names since they unlocked, "" for the list of children.
    `exchanging` is held while something comes in from the EDC, over a line or from a file: one at a time.
    """

    def __init__(
        self,
        store: Store,
        unlocked: Unlocked,
        study: Study,
        person: Person,
        clock: Clock,
        *,
        vaults: Vaults | None = None,
        definitions: Definitions | None = None,
        unread: KnownError | None = None,
    ) -> None:
        self.store = store
        self.unlocked = unlocked
        self.study = study
        self.definitions = definitions or Definitions(study)
        self.unread = unread
        self.person = person
        self.role = next((role for role in ROLE_ORDER if role in person.roles), "")
        self.clock = clock
        self.vaults = vaults or Vaults(store.folder, clock)
        self.zone = ZoneInfo(study.timezone)
        self.records = Records(store.reader, study)
        self.names_noted: set[str] = set()
        self.exchanging = Lock()
        store.write_under(None if unread is None else (study.version, study.digest))

    def under(self, in_force: InForce) -> "Session":
        """The same person on the same store under another version of the study."""
        made = Session(
            self.store, self.unlocked, in_force.study, self.person, self.clock, vaults=self.vaults,
            definitions=self.definitions, unread=in_force.why,
        )  # fmt: skip
        made.names_noted = self.names_noted
        made.exchanging = self.exchanging
        return made

    @property
    def author(self) -> Author:
        """Whom an entry is attributed to."""
        return Author(self.person.user, self.role, self.unlocked.sign)

    def author_as(self, role: str) -> Author:
        """The same person acting in another of their roles (an admin who is also an investigator)."""
        return Author(self.person.user, role, self.unlocked.sign)

    def role_for(self, kind: type) -> str:
        """The role in which the person may make such a fact, the one they work in first; "" for none."""
        return self.role_that(lambda role: may(role, kind))

    def role_that(self, right: Callable[[str], bool]) -> str:
        """The role that has such a right, the one they work in first; "" for none."""
        roles = dict.fromkeys((self.role, *sorted(self.person.roles, reverse=True)))
        return next((role for role in roles if right(role)), "")

    @property
    def now(self) -> datetime:
        """The time at the site."""
        return self.at(self.clock())

    @property
    def today(self) -> date:
        """The day at the site; the computer's own time zone plays no part."""
        return self.now.date()

    def at(self, utc: int) -> datetime:
        """A moment (UTC ms) as the site's wall clock."""
        return datetime.fromtimestamp(utc / 1000, UTC).astimezone(self.zone)

    def midnight(self, day: date) -> int:
        """The moment (UTC ms) at which a day of the site begins."""
        return int(datetime.combine(day, time.min, self.zone).timestamp() * 1000)

    @property
    def sees_names(self) -> bool:
        """Whether this role is shown names."""
        return sees_names(self.role)

    @property
    def reads_audit(self) -> bool:
        """Whether one of the person's roles reads the audit trail of everybody."""
        return any(map(reads_audit, self.person.roles))
