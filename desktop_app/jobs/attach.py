"""Attach a file: seal it, and say so in a fact. Runs off the window's thread."""

import tempfile
from pathlib import Path

from desktop_app.identity import child_key, seal_title
from storage.attachments import FOLDER_NAME, Attachments, SealedFile
from storage.keys import SiteKey, box_seal
from storage.sniff import HEAD_BYTES, sniff
from storage.store import Store
from study.address import Address
from study.changes.facts import AttachmentAdded
from study.errors import KnownError
from sync.files import traces
from sync.protocol.attachments import CENTRAL_INFO

SCRATCH_NAME = "scratch"
KINDS = {
    "application/pdf": "pdf",
    "image/png": "image",
    "image/jpeg": "image",
    "application/dicom": "dicom",
    "application/edf": "edf",
    "application/bdf": "edf",
    "application/xml": "aecg",
}
TRACES: dict[str, traces.Kind] = {
    "application/dicom": "dicom", "application/edf": "edf", "application/bdf": "edf", "application/xml": "aecg",
}  # fmt: skip


def attachments(store: Store) -> Attachments:
    """The sealed files of a store."""
    return Attachments(store.folder / FOLDER_NAME)


def names_in(path: Path) -> tuple[str, ...]:
    """Names of the filled header fields that may say whose recording a file is; empty for what has no such header.

    A file that can't be read here, or is no recording, is for `attach` to judge. Reads all of an EDF; off the lanes.
    """
    try:
        with path.open("rb") as source:
            kind = TRACES.get(sniff(source.read(HEAD_BYTES)))
        return traces.identity_in(kind, path) if kind else ()
    except (OSError, KnownError):
        return ()


def attach_cleaned(
    store: Store, place: Address, path: Path, allowed: tuple[str, ...], central: tuple[str, ...] = ()
) -> AttachmentAdded:
    """As `attach`, of a copy without identity, which is gone when this returns; the person's own file stays as it is.

    KnownError also `trace-no-waveform`, `trace-damaged`, `trace-identity-left` where it can't be cleaned.
    """
    with path.open("rb") as source:
        kind = TRACES[sniff(source.read(HEAD_BYTES))]
    scratch = store.folder / SCRATCH_NAME
    scratch.mkdir(mode=0o700, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=scratch) as private:
        # Not under its own name, which may be the child's.
        copy = Path(private) / "copy"
        traces.without_identity(kind, path, copy)
        return attach(store, place, copy, allowed, central, title=path.name)


def attach(
    store: Store,
    place: Address,
    path: Path,
    allowed: tuple[str, ...],
    central: tuple[str, ...] = (),
    *,
    title: str = "",
) -> AttachmentAdded:
    """Seal a file for a form; the fact is not appended yet. `title`: what it is called, where that is not its name.

    `central`: kinds that central readers may open too; a recording in whose header anything personal stands stays the
    site's alone.

    KnownError `attachment-type`, `attachment-too-large`, `attachment-unreadable`, `no-site-key`, `disk-full`.
    """
    site_key = _site_key(store)
    key = child_key(site_key, store.reader.record(place.subject))
    try:
        with path.open("rb") as source:
            sealed = attachments(store).seal(source)
    except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
        raise KnownError(
            "attachment-unreadable",
            "The file can't be read. Nothing was attached.",
            "无法读取该文件，未添加任何附件。",
        ) from error
    kind = KINDS.get(sealed.mime, "")
    if kind not in allowed:
        raise KnownError(
            "attachment-kind",
            f"This form takes files of the kinds: {', '.join(allowed)}.",
            f"本表单只接受以下类型的文件：{'、'.join(allowed)}。",
        )
    return AttachmentAdded(
        id=store.new_id(),
        address=place,
        name=sealed.name,
        kind=sealed.mime,
        size=sealed.size,
        sealed_size=sealed.sealed_size,
        digest=sealed.sha256_plain,
        key=site_key.wrap_attachment_key(sealed.key, sealed.name),
        title=seal_title(key, place.subject, title or path.name) if key else "",
        central=_for_centre(store, path, sealed) if kind in central else b"",
    )


def _for_centre(store: Store, path: Path, sealed: SealedFile) -> bytes:
    """The file's key sealed to the EDC; nothing unless the header was read and names nobody."""
    edc, kind = store.reader.edc_key(), TRACES.get(sealed.mime)
    if edc is None or not edc.seal_public or kind is None:
        return b""
    try:
        named = traces.identity_in(kind, path)
    except KnownError:
        return b""
    return b"" if named else box_seal(edc.seal_public, sealed.key, CENTRAL_INFO + sealed.name.encode())


def open_key(store: Store, fact: AttachmentAdded) -> bytes:
    """The key that opens an attached file. KnownError `no-site-key`; SealBrokenError: another site's."""
    return _site_key(store).open_attachment_key(fact.key, fact.name)


def _site_key(store: Store) -> SiteKey:
    key = store.reader.site_key()
    if key is None:
        raise KnownError(
            "no-site-key",
            "This workstation has not been handed the site key, so files can't be sealed or opened here yet.",
            "本工作站尚未获得中心密钥，暂时不能封存或打开附件。",
        )
    return SiteKey(key)
