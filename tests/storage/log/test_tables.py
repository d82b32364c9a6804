"""Which tables of reference intervals the log holds, in which order, and which of them count."""

from typing import Any

import pytest

from storage.log import Appended
from study.changes import facts as f
from study.errors import KnownError
from study.state.slots import Slot
from study.text import Text


def adopt(ward: Any, digest: str, role: str = "investigator", bases: tuple[str, ...] | None = None) -> Appended:
    """A person adopts a table over what stands."""
    heads = tuple(entry.fact.id for entry in ward.store.reader.slot(Slot("table", "LAB")).heads)
    fact = f.TableAdopted(
        id=ward.store.new_id(), bases=heads if bases is None else bases, table="LAB", digest=digest,
        content=digest.encode(),
    )  # fmt: skip
    appended: Appended = ward.store.append(ward.author(role), [fact])
    return appended


def test_every_table_stays_in_the_order_of_adoption(ward: Any) -> None:
    assert ward.store.reader.tables("LAB") == []
    for digest in ("bb", "aa", "bb"):
        adopt(ward, digest)
    found = ward.store.reader.tables("LAB")
    assert [(each.digest, each.content, each.counts) for each in found] == [
        ("bb", b"bb", True), ("aa", b"aa", True), ("bb", b"bb", True),
    ]  # fmt: skip
    assert (found[0].author, found[0].role, found[0].standing) == ("u-lin", "investigator", "pending")
    assert ward.store.reader.tables("OTHER") == []


def test_a_clerk_adopts_no_table(ward: Any) -> None:
    with pytest.raises(KnownError) as refused:
        adopt(ward, "aa", "data_entry")
    assert refused.value.code == "no-right"
    assert ward.store.reader.tables("LAB") == []


def test_what_the_edc_holds_does_not_count_nor_what_rests_on_it(new_ward: Any, central: Any) -> None:
    ward = new_ward("bedside")
    ward.store.enrolled(edc=central.trusted, site_name="Renji")
    held = adopt(ward, "aa")
    resting = ward.store.reader.tables("LAB")[0].fact
    central.holds[held.change] = ("no-right", Text("not now", "暂不"))
    central.sync(ward.store)
    adopt(ward, "bb", bases=(resting,))
    adopt(ward, "cc")
    found = [(each.digest, each.standing, each.counts) for each in ward.store.reader.tables("LAB")]
    assert found == [("aa", "held", False), ("bb", "pending", False), ("cc", "pending", True)]
    ward.store.receive(epoch=central.epoch, numbered=[central.act(f.ChangeReleased(
        id="release", change=held.change, reason="checked"))])  # fmt: skip
    assert all(each.counts for each in ward.store.reader.tables("LAB"))


def test_two_devices_end_with_one_order_whoever_adopted_first(new_ward: Any, central: Any) -> None:
    bedside, office = new_ward("bedside"), new_ward("office", "u-wang")
    for each in (bedside, office):
        each.store.enrolled(edc=central.trusted, site_name="Renji")
    adopt(office, "from-office")
    adopt(bedside, "from-bedside")
    for each in (bedside, office, bedside):
        central.sync(each.store)
    orders = [[each.digest for each in ward.store.reader.tables("LAB")] for ward in (bedside, office)]
    assert orders == [["from-bedside", "from-office"]] * 2
    assert bedside.store.reader.digest() == office.store.reader.digest()
