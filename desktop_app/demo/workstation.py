"""One workstation of the demonstration: its store, everyone who unlocked it, syncing and closing. No window."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from desktop_app.demo.centre import SITE, SITE_NAME, Centre
from desktop_app.demo.people import Colleague
from desktop_app.demo.story_clock import StoryClock
from desktop_app.house import House
from desktop_app.jobs.add_user import Wanted, add_user
from desktop_app.jobs.create_store import NewStore, create
from desktop_app.jobs.enrol import enrol_store
from desktop_app.jobs.line import straight
from desktop_app.jobs.status import keep_known
from desktop_app.jobs.sync import sync_once
from desktop_app.place import Place
from desktop_app.session import Session
from desktop_app.vaults import Vaults
from storage.keys import FLOOR, NewUser, SiteKey, Unlocked, create_vault
from storage.log import Author
from storage.store import Store
from study.changes.facts import Fact
from study.definition.model import Study
from study.errors import KnownError
from sync.client.report import CycleReport


class FloorVaults(Vaults):
    """Key files at the floor of the passphrase derivation: no time is spent on finding out what this machine can do."""

    def create(self, first: NewUser) -> tuple[Unlocked, str]:
        """See `Vaults.create`."""
        return create_vault(self.folder, first, FLOOR, clock=self._clock)


class Workstation(NamedTuple):
    """A store with its first user's session; `clock` is what every change of it is dated by."""

    name: str
    house: House
    session: Session
    clock: StoryClock
    keys: dict[str, Unlocked]
    recovery_code: str

    @property
    def store(self) -> Store:
        """The open store."""
        return self.session.store

    def append(self, colleague: Colleague, facts: Sequence[Fact]) -> str:
        """One change by one person, at the clock's time; returns its id."""
        author = Author(colleague.user, colleague.role, self.keys[colleague.user].sign)
        return self.store.append(author, facts).change

    def enrol(self, centre: Centre) -> None:
        """Enrol with a one-time code."""
        enrol_store(self.session, centre.address, centre.admin.new_code(SITE), straight)

    def sync(self) -> CycleReport:
        """One cycle, now. Raises KnownError when it did not run through."""
        self.clock.go()
        report = sync_once(self.session, straight).report
        if report.error is not None:
            raise KnownError(report.error_code, report.error.en, report.error.zh)
        return report

    def close(self) -> None:
        """Note what may be known of a locked store, then close it. May be called twice."""
        if not self.keys:
            return
        keep_known(self.house.place, self.store)
        self.store.close()
        for unlocked in self.keys.values():
            unlocked.close()
        self.keys.clear()


def house_at(folder: Path, study: Study, clock: StoryClock, ui_thread: int | None = None) -> House:
    """The house of a workstation whose store lies in `folder`."""
    return House(Place(folder), FloorVaults(folder, clock), study, clock, ui_thread)


def set_up(
    folder: Path, study: Study, clock: StoryClock, team: Sequence[Colleague], site_key: SiteKey | None = None
) -> Workstation:
    """A new workstation named as its folder; the first of the team is its administrator."""
    house = house_at(folder, study, clock)
    first = team[0]
    wanted = NewStore(SITE, SITE_NAME, folder.name, first.name, (first.role,), first.passphrase, first.user)
    session, code = create(house, wanted, site_key)
    keys = {first.user: session.unlocked}
    for each in team[1:]:
        add_user(session, Wanted(each.name, (each.role,), each.passphrase, each.user))
        keys[each.user] = house.vaults.open().unlock(each.user, each.passphrase)
    return Workstation(folder.name, house, session, clock, keys, code)
