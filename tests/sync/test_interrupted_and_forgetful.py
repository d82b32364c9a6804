"""A cycle that is stopped at any of its steps goes on, and an EDC that forgot what it vouched for is told by name."""

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from study.address import Address
from sync.client.cycle import Cycle

if TYPE_CHECKING:
    from tests.kit.clinic import Centre
    from tests.sync.conftest import NewClinic


def _set_back(centre: "Centre", file: Path) -> None:
    """The EDC's database as it was when `file` was copied from it."""
    centre.service.database.close()
    with sqlite3.connect(file) as backup, sqlite3.connect(
        centre.service.database.url.removeprefix("sqlite:///")
    ) as target:  # fmt: skip
        backup.backup(target)
    backup.close()
    target.close()


@pytest.mark.parametrize("declared", [True, False])
def test_an_edc_that_forgot_what_it_gave_a_receipt_for_is_told_by_name(
    new_clinic: "NewClinic", centre: "Centre", tmp_path: Path, declared: bool
) -> None:
    clinic = new_clinic("bedside")
    edc = centre.enrol(clinic)
    clinic.write("60")
    clinic.sync(edc)
    with sqlite3.connect(centre.service.database.url.removeprefix("sqlite:///")) as source, sqlite3.connect(
        tmp_path / "yesterday.db"
    ) as backup:  # fmt: skip
        source.backup(backup)
    backup.close()
    source.close()
    clinic.write("61", reason="lost at the EDC")
    assert clinic.sync(edc).forgotten is None
    _set_back(centre, tmp_path / "yesterday.db")
    if declared:
        centre.service.new_epoch()
    report = clinic.sync(edc)
    assert report.forgotten is not None
    assert "up to entry 3 of this workstation, and now has them up to 2 only" in report.forgotten.en
    assert "第 3 条" in report.forgotten.zh
    assert (report.went_back, report.agrees, report.offered_back) == (not declared, True, 1)
    assert clinic.sync(edc).forgotten is None


STEPS = ["greet", "roster", "push", "pull", "compare", "receipt", "done"]


@pytest.mark.parametrize("step", STEPS)
def test_a_cycle_that_is_stopped_or_cut_at_any_step_goes_on_and_ends_equal(
    centre: "Centre", new_clinic: "NewClinic", step: str
) -> None:
    clinic, other = new_clinic("bedside"), new_clinic("ward", user="wang")
    edc, theirs = centre.enrol(clinic), centre.enrol(other)
    other.write("59", place=Address("child-1", "M6", form="CHEM", item="CREAT"))
    other.sync(theirs)
    clinic.write("60")
    steps: list[str] = []

    def stops() -> bool:
        return step in steps

    cycle = Cycle(
        clinic.store, clinic.store.reader, edc, clinic.clock,
        listen=lambda progress: steps.append(progress.step), cancelled=stops,
    )  # fmt: skip
    report = cycle.run()
    assert report.error_code == ("" if step == "done" else "sync-cancelled")
    assert clinic.store.reader.queue().attempts == 0
    clinic.reopen()
    assert clinic.sync(edc).complete
    assert clinic.store.reader.digest() == edc.digest().state
