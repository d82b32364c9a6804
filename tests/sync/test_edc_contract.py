"""What every form of the EDC promises a device: in process and behind HTTP, on SQLite and PostgreSQL; and by files."""

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import msgspec
import pytest

from study.address import Address
from study.changes import facts as f
from study.changes.envelope import SignedChange, decode, device_message, encode, encode_facts, person_message
from study.errors import KnownError
from sync.protocol.messages import Batch, Hello, Numbered, Receipt

if TYPE_CHECKING:
    from tests.kit.clinic import Centre, Clinic
    from tests.sync.conftest import NewClinic

GENESIS = "0" * 64


def hello(clinic: "Clinic") -> Hello:
    tip = clinic.store.reader.tip()
    return Hello(device=clinic.store.device, epoch="", number=0, head=GENESIS, seq=tip.seq, seq_hash=tip.hash)


def test_a_device_nobody_enrolled_is_told_to_enrol(any_centre: "Centre", new_clinic: "NewClinic") -> None:
    clinic = new_clinic("bedside")
    with pytest.raises(KnownError, match="device-unknown"):
        any_centre.connect(clinic).greet(hello(clinic))


def test_a_code_lets_one_device_in_and_may_be_sent_again(any_centre: "Centre", new_clinic: "NewClinic") -> None:
    first, second = new_clinic("first"), new_clinic("second", user="wang")
    code = any_centre.admin.new_code(any_centre.site)
    edc = any_centre.connect(first)
    first.enrol(edc, code.lower().replace("-", " "))
    first.enrol(edc, code)
    with pytest.raises(KnownError, match="code-unknown"):
        second.enrol(any_centre.connect(second), code)
    assert [device.certified for device in any_centre.admin.devices(any_centre.site) if not device.edc] == [True]


def test_what_was_written_before_enrolment_is_accepted_unchanged(any_centre: "Centre", new_clinic: "NewClinic") -> None:
    clinic = new_clinic("bedside")
    clinic.write("53.9")
    before = clinic.store.reader.pending()
    edc = any_centre.enrol(clinic)
    placed = edc.push(Batch(changes=tuple(before))).placed
    assert [each.standing for each in placed] == ["accepted", "accepted"]
    assert all(each.already for each in placed)


def test_the_same_change_again_keeps_its_number(any_centre: "Centre", new_clinic: "NewClinic") -> None:
    clinic = new_clinic("bedside")
    edc = any_centre.enrol(clinic)
    clinic.write("60")
    batch = Batch(changes=tuple(clinic.store.reader.pending()))
    first, second = edc.push(batch), edc.push(batch)
    assert [each.number for each in first.placed] == [each.number for each in second.placed]
    assert [each.already for each in first.placed + second.placed] == [False, True]
    assert first.next_seq == second.next_seq == 3


def test_a_gap_is_not_stored_and_says_where_to_go_on(any_centre: "Centre", new_clinic: "NewClinic") -> None:
    clinic = new_clinic("bedside")
    edc = any_centre.enrol(clinic)
    clinic.write("60")
    clinic.write("61")
    answer = edc.push(Batch(changes=(clinic.store.reader.pending()[-1],)))
    assert (answer.placed[0].standing, answer.placed[0].code, answer.next_seq) == ("refused", "not-chained", 2)


def test_what_is_no_change_of_this_site_is_named_and_the_rest_taken(
    any_centre: "Centre", new_clinic: "NewClinic"
) -> None:
    clinic = new_clinic("bedside")
    edc = any_centre.enrol(clinic)
    clinic.write("60")
    good = clinic.store.reader.pending()[0]
    forged = SignedChange(good.body, bytes(64), good.person_signature)
    deep = SignedChange(b'{"id":' + b"[" * 50_000, b"")
    empty_byte = SignedChange(good.body.replace(b'"id":"', b'"id":"\\u0000', 1), b"")
    answer = edc.push(Batch(changes=(SignedChange(b"{}", b""), deep, empty_byte, forged, good)))
    assert [each.code for each in answer.placed] == ["malformed", "malformed", "malformed", "bad-signature", ""]


def test_pages_follow_and_leave_out_what_the_device_has(any_centre: "Centre", new_clinic: "NewClinic") -> None:
    clinic, other = new_clinic("bedside"), new_clinic("ward", user="wang")
    edc, theirs = any_centre.enrol(clinic), any_centre.enrol(other)
    for number in ("1", "2", "3"):
        clinic.write(number)
    edc.push(Batch(changes=tuple(clinic.store.reader.pending())))
    entries: list[Numbered] = []
    since = 0
    while (page := theirs.pull(since, 2)).more:
        entries += page.entries
        since = entries[-1].number
    entries += page.entries
    assert [entry.number for entry in entries] == list(range(1, len(entries) + 1))
    assert sum(entry.change is None for entry in entries) == 1
    assert all(entry.change for entry in theirs.pull(0, 500, own=True).entries)
    heads = theirs.heads([2, 4, 999]).heads
    assert [(each.number, each.head) for each in heads] == [(2, entries[1].head), (4, entries[3].head)]


def test_lacking_names_what_the_edc_does_not_hold(any_centre: "Centre", new_clinic: "NewClinic") -> None:
    clinic = new_clinic("bedside")
    edc = any_centre.enrol(clinic)
    clinic.write("60")
    unsent = clinic.store.reader.pending()[0].hash
    assert edc.lacking([*clinic.store.reader.hashes(), "f" * 64]).hashes == (unsent, "f" * 64)


def test_the_receipt_is_signed_and_counts_by_child(any_centre: "Centre", new_clinic: "NewClinic") -> None:
    clinic = new_clinic("bedside")
    edc = any_centre.enrol(clinic)
    clinic.write("60")
    edc.push(Batch(changes=tuple(clinic.store.reader.pending())))
    receipt = edc.receipt().receipt
    assert isinstance(receipt, Receipt)
    assert (receipt.device_seq, [child.changes for child in receipt.children]) == (2, [1])
    assert receipt.head == edc.digest().head


def test_an_ended_device_hands_over_and_receives_nothing(any_centre: "Centre", new_clinic: "NewClinic") -> None:
    clinic = new_clinic("bedside")
    edc = any_centre.enrol(clinic)
    any_centre.admin.end_device(any_centre.site, clinic.store.device, "lost")
    clinic.write("60")
    placed = edc.push(Batch(changes=tuple(clinic.store.reader.pending()))).placed
    assert [each.code for each in placed] == ["device-ended"]
    with pytest.raises(KnownError, match="device-ended"):
        edc.pull(0, 10)


def test_two_devices_and_the_edc_end_in_the_same_state(any_centre: "Centre", new_clinic: "NewClinic") -> None:
    clinic, other = new_clinic("bedside"), new_clinic("ward", user="wang")
    edc, theirs = any_centre.enrol(clinic), any_centre.enrol(other)
    clinic.write("60")
    reports = [clinic.sync(edc), other.sync(theirs), clinic.sync(edc)]
    assert [report.error_code for report in reports] == ["", "", ""]
    assert [report.agrees for report in reports] == [True, True, True]
    assert other.shown() == "60"
    digests = {clinic.store.reader.digest(), other.store.reader.digest(), edc.digest().state}
    assert len(digests) == 1


def test_no_other_site_sees_anything(any_centre: "Centre", new_clinic: "NewClinic", site: str) -> None:
    clinic = new_clinic("bedside")
    edc = any_centre.enrol(clinic)
    clinic.write("60")
    clinic.sync(edc)
    any_centre.admin.add_site(f"{site}-B", "Another hospital")
    stranger = new_clinic("stranger", user="wang", at_site=f"{site}-B")
    theirs = any_centre.connect(stranger)
    with pytest.raises(KnownError, match="code-unknown"):
        stranger.enrol(theirs, any_centre.admin.new_code(any_centre.site))
    stranger.enrol(theirs, any_centre.admin.new_code(f"{site}-B"))
    ours = clinic.store.reader.hashes()
    seen = [entry.hash for entry in theirs.pull(0, 500, own=True).entries]
    seen += [each.entry.hash for each in theirs.roster(0, 500).entries]
    assert not set(seen) & set(ours)
    assert theirs.lacking(ours).hashes == tuple(ours)
    relayed = [signed for name in ours if (signed := clinic.store.reader.change(name))]
    assert {each.code for each in theirs.push(Batch(changes=tuple(relayed))).placed} == {"wrong-site"}


def test_a_change_of_a_newer_version_is_stored_and_relayed(any_centre: "Centre", new_clinic: "NewClinic") -> None:
    clinic, other = new_clinic("bedside"), new_clinic("ward", user="wang")
    edc, theirs = any_centre.enrol(clinic), any_centre.enrol(other)
    clinic.write("60")
    plain = clinic.store.reader.pending()[0]
    body = plain.body.replace(b'"fact":"valueset"', b'"fact":"hologramset"')
    bare = SignedChange(body, b"")
    sign, person = clinic.unlocked.device_sign, clinic.unlocked.sign
    newer = SignedChange(body, sign(device_message(bare.hash)), person(person_message(bare.hash)))
    placed = edc.push(Batch(changes=(newer,))).placed
    assert placed[0].number is not None
    report = other.sync(theirs)
    assert report.agrees is True
    assert other.store.reader.unknown_entries() == 1


def test_devices_that_push_at_once_get_numbers_without_gaps(any_centre: "Centre", new_clinic: "NewClinic") -> None:
    clinics = [new_clinic(name, user=name) for name in ("bedside", "ward", "office")]
    lines = [any_centre.enrol(clinic) for clinic in clinics]
    batches = []
    for clinic in clinics:
        for number in range(8):
            clinic.write(str(number), reason="again")
        batches.append(Batch(changes=tuple(clinic.store.reader.pending())))
    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(lambda pair: pair[0].push(pair[1]), zip(lines, batches, strict=True)))
    numbers = sorted(each.number or 0 for answer in answers for each in answer.placed)
    assert len(set(numbers)) == 24
    last = lines[0].digest().number
    assert numbers == list(range(last - 23, last + 1))
    assert any_centre.admin.verify(any_centre.site).fault == ""


@pytest.mark.parametrize("author", ["", "lin"])
def test_a_device_cannot_speak_with_the_edcs_rights(centre: "Centre", new_clinic: "NewClinic", author: str) -> None:
    clinic = new_clinic("bedside")
    edc = centre.enrol(clinic)
    clinic.write("60")
    honest = decode(clinic.store.reader.pending()[0].body)
    freeze = f.Frozen(id=clinic.store.new_id(), address=Address("child-1"), reason="forged")
    body = encode(msgspec.structs.replace(honest, author=author, role="edc", facts=encode_facts((freeze,))))
    bare = SignedChange(body, b"")
    person = clinic.unlocked.sign(person_message(bare.hash))
    forged = SignedChange(body, clinic.unlocked.device_sign(device_message(bare.hash)), person)
    placed = edc.push(Batch(changes=(forged,))).placed
    assert [(each.standing, each.code) for each in placed] == [("held", "author-not-certified")]
    assert centre.admin.freezes(centre.site) == []


def test_a_colleague_cannot_sign_for_another(centre: "Centre", new_clinic: "NewClinic") -> None:
    clinic, other = new_clinic("bedside"), new_clinic("ward", user="wang")
    edc = centre.enrol(clinic)
    centre.enrol(other)
    clinic.write("60")
    honest = decode(clinic.store.reader.pending()[0].body)
    body = encode(msgspec.structs.replace(honest, author="wang"))
    bare = SignedChange(body, b"")
    person = clinic.unlocked.sign(person_message(bare.hash))
    forged = SignedChange(body, clinic.unlocked.device_sign(device_message(bare.hash)), person)
    assert [each.code for each in edc.push(Batch(changes=(forged,))).placed] == ["author-not-certified"]
