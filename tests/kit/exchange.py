"""A world to exchange in: workstations of two sites, an EDC on a bad line, and copies of both to set them back to.

Owns no rule and no check: `tests/sync/test_sync_machine.py` has both.
"""

import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from desktop_app.identity import seal_value
from storage.keys import SiteKey
from study.address import Address
from study.changes import facts as f
from study.errors import KnownError
from study.state.digest import OF_FILES
from study.values import Quantity
from sync.client.report import CycleReport
from sync.protocol.messages import Batch, Digest, Greeting, Hello, Page, PushAnswer, RosterPage, SignedReceipt
from sync.server.admin import Admin
from sync.server.crypto import EdcKey
from sync.server.database import Database
from sync.server.service import Service, Session
from tests.kit.clinic import Clinic, Clock

CALLS = ("greet", "roster", "push", "pull", "digest", "receipt")
PLANTED = "Zhang Xiaoming 张小明"
CHILD = "child-1"
FORM = Address(CHILD, "M3", form="CHEM")
PLACES = tuple(Address(CHILD, "M3", form="CHEM", item=item) for item in ("CREAT", "ALB"))
NAME = Address(CHILD, "SCR", form="DM", item="NAME")


class Faulty(Session):
    """The EDC on a bad line: the next call named in `plan` fails before it came through, or its answer is lost."""

    plan = ""

    def _line(self, when: str) -> None:
        if self.plan == when:
            self.plan = ""
            raise KnownError("edc-cut", "cut", "断开")

    def greet(self, hello: Hello) -> Greeting:
        self._line("before-greet")
        answer = super().greet(hello)
        self._line("after-greet")
        return answer

    def roster(self, since: int, limit: int) -> RosterPage:
        self._line("before-roster")
        answer = super().roster(since, limit)
        self._line("after-roster")
        return answer

    def push(self, batch: Batch) -> PushAnswer:
        self._line("before-push")
        answer = super().push(batch)
        self._line("after-push")
        return answer

    def pull(self, since: int, limit: int, *, own: bool = False) -> Page:
        self._line("before-pull")
        page = super().pull(since, limit, own=own)
        self._line("after-pull")
        return page

    def digest(self) -> Digest:
        self._line("before-digest")
        answer = super().digest()
        self._line("after-digest")
        return answer

    def receipt(self) -> SignedReceipt:
        self._line("before-receipt")
        answer = super().receipt()
        self._line("after-receipt")
        return answer


class Station:
    """One workstation of the world: the clinic, its site, and the copy of its folder from some time ago."""

    def __init__(self, clinic: Clinic, site: str) -> None:
        self.clinic = clinic
        self.site = site
        self.copy: Path | None = None

    @property
    def hashes(self) -> list[str]:
        return self.clinic.store.reader.hashes()

    def line(self, service: Service, plan: str = "") -> Faulty:
        """The EDC as this workstation reaches it now."""
        made = Faulty(service, self.site, self.clinic.store.device)
        made.plan = plan
        return made

    def keep_copy(self, folder: Path) -> None:
        """Copy its folder, as a disk image would have it."""
        self.clinic.store.close()
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.clinic.folder, folder)
        self.copy = folder
        self.clinic.reopen()

    def set_back(self) -> None:
        """Put the copy in the place of what is there: whatever was not sent since is gone."""
        assert self.copy is not None
        self.clinic.store.close()
        shutil.rmtree(self.clinic.folder)
        shutil.copytree(self.copy, self.clinic.folder)
        self.clinic.reopen()

    def go_on(self, service: Service) -> None:
        """After a fork: as a successor, which its predecessor lets in."""
        self.clinic.store.begin_successor(self.clinic.admin, self.clinic.folder.name, "forked")
        self.clinic.enrol(self.line(service))

    def sync(self, service: Service, plan: str = "") -> CycleReport:
        """One cycle as the program runs it: a device that a restored EDC forgot shows its voucher."""
        line = self.line(service, plan)
        report = self.clinic.sync(line)
        if report.error_code == "device-unknown":
            self.clinic.enrol(line)
            report = self.clinic.sync(line)
        return report

    def write_both(self, number: str) -> str:
        """One change that sets both values."""
        store = self.clinic.store
        facts = tuple(
            f.ValueSet(
                id=store.new_id(), bases=tuple(head.fact.id for head in self.clinic.at(place).heads), address=place,
                value=Quantity(number, "umol/L"), typed=number, reason="both again",
            )
            for place in PLACES
        )  # fmt: skip
        return store.append(self.clinic.author, facts).change

    def write_name(self) -> None:
        """A sealed name."""
        key, _wrapped = SiteKey.new().new_child_key(CHILD)
        store = self.clinic.store
        bases = tuple(head.fact.id for head in self.clinic.at(NAME).heads)
        value = seal_value(key, NAME, PLANTED)
        fact = f.ValueSet(id=store.new_id(), bases=bases, address=NAME, value=value, reason="again")
        store.append(self.clinic.author, [fact])

    def sign(self) -> str:
        """Sign the form as it stands; the signature's id."""
        store = self.clinic.store
        digest = store.reader.record(CHILD).digest(FORM)
        fact = f.Signed(id=store.new_id(), address=FORM, meaning="reviewed", digest=digest, basis=OF_FILES)
        store.append(self.clinic.author, [fact])
        return fact.id

    def answer(self, query: f.QueryOpened) -> None:
        """Answer a query."""
        store = self.clinic.store
        fact = f.QueryAnswered(
            id=store.new_id(), bases=(query.id,), query=query.query, address=query.address, text="as on paper"
        )
        store.append(self.clinic.author, [fact])


class World:
    """What one example acts in."""

    def __init__(self, folder: Path, stations: list[Station], service: Service) -> None:
        self.folder = folder
        self.stations = stations
        self.service = service
        self.admin = Admin(service, "Central monitor")
        self._file = folder / "world" / "edc.db"
        self._yesterday = folder / "yesterday.db"

    @property
    def near(self) -> list[Station]:
        """The workstations of the first site."""
        return [one for one in self.stations if one.site == self.stations[0].site]

    def add_clone(self, who: int) -> None:
        """One more workstation, on a copy of another's disk."""
        station = self.stations[who]
        folder = self.folder / "world" / "clone"
        station.keep_copy(folder)
        station.copy = None
        self.stations.append(Station(station.clinic.twin(folder), station.site))

    def keep_yesterday(self) -> None:
        """Keep a backup of the EDC."""
        _copy(self._file, self._yesterday)

    def restore_yesterday(self) -> bool:
        """Put the EDC back to its backup and declare it; False when there is none."""
        if not self._yesterday.exists():
            return False
        self.service.database.close()
        _copy(self._yesterday, self._file)
        self.service.new_epoch()
        return True


class Start:
    """Copies a made world for every example: making one costs more than running one."""

    def __init__(self, folder: Path, stations: list[tuple[Clinic, str]], key: EdcKey) -> None:
        self._folder = folder
        self._stations = stations
        self._homes = [(clinic.folder.name, clinic.clock) for clinic, _site in stations]
        self._key = key
        self._made: World | None = None

    def begin(self) -> World:
        """A world of its own."""
        self.end()
        example = Path(tempfile.mkdtemp(dir=self._folder.parent))
        shutil.copytree(self._folder, example / "world")
        service = Service(Database(f"sqlite:///{example}/world/edc.db"), self._key, Clock())
        stations = []
        for (clinic, site), (name, _clock) in zip(self._stations, self._homes, strict=True):
            clinic.folder, clinic.clock, clinic.receipts = example / "world" / name, Clock(), ()
            clinic.reopen()
            stations.append(Station(clinic, site))
        self._made = World(example, stations, service)
        return self._made

    def end(self) -> None:
        """Put the world away."""
        made, self._made = self._made, None
        if made is not None:
            for station in made.stations:
                station.clinic.store.close()
            made.service.database.close()
            shutil.rmtree(made.folder)


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as before, closing(sqlite3.connect(target)) as after:
        before.backup(after)
