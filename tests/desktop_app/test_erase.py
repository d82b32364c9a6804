"""Erasing a child's identity: on one workstation, on the others, before and after the EDC has spoken."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop_app.identity import child_key
from desktop_app.jobs.erase import erase_identity, follow_site_key
from desktop_app.jobs.site_key import take_site_key
from storage.keys import SealBrokenError, SiteKey
from storage.verify import verify_store
from study.changes import facts as f
from study.errors import KnownError
from tests.kit.clinic import Centre, Clinic, Clock, new_service

ROLES = ("investigator", "admin")
REASON = "the family asked for it"


@pytest.fixture
def new_clinic(tmp_path: Path) -> Iterator[Callable[[str], Clinic]]:
    made: list[Clinic] = []

    def make(name: str) -> Clinic:
        made.append(Clinic(tmp_path / name, "S1", Clock(), name, ROLES))
        return made[-1]

    yield make
    for clinic in made:
        clinic.store.close()


@pytest.fixture
def clinic(new_clinic: Callable[[str], Clinic]) -> Clinic:
    made = new_clinic("ward")
    made.store.put_site_key(SiteKey.new())
    return made


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Centre]:
    made = Centre(new_service(f"sqlite:///{tmp_path / 'edc.db'}", tmp_path / "edc.key"), "S1")
    yield made
    made.close()


def site_key(clinic: Clinic) -> SiteKey:
    kept = clinic.store.reader.site_key()
    assert kept is not None
    return SiteKey(kept)


def enrolled(clinic: Clinic, subject: str) -> bytes:
    """A child enters the record; returns its key."""
    key, wrapped = site_key(clinic).new_child_key(subject)
    fact = f.SubjectEnrolled(id=clinic.store.new_id(), subject=subject, child_key=wrapped)
    clinic.store.append(clinic.author, [fact])
    return key


def opens(clinic: Clinic, subject: str) -> bytes | None:
    return child_key(site_key(clinic), clinic.store.reader.record(subject))


def erase(clinic: Clinic, subject: str) -> None:
    erase_identity(clinic.store, clinic.author, subject, REASON)


def test_nobody_reads_the_erased_child_and_everybody_else_stays(clinic: Clinic) -> None:
    before = site_key(clinic)
    key, other = enrolled(clinic, "child-1"), enrolled(clinic, "child-2")
    clinic.store.keep_draft(clinic.user, "child-1/LOG//DM//,/NAME", "Wang Xiaoming")
    clinic.store.keep_draft("somebody", "child-2/LOG//DM//,/NAME", "Li")
    assert opens(clinic, "child-1") == key
    erase(clinic, "child-1")
    record = clinic.store.reader.record("child-1")
    assert (opens(clinic, "child-1"), opens(clinic, "child-2")) == (None, other)
    assert record.erased is not None
    assert isinstance(record.erased.fact, f.IdentityErased)
    assert record.erased.fact.reason == REASON
    assert site_key(clinic).fingerprint() != before.fingerprint()
    assert clinic.store.reader.site_key_before() is None
    assert not clinic.store.reader.drafts(clinic.user)
    assert clinic.store.reader.drafts("somebody")
    assert verify_store(clinic.store, clinic.unlocked).whole


def test_the_old_key_is_gone_from_the_unlocked_database_and_from_copies_beside_it(clinic: Clinic) -> None:
    aside = clinic.folder / "before-migration"
    aside.mkdir()
    (aside / "cartella.v1.db").write_bytes(b"an older copy")
    old = site_key(clinic).key
    enrolled(clinic, "child-1")
    erase(clinic, "child-1")
    rows = clinic.store.connection.rows("SELECT value FROM secret")
    assert not [value for (value,) in rows if old in value]
    wal = clinic.folder / "cartella.db-wal"
    assert not wal.exists() or wal.stat().st_size == 0
    assert not aside.exists()


def test_files_sealed_before_still_open_after_two_erasures(clinic: Clinic) -> None:
    for child in ("child-1", "child-2"):
        enrolled(clinic, child)
    first = site_key(clinic)
    wrapped = first.wrap_attachment_key(b"k" * 32, "name")
    erase(clinic, "child-1")
    second = site_key(clinic).wrap_attachment_key(b"m" * 32, "name")
    erase(clinic, "child-2")
    now = site_key(clinic)
    assert now.open_attachment_key(wrapped, "name") == b"k" * 32
    assert now.open_attachment_key(second, "name") == b"m" * 32
    with pytest.raises(SealBrokenError):
        now.open_attachment_key(wrapped, "another name")


def test_the_other_workstation_follows_and_brings_the_children_it_enrolled_meanwhile(
    clinic: Clinic, new_clinic: Callable[[str], Clinic], centre: Centre
) -> None:
    edc = centre.enrol(clinic)
    first, second = enrolled(clinic, "child-1"), enrolled(clinic, "child-2")
    other = new_clinic("clinic")
    take_site_key(other.store, site_key(clinic).sheet())
    their = centre.enrol(other)
    clinic.sync(edc)
    other.sync(their)
    assert opens(other, "child-1") == first
    meanwhile = enrolled(other, "child-3")
    clinic.sync(edc)

    erase(clinic, "child-1")
    assert clinic.store.reader.site_key_before() is not None
    clinic.sync(edc)
    assert follow_site_key(clinic.store, clinic.author) is None
    assert clinic.store.reader.site_key_before() is None

    other.sync(their)
    assert opens(other, "child-2") is None
    assert follow_site_key(other.store, other.author) is not None
    assert site_key(other).kept == site_key(clinic).kept
    assert other.store.reader.site_key_before() is None
    assert (opens(other, "child-1"), opens(other, "child-2")) == (None, second)
    assert opens(other, "child-3") == meanwhile
    other.sync(their)
    clinic.sync(edc)
    assert opens(clinic, "child-3") == meanwhile
    assert follow_site_key(other.store, other.author) is None


def test_a_new_workstation_opens_earlier_files_with_the_new_sheet(
    clinic: Clinic, new_clinic: Callable[[str], Clinic], centre: Centre
) -> None:
    edc = centre.enrol(clinic)
    enrolled(clinic, "child-1")
    wrapped = site_key(clinic).wrap_attachment_key(b"k" * 32, "name")
    clinic.sync(edc)
    erase(clinic, "child-1")
    clinic.sync(edc)
    follow_site_key(clinic.store, clinic.author)
    new = new_clinic("new")
    take_site_key(new.store, site_key(clinic).sheet())
    new.sync(centre.enrol(new))
    follow_site_key(new.store, new.author)
    assert site_key(new).open_attachment_key(wrapped, "name") == b"k" * 32
    assert opens(new, "child-1") is None


def test_what_the_edc_rejects_is_undone_with_nothing_lost(clinic: Clinic, centre: Centre) -> None:
    edc = centre.enrol(clinic)
    key = enrolled(clinic, "child-1")
    clinic.sync(edc)
    old = site_key(clinic)
    # A role that nobody certified: the EDC holds the act until somebody there decides.
    centre.admin.end_user("S1", clinic.user, "left")
    erase(clinic, "child-1")
    assert opens(clinic, "child-1") is None
    clinic.sync(edc)
    [waiting] = clinic.store.reader.held()
    follow_site_key(clinic.store, clinic.author)
    assert site_key(clinic).kept == old.kept
    assert opens(clinic, "child-1") == key
    centre.admin.release_change("S1", waiting.change, "it was their right")
    clinic.sync(edc)
    follow_site_key(clinic.store, None)
    assert opens(clinic, "child-1") is None
    assert clinic.store.reader.site_key_before() is None


def test_somebody_without_the_right_to_seal_drops_nothing(clinic: Clinic, new_clinic: Callable[[str], Clinic]) -> None:
    other = new_clinic("clinic")
    other.store.put_site_key(site_key(clinic))
    theirs = enrolled(other, "child-9")
    made = site_key(clinic).successor()
    fact = f.SiteKeyReplaced(
        id=other.store.new_id(), previous=site_key(clinic).fingerprint(), fingerprint=made.key.fingerprint(),
        sealed=made.sealed, files=made.files, reason=REASON,
    )  # fmt: skip
    other.store.append(other.author, [fact])
    assert follow_site_key(other.store, None) is None
    assert opens(other, "child-9") == theirs


@pytest.mark.parametrize(
    ("why", "code"), [("", "reason-missing"), ("  ", "reason-missing"), ("unknown child", "no-identity")]
)
def test_it_is_refused_with_a_sentence(clinic: Clinic, why: str, code: str) -> None:
    enrolled(clinic, "child-1")
    with pytest.raises(KnownError) as refused:
        erase_identity(clinic.store, clinic.author, "child-1" if "child" not in why else "nobody", why)
    assert refused.value.code == code
    assert refused.value.sentence.zh


def test_it_is_refused_twice_without_a_key_and_with_unsent_work(clinic: Clinic, centre: Centre) -> None:
    enrolled(clinic, "child-1")
    enrolled(clinic, "child-2")
    erase(clinic, "child-1")
    with pytest.raises(KnownError, match="erased already"):
        erase(clinic, "child-1")
    centre.enrol(clinic)
    clinic.write("60")
    with pytest.raises(KnownError) as refused:
        erase(clinic, "child-2")
    assert refused.value.code == "erase-unsent"


def test_two_workstations_that_erase_at_once_agree_in_the_end(
    clinic: Clinic, new_clinic: Callable[[str], Clinic], centre: Centre
) -> None:
    edc = centre.enrol(clinic)
    keys = {child: enrolled(clinic, child) for child in ("child-1", "child-2", "child-3")}
    clinic.sync(edc)
    other = new_clinic("clinic")
    take_site_key(other.store, site_key(clinic).sheet())
    their = centre.enrol(other)
    other.sync(their)
    for each, line in ((clinic, edc), (other, their)):
        each.sync(line)
    erase(clinic, "child-1")
    erase(other, "child-2")
    for _round in range(3):
        for each, line in ((clinic, edc), (other, their)):
            each.sync(line)
            follow_site_key(each.store, each.author)
    for each in (clinic, other):
        assert each.store.reader.site_key_before() is None
        assert [opens(each, child) for child in keys] == [None, None, keys["child-3"]]
    assert site_key(clinic).kept == site_key(other).kept
    assert clinic.store.reader.digest() == other.store.reader.digest()


def test_what_was_half_typed_about_an_erased_child_goes_wherever_it_still_stands(clinic: Clinic) -> None:
    for subject in ("child-1", "child-2"):
        enrolled(clinic, subject)
    erase(clinic, "child-1")
    # As on another workstation, or where the process died before it came to the drafts.
    for subject in ("child-1", "child-2"):
        clinic.store.keep_draft(clinic.user, f"{subject}/SCR", "Li Xiao")
    follow_site_key(clinic.store, clinic.author)
    assert clinic.store.drafts(clinic.user) == {"child-2/SCR": "Li Xiao"}


def test_what_was_half_typed_is_not_left_in_the_write_ahead_log(clinic: Clinic) -> None:
    enrolled(clinic, "child-1")
    clinic.store.keep_draft("lin", "child-1/SCR//DM////NAME", "a name")
    erase(clinic, "child-1")
    assert (clinic.folder / "cartella.db-wal").stat().st_size == 0
