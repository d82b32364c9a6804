"""What every form of the EDC promises of sealed files: in process, on PostgreSQL, and behind HTTP."""

import hashlib
import random
from typing import TYPE_CHECKING

import msgspec
import pytest

from study.address import Address
from study.changes import facts as f
from study.errors import KnownError
from sync.protocol.attachments import PART_BYTES, FileHeld, FilePart, PartAsked
from sync.protocol.edc import Edc
from sync.protocol.messages import Batch

if TYPE_CHECKING:
    from tests.kit.clinic import Centre, Clinic
    from tests.sync.conftest import NewClinic


def sealed(size: int, seed: int = 1) -> tuple[str, bytes]:
    """Bytes that nobody can read, and their name."""
    data = random.Random(seed).randbytes(size)
    return hashlib.sha256(data).hexdigest(), data


def part(name: str, data: bytes, start: int, length: int) -> FilePart:
    return FilePart.of(name, len(data), start, data[start : start + length])


def whole(edc: Edc, name: str, data: bytes) -> FileHeld:
    return edc.put_part(part(name, data, 0, len(data)))


def named(clinic: "Clinic", name: str, size: int) -> None:
    """An entry that names a file."""
    fact = f.AttachmentAdded(
        id=clinic.store.new_id(), address=Address("child-1", "M3", form="ECG"), name=name, kind="application/edf",
        size=size - 34, sealed_size=size, digest="0" * 64, key=b"sealed",
    )  # fmt: skip
    clinic.store.append(clinic.author, [fact])


def pushed(clinic: "Clinic", edc: Edc) -> None:
    edc.push(Batch(changes=tuple(clinic.store.reader.pending())))


def test_a_file_goes_in_parts_and_is_complete_only_at_its_end(any_centre: "Centre", new_clinic: "NewClinic") -> None:
    edc = any_centre.enrol(new_clinic("bedside"))
    name, data = sealed(2500)
    assert edc.files([name]).files == (FileHeld(name=name),)
    first = edc.put_part(part(name, data, 0, 1000))
    assert first == FileHeld(name=name, have=1000, size=2500)
    assert edc.put_part(part(name, data, 1000, 1000)).complete is False
    last = edc.put_part(part(name, data, 2000, 1000))
    assert last == FileHeld(name=name, have=2500, size=2500, complete=True)
    assert edc.files([name]).files == (last,)


def test_another_workstation_of_the_site_gets_the_same_bytes(any_centre: "Centre", new_clinic: "NewClinic") -> None:
    edc, theirs = any_centre.enrol(new_clinic("bedside")), any_centre.enrol(new_clinic("ward", user="wang"))
    name, data = sealed(10_000)
    for start in range(0, 10_000, 3000):
        edc.put_part(part(name, data, start, 3000))
    got = b""
    while len(got) < len(data):
        came = theirs.get_part(PartAsked(name=name, offset=len(got), length=4096))
        assert (came.offset, came.size) == (len(got), len(data))
        got += came.data
    assert got == data
    assert theirs.get_part(PartAsked(name=name, offset=len(data), length=10)).data == b""


def test_an_early_part_says_where_to_go_on_and_a_late_one_harms_nothing(
    any_centre: "Centre", new_clinic: "NewClinic"
) -> None:
    edc = any_centre.enrol(new_clinic("bedside"))
    name, data = sealed(3000)
    edc.put_part(part(name, data, 0, 1000))
    assert edc.put_part(part(name, data, 2000, 1000)).have == 1000
    assert edc.put_part(part(name, data, 0, 1000)).have == 1000
    assert edc.put_part(part(name, data, 500, 1500)).have == 2000
    assert edc.put_part(part(name, data, 1000, 2000)).complete is True
    assert edc.put_part(part(name, data, 1000, 2000)).complete is True


def test_bytes_that_are_not_the_files_are_dropped_at_the_end(any_centre: "Centre", new_clinic: "NewClinic") -> None:
    edc = any_centre.enrol(new_clinic("bedside"))
    name, data = sealed(3000)
    other = b"x" + data[1:]
    edc.put_part(FilePart.of(name, 3000, 0, other[:2000]))
    answer = edc.put_part(FilePart.of(name, 3000, 2000, other[2000:]))
    assert (answer.damaged, answer.have, answer.complete) == (True, 0, False)
    with pytest.raises(KnownError, match="file-not-here"):
        edc.get_part(PartAsked(name=name, offset=0, length=10))
    assert whole(edc, name, data).complete is True


def test_a_flipped_byte_on_the_way_is_refused(any_centre: "Centre", new_clinic: "NewClinic") -> None:
    edc = any_centre.enrol(new_clinic("bedside"))
    name, data = sealed(3000)
    good = part(name, data, 0, 3000)
    flipped = msgspec.structs.replace(good, data=data[:100] + b"\x00" + data[101:])
    with pytest.raises(KnownError, match="part-damaged"):
        edc.put_part(flipped)
    assert edc.files([name]).files[0].have == 0


NO_PARTS = (
    ("../../etc", 10, 0, b"x"),
    ("a" * 64, 10, 5, b"x" * 6),
    ("a" * 64, 0, 0, b""),
    ("a" * 64, 10, -1, b"x"),
    ("a" * 64, PART_BYTES * 2, 0, b"x" * (PART_BYTES + 1)),
)


@pytest.mark.parametrize("wrong", NO_PARTS)
def test_what_is_no_part_of_a_file_is_refused(
    any_centre: "Centre", new_clinic: "NewClinic", wrong: tuple[str, int, int, bytes]
) -> None:
    edc = any_centre.enrol(new_clinic("bedside"))
    with pytest.raises(KnownError, match="part-damaged"):
        edc.put_part(FilePart.of(*wrong))


def test_no_other_site_sees_or_gets_a_file(any_centre: "Centre", new_clinic: "NewClinic", site: str) -> None:
    edc = any_centre.enrol(new_clinic("bedside"))
    name, data = sealed(500, seed=7)
    assert whole(edc, name, data).complete
    any_centre.admin.add_site(f"{site}-B", "Another hospital")
    stranger = new_clinic("stranger", user="wang", at_site=f"{site}-B")
    theirs = any_centre.connect(stranger)
    with pytest.raises(KnownError, match="device-unknown"):
        theirs.files([name])
    with pytest.raises(KnownError, match="device-unknown"):
        theirs.put_part(part(name, data, 0, 10))
    stranger.enrol(theirs, any_centre.admin.new_code(f"{site}-B"))
    assert theirs.files([name]).files == (FileHeld(name=name),)
    with pytest.raises(KnownError, match="file-not-here"):
        theirs.get_part(PartAsked(name=name, offset=0, length=10))


def test_an_ended_device_hands_files_over_and_gets_none(any_centre: "Centre", new_clinic: "NewClinic") -> None:
    clinic = new_clinic("bedside")
    edc = any_centre.enrol(clinic)
    any_centre.admin.end_device(any_centre.site, clinic.store.device, "lost")
    name, data = sealed(500)
    assert whole(edc, name, data).complete
    with pytest.raises(KnownError, match="device-ended"):
        edc.get_part(PartAsked(name=name, offset=0, length=10))


def test_the_size_that_the_record_says_goes_before_what_anybody_announced(
    any_centre: "Centre", new_clinic: "NewClinic"
) -> None:
    clinic = new_clinic("bedside")
    edc = any_centre.enrol(clinic)
    name, data = sealed(3000)
    edc.put_part(FilePart.of(name, 9000, 0, b"something else"))
    with pytest.raises(KnownError, match="file-unlike"):
        whole(edc, name, data)
    named(clinic, name, 3000)
    pushed(clinic, edc)
    assert whole(edc, name, data).complete
    with pytest.raises(KnownError, match="file-unlike"):
        edc.put_part(FilePart.of(name, 9000, 0, b"something else"))


def test_the_receipt_counts_the_files_that_are_not_here_yet(any_centre: "Centre", new_clinic: "NewClinic") -> None:
    clinic = new_clinic("bedside")
    edc = any_centre.enrol(clinic)
    name, data = sealed(3000)
    other, _ = sealed(3000, seed=2)
    named(clinic, name, 3000)
    named(clinic, other, 3000)
    pushed(clinic, edc)
    assert (edc.receipt().receipt.files, edc.receipt().receipt.files_missing) == (2, 2)
    whole(edc, name, data)
    assert (edc.receipt().receipt.files, edc.receipt().receipt.files_missing) == (2, 1)
