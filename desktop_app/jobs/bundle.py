"""Bundles for clinics with no network: writes one for the EDC, takes its reply in. Runs on the network's lane.

That a bundle leaves the record is noted by the caller before (`Desk.noted`, `jobs.note`): then it stands in the bundle
too. Must not choose a file.
"""

from pathlib import Path
from typing import NamedTuple

from desktop_app.jobs.erase import follow
from desktop_app.jobs.line import OnWriter, Writes
from desktop_app.jobs.site_key import make_site_key
from desktop_app.jobs.status import Exchange, keep_exchange, read_known
from desktop_app.jobs.sync import Synced, came, tips
from desktop_app.place import Place
from desktop_app.session import Session
from storage.bundle_notes import (
    BundleNote,
    keep_invitation,
    kept_invitation,
    note_answered,
    note_written,
)
from storage.crossing import SealedFiles
from storage.keys import verify
from storage.meta import EdcKey
from storage.read import Reader
from storage.receipts import Receipt, keep_receipt
from storage.watch import UNWATCHED, Watch
from study.errors import KnownError
from sync.client.bundle_in import Recipient, Replied, hear, open_reply, take_files
from sync.client.bundle_out import Sender, Written, files_for, write_bundle
from sync.client.errors import not_enrolled
from sync.client.report import Cancelled, CycleReport, Listen
from sync.protocol import bundle_errors as errors
from sync.protocol.bundle_file import reading
from sync.protocol.invitation import Invitation, decode_invitation, is_invitation
from sync.protocol.signing import receipt_message

ENDING = ".cartella"
_LONGEST_INVITATION = 16 * 1024


class Asked(NamedTuple):
    """What a bundle is to be: with the attached files, with an invitation taken up (its bytes), or shown anew."""

    files: bool = True
    invitation: bytes = b""
    anew: bool = False


_PLAIN = Asked()


class Heard(NamedTuple):
    """A reply that was taken in: the report as of a cycle, what came with it, how many attached files."""

    synced: Synced
    files: int

    @property
    def report(self) -> CycleReport:
        """The report as of a cycle."""
        return self.synced.report

    @property
    def new(self) -> bool:
        """Whether it said anything that was not known here."""
        report = self.report
        return bool(report.sent or report.received or report.moved or self.files or report.recovered_from)


def file_name(reader: Reader, day: str, *, enrols: bool) -> str:
    """What a bundle is called unless somebody names it: site, workstation, day; nothing of a child."""
    home = reader.home()
    kind = "enrol" if enrols else "bundle"
    return f"cartella-{kind}-{_plain(home.site)}-{home.device[-6:]}-{day}{ENDING}"


def invitation_for(session: Session, path: Path) -> tuple[Invitation, bytes]:
    """An invitation that can be taken up here, and its bytes. Its fingerprint is still to be compared.

    KnownError `invitation-damaged`, `bundle-not-readable`; those of `check_invitation`.
    """
    with reading(path) as handle:
        data = handle.read(_LONGEST_INVITATION)
    found = decode_invitation(data, verify)
    check_invitation(session, found)
    return found, data


def is_invitation_file(path: Path) -> bool:
    """Whether a file begins as an invitation does. KnownError `bundle-not-readable`."""
    with reading(path) as handle:
        return is_invitation(handle.read(64))


def check_invitation(session: Session, invitation: Invitation) -> None:
    """KnownError `invitation-other-site`, `invitation-other-edc`, `invitation-late`: it can't be taken up here."""
    reader = session.store.reader
    edc = reader.edc_key()
    if invitation.site != reader.home().site:
        raise KnownError(
            "invitation-other-site",
            f"This invitation is for site {invitation.site}; this record is of {reader.home().site}.",
            f"该邀请属于中心 {invitation.site}，而本记录属于 {reader.home().site}。",
        )
    if edc is not None and edc.public_key != invitation.edc_key:
        raise KnownError(
            "invitation-other-edc",
            "This workstation trusts another EDC already. Nothing was changed; tell the data manager.",
            "本工作站已信任另一个中心库，未作更改；请联系数据管理员。",
        )
    if session.clock() > invitation.until_utc:
        raise KnownError(
            "invitation-late",
            "This invitation is past its time. Ask the EDC's administrator for a new one.",
            "该邀请已过期，请向中心库管理员索取新邀请。",
        )


def export_bundle(
    session: Session, path: Path, on_writer: OnWriter, wanted: Asked = _PLAIN, watch: Watch = UNWATCHED
) -> Written:
    """Write what the EDC lacks to a file, sealed to it.

    KnownError `not-enrolled`, `bundle-no-key`, `bundle-not-written`, `attachment-missing`, `stopped`; those of
    `check_invitation`.
    """
    store = session.store
    reader = store.new_reader()
    try:
        edc, code = _to_whom(session, reader, wanted)
        local = SealedFiles(store, reader, on_writer)
        files = files_for(local, whole=wanted.files)
        written = write_bundle(path, reader, _sender(session, reader), edc, files=files, listen=watch.says, code=code)
    finally:
        reader.close()
    note = BundleNote(
        id=written.id, made=session.clock(), changes=written.changes, files=written.files, bytes=written.bytes,
        enrols=code is not None,
    )  # fmt: skip

    def keep() -> None:
        if wanted.invitation:
            keep_invitation(store.connection, wanted.invitation)
        note_written(store.folder, note)

    on_writer(keep)
    return written


def import_reply(
    session: Session, path: Path, on_writer: OnWriter, listen: Listen | None = None, cancelled: Cancelled | None = None
) -> Heard:
    """Take in the EDC's reply. What a person can meet on the way stands in the report.

    KnownError of `open_reply` and `hear`: nothing was taken in.
    """
    with session.exchanging:
        return _import(session, path, on_writer, listen, cancelled)


def _import(
    session: Session, path: Path, on_writer: OnWriter, listen: Listen | None, cancelled: Cancelled | None
) -> Heard:
    store = session.store
    reader = store.new_reader()
    try:
        before = tips(reader)
        with reading(path) as handle:
            _refuse_invitation(handle.read(64))
            trusted = reader.edc_key() is not None
            replied = open_reply(handle, reader, _recipient(session, reader, on_writer))
            writes = Writes(store, on_writer)
            report = hear(replied, writes, reader, session.clock, listen=listen, cancelled=cancelled)
            files = _files(session, replied, reader, on_writer, report)
        if not trusted:
            on_writer(lambda: make_site_key(store))
        synced = Synced(report, came(reader, before))
        _remember(session, replied, report, on_writer)
        return Heard(synced, files)
    finally:
        reader.close()


def _files(session: Session, replied: Replied, reader: Reader, on_writer: OnWriter, report: CycleReport) -> int:
    local = SealedFiles(session.store, reader, on_writer)
    try:
        return take_files(replied, local, UNWATCHED.says)
    except KnownError as error:
        # Values came first and stand; a file that has no room comes with a later reply.
        if not report.error_code:
            report.error_code, report.error = error.code, error.sentence
        return 0


def _remember(session: Session, replied: Replied, report: CycleReport, on_writer: OnWriter) -> None:
    store, manifest = session.store, replied.manifest
    signed = report.receipt

    def keep() -> None:
        if signed is not None:
            keep_receipt(store.folder, Receipt(receipt_message(signed.body), signed.signature, signed.body))
        if report.error_code in ("", "device-ended"):
            note_answered(store.folder, manifest.answers, session.clock(), report.received, report.number)
            keep_invitation(store.connection, b"")
        place = Place(store.folder)
        last = read_known(place).exchange
        # As of when the EDC wrote it: what happened here since is not in it.
        if not report.error_code and (last is None or last.at < manifest.made_utc):
            keep_exchange(place, Exchange(manifest.made_utc, report.agrees))
        follow(session)

    on_writer(keep)


def _to_whom(session: Session, reader: Reader, wanted: Asked) -> tuple[EdcKey, str | None]:
    """The EDC to seal to, and the code where this is an enrolment ("": it needs none)."""
    if wanted.invitation:
        invitation = decode_invitation(wanted.invitation, verify)
        check_invitation(session, invitation)
        return EdcKey("", invitation.edc_key, invitation.seal_key), invitation.code
    edc = reader.edc_key()
    if edc is None:
        raise not_enrolled()
    own = reader.home().device
    known = any(row.certified for row in reader.devices() if row.device == own)
    return edc, None if known and not wanted.anew else ""


def _sender(session: Session, reader: Reader) -> Sender:
    home, keys = reader.home(), session.unlocked
    return Sender(
        session.study.code, home.site, home.device, keys.device_sign, keys.device_public_key,
        keys.device_box_public_key, session.clock,
    )  # fmt: skip


def _recipient(session: Session, reader: Reader, on_writer: OnWriter) -> Recipient:
    """Who opens the reply, and whose signature it must bear: the EDC's that is trusted, or that invited."""
    edc, keys = reader.edc_key(), session.unlocked
    trusted = edc.public_key if edc is not None else b""
    if not trusted:
        data = on_writer(lambda: kept_invitation(session.store.connection))
        if not data:
            raise not_enrolled()
        trusted = decode_invitation(data, verify).edc_key
    return Recipient(session.study.code, keys.device_box_open, keys.device_box_public_key, trusted)


def _refuse_invitation(head: bytes) -> None:
    if is_invitation(head):
        raise errors.wants_invitation()


def _plain(text: str) -> str:
    return "".join(c if c.isascii() and c.isalnum() else "-" for c in text)
