"""A page of the EDC's chain is taken in at once: the same as change by change, and in few statements."""

from typing import Any

import pytest

from storage.driver import Connection
from storage.log import Author
from storage.projection import projection_hash
from study.address import Address
from study.changes import facts as f
from study.errors import KnownError
from study.text import Text
from study.values import Quantity

_KEPT = (
    "SELECT id, number, standing, code, why_en, why_zh, site_head FROM change WHERE number IS NOT NULL ORDER BY number",
    "SELECT * FROM entry WHERE number IS NOT NULL ORDER BY 1, 2, 3, 4",
    "SELECT * FROM slot WHERE subject IS NOT NULL ORDER BY 1, 2",
)


def weighed(place: Address, number: str, name: str, *bases: str) -> f.ValueSet:
    value = Quantity(number, "kg")
    return f.ValueSet(id=name, bases=bases, address=place, value=value, typed=number, reason="again")


@pytest.fixture
def pair(ward: Any, new_ward: Any, central: Any) -> tuple[Any, Any]:
    """Two workstations of one site that trust one EDC."""
    office = new_ward("office", "u-wang")
    trusting(central, ward, office)
    return ward, office


def trusting(central: Any, *wards: Any) -> None:
    for ward in wards:
        ward.store.enrolled(edc=central.trusted, site_name="Renji")


def heard(ward: Any, central: Any, page: int) -> tuple[Any, ...]:
    central.pull(ward.store, page)
    found = tuple(ward.store.connection.rows(query) for query in _KEPT)
    before = projection_hash(ward.store.connection)
    ward.store.rebuild()
    assert projection_hash(ward.store.connection) == before
    return (*found, ward.store.reader.cursor())


def eventful(ward: Any, other: Any, central: Any, own_key: Any, place: Address) -> None:
    """Somebody certified who then writes, a conflict that is decided, a change that is held and let go again."""
    child = ward.enrol("LN-001")
    place = Address(child, *place.parts[1:])
    zhao = own_key("u-zhao")
    ward.store.certify_user(ward.author("admin"), "u-zhao", "赵护士", ("investigator",), zhao)
    by_zhao = Author("u-zhao", "investigator", zhao.sign)
    ward.store.append(by_zhao, [weighed(place, "53", "v1")])
    other.store.append(other.author(), [weighed(place, "54", "v2")])
    waits = ward.store.append(by_zhao, [weighed(place, "55", "v3", "v1")]).change
    central.holds[waits] = ("frozen", Text("waits: frozen", "等待：已冻结"))
    central.take(ward.store.reader.pending())
    central.take(other.store.reader.pending())
    central.act(f.ChangeReleased(id="r", change=waits, reason="thawed"))
    central.sync(ward.store)
    ward.store.append(ward.author(), [weighed(place, "55", "v4", "v2", "v3")])
    central.take(ward.store.reader.pending())


def test_pages_of_any_size_leave_the_same(ward: Any, new_ward: Any, central: Any, own_key: Any, weight_of: Any) -> None:
    others = [new_ward(f"office-{page}", f"u-{page}") for page in range(4)]
    trusting(central, ward, *others)
    eventful(ward, others[0], central, own_key, weight_of("child"))
    kept = [heard(each, central, page) for each, page in zip(others[1:], (1, 4, 1000), strict=True)]
    assert kept[0] == kept[1] == kept[2]
    [(shown,)] = others[3].store.connection.rows("SELECT conflict FROM slot WHERE kind = 'value'")[-1:]
    assert shown == ""
    assert others[3].store.reader.held() == []


@pytest.mark.parametrize("page", [1, 1000])
def test_a_key_that_ends_within_a_page_signs_nothing_after_it(
    pair: tuple[Any, Any], central: Any, own_key: Any, slip_in: Any, page: int
) -> None:
    ward, office = pair
    zhao = own_key("u-zhao")
    ward.store.certify_user(ward.author("admin"), "u-zhao", "赵护士", ("investigator",), zhao)
    ward.store.append(Author("u-zhao", "investigator", zhao.sign), [f.Accessed(id="a", what="print")])
    certified = ward.store.reader.slot(("user", "u-zhao")).heads
    ended = f.UserEnded(id="e", user="u-zhao", reason="left", bases=tuple(head.fact.id for head in certified))
    ward.store.append(ward.author("admin"), [ended])
    slip_in("u-zhao", "investigator", [f.Accessed(id="b", what="print")], zhao)
    central.take(ward.store.reader.pending())
    with pytest.raises(KnownError, match="edc-chain-broken") as caught:
        central.pull(office.store, page)
    assert "person-uncertified" in caught.value.sentence.en
    assert office.store.reader.cursor().number == (0 if page > 1 else len(central.entries) - 1)


def statements(connection: Connection, ward: Any, central: Any) -> int:
    """How many statements a page takes, each row of a repeated one counted."""
    seen: list[str] = []
    with connection.utils() as database:
        database.conn.set_trace_callback(seen.append)
        central.pull(ward.store, 1000)
        database.conn.set_trace_callback(None)
    return len(seen)


def test_a_pulled_change_costs_three_statements(pair: tuple[Any, Any], central: Any) -> None:
    ward, office = pair
    child = ward.enrol("LN-001")
    central.sync(ward.store)
    central.pull(office.store)
    for number in range(100):
        place = Address(child, "M3", "", "VS", "", "", f"I{number}")
        ward.store.append(ward.author(), [weighed(place, "53", f"v{number}")])
    central.sync(ward.store)
    # The change, its entry and its slot; what a page asks and keeps once comes on top.
    assert statements(office.store.connection, office, central) < 3 * 100 + 50
