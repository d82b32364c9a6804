"""A workstation and an EDC as tests and campaigns use them: real vaults with a cheap derivation, real stores.

Owns no fixture: those stand in conftest.py, the fault campaign and the benchmarks make theirs themselves.
"""

import copy
from collections.abc import Callable
from pathlib import Path

from storage.keys import KdfProfile, NewUser, Unlocked, create_vault
from storage.log import Author
from storage.store import Store, create_store, open_store
from study.address import Address
from study.changes import facts as f
from study.definition.model import Study
from study.definition.pack import packed
from study.state.settle import Settled
from study.state.slots import Slot
from study.values import Quantity
from sync.client.cycle import Cycle
from sync.client.enrol import enrol
from sync.client.http import HttpEdc, Signer
from sync.client.line import Line
from sync.client.local_files import Carried
from sync.client.report import CycleReport
from sync.protocol.edc import Edc
from sync.protocol.messages import Receipt
from sync.server.admin import Admin
from sync.server.crypto import create_keyfile
from sync.server.database import Database
from sync.server.protection import SERVICE_ROLE
from sync.server.serve import utc_now
from sync.server.service import Service
from tests.kit.postgres import as_service

CHEAP = KdfProfile(memory_kib=8, iterations=1, lanes=1)
CREATININE = Address("child-1", "M3", form="CHEM", item="CREAT")


class Clock:
    """A clock that is right, or off by `wrong` ms."""

    def __init__(self, wrong: int = 0) -> None:
        self.wrong = wrong

    def __call__(self) -> int:
        return utc_now() + self.wrong


class Clinic:
    """One workstation: a vault, a store, a person, how it reaches the EDC, and the receipts it was given."""

    receipts: tuple[Receipt, ...] = ()

    def __init__(
        self, folder: Path, site: str, clock: Clock, user: str, roles: tuple[str, ...], *, study: Study | None = None
    ) -> None:
        folder.mkdir()
        self.folder = folder
        self.clock: Callable[[], int] = clock
        person = NewUser(user, f"Dr {user}", f"a rainy spring with {user}")
        self.unlocked: Unlocked
        self.unlocked, _ = create_vault(folder, person, CHEAP, clock=clock, floor=CHEAP)
        version, digest, content = (study.version, study.digest, packed(study)) if study else ("1", "d" * 64, b"")
        self.store = create_store(
            folder, self.unlocked, site=site, site_name="Children's hospital", study_version=version,
            study_digest=digest, study_content=content,
            device_name=folder.name, clock=clock, roles=roles,
        )  # fmt: skip
        self.user = user

    @classmethod
    def around(cls, store: Store, unlocked: Unlocked, clock: Callable[[], int], user: str) -> "Clinic":
        """A workstation around a store that stands already, such as the one behind a window."""
        made = cls.__new__(cls)
        made.folder, made.store, made.unlocked, made.user = store.folder, store, unlocked, user
        made.clock = clock
        return made

    @property
    def author(self) -> Author:
        return Author(self.user, "investigator", self.unlocked.sign)

    @property
    def admin(self) -> Author:
        return Author(self.user, "admin", self.unlocked.sign)

    def write(self, number: str, *, reason: str = "", place: Address = CREATININE) -> str:
        """A value on top of whatever heads stand; returns the change's id."""
        bases = tuple(head.fact.id for head in self.at(place).heads)
        value = Quantity(number, "umol/L")
        fact = f.ValueSet(id=self.store.new_id(), bases=bases, address=place, value=value, typed=number, reason=reason)
        return self.store.append(self.author, [fact]).change

    def at(self, place: Address = CREATININE) -> Settled:
        return self.store.reader.slot(Slot("value", place.key))

    def shown(self, place: Address = CREATININE) -> str:
        """The number a screen would show."""
        shown = self.at(place).shown
        assert shown is not None
        assert isinstance(shown.fact, f.ValueSet)
        assert isinstance(shown.fact.value, Quantity)
        return shown.fact.value.number

    def reopen(self) -> None:
        self.store.close()
        self.store = open_store(self.folder, self.unlocked, self.clock)

    def enrol(self, edc: Edc, code: str = "") -> None:
        enrol(self.store, self.store.reader, edc, code)

    def twin(self, folder: Path) -> "Clinic":
        """The same workstation on a copy of its store that stands in `folder`."""
        other = copy.copy(self)
        other.folder = folder
        other.store = open_store(folder, self.unlocked, self.clock)
        return other

    def sync(
        self, edc: Edc, listen: Callable[[str], None] | None = None, *, files: Carried | None = None
    ) -> CycleReport:
        """One cycle; `listen` hears each step's name. Without `files`, values only."""
        heard = (lambda progress: listen(progress.step)) if listen is not None else None
        cycle = Cycle(self.store, self.store.reader, edc, self.clock, listen=heard, vouched=self.receipts, files=files)
        report = cycle.run()
        if report.receipt is not None:
            self.receipts = (*self.receipts, report.receipt.receipt)
        return report


class Centre:
    """One EDC however it is reached. `connect` gives the `Edc` of a clinic."""

    def __init__(
        self, service: Service, site: str, url: str = "", lines: Callable[[Clinic], Edc] | None = None
    ) -> None:
        self.service = service
        self._way = lines
        self.site = site
        self.admin = Admin(service, "Central monitor")
        self.url = url
        self._lines: list[HttpEdc] = []
        self.admin.add_site(site, "Children's hospital")

    def connect(self, clinic: Clinic) -> Edc:
        if self._way is not None:
            return self._way(clinic)
        home = clinic.store.reader.home()
        if not self.url:
            return self.service.session(home.site, home.device)
        line = HttpEdc(Line(self.url), Signer(home.site, home.device, clinic.unlocked.device_sign, clinic.clock))
        self._lines.append(line)
        return line

    def enrol(self, clinic: Clinic) -> Edc:
        edc = self.connect(clinic)
        clinic.enrol(edc, self.admin.new_code(self.site))
        return edc

    def close(self) -> None:
        for line in self._lines:
            line.close()


def new_service(database_url: str, keyfile: Path) -> Service:
    """A new EDC made by the database's owner and used as the role that serves."""
    key = create_keyfile(keyfile)
    made = Service(Database(database_url), key, utc_now)
    made.initialise(SERVICE_ROLE)
    made.database.close()
    return Service(Database(as_service(database_url)), key, utc_now)
