"""The EDC's shelf of sealed files: any order of parts, limits, a full disk, what expires; and no way round the hash."""

import hashlib
import random
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from study.address import Address
from study.changes import facts as f
from study.errors import KnownError
from sync.protocol.attachments import FileHeld, FilePart, PartAsked, decode_part, encode_part
from sync.protocol.messages import Batch
from sync.server.files import UNNAMED_LIFE_MS, FileLimits, Shelf
from tests.kit.clinic import Centre, new_service

if TYPE_CHECKING:
    from sync.server.service import Service
    from tests.sync.conftest import NewClinic

DATA = random.Random(5).randbytes(400)
NAME = hashlib.sha256(DATA).hexdigest()
OTHER = bytes(byte ^ 1 for byte in DATA)
LIMITS = FileLimits()


@pytest.fixture(scope="module")
def shelf_service(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Service"]:
    folder = tmp_path_factory.mktemp("shelf")
    service = new_service(f"sqlite:///{folder}/edc.db", folder / "edc.key")
    Centre(service, "S1")
    yield service
    service.database.close()


def put(service: "Service", part: FilePart) -> FileHeld:
    """As a session does it, for a device that may."""
    with service.database.writing("S1") as connection:
        held = Shelf(connection, "S1", LIMITS).take(part, 1)
        if held.complete or held.have < held.size:
            return held
        shelf = Shelf(connection, "S1", LIMITS)
        return shelf.judge(part.name, *shelf.digest(part.name))


def state(service: "Service") -> FileHeld:
    with service.database.reading("S1") as connection:
        return Shelf(connection, "S1", LIMITS).held([NAME])[0]


PARTS = st.lists(
    st.tuples(st.integers(0, 399), st.integers(0, 200), st.booleans(), st.booleans()), min_size=1, max_size=25
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(PARTS)
def test_whatever_parts_come_in_whatever_order_a_file_ends_whole_or_not_at_all(
    shelf_service: "Service", parts: list[tuple[int, int, bool, bool]]
) -> None:
    """Repeats, gaps, overlaps, parts of something else; then an honest sender goes on as it is told."""
    with shelf_service.database.writing("S1") as connection:
        connection.exec_driver_sql("DELETE FROM sealed_part")
        connection.exec_driver_sql("DELETE FROM sealed_file")
    for start, length, foreign, at_end in parts:
        source = OTHER if foreign else DATA
        offset = state(shelf_service).have if at_end else start
        put(shelf_service, FilePart.of(NAME, 400, offset, source[offset : offset + length]))
        here = state(shelf_service)
        assert here.complete is False or given_out(shelf_service) == DATA
    answers = 0
    while not (here := state(shelf_service)).complete:
        put(shelf_service, FilePart.of(NAME, 400, here.have, DATA[here.have : here.have + 150]))
        answers += 1
        assert answers < 12
    assert given_out(shelf_service) == DATA


def given_out(service: "Service") -> bytes:
    got = b""
    with service.database.reading("S1") as connection:
        shelf = Shelf(connection, "S1", LIMITS)
        while len(got) < 400:
            got += shelf.give(PartAsked(name=NAME, offset=len(got), length=97)).data
    return got


@settings(deadline=None)
@given(st.integers(0, 500), st.integers(1, 255))
def test_no_flipped_byte_of_a_part_gets_past_its_digest(where: int, flip: int) -> None:
    raw = bytearray(encode_part(FilePart.of(NAME, 400, 0, DATA)))
    raw[where % len(raw)] ^= flip
    # Only what stands around the bytes may differ: another name or place, which the hash of the whole finds.
    assert _data(bytes(raw)) in (DATA, b"refused")


def _data(raw: bytes) -> bytes:
    try:
        return decode_part(raw).data
    except KnownError as error:
        return b"refused" if error.code == "part-damaged" else b""


def test_a_site_has_its_share_and_a_file_its_size(tmp_path: Path, new_clinic: "NewClinic", site: str) -> None:
    service = new_service(f"sqlite:///{tmp_path}/edc.db", tmp_path / "edc.key")
    service.limits = FileLimits(file_bytes=1000, site_bytes=1500)
    centre = Centre(service, site)
    edc = centre.enrol(new_clinic("bedside"))
    one, two = random.Random(1).randbytes(1000), random.Random(2).randbytes(1000)
    with pytest.raises(KnownError, match="file-too-large"):
        edc.put_part(FilePart.of("a" * 64, 1001, 0, b"x"))
    assert edc.put_part(FilePart.of(hashlib.sha256(one).hexdigest(), 1000, 0, one)).complete
    name = hashlib.sha256(two).hexdigest()
    assert edc.put_part(FilePart.of(name, 1000, 0, two[:500])).have == 500
    with pytest.raises(KnownError, match="site-files-full"):
        edc.put_part(FilePart.of(name, 1000, 500, two[500:]))
    service.limits = FileLimits()
    assert edc.put_part(FilePart.of(name, 1000, 500, two[500:])).complete
    service.database.close()


def test_a_full_disk_is_said_so_and_takes_no_value_with_it(tmp_path: Path, new_clinic: "NewClinic", site: str) -> None:
    service = new_service(f"sqlite:///{tmp_path}/edc.db", tmp_path / "edc.key")
    centre, clinic = Centre(service, site), new_clinic("bedside")
    edc = centre.enrol(clinic)
    # The only way to a disk that is full for real.
    engine = service.database._engine

    @sa.event.listens_for(engine, "begin")
    def full(connection: sa.Connection) -> None:
        [(pages,)] = connection.exec_driver_sql("PRAGMA page_count").all()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 60}").all()

    data = random.Random(1).randbytes(900_000)
    with pytest.raises(KnownError, match="edc-full"):
        edc.put_part(FilePart.of(hashlib.sha256(data).hexdigest(), len(data), 0, data))
    clinic.write("53.9")
    placed = edc.push(Batch(changes=tuple(clinic.store.reader.pending()))).placed
    assert [each.standing for each in placed] == ["accepted"]
    service.database.close()


def test_bytes_that_no_entry_names_go_after_seven_days(centre: Centre, new_clinic: "NewClinic") -> None:
    clinic = new_clinic("bedside")
    edc = centre.enrol(clinic)
    unnamed, named = random.Random(1).randbytes(100), random.Random(2).randbytes(100)
    names = [hashlib.sha256(data).hexdigest() for data in (unnamed, named)]
    for name, data in zip(names, (unnamed, named), strict=True):
        assert edc.put_part(FilePart.of(name, 100, 0, data)).complete
    fact = f.AttachmentAdded(
        id=clinic.store.new_id(), address=Address("child-1", "M3", form="ECG"), name=names[1], kind="application/pdf",
        size=66, sealed_size=100, digest="0" * 64, key=b"sealed",
    )  # fmt: skip
    clinic.store.append(clinic.author, [fact])
    edc.push(Batch(changes=tuple(clinic.store.reader.pending())))
    later = centre.service.clock() + UNNAMED_LIFE_MS
    with centre.service.database.writing(centre.site) as connection:
        shelf = Shelf(connection, centre.site, LIMITS)
        assert shelf.expire(later - 60_000) == 0
        assert shelf.expire(later + 60_000) == 1
    assert [held.complete for held in edc.files(names).files] == [False, True]
