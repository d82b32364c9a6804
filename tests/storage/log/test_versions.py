"""Which version of the study is in force, and under which one a change was made: from the log, however it came."""

from typing import Any

import pytest

from study.changes import facts as f
from study.changes.envelope import Change, decode
from study.text import Text

NEXT = f.StudyAdopted(id="next", version="2", digest="cd", content=b"texts of 2", reason="amendment 1")


@pytest.fixture
def pair(new_ward: Any, central: Any) -> tuple[Any, Any]:
    """Two workstations of one site, the second begun without having heard of the first."""
    wards = (new_ward("bedside"), new_ward("office", "u-wang"))
    for each in wards:
        each.store.enrolled(edc=central.trusted, site_name="Renji")
    return wards


def adopt(ward: Any, fact: f.StudyAdopted = NEXT, role: str = "investigator", **more: Any) -> None:
    """A person decides for a version over what stands."""
    bases = tuple(v.fact for v in ward.store.reader.versions() if v.in_force)
    made: dict[str, Any] = {name: getattr(fact, name) for name in fact.__struct_fields__} | {"bases": bases} | more
    ward.store.append(ward.author(role), [f.StudyAdopted(**made)])


def last(ward: Any) -> Change:
    """The ward's last change."""
    tip = ward.store.reader.tip()
    signed = ward.store.reader.change(tip.hash)
    assert signed is not None
    return decode(signed.body)


def in_force(ward: Any) -> tuple[str, str]:
    """What new changes name, which is what the versions say."""
    home = ward.store.reader.home()
    assert [(v.version, v.digest) for v in ward.store.reader.versions() if v.in_force] == [
        (home.study_version, home.study_digest)
    ]
    return home.study_version, home.study_digest


def test_a_store_begins_under_the_version_it_was_made_with(ward: Any) -> None:
    [version] = ward.store.reader.versions()
    assert (version.version, version.digest, version.began, version.in_force) == ("1", "ab", True, True)
    assert not version.content
    assert version.author == "u-lin"


def test_an_adoption_is_made_under_the_version_it_replaces_and_what_follows_under_the_new_one(ward: Any) -> None:
    adopt(ward)
    assert (last(ward).study, last(ward).study_digest) == ("1", "ab")
    child = ward.enrol("LN-001")
    assert (last(ward).study, last(ward).study_digest) == ("2", "cd")
    assert [(v.version, v.in_force, v.reason) for v in ward.store.reader.versions()] == [
        ("1", False, ""),
        ("2", True, "amendment 1"),
    ]
    assert ward.store.reader.version_content("cd") == (b"texts of 2",)
    assert ward.store.reader.version_content("ab") == ()
    ward.weigh(child, "53")
    assert ward.store.rebuild() > 0
    assert in_force(ward) == ("2", "cd")


def test_an_adoption_that_came_by_a_pull_is_what_new_changes_name(pair: Any, central: Any, weight_of: Any) -> None:
    bedside, office = pair
    child = office.enrol("LN-001")
    office.weigh(child, "53")
    for each in (bedside, office):
        central.sync(each.store)
    adopt(bedside)
    central.sync(bedside.store)
    assert in_force(office) == ("1", "ab")
    central.sync(office.store)
    assert in_force(office) == ("2", "cd")
    office.weigh(child, "54", visit="M6")
    assert last(office).study == "2"
    assert [entry.study for entry in office.store.reader.history(weight_of(child))] == ["1"]
    assert [entry.study for entry in office.store.reader.history(weight_of(child, "M6"))] == ["2"]
    changes = [v.change for v in office.store.reader.versions()]
    assert {u.version for u in office.store.reader.made_under(changes).values()} == {"1"}


@pytest.mark.parametrize("first", [0, 1])
def test_what_a_device_merely_began_with_never_undoes_a_decision(pair: Any, central: Any, first: int) -> None:
    bedside, office = pair
    adopt(bedside)
    for each in (pair[first], pair[1 - first], pair[first]):
        central.sync(each.store)
    assert in_force(bedside) == in_force(office) == ("2", "cd")


def test_of_two_decisions_made_apart_the_first_accepted_holds_everywhere(pair: Any, central: Any) -> None:
    bedside, office = pair
    for each in (bedside, office, bedside):
        central.sync(each.store)
    adopt(bedside)
    adopt(office, id="other", version="3", digest="ef")
    assert (in_force(bedside), in_force(office)) == (("2", "cd"), ("3", "ef"))
    for each in (office, bedside, office):
        central.sync(each.store)
    assert in_force(bedside) == in_force(office) == ("3", "ef")


def test_the_centre_adopts_for_all(pair: Any, central: Any) -> None:
    bedside, office = pair
    for each in (bedside, office):
        central.sync(each.store)
    began = tuple(v.fact for v in office.store.reader.versions())
    central.act(f.StudyAdopted(id="by-edc", bases=began, version="2", digest="cd", content=b"texts of 2"))
    for each in (bedside, office):
        central.pull(each.store)
        assert in_force(each) == ("2", "cd")


def test_an_adoption_that_the_centre_holds_has_no_effect_until_it_is_released(pair: Any, central: Any) -> None:
    bedside, _ = pair
    central.sync(bedside.store)
    adopt(bedside)
    held = last(bedside).id
    central.holds[held] = ("no-right", Text("waits", "等待"))
    central.sync(bedside.store)
    assert in_force(bedside) == ("1", "ab")
    assert [v.standing for v in bedside.store.reader.versions()] == ["accepted", "held"]
    central.act(f.ChangeReleased(id="release", change=held, reason="agreed"))
    central.pull(bedside.store)
    assert in_force(bedside) == ("2", "cd")


def test_damaged_texts_stand_beside_sound_ones(ward: Any) -> None:
    adopt(ward)
    adopt(ward, id="again", content=b"other texts")
    assert ward.store.reader.version_content("cd") == (b"texts of 2", b"other texts")


def test_versions_come_in_the_order_of_the_log(ward: Any) -> None:
    for number in range(3, 8):
        adopt(ward, id=f"v{number}", version=str(number), digest=f"{number:064}")
    assert [v.version for v in ward.store.reader.versions()] == ["1", "3", "4", "5", "6", "7"]
