"""A signature made on a workstation that was set back: proven everywhere, whoever heard the lost hours first."""

from pathlib import Path
from typing import TYPE_CHECKING

from storage.verify import verify_store
from tests.kit.exchange import CHILD, FORM, PLACES, Station

if TYPE_CHECKING:
    from tests.kit.clinic import Centre
    from tests.sync.conftest import NewClinic


def test_it_is_proven_where_the_lost_hours_were_heard_first(
    centre: "Centre", new_clinic: "NewClinic", tmp_path: Path
) -> None:
    service, place = centre.service, PLACES[0]
    bedside, ward = (Station(new_clinic(name, user=name), centre.site) for name in ("bedside", "ward"))
    for one in (bedside, ward):
        one.clinic.enrol(one.line(service), centre.admin.new_code(centre.site))
    bedside.clinic.write("1", place=place)
    bedside.sync(service)
    bedside.keep_copy(tmp_path / "copy")
    bedside.clinic.write("2", place=place, reason="lost with the disk")
    bedside.sync(service)
    ward.sync(service)
    bedside.set_back()
    bedside.clinic.write("3", place=PLACES[1])
    signature = bedside.sign()
    bedside.sync(service)
    assert bedside.clinic.store.fault is not None
    bedside.go_on(service)
    for one in (bedside, ward, bedside, ward):
        one.sync(service)
    for one in (bedside, ward):
        store = one.clinic.store
        assert signature in {each.fact.id for each in store.reader.record(CHILD).signatures(FORM)}
        assert verify_store(store, one.clinic.unlocked).whole


def test_a_set_back_workstation_that_wrote_on_meets_an_edc_that_was_restored(
    centre: "Centre", new_clinic: "NewClinic", tmp_path: Path
) -> None:
    service, place = centre.service, PLACES[0]
    bedside = Station(new_clinic("bedside", user="bedside"), centre.site)
    bedside.clinic.enrol(bedside.line(service), centre.admin.new_code(centre.site))
    bedside.clinic.write("1", place=place)
    bedside.sync(service)
    bedside.keep_copy(tmp_path / "copy")
    bedside.clinic.write("2", place=place, reason="lost with the disk")
    bedside.sync(service)
    lost = set(bedside.hashes)
    bedside.set_back()
    bedside.clinic.write("3", place=PLACES[1])
    bedside.clinic.write("4", place=PLACES[1], reason="further than what was lost")
    service.new_epoch()
    bedside.sync(service)
    assert bedside.clinic.store.fault is not None, "the fork was heard"
    bedside.go_on(service)
    report = bedside.sync(service)
    assert (report.error_code, report.agrees) == ("", True)
    assert lost <= set(bedside.hashes), "what the disk lost came back from the EDC"
    assert verify_store(bedside.clinic.store, bedside.clinic.unlocked).whole
