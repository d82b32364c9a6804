"""The key that workstations seal to: from the EDC's own seed, signed by it, kept beside the key they trust it by."""

from typing import TYPE_CHECKING

import pytest

from storage.keys import box_seal
from study.errors import KnownError
from sync.client.enrol import heard_seal_key
from sync.protocol.messages import Greeting
from sync.server.crypto import BoxBrokenError, EdcKey

if TYPE_CHECKING:
    from tests.kit.clinic import Centre
    from tests.sync.conftest import NewClinic

SEED = bytes(range(32))
INFO = b"cartella/test/1"


def test_what_a_workstation_seals_the_edc_opens_and_nobody_else() -> None:
    box = box_seal(EdcKey(SEED).seal_public, b"sealed to the study", INFO)
    assert EdcKey(SEED).open_sealed(box, INFO) == b"sealed to the study"
    for key, info, sealed in (
        (EdcKey(bytes(32)), INFO, box),
        (EdcKey(SEED), b"another purpose", box),
        (EdcKey(SEED), INFO, box[:-1] + bytes([box[-1] ^ 1])),
        (EdcKey(SEED), INFO, box[:40]),
        (EdcKey(SEED), INFO, bytes(100)),
    ):
        with pytest.raises(BoxBrokenError):
            key.open_sealed(sealed, info)


def test_the_key_to_seal_to_is_not_the_one_that_signs() -> None:
    key = EdcKey(SEED)
    assert len(key.seal_public) == 32
    assert key.seal_public not in (key.public, EdcKey(bytes(32)).seal_public)


def test_a_workstation_knows_the_key_from_its_enrolment_on(any_centre: "Centre", new_clinic: "NewClinic") -> None:
    clinic = new_clinic("bedside")
    any_centre.enrol(clinic)
    known = clinic.store.reader.edc_key()
    assert known is not None
    assert known.seal_public == any_centre.service.key.seal_public


def test_one_that_was_enrolled_before_hears_it_with_the_next_greeting(
    centre: "Centre", new_clinic: "NewClinic"
) -> None:
    clinic = new_clinic("bedside")
    edc = centre.enrol(clinic)
    known = clinic.store.reader.edc_key()
    assert known is not None
    clinic.store.enrolled(edc=known._replace(seal_public=b""), site_name="Renji")
    assert clinic.sync(edc).error_code == ""
    assert clinic.store.reader.edc_key() == known
    assert clinic.store.reader.home().site_name == "Renji"


def test_a_key_that_the_edc_did_not_sign_is_not_taken(centre: "Centre", new_clinic: "NewClinic") -> None:
    clinic = new_clinic("bedside")
    centre.enrol(clinic)
    stranger = EdcKey(bytes(32))
    said = Greeting(
        epoch="e", number=0, head="", head_at_yours="", roster=0, your_seq=0, your_hash="", server_utc=0,
        seal_key=stranger.seal_public, seal_signature=stranger.seal_signature,
    )  # fmt: skip
    with pytest.raises(KnownError, match="bad-seal-key"):
        heard_seal_key(clinic.store, clinic.store.reader, said)
    known = clinic.store.reader.edc_key()
    assert known is not None
    assert known.seal_public == centre.service.key.seal_public
