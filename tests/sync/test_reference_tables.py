"""A laboratory's table adopted on one workstation is in force on the others after a cycle, by the same bytes."""

from datetime import date
from typing import TYPE_CHECKING

import pytest

import resources
from desktop_app.reference_tables import NAME, TableReader
from desktop_app.study_files import read_folder
from study.changes import facts as f
from study.definition.load import load
from study.lab_table import Circumstances
from study.reference import interval
from study.reference_table import digest_of, pack_table
from study.state.slots import Slot

if TYPE_CHECKING:
    from tests.kit.clinic import Centre, Clinic
    from tests.sync.conftest import NewClinic

STUDY = load(read_folder(resources.path("study")))
TEXT = (
    "item,sex,age_from,age_below,low,high,unit,effective_from\n"
    "CREAT,A,2y,18y,30,60,umol/L,2024-01-01\nALB,A,2y,18y,40,55,g/L,2024-01-01\n"
)
GIRL = Circumstances(date(2014, 7, 1), "F", date(2026, 8, 18))


def adopt(clinic: "Clinic", text: str, content: bytes | None = None) -> None:
    """An investigator adopts a table over what stands here."""
    bases = tuple(entry.fact.id for entry in clinic.store.reader.slot(Slot("table", NAME)).heads)
    kept = pack_table(text) if content is None else content
    fact = f.TableAdopted(id=clinic.store.new_id(), bases=bases, table=NAME, digest=digest_of(text), content=kept)
    clinic.store.append(clinic.author, [fact])


def highs(clinic: "Clinic") -> tuple[str, str]:
    """By what creatinine and albumin of a girl are judged there."""
    tables = TableReader(STUDY).read(clinic.store.reader).tables
    found = [interval(STUDY.item("CHEM", code), GIRL, "CHEM", tables) for code in ("CREAT", "ALB")]
    return str(found[0] and found[0].high), str(found[1] and found[1].high)


def test_a_table_reaches_every_workstation_by_a_cycle(any_centre: "Centre", new_clinic: "NewClinic") -> None:
    bedside, ward = new_clinic("bedside"), new_clinic("ward", user="wang")
    here, there = any_centre.enrol(bedside), any_centre.enrol(ward)
    adopt(bedside, TEXT)
    assert highs(ward) == ("66", "54")
    for clinic, edc in ((bedside, here), (ward, there), (bedside, here)):
        assert clinic.sync(edc).agrees is True
    assert any_centre.admin.held(any_centre.site) == []
    assert highs(bedside) == highs(ward) == ("60", "55")
    assert bedside.store.reader.digest() == ward.store.reader.digest()
    [kept] = [each.digest for each in ward.store.reader.tables(NAME)]
    assert kept == digest_of(TEXT)


def test_two_tables_adopted_at_once_end_in_one_order_everywhere(centre: "Centre", new_clinic: "NewClinic") -> None:
    bedside, ward = new_clinic("bedside"), new_clinic("ward", user="wang")
    here, there = centre.enrol(bedside), centre.enrol(ward)
    adopt(ward, TEXT.replace("30,60", "31,61"))
    adopt(bedside, TEXT.replace("30,60", "32,62"))
    assert (highs(bedside)[0], highs(ward)[0]) == ("62", "61")
    for clinic, edc in ((bedside, here), (ward, there), (bedside, here)):
        assert clinic.sync(edc).agrees is True
    # The centre numbered the ward's last, so it decides.
    assert highs(bedside) == highs(ward) == ("61", "55")
    adopt(bedside, TEXT.replace("30,60", "33,63"))
    for clinic, edc in ((bedside, here), (ward, there)):
        clinic.sync(edc)
    assert highs(bedside)[0] == highs(ward)[0] == "63"


@pytest.mark.parametrize("content", [b"", b"not packed", pack_table(TEXT + " ")])
def test_a_damaged_table_is_said_and_not_used(centre: "Centre", new_clinic: "NewClinic", content: bytes) -> None:
    clinic = new_clinic("bedside")
    adopt(clinic, TEXT.replace("30,60", "31,61"))
    adopt(clinic, TEXT, content)
    found = TableReader(STUDY).read(clinic.store.reader)
    assert [each.table is None for each in found.adoptions] == [False, True]
    assert digest_of(TEXT)[:12] in found.said[0].en
    assert "损坏" in found.said[0].zh
    assert highs(clinic)[0] == "61"
