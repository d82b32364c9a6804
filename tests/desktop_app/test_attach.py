"""Attaching recordings: whose they are is found in the header, taken off a copy, and start clears what a kill left."""

from pathlib import Path
from typing import Any

import pyedflib
import pytest
from pydicom.data import get_testdata_file
from pytestqt.qtbot import QtBot

from desktop_app.identity import open_identity
from desktop_app.jobs.attach import SCRATCH_NAME, attach, attach_cleaned, attachments, names_in
from desktop_app.jobs.tidy import tidy
from desktop_app.presenters.visit import VisitPage
from storage.keys import SiteKey
from study.address import Address
from study.errors import KnownError
from sync.files import traces

EDF = Path(pyedflib.__file__).parent / "tests" / "data" / "test_generator.edf"
NAME = "林小满"


@pytest.fixture
def named_edf(tmp_path: Path) -> Path:
    """An EDF+ whose patient field holds a name, under a name that holds it as well."""
    raw = bytearray(EDF.read_bytes())
    raw[8:88] = b"MCH-0234567 F 02-MAY-2014 Lin_Xiaoman".ljust(80)
    path = tmp_path / f"{NAME}.edf"
    path.write_bytes(raw)
    return path


@pytest.fixture
def work(desk_fixture: Any) -> Any:
    desk_fixture.subject = desk_fixture.enrol("LN-007", name=NAME)
    return desk_fixture


def place(work: Any) -> Address:
    return Address(work.subject, "M3", form="EEG")


def opened(work: Any, fact: Any) -> bytes:
    """The plain bytes of an attached file."""
    key = SiteKey(work.store.reader.site_key()).open_attachment_key(fact.key, fact.name)
    return b"".join(attachments(work.store).open_stream(fact.name, key))


def test_the_header_says_which_fields_name_somebody_and_never_what(named_edf: Path, tmp_path: Path) -> None:
    found = names_in(named_edf)
    assert {"PatientCode", "PatientName", "PatientBirthdate"} <= set(found)
    assert not any("Lin" in field for field in found)
    picture = tmp_path / "x.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    assert names_in(picture) == ()
    assert names_in(tmp_path / "gone.edf") == ()


def test_of_a_dicom_file_the_patient_is_found(tmp_path: Path) -> None:
    found = get_testdata_file("waveform_ecg.dcm", download=False)
    assert isinstance(found, str)
    assert "PatientID" in names_in(Path(found))


def test_a_copy_without_identity_is_sealed_and_the_own_file_stays(work: Any, named_edf: Path) -> None:
    before = named_edf.read_bytes()
    fact = attach_cleaned(work.store, place(work), named_edf, ("edf",))
    work.append(fact)
    kept = opened(work, fact)
    assert b"Xiaoman" in before
    assert b"Xiaoman" not in kept
    assert traces.identity_in("edf", kept) == ()
    assert len(kept) == len(before)
    assert named_edf.read_bytes() == before
    assert list((work.store.folder / SCRATCH_NAME).iterdir()) == []
    record = work.store.reader.record(work.subject)
    identity = open_identity(SiteKey(work.store.reader.site_key()), record, work.study)
    assert identity.titles == {fact.id: named_edf.name}


def test_as_it_is_means_byte_for_byte(work: Any, named_edf: Path) -> None:
    fact = attach(work.store, place(work), named_edf, ("edf",))
    assert opened(work, fact) == named_edf.read_bytes()


def test_start_clears_plain_copies_half_written_and_unnamed_files(work: Any, named_edf: Path) -> None:
    kept = attach(work.store, place(work), named_edf, ("edf",))
    work.append(kept)
    orphan = attach(work.store, place(work), named_edf, ("edf",))
    folder = work.store.folder / "attachments"
    (folder / "0123456789abcdef.tmp").write_bytes(b"half")
    scratch = work.store.folder / SCRATCH_NAME
    (scratch / "deep").mkdir(parents=True)
    (scratch / "deep" / "copy").write_bytes(b"plain")
    (scratch / "other").write_bytes(b"plain")
    tidy(work.store)
    assert [path.name for path in folder.iterdir()] == [kept.name]
    assert orphan.name != kept.name
    assert list(scratch.iterdir()) == []


def test_a_log_that_is_behind_its_anchor_keeps_every_sealed_file(work: Any, named_edf: Path) -> None:
    orphan = attach(work.store, place(work), named_edf, ("edf",))
    scratch = work.store.folder / SCRATCH_NAME
    scratch.mkdir(exist_ok=True)
    (scratch / "plain").write_bytes(b"plain")
    work.store.fault = KnownError("store-behind", "entries are missing", "缺少记录")
    tidy(work.store)
    assert attachments(work.store).has(orphan.name)
    assert list(scratch.iterdir()) == []


def test_at_the_bedside_a_recording_that_names_somebody_is_asked_about(
    work: Any, qtbot: QtBot, named_edf: Path
) -> None:
    page: Any = VisitPage(work.desk)
    work.desk.page = page
    qtbot.addWidget(page.view)
    page.choose(Address(work.subject, "M3").key)
    page.refresh()
    page.view.form_chosen.emit(place(work).key)
    page.view.attachment_dropped.emit(str(named_edf))
    assert page.view.state.files == ()
    dialog = page.view.asking
    assert dialog is not None
    dialog.reject()
    assert page.view.state.files == ()
    page.view.attachment_dropped.emit(str(named_edf))
    page.view.asking.clean.click()
    (file,) = page.view.state.files
    assert file.name == named_edf.name
    [added] = [e.fact for e in work.course(work.subject).record.attachments(Address(work.subject))]
    assert traces.identity_in("edf", opened(work, added)) == ()
    page.view.attachment_dropped.emit(str(named_edf))
    page.view.asking.as_it_is.click()
    assert len(page.view.state.files) == 2
