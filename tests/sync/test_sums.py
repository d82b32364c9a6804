"""What the EDC counts as changes come in is what counting the whole record again gives."""

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from storage.projection import state_digest
from storage.verify import verify_store
from study.address import Address
from sync.server.database import EVERY_SITE

if TYPE_CHECKING:
    from sync.protocol.messages import ChildCount
    from tests.kit.clinic import Centre, Clinic
    from tests.sync.conftest import NewClinic

OTHER = Address("child-2", "M3", form="CHEM", item="CREAT")


@pytest.fixture
def played(centre: "Centre", new_clinic: "NewClinic") -> "Clinic":
    """Two children; a frozen place that was entered on and released once, one that still waits; three queries."""
    clinic = new_clinic("bedside")
    edc = centre.enrol(clinic)
    clinic.write("60")
    clinic.write("61")
    clinic.write("70", place=OTHER)
    clinic.sync(edc)
    admin, site = centre.admin, centre.site
    admin.freeze(site, Address("child-1"), "looked at")
    clinic.write("62")
    clinic.write("63")
    clinic.sync(edc)
    [first, _] = admin.held(site)
    admin.release_change(site, first.change, "was on paper before")
    closed, _, reopened = [admin.open_query(site, OTHER, f"number {n}?") for n in range(3)]
    for query in (closed, reopened):
        admin.close_query(site, query)
    admin.reopen_query(site, reopened, "not yet")
    return clinic


def children(centre: "Centre", clinic: "Clinic") -> dict[str, "ChildCount"]:
    """What the receipt says of each child."""
    report = clinic.sync(centre.connect(clinic))
    assert report.receipt is not None
    return {child.subject: child for child in report.receipt.receipt.children}


def test_the_receipt_counts_changes_and_open_queries_of_each_child(centre: "Centre", played: "Clinic") -> None:
    found = children(centre, played)
    # Four values and the freeze; one value and six acts on queries.
    assert (found["child-1"].changes, found["child-1"].held, found["child-1"].queries) == (5, 1, 0)
    assert (found["child-2"].changes, found["child-2"].held, found["child-2"].queries) == (7, 0, 2)
    assert centre.admin.verify(centre.site).fault == ""


@pytest.mark.parametrize(
    "wrong",
    [
        "UPDATE tally SET changes = changes + 1 WHERE subject = 'child-1'",
        "UPDATE tally SET queries = 0 WHERE subject = 'child-2'",
        "DELETE FROM waiting",
    ],
)
def test_a_sum_that_is_wrong_is_found_by_verify(centre: "Centre", played: "Clinic", wrong: str) -> None:
    with centre.service.database.writing(EVERY_SITE) as connection:
        assert connection.exec_driver_sql(wrong).rowcount
    assert centre.admin.verify(centre.site).fault == "sums"


@pytest.mark.usefixtures("played")
def test_an_edc_from_before_the_sums_counts_what_stands(centre: "Centre") -> None:
    with centre.service.database.writing(EVERY_SITE) as connection:
        for statement in (
            "DROP TABLE tally",
            "DROP TABLE waiting",
            "DROP INDEX ix_entry_site_held",
            "UPDATE alembic_version SET version_num = '0003'",
        ):
            connection.execute(sa.text(statement))
    centre.service.database.migrate()
    assert centre.admin.verify(centre.site).fault == ""


def test_a_batch_whose_later_changes_rest_on_its_earlier_ones_is_taken_as_if_one_by_one(
    centre: "Centre", new_clinic: "NewClinic"
) -> None:
    clinic, other = new_clinic("bedside"), new_clinic("ward", user="wu")
    edc, hears = centre.enrol(clinic), centre.enrol(other)
    for number in range(60, 90):
        clinic.write(str(number))
    assert clinic.sync(edc).agrees
    assert other.sync(hears).agrees
    assert other.shown() == "89"
    assert len(other.at().heads) == 1


def test_the_workstations_sum_of_its_state_is_what_its_slots_give(centre: "Centre", played: "Clinic") -> None:
    played.sync(centre.connect(played))
    reader = played.store.reader
    assert reader.state() == reader.digest() == state_digest(played.store.connection)
    played.store.rebuild()
    assert reader.state() == reader.digest()
    played.store.connection.run("UPDATE meta SET value = ? WHERE name = 'state_sum'", ("1" * 64,))
    found = verify_store(played.store, played.unlocked).first
    assert found is not None
    assert found.code == "projection"
