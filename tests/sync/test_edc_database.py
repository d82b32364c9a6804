"""The EDC's tables, key file, codes and central acts."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from study.address import Address
from study.errors import KnownError
from sync.server.crypto import code_digest, create_keyfile, new_code, open_keyfile
from sync.server.database import EVERY_SITE, Database
from sync.server.service import Service
from sync.server.tables import metadata

if TYPE_CHECKING:
    from tests.kit.clinic import Centre
    from tests.sync.conftest import NewClinic


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_the_steps_end_at_the_tables_the_program_knows(
    request: pytest.FixtureRequest, tmp_path: Path, kind: str
) -> None:
    if kind == "sqlite":
        database = Database(f"sqlite:///{tmp_path}/new.db")
        database.migrate()
    else:
        service: Service = request.getfixturevalue("postgres_service")
        database = service.database
    database.migrate()
    with database.reading(EVERY_SITE) as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    database.close()


def test_a_key_is_never_replaced_and_a_damaged_one_is_named(tmp_path: Path) -> None:
    file = tmp_path / "edc.key"
    made = create_keyfile(file)
    assert open_keyfile(file).public == made.public
    assert file.stat().st_mode & 0o077 == 0
    with pytest.raises(KnownError, match="edc-key-exists"):
        create_keyfile(file)
    file.write_text("half")
    with pytest.raises(KnownError, match="edc-key-missing"):
        open_keyfile(file)


def test_a_code_is_forgiving_in_form_and_good_at_one_site() -> None:
    code = new_code()
    assert code_digest("S", code) == code_digest("S", code.lower().replace("-", "").replace("0", "o"))
    assert code_digest("S", code) != code_digest("T", code)


def test_guessing_codes_is_stopped(centre: "Centre", new_clinic: "NewClinic") -> None:
    clinic = new_clinic("bedside")
    edc = centre.connect(clinic)
    for _ in range(20):
        with pytest.raises(KnownError, match="code-unknown"):
            clinic.enrol(edc, "AAAA-AAAA")
    with pytest.raises(KnownError, match="too-many-codes"):
        clinic.enrol(edc, centre.admin.new_code(centre.site))


def test_central_people_act_in_the_record_and_can_only_act_on_what_is_there(
    centre: "Centre", new_clinic: "NewClinic"
) -> None:
    clinic = new_clinic("bedside")
    edc = centre.enrol(clinic)
    clinic.write("60")
    clinic.sync(edc)
    admin, site = centre.admin, centre.site
    form = Address("child-1", "M3", form="CHEM")
    acts: tuple[Callable[[], object], ...] = (
        lambda: admin.release_change(site, "nothing", "x"),
        lambda: admin.close_query(site, "nothing"),
        lambda: admin.release_freeze(site, form, "x"),
        lambda: admin.end_user(site, "nobody", "x"),
        lambda: admin.end_device(site, "nobody", "x"),
    )
    for act in acts:
        with pytest.raises(KnownError, match="nothing-there"):
            act()
    query = admin.open_query(site, form, "Which sample?")
    admin.close_query(site, query, "clear")
    admin.reopen_query(site, query, "not clear")
    assert [type(each.fact).__name__ for each in admin.queries(site)] == ["QueryReopened"]
    admin.lock(site, form, "end of study")
    admin.release_freeze(site, form, "late result")
    admin.end_user(site, "lin", "left")
    assert [type(each.fact).__name__ for each in admin.users(site)] == ["UserEnded"]
    assert clinic.sync(edc).agrees is True
    assert clinic.store.reader.roles("lin") == frozenset()
    with pytest.raises(KnownError, match="site-exists"):
        admin.add_site(site, "again")
    with pytest.raises(KnownError, match="site-unknown"):
        admin.new_code("nowhere")


def test_entries_under_an_unknown_study_wait_until_it_is_adopted(centre: "Centre", new_clinic: "NewClinic") -> None:
    clinic = new_clinic("bedside")
    edc = centre.enrol(clinic)
    centre.admin.adopt_study(centre.site, "2", "e" * 64)
    clinic.write("60")
    clinic.sync(edc)
    assert [each.code for each in centre.admin.held(centre.site)] == ["unknown-study"]
    centre.admin.adopt_study(centre.site, "1", "d" * 64)
    assert centre.admin.held(centre.site) == []
    assert clinic.sync(edc).agrees is True
    assert clinic.shown() == "60"


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE change SET body = CAST(replace(CAST(body AS TEXT), '60', '06') AS BLOB) WHERE number = :n", "hash"),
        ("UPDATE change SET device_signature = zeroblob(64) WHERE number = :n", "signature"),
        ("UPDATE change SET standing = 'held' WHERE number = :n", "head"),
        ("UPDATE change SET seq = 9 WHERE number = :n", "columns"),
        ("DELETE FROM change WHERE number = :n", "number"),
        ("UPDATE site SET state = :n", "state"),
        ("UPDATE site SET number = number - 1", "last"),
    ],
)
def test_what_was_altered_in_the_database_is_named(
    centre: "Centre", new_clinic: "NewClinic", statement: str, fault: str
) -> None:
    clinic = new_clinic("bedside")
    edc = centre.enrol(clinic)
    clinic.write("60")
    number = clinic.sync(edc).number
    clinic.write("61", reason="again")
    clinic.sync(edc)
    assert centre.admin.verify(centre.site).fault == ""
    with centre.service.database.writing(centre.site) as connection:
        for name in ("no_update", "no_delete"):
            connection.exec_driver_sql(f"DROP TRIGGER change_{name}")
        connection.execute(sa.text(statement), {"n": number} if ":n" in statement else {})
    assert centre.admin.verify(centre.site).fault == fault
