"""The EDC accepts nothing that is signed with a key which had ended in its own chain; it holds it, and sync goes on."""

from typing import TYPE_CHECKING

from storage.keys import NewUser, Unlocked, open_vault
from storage.log import Author
from storage.verify import verify_store
from study.changes import facts as f
from study.changes.envelope import At, Change, Seen, SignedChange, device_message, encode, encode_facts, person_message
from sync.protocol.messages import Batch
from tests.kit.clinic import CHEAP, Centre, Clinic

if TYPE_CHECKING:
    from tests.sync.conftest import NewClinic

WANG = NewUser("wang", "Dr wang", "three cranes over the lake")


def with_new_keys(clinic: Clinic) -> tuple[Unlocked, Unlocked]:
    """A clinician who entered a child, then was given a new passphrase: the old access and the new one."""
    vault = open_vault(clinic.folder, floor=CHEAP)
    vault.add_user(clinic.unlocked, WANG)
    old = vault.unlock(WANG.user_id, WANG.passphrase)
    clinic.store.certify_user(clinic.admin, WANG.user_id, WANG.name, ("clinician",), old)
    enters(clinic, old)
    vault.reset_passphrase(clinic.unlocked, WANG.user_id, "four quiet boats at dawn")
    new = vault.unlock(WANG.user_id, "four quiet boats at dawn")
    clinic.store.certify_user(clinic.admin, WANG.user_id, WANG.name, ("clinician",), new)
    return old, new


def enters(clinic: Clinic, key: Unlocked) -> None:
    fact = f.SubjectEnrolled(id=clinic.store.new_id(), subject=clinic.store.new_id())
    clinic.store.append(Author(WANG.user_id, "clinician", key.sign), [fact])


def slipped_in(clinic: Clinic, key: Unlocked) -> SignedChange:
    """What somebody with a copy of the store would send as its next entry."""
    home, last = clinic.store.reader.home(), clinic.store.reader.tip()
    fact = f.SubjectEnrolled(id=clinic.store.new_id(), subject="forged")
    change = Change(
        id=clinic.store.new_id(), site=home.site, device=home.device, seq=last.seq + 1, prev=last.hash,
        at=At(clinic.clock()), author=WANG.user_id, role="clinician", study=home.study_version,
        study_digest=home.study_digest, seen=Seen(), facts=encode_facts((fact,)),
    )  # fmt: skip
    body = encode(change)
    bare = SignedChange(body, b"")
    return SignedChange(
        body, clinic.unlocked.device_sign(device_message(bare.hash)), key.sign(person_message(bare.hash))
    )


def test_what_the_old_key_signed_before_is_accepted_and_what_it_signs_after_is_held(
    any_centre: Centre, new_clinic: "NewClinic"
) -> None:
    clinic, other = new_clinic("bedside"), new_clinic("ward", user="zhao")
    edc, theirs = any_centre.enrol(clinic), any_centre.enrol(other)
    old, new = with_new_keys(clinic)
    enters(clinic, new)
    assert clinic.sync(edc).agrees is True
    assert clinic.store.reader.held() == []
    [placed] = edc.push(Batch(changes=(slipped_in(clinic, old),))).placed
    assert (placed.standing, placed.code) == ("held", "author-not-certified")
    report = other.sync(theirs)
    assert report.error is None
    findings = verify_store(other.store, other.unlocked).findings
    assert [each.code for each in findings] == ["ended-key"]
    assert any_centre.admin.verify(any_centre.site).fault == ""
