"""Blocks of subject codes: each workstation gives its own, offline too, and no two ever the same."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from desktop_app.presenters.enrol import Leased
from study.address import Address
from study.changes import facts as f
from study.errors import KnownError
from study.state.slots import Slot
from study.values import TextValue
from sync.protocol.edc import Edc
from sync.server.lease_admin import blocks, lease_more
from tests.kit.clinic import Centre, Clinic, Clock
from tests.kit.second import CODE_AT, second_study

if TYPE_CHECKING:
    from tests.sync.conftest import NewClinic

PATTERN = "[A-Z]{2}[0-9]{4}"
VISIT, FORM, ITEM = CODE_AT.split("/")
Make = Callable[[str], Clinic]


@pytest.fixture
def make(tmp_path: Path, site: str) -> Iterator[Make]:
    """Workstations whose log holds a definition, so that the EDC knows how codes look."""
    study, made = second_study(), []

    def workstation(name: str) -> Clinic:
        made.append(Clinic(tmp_path / name, site, Clock(), name, ("investigator",), study=study))
        return made[-1]

    yield workstation
    for clinic in made:
        clinic.store.close()
        clinic.unlocked.close()


def leased(clinic: Clinic) -> Leased:
    shown = [settled.shown for settled in clinic.store.reader.slots("codes").values()]
    facts = [entry.fact for entry in shown if entry is not None]
    return Leased(clinic.store.device, tuple(fact for fact in facts if isinstance(fact, f.CodesLeased)))


def codes(clinic: Clinic) -> set[str]:
    return {subject.code for subject in clinic.store.reader.subjects(CODE_AT)}


def proposed(clinic: Clinic) -> str:
    return leased(clinic).proposed(PATTERN, codes(clinic), clinic.store.reader.home().site)


def enrol(clinic: Clinic, code: str = "") -> str:
    """A child under the code that the dialog proposes, or another."""
    subject, given = clinic.store.new_id(), code or proposed(clinic)
    place = Address(subject, VISIT, form=FORM, item=ITEM)
    facts = (
        f.SubjectEnrolled(id=clinic.store.new_id(), subject=subject),
        f.ValueSet(id=clinic.store.new_id(), address=place, value=TextValue(given), typed=given),
    )
    clinic.store.append(clinic.author, facts)
    return given


def joined(centre: Centre, clinic: Clinic) -> Edc:
    edc = centre.enrol(clinic)
    assert clinic.sync(edc).complete
    return edc


def test_two_workstations_offline_never_give_the_same_code(centre: Centre, make: Make) -> None:
    bedside, ward = make("bedside"), make("ward")
    here, there = joined(centre, bedside), joined(centre, ward)
    given = [enrol(clinic) for _ in range(8) for clinic in (bedside, ward)]
    assert len(set(given)) == 16
    assert given[0][2:] == "0001"
    assert given[1][2:] == "0011"
    for clinic, edc in ((bedside, here), (ward, there), (bedside, here)):
        assert clinic.sync(edc).complete
    assert codes(bedside) == set(given)
    assert not any(child.duplicate for child in bedside.store.reader.subjects(CODE_AT))


def test_a_workstation_with_few_codes_left_is_given_more_by_the_same_sync(centre: Centre, make: Make) -> None:
    clinic = make("bedside")
    edc = joined(centre, clinic)
    for _ in range(7):
        enrol(clinic)
    clinic.sync(edc)
    assert leased(clinic).left(codes(clinic)) == 3
    enrol(clinic)
    assert clinic.sync(edc).complete
    assert leased(clinic).left(codes(clinic)) == 12
    assert [block.free for block in blocks(centre.service, centre.site)] == [2, 10]


def test_with_no_code_left_the_next_lies_behind_everybodys(centre: Centre, make: Make) -> None:
    bedside, ward = make("bedside"), make("ward")
    joined(centre, ward)
    here = joined(centre, bedside)
    given = [enrol(bedside) for _ in range(12)]
    assert [code[2:] for code in given[-3:]] == ["0020", "0021", "0022"]
    assert leased(bedside).left(codes(bedside)) == 0
    assert bedside.sync(here).complete
    assert proposed(bedside)[2:] == "0023"


def test_children_enrolled_before_there_was_an_edc_keep_their_codes(centre: Centre, make: Make) -> None:
    clinic = make("bedside")
    alone = [enrol(clinic) for _ in range(3)]
    assert [code[2:] for code in alone] == ["0001", "0002", "0003"]
    assert leased(clinic).left(codes(clinic)) is None
    edc = joined(centre, clinic)
    assert proposed(clinic)[2:] == "0004"
    assert clinic.sync(edc).complete


def test_of_two_equal_codes_the_first_accepted_keeps_it(centre: Centre, make: Make) -> None:
    bedside, ward = make("bedside"), make("ward")
    here, there = joined(centre, bedside), joined(centre, ward)
    enrol(bedside, "SH0500")
    enrol(ward, "SH0500")
    for clinic, edc in ((ward, there), (bedside, here), (ward, there)):
        assert clinic.sync(edc).complete
    for clinic in (bedside, ward):
        labels = {child.label: child for child in clinic.store.reader.subjects(CODE_AT)}
        assert set(labels) == {"SH0500", "SH0500?"}
    kept = next(child for child in ward.store.reader.subjects(CODE_AT) if not child.duplicate)
    own = ward.store.reader.history(Slot("subject", kept.id))
    assert [entry.device for entry in own] == [ward.store.device]


def test_the_codes_of_a_revoked_workstation_go_to_the_next_that_needs_some(centre: Centre, make: Make) -> None:
    lost, ward = make("lost"), make("ward")
    edc = joined(centre, lost)
    used = enrol(lost)
    lost.sync(edc)
    centre.admin.end_device(centre.site, lost.store.device, "stolen")
    joined(centre, ward)
    mine = [enrol(ward) for _ in range(9)]
    assert used not in mine
    assert [code[2:] for code in mine] == [f"{number:04d}" for number in range(2, 11)]
    [block] = blocks(centre.service, centre.site)
    assert (block.name, block.free) == ("ward", 9)


def test_a_successor_takes_over_what_its_workstation_had(centre: Centre, make: Make) -> None:
    clinic = make("bedside")
    joined(centre, clinic)
    clinic.store.begin_successor(clinic.admin, "bedside", "moved to another computer")
    edc = centre.connect(clinic)
    clinic.enrol(edc)
    assert clinic.sync(edc).complete
    assert proposed(clinic)[2:] == "0001"
    assert leased(clinic).left(codes(clinic)) == 10


def test_more_codes_may_be_asked_for_and_strangers_get_none(centre: Centre, make: Make) -> None:
    clinic = make("bedside")
    joined(centre, clinic)
    block = lease_more(centre.service, centre.site, clinic.store.device)
    assert (block.first[2:], block.last[2:], block.name, block.free) == ("0011", "0020", "bedside", 10)
    with pytest.raises(KnownError, match="device-unknown"):
        lease_more(centre.service, centre.site, "nobody")


def test_an_edc_without_the_definition_leases_nothing(centre: Centre, new_clinic: "NewClinic") -> None:
    clinic = new_clinic("bedside")
    assert clinic.sync(centre.enrol(clinic)).complete
    assert clinic.store.reader.slots("codes") == {}
    with pytest.raises(KnownError, match="no-codes"):
        lease_more(centre.service, centre.site, clinic.store.device)
