"""What the database itself guards: the record is only added to, no site sees another; the EDC proves it or is down."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from study.errors import KnownError
from sync.server import tables as t
from sync.server.crypto import create_keyfile
from sync.server.database import EVERY_SITE, Database
from sync.server.protection import SERVICE_ROLE, is_record, led_by_site, tables
from sync.server.self_test import any_row, check_guards, self_test
from sync.server.serve import open_service, utc_now
from sync.server.service import Service
from tests.kit.clinic import Centre, new_service
from tests.kit.postgres import as_service, new_database

if TYPE_CHECKING:
    from tests.sync.conftest import NewClinic

LED = [table.name for table in tables() if led_by_site(table)]
RECORD = [table.name for table in tables() if is_record(table)]
SITE = "Hospital A"
_LOOSE = (
    "current_setting('cartella.site', true) IS NOT NULL OR current_setting('cartella.every_site', true) IS NOT NULL"
)


@dataclasses.dataclass
class Edc:
    """A database of its own, as its owner and as the role that serves."""

    owner: Database
    service: Service
    keyfile: Path

    @property
    def database(self) -> Database:
        return self.service.database

    def as_owner(self, *statements: str) -> None:
        with self.owner.writing(EVERY_SITE) as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)


@pytest.fixture
def edc(postgres: str, tmp_path: Path) -> Iterator[Edc]:
    with new_database(postgres) as url:
        made = Edc(Database(url), new_service(url, tmp_path / "edc.key"), tmp_path / "edc.key")
        Centre(made.service, SITE)
        Centre(made.service, "Hospital B")
        yield made
        made.owner.close()
        made.service.database.close()


def test_every_table_is_led_by_a_site_or_says_that_it_is_central() -> None:
    for table in tables():
        central = bool(table.info.get("central"))
        assert led_by_site(table) is not central, table.name
        assert central or next(iter(table.primary_key.columns)).name == "site", table.name
    assert {"change", "roster"} <= set(RECORD)


@pytest.mark.parametrize("name", LED)
def test_a_query_that_forgets_its_site_sees_its_own_sites_rows_only(edc: Edc, name: str) -> None:
    table = t.metadata.tables[name]
    everything = sa.select(table.c.site).distinct()
    with edc.database.reading(SITE) as connection:
        assert set(connection.execute(everything).scalars()) <= {SITE}
    with edc.database.reading("nowhere") as connection:
        assert connection.execute(everything).scalars().all() == []
    with edc.database.autocommit() as connection:
        assert connection.execute(everything).scalars().all() == []
    with edc.owner.reading("nowhere") as connection:
        assert connection.exec_driver_sql("SELECT current_user").scalar_one() == "cartella"


def test_what_is_central_sees_every_site_and_no_request_can_ask_for_that_by_a_name(edc: Edc) -> None:
    with edc.database.reading(EVERY_SITE) as connection:
        assert len(connection.execute(sa.select(t.site.c.site)).all()) == 2
    for name in ("every site", "on", "*", "%", "' OR ''='", EVERY_SITE.value):
        with edc.database.reading(name) as connection:
            assert connection.execute(sa.select(t.site.c.site)).all() == []


def test_a_wrong_update_moves_no_other_site(edc: Edc) -> None:
    with edc.database.writing(SITE) as connection:
        assert connection.execute(t.site.update().values(name="mine")).rowcount == 1
    with edc.database.writing(SITE) as connection, pytest.raises(sa.exc.ProgrammingError, match="row-level security"):
        connection.execute(t.site.update().values(site="Hospital B"))
    with edc.database.writing(SITE) as connection, pytest.raises(sa.exc.ProgrammingError, match="row-level security"):
        connection.execute(t.code.insert().values(site="Hospital B", digest="d", until_utc=0))
    with edc.database.reading(EVERY_SITE) as connection:
        names = {row.site: row.name for row in connection.execute(sa.select(t.site.c.site, t.site.c.name))}
    assert names == {SITE: "mine", "Hospital B": "Children's hospital"}


@pytest.mark.parametrize("name", RECORD)
def test_the_record_is_only_added_to_even_by_its_owner(edc: Edc, name: str) -> None:
    table = t.metadata.tables[name]
    with edc.database.writing(SITE) as connection:
        connection.execute(table.insert().values(**any_row(table, SITE)))
    column = list(table.primary_key.columns)[-1].name
    for statement in (f"UPDATE {name} SET {column} = {column}", f"DELETE FROM {name}", f"TRUNCATE {name}"):
        with edc.database.writing(SITE) as connection, pytest.raises(sa.exc.ProgrammingError, match="denied"):
            connection.exec_driver_sql(statement)
        with edc.owner.writing(EVERY_SITE) as connection, pytest.raises(sa.exc.ProgrammingError, match="only added to"):
            connection.exec_driver_sql(statement)


@pytest.mark.parametrize("name", RECORD)
def test_the_record_is_only_added_to_on_sqlite_too(centre: "Centre", name: str) -> None:
    table = t.metadata.tables[name]
    with centre.service.database.writing(SITE) as connection:
        connection.execute(table.insert().values(**any_row(table, SITE)))
    column = list(table.primary_key.columns)[-1].name
    again = f"INSERT OR REPLACE INTO {name} SELECT * FROM {name}"
    for statement in (f"UPDATE {name} SET {column} = {column}", f"DELETE FROM {name}", again):
        with (
            pytest.raises(sa.exc.IntegrityError, match="only added to"),
            centre.service.database.writing(centre.site) as connection,
        ):
            connection.exec_driver_sql(statement)
    with centre.service.database.writing(EVERY_SITE) as connection:
        connection.exec_driver_sql(f"DROP TRIGGER {name}_no_delete")
    with pytest.raises(KnownError, match="edc-unprotected"):
        self_test(centre.service.database)


def test_an_edc_that_is_guarded_serves(edc: Edc) -> None:
    self_test(edc.database)
    open_service(edc.database.url, edc.keyfile).database.close()
    with edc.database.reading(EVERY_SITE) as connection:
        sites = connection.execute(sa.select(t.site.c.site)).scalars().all()
    assert len(sites) == 2, "what was tried with was taken back"


@pytest.mark.parametrize(
    ("opened", "said"),
    [
        (f"ALTER ROLE {SERVICE_ROLE} SUPERUSER", "superuser"),
        (f"ALTER ROLE {SERVICE_ROLE} BYPASSRLS", "superuser"),
        (f"ALTER TABLE entry OWNER TO {SERVICE_ROLE}", "owns the table entry"),
        ("ALTER TABLE change NO FORCE ROW LEVEL SECURITY", "row security by site is not in force on the table change"),
        ("ALTER TABLE slot DISABLE ROW LEVEL SECURITY", "row security by site is not in force on the table slot"),
        ("DROP POLICY one_site ON device", "row security by site is not in force on the table device"),
        ("CREATE POLICY all_sites ON device USING (true)", "row security by site is not in force on the table device"),
        (f"GRANT UPDATE (body) ON change TO {SERVICE_ROLE}", "rows of the table change could be altered"),
        (f"GRANT DELETE ON roster TO {SERVICE_ROLE}", "rows of the table roster could be altered"),
        ("ALTER TABLE change DISABLE TRIGGER append_only", "rows of the table change could be altered"),
        ("DROP TRIGGER append_only_whole ON roster", "rows of the table roster could be altered"),
        (
            f"ALTER POLICY one_site ON slot USING ({_LOOSE}) WITH CHECK ({_LOOSE})",
            "a row of another site can be seen or written in the table slot",
        ),
    ],
)
def test_an_edc_whose_guard_is_open_does_not_serve_and_says_what_is_open(edc: Edc, opened: str, said: str) -> None:
    edc.as_owner(opened)
    try:
        with pytest.raises(KnownError, match="edc-unprotected") as told:
            open_service(edc.database.url, edc.keyfile)
        assert said in told.value.sentence.en
        assert told.value.sentence.zh
    finally:
        edc.as_owner(f"ALTER ROLE {SERVICE_ROLE} NOSUPERUSER NOBYPASSRLS")
    made = Service(Database(edc.owner.url), edc.service.key, utc_now)
    edc.as_owner("DROP POLICY IF EXISTS all_sites ON device", "ALTER TABLE entry OWNER TO cartella")
    made.initialise(SERVICE_ROLE)
    made.database.close()
    check_guards(edc.database)


def test_the_owner_of_the_tables_is_not_whom_the_edc_serves_as(edc: Edc) -> None:
    with pytest.raises(KnownError, match="edc-unprotected"):
        open_service(edc.owner.url, edc.keyfile)


def test_tables_that_were_never_made_or_are_of_another_version_are_told_apart_from_a_bug(
    postgres: str, tmp_path: Path
) -> None:
    create_keyfile(tmp_path / "edc.key")
    with new_database(postgres) as url, pytest.raises(KnownError, match="edc-tables-old"):
        open_service(as_service(url), tmp_path / "edc.key")


@pytest.mark.parametrize("role", ["cartella", "Robert'); DROP TABLE change;--", ""])
def test_a_role_that_cannot_serve_is_refused(postgres: str, tmp_path: Path, role: str) -> None:
    with new_database(postgres) as url:
        service = Service(Database(url), create_keyfile(tmp_path / "edc.key"), utc_now)
        if role:
            with pytest.raises(KnownError, match="edc-role"):
                service.initialise(role)
        else:
            service.initialise(role)
            with pytest.raises(KnownError, match="edc-tables-old"):
                open_service(as_service(url), tmp_path / "edc.key")
        service.database.close()


def test_two_sites_never_meet_whatever_is_asked(edc: Edc, new_clinic: "NewClinic", site: str) -> None:
    """Every call of every device of one site while the other is full of the same names."""
    centre_a, centre_b = (Centre(edc.service, name) for name in (site, f"{site}-b"))
    here, there = new_clinic("here", at_site=site), new_clinic("there", at_site=f"{site}-b", user="wang")
    line_a, line_b = centre_a.enrol(here), centre_b.enrol(there)
    for number in ("60", "61"):
        here.write(number, reason="again")
        there.write(number, reason="again")
    here.sync(line_a)
    there.sync(line_b)
    foreign = {row.hash for row in _changes(edc, f"{site}-b")}
    assert foreign
    page = line_a.pull(0, 500, own=True)
    assert not foreign & {entry.hash for entry in page.entries}
    assert not foreign & {entry.entry.hash for entry in line_a.roster(0, 500).entries}
    assert set(line_a.lacking(sorted(foreign)).hashes) == foreign
    assert {child.changes for child in line_a.receipt().receipt.children} == {2}
    stranger = edc.service.session(site, there.store.device)
    with pytest.raises(KnownError, match="device-unknown"):
        stranger.pull(0, 500)
    assert centre_a.admin.verify(site).fault == ""


def _changes(edc: Edc, site: str) -> list[sa.Row[tuple[str]]]:
    with edc.database.reading(site) as connection:
        return list(connection.execute(sa.select(t.change.c.hash)).all())
