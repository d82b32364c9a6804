"""What comes from the EDC: verified once, applied with the cursor in one transaction, or not at all."""

from typing import Any

import pytest

from storage.keys import SigningKey
from study.address import Address
from study.changes import facts as f
from study.changes.envelope import SignedChange, decode
from study.errors import KnownError
from study.state.settle import rejected_last
from study.state.slots import Slot
from study.text import Text
from study.values import Quantity


class DeviceKey:
    """The device's key of an unlocked store, as a copy of the store would use it."""

    def __init__(self, unlocked: Any) -> None:
        self.sign = unlocked.device_sign


def broken(ward: Any, central: Any, **given: Any) -> str:
    """What KnownError says; asserts that nothing was taken in."""
    before = (ward.store.reader.cursor(), ward.store.reader.hashes(), ward.store.reader.digest())
    with pytest.raises(KnownError) as caught:
        ward.store.receive(epoch=central.epoch, **given)
    assert (ward.store.reader.cursor(), ward.store.reader.hashes(), ward.store.reader.digest()) == before
    assert caught.value.code == "edc-chain-broken"
    return caught.value.sentence.en


@pytest.fixture
def pair(new_ward: Any, central: Any) -> tuple[Any, Any]:
    """Two workstations of one site that trust one EDC."""
    wards = (new_ward("bedside"), new_ward("office", "u-wang"))
    for each in wards:
        each.store.enrolled(edc=central.trusted, site_name="Renji")
    return wards


def test_two_workstations_come_to_one_state(pair: Any, central: Any, weight_of: Any) -> None:
    left, right = pair
    child = left.enrol("LN-001")
    left.weigh(child, "53")
    central.sync(left.store)
    central.sync(right.store)
    right.weigh(child, "60", visit="M6")
    central.sync(right.store)
    central.sync(left.store)
    assert left.store.reader.digest() == right.store.reader.digest()
    assert left.store.reader.cursor() == right.store.reader.cursor()
    assert left.store.reader.queue().count == 0
    assert {u.user for u in left.store.reader.users()} == {"u-lin", "u-wang"}
    assert right.store.reader.values(child)[weight_of(child)].shown.fact.value == Quantity("53", "kg")
    assert {row.name for row in right.store.reader.devices()} == {"bedside", "office", "EDC"}


def test_values_that_differ_are_a_conflict_on_both_until_one_decides(pair: Any, central: Any, weight_of: Any) -> None:
    left, right = pair
    child = left.enrol("LN-001")
    central.sync(left.store)
    central.sync(right.store)
    one = left.weigh(child, "53")
    two = right.weigh(child, "54")
    for each in (right, left, right):
        central.sync(each.store)
    for each in pair:
        [(slot, settled)] = each.store.reader.conflicts().items()
        assert slot.key == weight_of(child).key
        assert settled.shown.fact.id == two
    left.weigh(child, "54", one, two, reason="the scale's paper says so")
    central.sync(left.store)
    central.sync(right.store)
    assert not left.store.reader.conflicts()
    assert not right.store.reader.conflicts()
    assert len(right.store.reader.history(weight_of(child))) == 3


def test_a_held_change_waits_with_its_reason_and_is_released(ward: Any, central: Any, weight_of: Any) -> None:
    ward.store.enrolled(edc=central.trusted, site_name="Renji")
    child = ward.enrol("LN-001")
    name = ward.store.append(
        ward.author(), [f.ValueSet(id="v", address=weight_of(child), value=Quantity("53", "kg"))]
    ).change
    central.holds[name] = ("frozen", Text("waits: frozen", "等待:已冻结"))
    central.sync(ward.store)
    [held] = ward.store.reader.held()
    assert (held.change, held.standing, held.code, held.why.zh) == (name, "held", "frozen", "等待:已冻结")
    assert not ward.store.reader.values(child)[weight_of(child)].heads
    central.act(f.ChangeReleased(id="r", change=name, reason="thawed"))
    central.sync(ward.store)
    assert ward.store.reader.held() == []
    assert ward.store.reader.values(child)[weight_of(child)].shown.fact.id == "v"
    assert ward.store.rebuild() == 5
    assert ward.store.reader.held() == []


def test_a_rejected_change_waits_for_nobody_and_says_who_rejected_it_and_why(
    ward: Any, central: Any, weight_of: Any
) -> None:
    ward.store.enrolled(edc=central.trusted, site_name="Renji")
    weight = weight_of(ward.enrol("LN-001"))
    entered = f.ValueSet(id="v", address=weight, value=Quantity("53", "kg"))
    name = ward.store.append(ward.author(), [entered]).change
    central.holds[name] = ("frozen", Text("waits: frozen", "等待:已冻结"))
    central.sync(ward.store)
    assert ward.store.reader.rejected() == []
    assert rejected_last(ward.store.reader.slot(Slot("value", weight.key))) is None
    central.act(f.ChangeRejected(id="r", change=name, reason="haemolysed"))
    central.sync(ward.store)
    assert ward.store.reader.held() == []
    [rejected] = ward.store.reader.rejected()
    assert (rejected.change, rejected.reason, rejected.slots) == (name, "haemolysed", (Slot("value", weight.key),))
    assert rejected.by
    assert rejected.at_utc > 0
    said = rejected_last(ward.store.reader.slot(Slot("value", weight.key)))
    assert said is not None
    assert said.fact.id == "v"
    ward.store.append(ward.author(), [f.ValueSet(id="w", address=weight, value=Quantity("54", "kg"))])
    assert rejected_last(ward.store.reader.slot(Slot("value", weight.key))) is None, (
        "something stands that was said later"
    )


def test_a_refused_change_stays_in_the_queue(ward: Any, central: Any) -> None:
    [first] = ward.store.reader.pending()
    [answer] = central.take([first])
    refused = answer._replace(number=None, standing="refused", code="not-chained")
    ward.store.receive(epoch=central.epoch, answers=[refused])
    assert ward.store.reader.queue().count == 1


def test_the_same_page_twice_changes_nothing(pair: Any, central: Any) -> None:
    left, right = pair
    left.enrol("LN-001")
    central.sync(left.store)
    central.pull(right.store)
    before = right.store.reader.digest()
    received = right.store.receive(epoch=central.epoch, numbered=central.entries)
    assert received.slots == frozenset()
    assert right.store.reader.digest() == before


def test_an_altered_byte_stops_everything(pair: Any, central: Any) -> None:
    left, right = pair
    left.enrol("LN-001")
    central.sync(left.store)
    last = central.entries[-1]
    body = bytearray(last.change.body)
    body[len(body) // 2] ^= 1
    altered = last._replace(
        change=SignedChange(bytes(body), last.change.device_signature, last.change.person_signature)
    )
    broken(right, central, numbered=[*central.entries[:-1], altered])


@pytest.mark.parametrize("which", ["device_signature", "person_signature"])
def test_a_signature_that_does_not_fit_stops_everything(pair: Any, central: Any, which: str) -> None:
    left, right = pair
    left.enrol("LN-001")
    central.sync(left.store)
    last = central.entries[-1]
    signatures = {"device_signature": last.change.device_signature, "person_signature": last.change.person_signature}
    signatures[which] = bytes(64)
    altered = last._replace(change=SignedChange(last.change.body, **signatures))
    assert which.replace("_", "-") in broken(right, central, numbered=[*central.entries[:-1], altered])


def test_a_number_left_out_or_swapped_or_judged_otherwise_stops_everything(pair: Any, central: Any) -> None:
    left, right = pair
    left.enrol("LN-001")
    left.enrol("LN-002")
    central.sync(left.store)
    entries = central.entries
    broken(right, central, numbered=entries[1:])
    broken(right, central, numbered=[*entries[:2], entries[3]])
    broken(right, central, numbered=[entries[0], entries[2]._replace(number=2), entries[1]._replace(number=3)])
    broken(right, central, numbered=[entries[0]._replace(standing="held")])
    broken(right, central, numbered=[entries[0]._replace(change=None)])


def test_a_forged_device_is_not_believed(ward: Any, central: Any, forged: Any) -> None:
    ward.store.enrolled(edc=central.trusted, site_name="Renji")
    thief = SigningKey(b"t" * 32)
    claim = f.DeviceBegun(id="d", device="dx", name="x", public_key=b"k" * 32)
    for change in (
        forged(thief, [claim]),
        forged(thief, [f.Accessed(id="a", what="print")]),
        forged(thief, [f.Frozen(id="z", address=Address(""))], device="edc", author="dm", role="edc", seq=1),
        forged(thief, [claim], site="S02"),
    ):
        broken(ward, central, numbered=central.take([change])[-1:])
        central.entries.pop()


def test_a_site_can_not_speak_as_a_person_it_has_no_key_of(pair: Any, central: Any, forged: Any) -> None:
    left, right = pair
    mine = SigningKey(b"m" * 32)
    begin = forged(mine, [f.DeviceBegun(id="d", device="dx", name="x", public_key=mine.public_key)])
    central.sync(left.store)
    say = forged(
        mine, [f.Accessed(id="a", what="print")], seq=2, prev=begin.hash, author="u-lin", role="investigator", id="c9"
    )
    central.take([begin, say])
    assert "person-signature" in broken(right, central, numbered=central.entries)


def test_the_roster_comes_ahead_of_the_chain(ward: Any, central: Any, roster_entry: Any, new_ward: Any) -> None:
    other = new_ward("other", "u-zhao")
    for each in (ward, other):
        each.store.enrolled(edc=central.trusted, site_name="Renji")
    key = other.unlocked.device_public_key
    certified = central.act(f.DeviceCertified(id="dc", device=other.store.device, site="S01", public_key=key))
    ward.store.receive(epoch=central.epoch, roster=[roster_entry(1, certified)], roster_version=1)
    [row] = [device for device in ward.store.reader.devices() if device.certified]
    assert row.device == other.store.device
    assert ward.store.reader.cursor().roster == 1
    assert ward.store.reader.queue().count == 1
    central.sync(other.store)
    central.sync(ward.store)
    assert ward.store.reader.digest() == other.store.reader.digest()


def test_a_restored_edc_numbers_again_and_is_offered_what_it_lost(pair: Any, central: Any) -> None:
    left, right = pair
    left.enrol("LN-001")
    central.sync(left.store)
    common = len(central.entries)
    child = right.enrol("LN-002")
    for each in (right, left):
        central.sync(each.store)
    right.weigh(child, "53")
    lost = len(central.entries) - common
    del central.entries[common:]
    central.epoch = "epoch-2"
    with pytest.raises(KnownError) as caught:
        left.store.receive(epoch="epoch-2", numbered=[])
    assert caught.value.code == "edc-epoch-changed"
    for each in pair:
        each.store.new_epoch("epoch-2", common, central.head)
    assert left.store.reader.queue().count == lost
    for each in (left, right, left):
        central.sync(each.store)
    assert left.store.reader.queue().count == 0
    assert left.store.reader.digest() == right.store.reader.digest()
    assert len(central.entries) == common + lost + 1


def test_a_copy_that_went_on_writing_is_found_and_a_successor_begins(ward: Any, central: Any, forged: Any) -> None:
    ward.store.enrolled(edc=central.trusted, site_name="Renji")
    [first] = ward.store.reader.pending()
    branch = forged(
        DeviceKey(ward.unlocked), [f.Accessed(id="a", what="print")], device=ward.store.device, seq=2, prev=first.hash
    )
    ward.enrol("LN-001")
    central.take([first, branch])
    central.pull(ward.store)
    with pytest.raises(KnownError) as caught:
        ward.enrol("LN-002")
    assert caught.value.code == "store-fork"
    old = ward.store.device
    ward.store.begin_successor(ward.author("admin"), "bedside again", "fork")
    ward.enrol("LN-002")
    assert ward.store.device != old
    assert {row.device for row in ward.store.reader.devices()} >= {old, ward.store.device}


def test_changes_by_hash_wait_until_they_are_numbered(pair: Any, central: Any) -> None:
    left, right = pair
    left.enrol("LN-001")
    moved = right.store.offer(left.store.reader.pending())
    assert moved
    assert right.store.offer(left.store.reader.pending()) == frozenset()
    assert right.store.reader.queue().count == 3
    for each in (right, left):
        central.sync(each.store)
    assert left.store.reader.digest() == right.store.reader.digest()


def test_people_go_on_while_their_workstation_waits_to_be_certified(ward: Any, central: Any, weight_of: Any) -> None:
    ward.store.enrolled(edc=central.trusted, site_name="Renji")
    child = ward.enrol("LN-001")
    names = ward.store.reader.pending()
    for signed in names:
        central.holds[decode(signed.body).id] = ("device-not-certified", Text("waits", "等待"))
    central.sync(ward.store)
    ward.weigh(child, "53")
    for signed in names:
        central.act(f.ChangeReleased(id=f"r{signed.hash}", change=decode(signed.body).id, reason="certified"))
    central.sync(ward.store)
    assert ward.store.reader.held() == []
    assert ward.store.reader.subjects("SUBJID")[0].code == "LN-001"
