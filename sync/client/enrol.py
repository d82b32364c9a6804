"""Enrolment: the device shows its first changes and a code, the EDC certifies it, the store trusts the EDC.

May be repeated: the EDC gives the same device the same answer again. Must not sync; a cycle follows.
"""

from storage.keys import verify
from storage.meta import EdcKey
from study.changes import facts as f
from study.changes.envelope import SignedChange, decode, facts_of
from sync.client import errors
from sync.client.local import Reading, Writer
from sync.client.recovery import first_changes
from sync.protocol.edc import Edc
from sync.protocol.messages import Enrolled, Enrolment, Greeting
from sync.protocol.signing import seal_key_message
from sync.protocol.versions import PUSH_CHANGES


def enrol(writer: Writer, reader: Reading, edc: Edc, code: str = "") -> Enrolled:
    """Enrol this store's device. `code` may be empty for a successor, and for a device that a restored EDC forgot.

    KnownError `code-unknown`, `wrong-site`, `bad-enrolment`, or any of the line's.
    """
    answer = edc.enrol(enrolment(reader, code))
    edc_key = EdcKey(answer.edc_device, answer.edc_key)
    writer.enrolled(edc=edc_key._replace(seal_public=_seal_key(edc_key, answer)), site_name=answer.site_name)
    cursor = reader.cursor()
    if cursor.epoch in ("", answer.epoch):
        version = None if answer.roster.more else answer.roster.version
        writer.receive(
            epoch=answer.epoch, answers=answer.placed, roster=answer.roster.entries, roster_version=version
        )  # fmt: skip
    return answer


def enrolment(reader: Reading, code: str) -> Enrolment:
    """What this device shows to be let in."""
    changes = tuple(first_changes(reader, PUSH_CHANGES))
    return Enrolment(code=code, changes=changes, voucher=None if code else _voucher(reader))


def heard_seal_key(writer: Writer, reader: Reading, greeting: Greeting) -> None:
    """Keep the key the EDC can be sealed to, once it says one. KnownError `bad-seal-key` unless the EDC signed it."""
    edc = reader.edc_key()
    if edc is None or not greeting.seal_key or edc.seal_public == greeting.seal_key:
        return
    writer.enrolled(edc=edc._replace(seal_public=_seal_key(edc, greeting)), site_name=reader.home().site_name)


def _seal_key(edc: EdcKey, said: Enrolled | Greeting) -> bytes:
    if said.seal_key and not verify(edc.public_key, said.seal_signature, seal_key_message(said.seal_key)):
        raise errors.bad_seal_key()
    return said.seal_key


def _voucher(reader: Reading) -> SignedChange | None:
    """The EDC's own word about this device, if the store has heard it."""
    device = reader.home().device
    for name in reader.hashes():
        signed = reader.change(name)
        if signed is None:
            continue
        change = decode(signed.body)
        if change.role == "edc" and any(
            isinstance(fact, f.DeviceCertified) and fact.device == device for fact in facts_of(change)
        ):
            return signed
    return None
