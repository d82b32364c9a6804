"""Three workstations and one EDC under any order of writing, syncing, lost answers and central acts.

After everybody has exchanged everything: equal states, nobody's value lost, every unlike pair of values a conflict.
"""

import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from study.address import Address
from study.errors import KnownError
from study.state.slots import Slot
from sync.protocol.messages import Batch, Page, PushAnswer
from sync.server.admin import Admin
from sync.server.crypto import EdcKey
from sync.server.database import Database
from sync.server.service import Service, Session

if TYPE_CHECKING:
    from tests.kit.clinic import Clinic
    from tests.sync.conftest import NewClinic

SITE_NAME = "Children's hospital"
FORM = Address("child-1", "M3", form="CHEM")
PLANS = ["", "before-push", "after-push", "before-pull", "after-pull"]
PLACES = [Address("child-1", "M3", form="CHEM", item="CREAT"), Address("child-1", "M6", form="CHEM", item="CREAT")]


class Faulty(Session):
    """The EDC on a bad line: the next call fails before it, or after it, as planned."""

    plan = ""

    def _line(self, when: str) -> None:
        if self.plan == when:
            self.plan = ""
            raise KnownError("edc-away", "away", "断开")

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


class World(NamedTuple):
    """What one example starts from."""

    clinics: list["Clinic"]
    lines: list[Faulty]
    admin: Admin
    site: str


class Start:
    """Copies a made world of three enrolled workstations for every example: making one costs more than running one."""

    def __init__(self, folder: Path, site: str, clinics: list["Clinic"], key: EdcKey) -> None:
        self._folder = folder
        self._site = site
        self._clinics = clinics
        self._key = key
        self._example = Path()
        self._database: Database | None = None

    def begin(self) -> World:
        self.end()
        self._example = Path(tempfile.mkdtemp(dir=self._folder.parent))
        shutil.copytree(self._folder, self._example / "world")
        self._database = Database(f"sqlite:///{self._example}/world/edc.db")
        service = Service(self._database, self._key, self._clinics[0].clock)
        for clinic in self._clinics:
            clinic.folder = self._example / "world" / clinic.folder.name
            clinic.reopen()
        lines = [Faulty(service, self._site, clinic.store.device) for clinic in self._clinics]
        return World(self._clinics, lines, Admin(service, "Central monitor"), self._site)

    def end(self) -> None:
        for clinic in self._clinics:
            clinic.store.close()
        if self._database is not None:
            self._database.close()
            shutil.rmtree(self._example)
            self._database = None


class Machine(RuleBasedStateMachine):
    """What people, lines and the centre may do; `start` makes the world of each example."""

    start: ClassVar["Start"]

    def __init__(self) -> None:
        super().__init__()
        self.world = self.start.begin()
        self.written: set[str] = set()
        self.frozen = False

    @rule(who=st.integers(0, 2), place=st.sampled_from(PLACES), value=st.integers(1, 3))
    def write(self, who: int, place: Address, value: int) -> None:
        clinic = self.world.clinics[who]
        before = clinic.store.reader.tip()
        with suppress(KnownError):
            clinic.write(str(value), reason="again", place=place)
        if clinic.store.reader.tip() == before:
            assert clinic.store.reader.slot(Slot("freeze", FORM.key)).shown
            return
        self.written.add(clinic.store.reader.tip().hash)

    @rule(who=st.integers(0, 2), plan=st.sampled_from(["", "before-push", "after-push", "before-pull", "after-pull"]))
    def sync(self, who: int, plan: str) -> None:
        line = self.world.lines[who]
        line.plan = plan
        report = self.world.clinics[who].sync(line)
        line.plan = ""
        assert report.error_code in ("", "edc-away")
        assert report.agrees is not False
        assert not report.refused

    @rule()
    def freeze_or_release(self) -> None:
        if self.frozen:
            self.world.admin.release_freeze(self.world.site, FORM, "done")
        else:
            self.world.admin.freeze(self.world.site, FORM)
        self.frozen = not self.frozen

    @rule(who=st.integers(0, 2))
    def restart(self, who: int) -> None:
        self.world.clinics[who].reopen()

    @invariant()
    def nothing_written_is_lost(self) -> None:
        held = {name for clinic in self.world.clinics for name in clinic.store.reader.hashes()}
        assert self.written <= held

    def teardown(self) -> None:
        for _ in range(2):
            for clinic, line in zip(self.world.clinics, self.world.lines, strict=True):
                report = clinic.sync(line)
                assert report.complete, report.error_code
        digests = {clinic.store.reader.digest() for clinic in self.world.clinics}
        assert len(digests) == 1
        at_the_edc = self.world.lines[0].lacking(sorted(self.written)).hashes
        assert at_the_edc == ()
        for clinic in self.world.clinics:
            for place in PLACES:
                heads = clinic.at(place).heads
                unlike = len({repr(getattr(head.fact, "value", None)) for head in heads}) > 1
                assert bool(clinic.at(place).conflict) == unlike
        self.start.end()


def test_three_workstations_converge_whatever_happens(
    new_clinic: "NewClinic", tmp_path: Path, site: str, fresh_key: EdcKey
) -> None:
    service = Service(Database(f"sqlite:///{tmp_path}/edc.db"), fresh_key, lambda: 1_790_000_000_000)
    service.initialise()
    admin = Admin(service, "Central monitor")
    admin.add_site(site, SITE_NAME)
    clinics = [new_clinic(name, user=name) for name in ("bedside", "ward", "office")]
    for clinic in clinics:
        clinic.enrol(service.session(site, clinic.store.device), admin.new_code(site))
        clinic.store.close()
    service.database.close()
    start = Start(tmp_path, site, clinics, fresh_key)
    Machine.start = start
    run_state_machine_as_test(Machine, settings=settings(max_examples=20, stateful_step_count=20, deadline=None))
    start.end()
