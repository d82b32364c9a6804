"""A database whose tables or triggers are not the program's own is said to be so, and is not written."""

from typing import Any

import pytest

from storage.schema import altered
from storage.store import open_store
from storage.verify import verify_store
from study.errors import KnownError

ALTERATIONS = [
    ("DROP TRIGGER change_immutable", "change_immutable"),
    ("DROP TRIGGER change_kept", "change_kept"),
    ("DROP INDEX slot_conflict", "slot_conflict"),
    ("CREATE TRIGGER quiet AFTER INSERT ON change BEGIN DELETE FROM draft; END", "quiet"),
    ("ALTER TABLE outgoing ADD COLUMN more TEXT", "outgoing"),
]


def test_a_store_as_the_program_makes_it_is_not_altered(ward: Any) -> None:
    assert altered(ward.store.connection) == ()
    assert verify_store(ward.store, ward.unlocked).whole


@pytest.mark.parametrize(("statement", "name"), ALTERATIONS)
def test_what_was_altered_is_named_by_verify_and_at_the_next_open(
    ward: Any, clock: Any, statement: str, name: str
) -> None:
    ward.store.connection.run(statement)
    first = verify_store(ward.store, ward.unlocked).first
    assert first is not None
    assert (first.code, name in first.what.en, name in first.what.zh) == ("schema-altered", True, True)
    ward.store.close()
    ward.store = open_store(ward.folder, ward.unlocked, clock)
    assert ward.store.fault is not None
    assert ward.store.fault.code == "schema-altered"
    with pytest.raises(KnownError, match="schema-altered"):
        ward.enrol("LN-001")


def test_no_successor_goes_on_in_an_altered_database(ward: Any, clock: Any) -> None:
    ward.store.connection.run("DROP TRIGGER change_kept")
    ward.store.close()
    ward.store = open_store(ward.folder, ward.unlocked, clock)
    with pytest.raises(KnownError, match="schema-altered"):
        ward.store.begin_successor(ward.author(), "CR-03", "altered")
    assert ward.store.fault is not None
