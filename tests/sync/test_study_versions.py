"""A version of the study between workstations and the EDC: chosen at the site or centrally, it holds nothing up."""

from typing import TYPE_CHECKING

import pytest

import resources
from desktop_app.study_files import read_folder
from study.address import Address
from study.changes import facts as f
from study.definition.pack import pack, packed
from study.errors import KnownError
from study.values import TextValue
from sync.protocol.versions import PUSH_BYTES
from tests.kit.second import CODE_AT, second_study, second_texts

if TYPE_CHECKING:
    from tests.kit.clinic import Centre, Clinic
    from tests.sync.conftest import NewClinic

FIRST, SECOND = "d" * 64, "e" * 64


def choose(clinic: "Clinic", version: str, digest: str, content: bytes = b"") -> str:
    """Somebody at the site decides for a version; returns the change's id."""
    bases = tuple(v.fact for v in clinic.store.reader.versions() if v.in_force)
    fact = f.StudyAdopted(id=clinic.store.new_id(), bases=bases, version=version, digest=digest, content=content)
    return clinic.store.append(clinic.author, [fact]).change


def test_a_version_chosen_at_the_site_holds_nothing_though_the_centre_adopted_another(
    any_centre: "Centre", new_clinic: "NewClinic"
) -> None:
    centre, site = any_centre, any_centre.site
    bedside, ward = new_clinic("bedside"), new_clinic("ward", user="wang")
    here, there = centre.enrol(bedside), centre.enrol(ward)
    centre.admin.adopt_study(site, "1", FIRST)
    for clinic, edc in ((bedside, here), (ward, there)):
        clinic.sync(edc)
    choose(bedside, "2", SECOND)
    bedside.write("60")
    ward.write("4.1", place=Address("child-1", "M3", form="CHEM", item="K"))
    for clinic, edc in ((bedside, here), (ward, there), (bedside, here)):
        assert clinic.sync(edc).agrees is True
    ward.write("61", reason="again")
    assert ward.sync(there).agrees is True
    assert bedside.sync(here).agrees is True
    assert centre.admin.held(site) == []
    assert bedside.shown() == ward.shown() == "61"
    assert ward.store.reader.home().study_version == "2"


def test_a_version_that_nobody_with_the_right_chose_stays_unknown_until_it_is_released(
    centre: "Centre", new_clinic: "NewClinic"
) -> None:
    clinic = new_clinic("bedside")
    edc = centre.enrol(clinic)
    centre.admin.adopt_study(centre.site, "1", FIRST)
    clinic.sync(edc)
    centre.admin.end_user(centre.site, "lin", "left")
    chosen = choose(clinic, "2", SECOND)
    clinic.write("60")
    clinic.sync(edc)
    assert {each.code for each in centre.admin.held(centre.site)} == {"author-not-certified", "unknown-study"}
    assert clinic.store.reader.home().study_version == "1"
    centre.admin.release_change(centre.site, chosen, "was still here")
    assert [each.code for each in centre.admin.held(centre.site)] == ["unknown-study"]
    clinic.sync(edc)
    assert clinic.store.reader.home().study_version == "2"


def test_what_the_centre_adopts_comes_with_its_texts(centre: "Centre", new_clinic: "NewClinic") -> None:
    clinic = new_clinic("bedside")
    edc = centre.enrol(clinic)
    study = second_study()
    centre.admin.adopt_study(centre.site, study.version, study.digest, pack(second_texts()), reason="amendment 2")
    assert clinic.sync(edc).agrees is True
    assert clinic.store.reader.home().study_digest == study.digest
    assert clinic.store.reader.version_content(study.digest) == (packed(study),)
    assert [v.reason for v in clinic.store.reader.versions() if v.in_force] == ["amendment 2"]


def test_a_child_is_found_by_the_code_that_the_definition_in_force_asks_for(
    centre: "Centre", new_clinic: "NewClinic"
) -> None:
    clinic = new_clinic("bedside")
    edc = centre.enrol(clinic)
    visit, form, item = CODE_AT.split("/")
    code = Address("child-1", visit, form=form, item=item)
    elsewhere = Address("child-2", visit, form="OTHER", item=item)
    clinic.store.append(
        clinic.author,
        [
            f.SubjectEnrolled(id=clinic.store.new_id(), subject="child-1"),
            f.ValueSet(id=clinic.store.new_id(), address=code, value=TextValue("AB0001")),
            f.ValueSet(id=clinic.store.new_id(), address=elsewhere, value=TextValue("AB0002")),
        ],
    )
    clinic.sync(edc)
    assert centre.admin.subject(centre.site, "child-1") == "child-1"
    with pytest.raises(KnownError, match="subject-unknown"):
        centre.admin.subject(centre.site, "AB0001")
    study = second_study()
    centre.admin.adopt_study(centre.site, study.version, study.digest, packed(study))
    assert centre.admin.subject(centre.site, "AB0001") == "child-1"
    with pytest.raises(KnownError, match="subject-unknown"):
        centre.admin.subject(centre.site, "AB0002")


def test_a_definition_fits_into_one_push() -> None:
    assert len(pack(read_folder(resources.path("study")))) * 4 / 3 < PUSH_BYTES
