"""Recordings for central readers: sealed to the EDC as well, once no header names anybody; every other file is not."""

import io
from pathlib import Path
from typing import Any

import pyedflib
import pytest

from desktop_app.jobs.attach import attach, attach_cleaned, attachments
from storage.crossing import SealedFiles
from storage.meta import EdcKey as Trusted
from study.address import Address
from study.changes.envelope import encode_facts
from study.changes.facts import AttachmentWithdrawn
from study.errors import KnownError
from sync.client.cycle import Cycle
from sync.client.local_files import Carried
from sync.protocol.attachments import CENTRAL_INFO
from sync.server.central_files import central_files, write_plain
from sync.server.crypto import BoxBrokenError, EdcKey, open_chunks
from tests.kit.clinic import Centre, Clinic, new_service

EDF = Path(pyedflib.__file__).parent / "tests" / "data" / "test_generator.edf"
EDC = EdcKey(bytes(range(32)))


@pytest.fixture
def work(desk_fixture: Any) -> Any:
    desk_fixture.subject = desk_fixture.enrol("LN-007", name="林小满")
    desk_fixture.store.enrolled(edc=Trusted("edc", EDC.public, EDC.seal_public), site_name="Renji")
    return desk_fixture


def place(work: Any) -> Address:
    return Address(work.subject, "M3", form="EEG")


def sealed_parts(work: Any, name: str, size: int = 5000) -> Any:
    with (work.store.folder / "attachments" / name).open("rb") as handle:
        yield from iter(lambda: handle.read(size), b"")


def test_a_cleaned_recording_opens_at_the_centre_and_the_site_alike(work: Any) -> None:
    fact = attach_cleaned(work.store, place(work), EDF, ("edf",), ("edf",))
    key = EDC.open_sealed(fact.central, CENTRAL_INFO + fact.name.encode())
    plain = b"".join(open_chunks(key, sealed_parts(work, fact.name)))
    assert plain == b"".join(attachments(work.store).open_stream(fact.name, key))
    assert len(plain) == EDF.stat().st_size
    for broken in (bytes([fact.central[0] ^ 1]) + fact.central[1:], fact.central[:-1]):
        with pytest.raises(BoxBrokenError):
            EDC.open_sealed(broken, CENTRAL_INFO + fact.name.encode())


def test_a_recording_that_names_somebody_stays_the_sites_alone(work: Any, tmp_path: Path) -> None:
    raw = bytearray(EDF.read_bytes())
    raw[8:88] = b"MCH-0234567 F 02-MAY-2014 Lin_Xiaoman".ljust(80)
    named = tmp_path / "named.edf"
    named.write_bytes(raw)
    assert attach(work.store, place(work), named, ("edf",), ("edf",)).central == b""


def test_what_no_definition_gives_away_is_not_given(work: Any) -> None:
    fact = attach_cleaned(work.store, place(work), EDF, ("edf",))
    assert fact.central == b""
    assert b"central" not in bytes(encode_facts((fact,))[0])


def test_a_picture_has_no_header_that_can_be_trusted(work: Any, tmp_path: Path) -> None:
    picture = tmp_path / "x.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    assert attach(work.store, place(work), picture, ("image",), ("image",)).central == b""


def test_a_cut_or_longer_stream_does_not_open(work: Any) -> None:
    fact = attach_cleaned(work.store, place(work), EDF, ("edf",), ("edf",))
    key = EDC.open_sealed(fact.central, CENTRAL_INFO + fact.name.encode())
    whole = b"".join(sealed_parts(work, fact.name))
    for wrong in (whole[:-1], whole + b"x", whole[: 18 + 2 * (64 * 1024 + 16)], b"y" + whole[1:], b""):
        with pytest.raises(BoxBrokenError):
            list(open_chunks(key, iter(io.BytesIO(wrong).readlines())))


def test_an_unreadable_recording_is_refused_by_its_kind(work: Any, tmp_path: Path) -> None:
    text = tmp_path / "x.edf"
    text.write_bytes(b"no recording")
    with pytest.raises(KnownError):
        attach(work.store, place(work), text, ("edf",), ("edf",))


def test_the_centre_opens_what_is_for_its_readers_and_nothing_else(work: Any, tmp_path: Path) -> None:
    service = new_service(f"sqlite:///{tmp_path}/edc.db", tmp_path / "edc.key")
    site = work.store.reader.home().site
    centre = Centre(service, site)
    clinic = Clinic.around(work.store, work.session.unlocked, work.session.clock, work.session.person.user)
    edc = centre.enrol(clinic)
    given = attach_cleaned(work.store, place(work), EDF, ("edf",), ("edf",))
    kept = attach_cleaned(work.store, place(work), EDF, ("edf",))
    work.append(given)
    work.append(kept)
    carried = Carried(SealedFiles(work.store, work.store.reader))
    assert Cycle(work.store, work.store.reader, edc, clinic.clock, files=carried).run().error_code == ""
    with service.database.reading(site) as connection:
        assert [one.name for one in central_files(connection, site)] == [given.name]
        opened = tmp_path / "for-the-reader.edf"
        write_plain(connection, site, given.name, service.key, opened)
        assert opened.stat().st_size == EDF.stat().st_size
        with pytest.raises(KnownError, match="file-there"):
            write_plain(connection, site, given.name, service.key, opened)
        with pytest.raises(KnownError, match="file-not-central"):
            write_plain(connection, site, kept.name, service.key, tmp_path / "other.edf")
        with pytest.raises(KnownError, match="file-unreadable"):
            write_plain(connection, site, given.name, EDC, tmp_path / "other.edf")
    assert not (tmp_path / "other.edf").exists()
    work.append(
        AttachmentWithdrawn(id="w", bases=(given.id,), attachment=given.id, address=given.address, reason="hers not")
    )
    assert Cycle(work.store, work.store.reader, edc, clinic.clock, files=carried).run().error_code == ""
    with service.database.reading(site) as connection:
        assert central_files(connection, site) == []
        with pytest.raises(KnownError, match="file-withdrawn"):
            write_plain(connection, site, given.name, service.key, tmp_path / "again.edf")
    assert not (tmp_path / "again.edf").exists()
    service.database.close()
