"""Verify computes again what every signature rests on."""

from typing import Any

import msgspec
import pytest

from storage.keys import NewUser, open_vault
from storage.log import Author
from storage.verify import verify_store
from study.address import Address
from study.changes import facts as f
from study.errors import KnownError
from study.state.digest import OF_FILES
from study.values import Quantity
from tests.storage.log.conftest import Slip


def _sign(ward: Any, child: str, digest: str = "") -> None:
    form = Address(child, "M3", "", "VS")
    digest = digest or ward.store.reader.record(child).digest(form)
    ward.store.append(ward.author(), [f.Signed(id=ward.store.new_id(), address=form, meaning="m", digest=digest)])


def test_a_signature_is_proven_whatever_was_changed_after_it(ward: Any) -> None:
    child = ward.enrol("LN-001")
    first = ward.weigh(child, "53")
    _sign(ward, child)
    ward.weigh(child, "54", first, reason="report")
    assert verify_store(ward.store, ward.unlocked).whole
    _sign(ward, child)
    assert verify_store(ward.store, ward.unlocked).whole


def test_a_signature_over_something_that_never_stood_there_is_found(ward: Any, slip_in: Slip) -> None:
    child = ward.enrol("LN-001")
    ward.weigh(child, "53")
    with pytest.raises(KnownError, match="changed-meanwhile"):
        _sign(ward, child, digest="0" * 64)
    forged = f.Signed(id="s", address=Address(child, "M3", "", "VS"), meaning="m", digest="0" * 64)
    slip_in("u-lin", "investigator", [forged], ward.unlocked)
    report = verify_store(ward.store, ward.unlocked)
    assert [(found.code, found.seq) for found in report.findings] == [("signature-basis", ward.store.reader.tip().seq)]


def test_a_signature_is_proven_with_the_files_that_stood_beside_the_form(ward: Any, slip_in: Slip) -> None:
    child = ward.enrol("LN-001")
    form = Address(child, "M3", "", "VS")
    ward.weigh(child, "53")
    file = f.AttachmentAdded(
        id="f1", address=form, name="sealed", kind="application/pdf", size=1, sealed_size=2, digest="aa", key=b""
    )
    ward.store.append(ward.author(), [file])
    record = ward.store.reader.record(child)
    signed = f.Signed(id="s", address=form, meaning="m", digest=record.digest(form), basis=OF_FILES)
    ward.store.append(ward.author(), [signed])
    gone = f.AttachmentWithdrawn(id="w", bases=("f1",), attachment="f1", address=form, reason="another child's")
    ward.store.append(ward.author(), [gone])
    codes = {found.code for found in verify_store(ward.store, ward.unlocked).findings}
    assert "signature-basis" not in codes
    again = msgspec.structs.replace(signed, id="s2")
    with pytest.raises(KnownError, match="changed-meanwhile"):
        ward.store.append(ward.author(), [again])
    slip_in("u-lin", "investigator", [again], ward.unlocked)
    codes = {found.code for found in verify_store(ward.store, ward.unlocked).findings}
    assert "signature-basis" in codes, "the file was gone by then"


def test_the_log_names_who_changed_what_after_a_signature(ward: Any) -> None:
    child = ward.enrol("LN-001")
    first = ward.weigh(child, "53")
    _sign(ward, child)
    ward.weigh(child, "54", first, reason="report")
    made = ward.store.reader.made(Address(child, "M3"))
    assert [type(line.fact).__name__ for line in made] == ["ValueSet", "Signed", "ValueSet"]
    assert {line.author for line in made} == {ward.unlocked.user_id}
    assert made[-1].fact.value == Quantity("54", "kg")
    assert ward.store.reader.made(Address(child, "M6")) == []


def test_nobody_takes_back_the_signature_of_somebody_else(ward: Any, cheap_profile: Any, clock: Any) -> None:
    child = ward.enrol("LN-001")
    ward.weigh(child, "53")
    _sign(ward, child)
    [signature] = ward.store.reader.record(child).signatures(Address(child, "M3", "", "VS"))
    taken = f.SignatureWithdrawn(
        id="w", bases=(signature.fact.id,), signature=signature.fact.id, address=signature.fact.address, reason="r"
    )
    vault = open_vault(ward.folder, clock=clock, floor=cheap_profile)
    vault.add_user(ward.unlocked, NewUser("u-wang", "王医生", "a long summer in Minhang"), cheap_profile)
    wang = vault.unlock("u-wang", "a long summer in Minhang")
    ward.store.certify_user(ward.author("admin"), "u-wang", "王医生", ("investigator",), wang)
    with pytest.raises(KnownError, match="not-your-signature"):
        ward.store.append(Author("u-wang", "investigator", wang.sign), [taken])
    ward.store.append(ward.author(), [taken])
    assert ward.store.reader.record(child).signatures(signature.fact.address) == ()
