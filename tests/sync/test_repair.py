"""Sums that are wrong at the EDC are counted anew from the record, in one transaction, and only where the record holds.

On PostgreSQL as the role that serves, which owns no table.
"""

import secrets
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from study.address import Address
from study.errors import KnownError
from sync.server.central import People
from sync.server.database import EVERY_SITE
from sync.server.repair import Wrong, repair
from tests.kit.clinic import Centre

if TYPE_CHECKING:
    from tests.kit.clinic import Clinic
    from tests.sync.conftest import NewClinic

OTHER = Address("child-2", "M3", form="CHEM", item="CREAT")


@pytest.fixture(params=["sqlite", "postgres"])
def edc(request: pytest.FixtureRequest, site: str) -> Iterator[Centre]:
    """The EDC on either database."""
    if request.param == "postgres":
        yield Centre(request.getfixturevalue("postgres_service"), site)
    else:
        yield request.getfixturevalue("centre")


@pytest.fixture
def played(edc: Centre, new_clinic: "NewClinic") -> "Clinic":
    """Two children; two changes that wait under a freeze, one of them released; an open query and a closed one."""
    clinic = new_clinic("bedside")
    line = edc.enrol(clinic)
    clinic.write("60")
    clinic.write("70", place=OTHER)
    clinic.sync(line)
    edc.admin.freeze(edc.site, Address("child-1"), "looked at")
    clinic.write("62")
    clinic.write("63")
    clinic.sync(line)
    edc.admin.release_change(edc.site, edc.admin.held(edc.site)[0].change, "was on paper before")
    edc.admin.open_query(edc.site, OTHER, "why?")
    edc.admin.close_query(edc.site, edc.admin.open_query(edc.site, OTHER, "how?"))
    return clinic


def spoil(edc: Centre, *statements: str) -> None:
    with edc.service.database.writing(EVERY_SITE) as connection:
        for statement in statements:
            assert connection.execute(sa.text(statement), {"site": edc.site}).rowcount


def rows(edc: Centre) -> list[tuple[object, ...]]:
    """Everything that stands beside the record of the site."""
    with edc.service.database.reading(EVERY_SITE) as connection:
        found = [
            *connection.execute(sa.text("SELECT * FROM tally WHERE site = :s ORDER BY subject"), {"s": edc.site}),
            *connection.execute(sa.text("SELECT * FROM waiting WHERE site = :s ORDER BY change"), {"s": edc.site}),
        ]
    return [tuple(row) for row in found]


def noted(edc: Centre) -> list[tuple[str, str]]:
    """Who mended what at this site."""
    lines = People(edc.service).accesses(limit=1000)
    return [(line.name, line.detail) for line in lines if line.what == "repair" and line.detail.startswith(edc.site)]


@pytest.mark.usefixtures("played")
@pytest.mark.parametrize(
    ("spoiled", "what"),
    [
        ("UPDATE tally SET changes = changes + 1 WHERE site = :site AND subject = 'child-1'", "changes child-1 5 -> 4"),
        ("UPDATE tally SET queries = 0 WHERE site = :site AND subject = 'child-2'", "queries child-2 0 -> 1"),
        ("DELETE FROM tally WHERE site = :site AND subject = 'child-1'", "changes child-1 0 -> 4"),
        ("INSERT INTO tally VALUES (:site, 'nobody', 2, 0)", "changes nobody 2 -> 0"),
    ],
)
def test_what_was_wrong_is_what_the_record_gives_again(edc: Centre, spoiled: str, what: str) -> None:
    before, changes = rows(edc), edc.admin.verify(edc.site).changes
    spoil(edc, spoiled)
    assert edc.admin.verify(edc.site).fault == "sums"
    repaired = repair(edc.service, edc.site, "ops")
    assert rows(edc) == before
    assert (repaired.changes, [f"{w.what} {w.of} {w.was} -> {w.now}" for w in repaired.wrong]) == (changes, [what])
    assert edc.admin.verify(edc.site).fault == ""
    assert noted(edc) == [("ops", f"{edc.site}: {what}")]


@pytest.mark.usefixtures("played")
def test_what_waits_for_a_decision_is_found_again_and_what_does_not_goes(edc: Centre) -> None:
    before = rows(edc)
    waits = str(before[-1][1])
    spoil(
        edc,
        "DELETE FROM waiting WHERE site = :site",
        "INSERT INTO waiting SELECT site, id, number, code FROM change WHERE site = :site AND number = 1",
    )
    repaired = repair(edc.service, edc.site, "ops")
    assert rows(edc) == before
    assert Wrong("waiting", waits, 0, 1) in repaired.wrong
    assert sorted((wrong.was, wrong.now) for wrong in repaired.wrong) == [(0, 1), (1, 0)]


@pytest.mark.usefixtures("played")
def test_where_nothing_is_wrong_nothing_is_written_or_noted(edc: Centre) -> None:
    before = rows(edc)
    assert repair(edc.service, edc.site, "ops").wrong == ()
    assert (rows(edc), noted(edc)) == (before, [])


def test_the_site_goes_on_with_the_right_sums(edc: Centre, played: "Clinic") -> None:
    spoil(edc, "UPDATE tally SET changes = 100 WHERE site = :site AND subject = 'child-2'")
    repair(edc.service, edc.site, "ops")
    played.write("71", place=OTHER)
    report = played.sync(edc.connect(played))
    assert report.receipt is not None
    assert {child.subject: child.changes for child in report.receipt.receipt.children}["child-2"] == 5
    assert edc.admin.verify(edc.site).fault == ""


@pytest.mark.usefixtures("played")
@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        ("UPDATE site SET head = 'x' WHERE site = :site", "last"),
        ("UPDATE site SET state = 'x' WHERE site = :site", "state"),
        ("UPDATE device SET public_key = :key WHERE site = :site AND NOT edc", "signature"),
    ],
)
def test_a_record_that_does_not_hold_is_left_as_it_is(edc: Centre, broken: str, fault: str) -> None:
    spoil(edc, "UPDATE tally SET changes = 100 WHERE site = :site AND subject = 'child-2'")
    before = rows(edc)
    with edc.service.database.writing(EVERY_SITE) as connection:
        given = {"site": edc.site} | ({"key": bytes(32)} if ":key" in broken else {})
        assert connection.execute(sa.text(broken), given).rowcount
    with pytest.raises(KnownError, match="edc-record-broken") as refused:
        repair(edc.service, edc.site, "ops")
    assert f": {fault})" in refused.value.sentence.en
    assert (rows(edc), noted(edc)) == (before, [])


@pytest.mark.usefixtures("played")
def test_another_site_is_not_touched(edc: Centre) -> None:
    other = f"SH{secrets.token_hex(4)}"
    Centre(edc.service, other)
    with edc.service.database.writing(EVERY_SITE) as connection:
        connection.execute(sa.text("INSERT INTO tally VALUES (:site, 'c', 7, 7)"), {"site": other})
    assert repair(edc.service, edc.site, "ops").wrong == ()
    assert edc.admin.verify(other).fault == "sums"


def test_a_site_that_is_not_there(edc: Centre) -> None:
    with pytest.raises(KnownError, match="site-unknown"):
        repair(edc.service, "nowhere", "ops")
