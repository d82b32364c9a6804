"""Between workstations and EDC: killed, cut off, answered twice, copied, restored. Nothing lost, nothing twice."""

import random
import secrets
import shutil
import sqlite3
import threading
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from storage.store import open_store
from storage.verify import verify_store
from study.address import Address
from sync.client.http import HttpEdc, Signer
from sync.client.line import Line
from sync.client.report import CycleReport
from sync.protocol.edc import Edc
from sync.server.admin import Admin
from sync.server.service import Service
from tests.faults.campaign import Campaign, Met, Place
from tests.kit.clinic import Centre, Clinic, new_service
from tests.kit.edc_process import EdcProcess
from tests.kit.proxy import FAULTS, What

PLACES = [
    Address("child-1", visit, form="CHEM", item=item) for visit in ("M1", "M3", "M6") for item in ("CREAT", "ALB")
]
# What may be told while a line is bad; every other code would be a fault of the program.
AWAY = {
    "",
    "edc-away",
    "edc-cut",
    "edc-refused",
    "edc-busy",
    "edc-fault",
    "not-the-edc",
    "used-nonce",
    "device-unknown",
    "malformed",
}


def centre_of(place: Place) -> Centre:
    """An EDC in this process, with a site nobody else has."""
    service = new_service(f"sqlite:///{place.folder}/edc.db", place.folder / "edc.key")
    place.undo.callback(service.database.close)
    return Centre(service, f"S{secrets.token_hex(4)}")


def everything(clinics: Sequence[Clinic]) -> set[str]:
    """The hash of every change that any workstation holds."""
    return {name for clinic in clinics for name in clinic.store.reader.hashes()}


def settle(pairs: Sequence[tuple[Clinic, Edc]]) -> None:
    """Faults are over: every queue empties in two cycles without anybody's help, and all agree."""
    for clinic, edc in pairs:
        clinic.sync(edc)
    reports = [clinic.sync(edc) for clinic, edc in pairs]
    for report in reports:
        assert report.complete, (report.step, report.error_code)
        assert report.agrees is True
        assert report.left == 0
    assert len({clinic.store.reader.digest() for clinic, _ in pairs}) == 1, "the workstations differ"
    for clinic, _ in pairs:
        found = verify_store(clinic.store, clinic.unlocked).findings
        assert not found, [finding.code for finding in found]


def check_site(service: Service, site: str, clinic: Clinic, written: set[str]) -> None:
    """The EDC's record proves itself, holds everything that was written, and each once."""
    verified = Admin(service, "Central monitor").verify(site)
    assert verified.fault == "", verified
    held = service.session(site, clinic.store.device).lacking(sorted(written)).hashes
    assert held == (), f"{len(held)} changes are lost"


def two_devices(place: Place, draw: random.Random) -> Met:
    """Two or three workstations offline on the same fields: as many conflicts as fields with unlike last values."""
    centre = centre_of(place)
    names = ["bedside", "ward", "office"][: draw.randrange(2, 4)]
    clinics = [place.clinic(name, site=centre.site, user=name) for name in names]
    pairs = [(clinic, centre.enrol(clinic)) for clinic in clinics]
    for at in PLACES:
        if draw.random() < 0.5:
            clinics[0].write(str(draw.randrange(4)), place=at)
    settle(pairs)
    last: dict[str, dict[Address, str]] = {clinic.user: {} for clinic in clinics}
    for _ in range(draw.randrange(5, 25)):
        clinic, at, number = draw.choice(clinics), draw.choice(PLACES), str(draw.randrange(4))
        clinic.write(number, place=at, reason="offline")
        last[clinic.user][at] = number
    draw.shuffle(pairs)
    settle(pairs)
    expected = sum(len({mine[at] for mine in last.values() if at in mine}) > 1 for at in PLACES)
    for clinic in clinics:
        assert len(clinic.store.reader.conflicts()) == expected, (len(clinic.store.reader.conflicts()), expected)
    assert centre.admin.sites()[0].conflicts == expected
    check_site(centre.service, centre.site, clinics[0], everything(clinics))
    centre.close()
    return Counter({"conflicts": expected})


def bad_line(place: Place, draw: random.Random) -> Met:
    """Requests and answers lost, cut, altered, doubled and delivered late, in any mixture."""
    service, proxy = place.ground.served()
    proxy.plan = lambda _request: "pass"
    centre = Centre(service, f"S{secrets.token_hex(4)}", proxy.url)
    place.undo.callback(centre.close)
    clinics = [place.clinic(name, site=centre.site, user=name) for name in ("bedside", "ward")]
    pairs = [(clinic, centre.enrol(clinic)) for clinic in clinics]
    before = Counter(proxy.done)
    share = draw.uniform(0.05, 0.4)

    def plan(_request: bytes) -> What:
        return draw.choice(FAULTS) if draw.random() < share else "pass"

    proxy.plan = plan
    for _ in range(12):
        clinic, edc = draw.choice(pairs)
        for _ in range(draw.randrange(1, 5)):
            clinic.write(str(draw.randrange(9)), place=draw.choice(PLACES), reason="again")
        report = clinic.sync(edc)
        assert report.error_code in AWAY, report.error_code
        assert report.agrees is not False
        assert not report.refused
    proxy.plan = lambda _request: "pass"
    proxy.deliver_late()
    settle(pairs)
    check_site(service, centre.site, clinics[0], everything(clinics))
    return Counter(proxy.done) - before


def edc_killed(place: Place, draw: random.Random) -> Met:
    """The EDC's process dies while a workstation pushes, and starts again."""
    url, key = f"sqlite:///{place.folder}/edc.db", place.folder / "edc.key"
    service = new_service(url, key)
    place.undo.callback(service.database.close)
    centre = Centre(service, f"S{secrets.token_hex(4)}")
    clinic = place.clinic(site=centre.site)
    clinic.enrol(service.session(centre.site, clinic.store.device), centre.admin.new_code(centre.site))
    for _ in range(draw.randrange(20, 120)):
        clinic.write(str(draw.randrange(9)), place=draw.choice(PLACES), reason="again")
    process = EdcProcess(url, key)
    place.undo.callback(process.stop)
    process.start()
    report = _sync_and_kill(clinic, _line(place, clinic, process), process, draw.uniform(0, 0.5))
    process.start()
    settle([(clinic, _line(place, clinic, process))])
    process.stop()
    check_site(service, centre.site, clinic, everything([clinic]))
    numbers = centre.admin.sites()[0].number
    assert numbers == len(clinic.store.reader.hashes()), "something has two numbers or none"
    return Counter({"killed before the cycle ended" if report.error_code else "cycle was quicker": 1})


def _line(place: Place, clinic: Clinic, process: EdcProcess) -> HttpEdc:
    home = clinic.store.reader.home()
    line = HttpEdc(Line(process.url), Signer(home.site, home.device, clinic.unlocked.device_sign, clinic.clock))
    place.undo.callback(line.close)
    return line


def _sync_and_kill(clinic: Clinic, line: HttpEdc, process: EdcProcess, after: float) -> CycleReport:
    pushing, reports = threading.Event(), []

    def listen(step: str) -> None:
        if step == "push":
            pushing.set()

    thread = threading.Thread(target=lambda: reports.append(clinic.sync(line, listen)))
    thread.start()
    assert pushing.wait(60)
    thread.join(after)
    process.kill()
    thread.join(180)
    [report] = reports
    assert report.error_code in AWAY, report.error_code
    return report


def copied(place: Place, draw: random.Random) -> Met:
    """A folder copied, both go on or the older one comes back: found at the first sync, nothing lost, goes on."""
    centre = centre_of(place)
    clinic, ward = (place.clinic(name, site=centre.site, user=name) for name in ("bedside", "ward"))
    edc, other = centre.enrol(clinic), centre.enrol(ward)
    _write(clinic, draw, 1, 6)
    if draw.random() < 0.7:
        clinic.sync(edc)
    twin = _twin(place, clinic)
    mine, theirs = _write(clinic, draw, 1, 5), _write(twin, draw, 0, 5)
    written = everything([clinic, twin, ward])
    clinic.sync(edc)
    report = twin.sync(edc)
    assert twin.store.fault is not None or report.forked_at is not None, "the copy was not found out"
    assert twin.store.fault is not None, "the copy may go on writing under used numbers"
    _succeed(centre, twin)
    back = clinic.sync(edc)
    if theirs:
        assert back.forked_at is not None
        assert clinic.store.fault is not None
        edc = _succeed(centre, clinic)
    settle([(clinic, edc), (twin, centre.connect(twin)), (ward, other)])
    assert written <= everything([ward]), "an entry of a branch is lost"
    check_site(centre.service, centre.site, ward, written)
    centre.close()
    return Counter({"branches" if theirs else "older copies": 1, "entries apart": mine + theirs})


def _write(clinic: Clinic, draw: random.Random, least: int, most: int) -> int:
    count = draw.randrange(least, most)
    for _ in range(count):
        clinic.write(str(draw.randrange(9)), place=draw.choice(PLACES), reason="again")
    return count


def _twin(place: Place, clinic: Clinic) -> Clinic:
    """The same store in another folder, as a cloned disk would have it."""
    clinic.store.close()
    folder = place.folder / "twin"
    shutil.copytree(clinic.folder, folder)
    clinic.store = open_store(clinic.folder, clinic.unlocked, clinic.clock)
    twin = clinic.twin(folder)
    # As for every workstation: the store may be opened anew before that.
    place.undo.callback(lambda: twin.store.abandon())  # noqa: PLW0108
    return twin


def _succeed(centre: Centre, clinic: Clinic) -> Edc:
    clinic.store.begin_successor(clinic.admin, f"{clinic.folder.name} again", "a copy went on")
    edc = centre.connect(clinic)
    clinic.enrol(edc)
    return edc


def restored(place: Place, draw: random.Random) -> Met:
    """The EDC comes back from yesterday's copy: the workstations give it back what it lost."""
    centre = centre_of(place)
    clinics = [place.clinic(name, site=centre.site, user=name) for name in ("bedside", "ward")]
    pairs = [(clinic, centre.enrol(clinic)) for clinic in clinics]
    for clinic, edc in pairs:
        _write(clinic, draw, 1, 6)
        clinic.sync(edc)
    file, yesterday = Path(str(centre.service.database.url).removeprefix("sqlite:///")), place.folder / "yesterday.db"
    _copy_database(file, yesterday)
    for clinic, edc in draw.choices(pairs, k=draw.randrange(1, 6)):
        _write(clinic, draw, 1, 6)
        clinic.sync(edc)
    if draw.random() < 0.5:
        centre.admin.freeze(centre.site, Address("child-1", "M6"), "lost as well")
        pairs[0][0].sync(pairs[0][1])
    written = everything(clinics)
    centre.service.database.close()
    _copy_database(yesterday, file)
    centre.service.new_epoch()
    draw.shuffle(pairs)
    reports = [clinic.sync(edc) for clinic, edc in pairs]
    assert all(report.recovered_from for report in reports), "an EDC restored from a copy was not noticed"
    settle(pairs)
    assert written <= everything(clinics)
    check_site(centre.service, centre.site, clinics[0], written)
    centre.close()
    return Counter({"entries given back": sum(report.offered_back for report in reports)})


def _copy_database(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


CAMPAIGNS = (
    Campaign("edc-killed", "after a restart everything is there once", 10, edc_killed),
    Campaign("bad-line", "nothing lost, nothing twice, queues empty by themselves", 15, bad_line),
    Campaign("two-devices", "exactly as many conflicts as unlike values", 30, two_devices),
    Campaign("copied-folder", "found out, kept as a branch, goes on as a successor", 25, copied),
    Campaign("edc-restored", "given back byte for byte; all agree", 25, restored),
)
