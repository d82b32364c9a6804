"""What happens to entries between two workstations and the EDC: conflicts, outages, freezes, copies, restores."""

import shutil
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from storage.store import open_store
from study.address import Address
from study.changes import facts as f
from study.errors import KnownError
from study.state.slots import Slot
from sync.client.cycle import Cycle
from sync.client.http import HttpEdc, Signer
from sync.client.line import Line
from sync.client.report import CycleReport
from sync.protocol.messages import Batch, PushAnswer
from sync.server.service import Session

if TYPE_CHECKING:
    from tests.kit.clinic import Centre, Clinic
    from tests.sync.conftest import NewClinic

DAY_MS = 24 * 3600 * 1000
CHEM = Address("child-1", "M3", form="CHEM")


def test_two_people_edit_one_field_and_one_of_them_decides(centre: "Centre", new_clinic: "NewClinic") -> None:
    bedside, ward = new_clinic("bedside"), new_clinic("ward", user="wang")
    here, there = centre.enrol(bedside), centre.enrol(ward)
    bedside.write("60")
    bedside.sync(here)
    ward.sync(there)
    bedside.write("61", reason="misread")
    ward.write("62", reason="second sample")
    for clinic, edc in ((ward, there), (bedside, here), (ward, there)):
        assert clinic.sync(edc).agrees is True
    assert bedside.at().conflict == ward.at().conflict != ""
    assert (bedside.shown(), ward.shown()) == ("62", "62")
    bedside.write("61", reason="sample of 08:10 counts")
    for clinic, edc in ((bedside, here), (ward, there)):
        assert clinic.sync(edc).agrees is True
    assert (bedside.at().conflict, ward.at().conflict) == ("", "")
    assert ward.shown() == "61"
    assert centre.admin.sites()[0].conflicts == 0


def test_the_first_sync_of_everything_brings_the_history_of_others(centre: "Centre", new_clinic: "NewClinic") -> None:
    bedside, ward = new_clinic("bedside"), new_clinic("ward", user="wang")
    here = centre.enrol(bedside)
    for number in range(30):
        bedside.write(str(number), reason="again")
    bedside.sync(here)
    report = ward.sync(centre.enrol(ward))
    assert report.complete
    assert report.moved >= {Slot("value", "child-1/M3//CHEM///CREAT")}
    assert ward.shown() == "29"


def said(status: int, text: str, headers: dict[str, str] | None = None) -> httpx.Response:
    """An answer as a line brings it: not read yet."""
    return httpx.Response(status, headers=headers, stream=httpx.ByteStream(text.encode()))


def answering(answer: httpx.Response | httpx.TransportError) -> httpx.MockTransport:
    """A line with only this at its other end."""

    def handle(_request: httpx.Request) -> httpx.Response:
        if isinstance(answer, httpx.TransportError):
            raise answer
        return answer

    return httpx.MockTransport(handle)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (httpx.ReadError("reset"), "edc-cut"),
        (said(502, "bad gateway"), "edc-away"),
        (said(503, "starting"), "edc-away"),
        (said(500, "oops"), "edc-fault"),
        (said(500, "oops", {"Cartella-Edc": "1"}), "not-the-edc"),
        (said(200, "oops", {"Cartella-Edc": "1", "Content-Encoding": "gzip"}), "not-the-edc"),
        (said(200, "<html>Please log in to the hospital's Wi-Fi</html>"), "not-the-edc"),
        (said(302, "", {"Location": "http://portal.example/"}), "not-the-edc"),
        (said(407, "who are you"), "proxy-login"),
    ],
    ids=["reset", "gateway", "down", "fault", "garbled", "no-gzip", "portal", "redirect", "proxy"],
)
def test_an_edc_that_cannot_be_reached_is_told_apart_and_tried_again(
    centre: "Centre", new_clinic: "NewClinic", answer: httpx.Response | httpx.TransportError, code: str
) -> None:
    clinic = new_clinic("bedside")
    good = centre.enrol(clinic)
    clinic.write("60")
    signer = Signer(centre.site, clinic.store.device, clinic.unlocked.device_sign, clinic.clock)
    line = HttpEdc(Line("https://edc.example"), signer, answering(answer))
    report = clinic.sync(line)
    line.close()
    assert (report.error_code, report.left) == (code, 1)
    assert report.error is not None
    assert report.error.zh
    queue = clinic.store.reader.queue()
    assert (queue.attempts, queue.last_answer) == (1, code)
    assert queue.next_try is not None
    clinic.reopen()
    assert clinic.store.reader.queue().next_try == queue.next_try
    assert clinic.sync(good).complete
    assert clinic.store.reader.queue().attempts == 0


def test_a_fault_inside_the_edc_keeps_nothing_half_and_is_answered_as_a_fault(
    served: "Centre", new_clinic: "NewClinic"
) -> None:
    clinic = new_clinic("bedside")
    edc = served.enrol(clinic)
    clinic.write("60")
    file = served.service.database.url.removeprefix("sqlite:///")
    with sqlite3.connect(file) as meddler:
        meddler.execute("CREATE TRIGGER broken BEFORE INSERT ON change BEGIN SELECT RAISE(ABORT, 'disk'); END")
    meddler.close()
    report = clinic.sync(edc)
    assert (report.step, report.error_code, report.left) == ("push", "edc-fault", 1)
    with sqlite3.connect(file) as meddler:
        meddler.execute("DROP TRIGGER broken")
    meddler.close()
    assert clinic.sync(edc).complete


@pytest.mark.parametrize("wrong_ms", [DAY_MS, -DAY_MS, 10 * 365 * DAY_MS])
def test_a_clock_that_is_off_still_syncs_and_says_by_how_much(
    served: "Centre", new_clinic: "NewClinic", wrong_ms: int
) -> None:
    clinic = new_clinic("bedside", wrong_ms=wrong_ms)
    edc = served.enrol(clinic)
    clinic.write("60")
    report = clinic.sync(edc)
    assert report.complete
    assert report.drift_ms == pytest.approx(-wrong_ms, abs=30_000)
    assert report.clock_off is not None
    assert ("ahead of" in report.clock_off.en, "快" in report.clock_off.zh) == (wrong_ms > 0, wrong_ms > 0)


def test_a_clock_is_named_wrong_only_from_minutes_on() -> None:
    assert [CycleReport(0, drift_ms=drift).clock_off for drift in (None, 0, 299_999, -299_999)] == [None] * 4
    day = CycleReport(0, drift_ms=DAY_MS).clock_off
    assert day is not None
    assert day.en.startswith("This computer's clock is 24 h 0 min behind the EDC's.")


class LosesAnswers(Session):
    """The EDC on a line that drops the answer to the first push, after the EDC has committed."""

    lost = 0

    def push(self, batch: Batch) -> PushAnswer:
        answer = super().push(batch)
        if not self.lost:
            self.lost = len(batch.changes)
            raise KnownError("edc-away", "lost", "丢失")
        return answer


def test_an_answer_lost_after_the_commit_is_given_again(centre: "Centre", new_clinic: "NewClinic") -> None:
    clinic = new_clinic("bedside")
    centre.enrol(clinic)
    clinic.write("60")
    number = centre.admin.sites()[0].number
    lossy = LosesAnswers(centre.service, centre.site, clinic.store.device)
    assert clinic.sync(lossy).left == 1
    assert clinic.sync(lossy).complete
    assert lossy.lost == 1
    assert centre.admin.sites()[0].number == number + 1


def test_an_entry_under_a_freeze_waits_and_takes_effect_when_released(
    centre: "Centre", new_clinic: "NewClinic"
) -> None:
    clinic = new_clinic("bedside")
    edc = centre.enrol(clinic)
    clinic.write("60")
    clinic.sync(edc)
    centre.admin.freeze(centre.site, CHEM, "interim analysis")
    change = clinic.write("61", reason="typing error")
    report = clinic.sync(edc)
    assert (report.held, report.agrees, clinic.shown()) == (1, True, "60")
    waiting = clinic.store.reader.held()
    assert [(each.change, each.code) for each in waiting] == [(change, "frozen")]
    with pytest.raises(KnownError, match="frozen"):
        clinic.write("62")
    centre.admin.release_change(centre.site, change, "entered before the freeze was known")
    assert clinic.sync(edc).agrees is True
    assert (clinic.shown(), centre.admin.held(centre.site)) == ("61", [])
    centre.admin.release_freeze(centre.site, CHEM, "analysis done")
    clinic.sync(edc)
    clinic.write("62", reason="new sample")
    assert clinic.sync(edc).complete


def test_a_query_goes_round(centre: "Centre", new_clinic: "NewClinic") -> None:
    clinic = new_clinic("bedside")
    edc = centre.enrol(clinic)
    query = centre.admin.open_query(centre.site, CHEM, "Which sample?")
    clinic.sync(edc)
    asked = clinic.store.reader.slot(Slot("query", query)).heads[0].fact
    answer = f.QueryAnswered(id=clinic.store.new_id(), bases=(asked.id,), query=query, address=CHEM, text="08:10")
    clinic.store.append(clinic.author, [answer])
    clinic.sync(edc)
    centre.admin.close_query(centre.site, query)
    assert clinic.sync(edc).agrees is True
    shown = clinic.store.reader.slot(Slot("query", query)).shown
    assert shown is not None
    assert isinstance(shown.fact, f.QueryClosed)


def test_a_person_certified_later_at_the_site_is_countersigned(centre: "Centre", new_clinic: "NewClinic") -> None:
    clinic, other = new_clinic("bedside"), new_clinic("ward", user="wang")
    edc = centre.enrol(clinic)
    clinic.sync(edc)
    clinic.store.certify_user(clinic.admin, "zhao", "Dr Zhao", ("coordinator", "monitor"), clinic.unlocked)
    clinic.sync(edc)
    other.sync(centre.enrol(other))
    assert other.store.reader.roles("zhao") == {"coordinator"}


def _copy(clinic: "Clinic", folder: Path) -> "Clinic":
    """The same store in another folder, as a cloned disk would have it."""
    clinic.store.close()
    shutil.copytree(clinic.folder, folder)
    clinic.store = open_store(clinic.folder, clinic.unlocked, clinic.clock)
    return clinic.twin(folder)


def test_a_copied_store_is_kept_as_a_branch_and_goes_on_as_a_successor(
    centre: "Centre", new_clinic: "NewClinic", tmp_path: Path
) -> None:
    clinic = new_clinic("bedside")
    edc = centre.enrol(clinic)
    clinic.write("60")
    clinic.sync(edc)
    twin = _copy(clinic, tmp_path / "twin")
    clinic.write("61", reason="here")
    twin.write("62", reason="there")
    branch = twin.store.reader.pending()[0]
    assert clinic.sync(edc).complete
    report = twin.sync(edc)
    assert report.forked_at == 3
    assert edc.lacking([branch.hash]).hashes == ()
    assert twin.store.fault is not None
    twin.store.begin_successor(twin.admin, "twin", "copied store")
    successor = centre.connect(twin)
    twin.enrol(successor)
    assert twin.sync(successor).complete
    assert twin.at().conflict
    assert [head.fact.typed for head in twin.at().heads if isinstance(head.fact, f.ValueSet)] == ["61", "62"]
    report = clinic.sync(edc)
    assert (report.forked_at, clinic.store.fault is not None) == (3, True)
    clinic.store.begin_successor(clinic.admin, "bedside", "a copy went on writing")
    own = centre.connect(clinic)
    clinic.enrol(own)
    assert clinic.sync(own).complete
    assert twin.sync(successor).complete
    assert clinic.store.reader.digest() == twin.store.reader.digest()
    twin.store.close()


def test_a_store_set_back_to_an_older_copy_hears_its_own_entries_again(
    centre: "Centre", new_clinic: "NewClinic", tmp_path: Path
) -> None:
    clinic = new_clinic("bedside")
    edc = centre.enrol(clinic)
    twin = _copy(clinic, tmp_path / "older")
    clinic.write("60")
    clinic.sync(edc)
    report = twin.sync(edc)
    assert (report.behind, report.agrees, twin.shown()) == (True, True, "60")
    assert twin.store.fault is not None
    twin.store.close()


def test_an_edc_restored_to_yesterday_is_given_back_what_it_lost(
    new_clinic: "NewClinic", centre: "Centre", tmp_path: Path
) -> None:
    bedside, ward = new_clinic("bedside"), new_clinic("ward", user="wang")
    here, there = centre.enrol(bedside), centre.enrol(ward)
    bedside.write("60")
    bedside.sync(here)
    ward.sync(there)
    file = centre.service.database.url.removeprefix("sqlite:///")
    yesterday = tmp_path / "yesterday.db"
    with sqlite3.connect(file) as source, sqlite3.connect(yesterday) as backup:
        source.backup(backup)
    backup.close()
    source.close()
    bedside.write("61", reason="lost at the EDC")
    bedside.sync(here)
    centre.admin.freeze(centre.site, Address("child-1", "M6"), "lost as well")
    ward.sync(there)
    assert ward.shown() == "61"
    late = new_clinic("late", user="zhao")
    late.sync(centre.enrol(late))
    before = set(ward.store.reader.hashes())
    ward.sync(there)
    centre.service.database.close()
    with sqlite3.connect(yesterday) as backup, sqlite3.connect(file) as target:
        backup.backup(target)
    backup.close()
    target.close()
    centre.service.new_epoch()
    report = ward.sync(there)
    assert report.error_code == ""
    assert (report.recovered_from != "", report.agrees) == (True, True)
    assert report.offered_back >= 2
    assert report.forgotten is None
    assert before <= set(ward.store.reader.hashes())
    assert there.lacking(sorted(before)).hashes == ()
    bedside.write("63", reason="goes on")
    given = here.receipt().receipt
    assert max(receipt.device_seq for receipt in bedside.receipts) == given.device_seq
    late_edc = centre.connect(late)
    late.enrol(late_edc)
    for clinic, edc in ((bedside, here), (late, late_edc), (ward, there), (bedside, here)):
        report = clinic.sync(edc)
        assert (report.error_code, report.agrees) == ("", True)
    assert ward.shown() == "63"
    assert len({clinic.store.reader.digest() for clinic in (bedside, ward, late)}) == 1
    assert centre.admin.freezes(centre.site)


def test_a_stopped_cycle_goes_on_where_it_stood(centre: "Centre", new_clinic: "NewClinic") -> None:
    clinic = new_clinic("bedside")
    edc = centre.enrol(clinic)
    clinic.write("60")
    steps: list[str] = []
    cycle = Cycle(
        clinic.store, clinic.store.reader, edc, clinic.clock,
        listen=lambda progress: steps.append(progress.step), cancelled=lambda: "push" in steps,
    )  # fmt: skip
    report = cycle.run()
    assert (report.error_code, report.left) == ("sync-cancelled", 0)
    assert clinic.store.reader.queue().attempts == 0
    assert clinic.sync(edc).complete
