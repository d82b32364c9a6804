"""Enrolment: the device shows its first changes and a code, the EDC certifies it, the store trusts the EDC.

May be repeated: the EDC gives the same device the same answer again. Must not sync; a cycle follows.
"""

from storage.meta import EdcKey
from study.changes import facts as f
from study.changes.envelope import SignedChange, decode, facts_of
from sync.client.local import Reading, Writer
from sync.client.recovery import first_changes
from sync.protocol.edc import Edc
from sync.protocol.messages import Enrolled, Enrolment
from sync.protocol.versions import PUSH_CHANGES


def enrol(writer: Writer, reader: Reading, edc: Edc, code: str = "") -> Enrolled:
    """Enrol this store's device. `code` may be empty for a successor, and for a device that a restored EDC forgot.

    KnownError `code-unknown`, `wrong-site`, `bad-enrolment`, or any of the line's.
    """
    changes = tuple(first_changes(reader, PUSH_CHANGES))
    voucher = None if code else _voucher(reader)
    answer = edc.enrol(Enrolment(code=code, changes=changes, voucher=voucher))
    writer.enrolled(edc=EdcKey(answer.edc_device, answer.edc_key), site_name=answer.site_name)
    cursor = reader.cursor()
    if cursor.epoch in ("", answer.epoch):
        version = None if answer.roster.more else answer.roster.version
        writer.receive(
            epoch=answer.epoch, answers=answer.placed, roster=answer.roster.entries, roster_version=version
        )  # fmt: skip
    return answer


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
