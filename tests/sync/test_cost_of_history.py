"""What a cycle asks of the EDC's database does not grow with what a site has done before: an index answers it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from sync.server.database import EVERY_SITE, Database
from tests.kit.exchange import PLACES, Station

if TYPE_CHECKING:
    from tests.kit.clinic import Centre
    from tests.sync.conftest import NewClinic

_GROWS = ("change", "entry", "slot", "answer")
"""Tables with rows for everything that was ever done."""
_WALKED = re.compile(rf"(?:SCAN (?:{'|'.join(_GROWS)})\b|SEARCH (?:{'|'.join(_GROWS)}) .*\(site=\?\)$)")
_FEW = "ix_entry_site_held"
"""Holds what waits for a decision and nothing else."""


@contextmanager
def listening() -> Iterator[dict[str, Any]]:
    """Every statement that is carried out meanwhile, with the values of one of its times."""
    found: dict[str, Any] = {}

    def hear(_c: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        found[statement] = parameters[0] if many else parameters

    sa.event.listen(sa.Engine, "before_cursor_execute", hear)
    try:
        yield found
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", hear)


def walks(database: Database, asked: dict[str, Any]) -> list[tuple[str, str]]:
    """Statements that walk through all of a site, and where."""
    found = []
    with database.reading(EVERY_SITE) as connection:
        for statement, parameters in asked.items():
            if not statement.lstrip().upper().startswith(("SELECT", "UPDATE", "DELETE", "WITH")):
                continue
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters):
                step = str(row[3])
                if _WALKED.search(step) and _FEW not in step:
                    found.append((" ".join(statement.split()), step))
    return found


def test_no_question_of_a_cycle_walks_through_all_of_a_site(centre: "Centre", new_clinic: "NewClinic") -> None:
    bedside, ward = (Station(new_clinic(name, user=name), centre.site) for name in ("bedside", "ward"))
    for one in (bedside, ward):
        one.clinic.enrol(one.line(centre.service), centre.admin.new_code(centre.site))
    with listening() as asked:
        for value in ("1", "2"):
            for one in (bedside, ward):
                one.clinic.write(value, place=PLACES[0], reason="two at once")
                one.sign()
            for one in (bedside, ward, bedside):
                assert one.sync(centre.service).complete
    assert len(asked) > 20
    assert walks(centre.service.database, asked) == []


def test_such_a_question_is_found(centre: "Centre") -> None:
    database = centre.service.database
    with listening() as asked, database.reading(EVERY_SITE) as connection:
        connection.execute(sa.text("SELECT COUNT(*) FROM entry WHERE site = 'SH01' AND standing = 'held'"))
    assert [step for _statement, step in walks(database, asked)]
