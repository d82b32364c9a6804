"""Attach a file: seal it, and say so in a fact; open it again for a preview. Runs off the window's thread."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from desktop_app.identity import child_key, seal_title
from storage.attachments import FOLDER_NAME, Attachments, SealedFile
from storage.files import disk_errors
from storage.keys import SealBrokenError, SiteKey, box_seal
from storage.sniff import HEAD_BYTES, sniff
from storage.store import Store
from study.address import Address
from study.changes.facts import AttachmentAdded
from study.errors import KnownError
from study.text import Text
from sync.files import traces
from sync.protocol.attachments import CENTRAL_INFO
from ui.visit.preview import PictureState, Preview, PreviewMessage, Trace, TraceState

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
    "application/dicom": "dicom", "application/edf": "edf", "application/bdf": "edf",
}  # fmt: skip
PICTURE_LIMIT = 64 * 1024**2


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


def open_preview(store: Store, fact: AttachmentAdded) -> Preview:
    """What can be shown of a sealed file. Failures a user can meet come back as words, so the screen stays."""
    try:
        return _preview(store, fact)
    except KnownError as error:
        return PreviewMessage(error.sentence)


def _preview(store: Store, fact: AttachmentAdded) -> Preview:
    files = attachments(store)
    if not files.has(fact.name):
        return PreviewMessage(
            Text(
                "This file is not on this workstation yet. It comes with a later sync, once the centre has it.",
                "该文件尚未到达本工作站。中心库收到后，将在之后的同步中下载。",
            )
        )
    try:
        key = _site_key(store).open_attachment_key(fact.key, fact.name)
    except SealBrokenError:
        return PreviewMessage(Text("This file was sealed with another site's key.", "该文件由其他中心的密钥封存。"))
    parts = files.open_stream(fact.name, key)
    kind = KINDS.get(fact.kind, "")
    if kind == "image" and fact.size <= PICTURE_LIMIT:
        return PictureState(b"".join(parts))
    if fact.kind in TRACES:
        return _traces(_recording(TRACES[fact.kind], parts, store.folder / SCRATCH_NAME))
    return PreviewMessage(Text("Sealed and kept; there is no preview for this kind.", "已封存；此类文件暂无预览。"))


def _recording(kind: traces.Kind, parts: Iterator[bytes], scratch: Path) -> traces.Recording:
    """Read through a private file inside the store, which is gone when this returns."""
    scratch.mkdir(mode=0o700, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=scratch)
    opened = Path(name)
    try:
        with disk_errors(scratch), os.fdopen(handle, "wb") as plain:
            plain.writelines(parts)
        return traces.read(kind, opened, scratch)
    finally:
        opened.unlink()


def _traces(recording: traces.Recording) -> TraceState:
    channels = tuple(Trace(c.name, c.unit, c.rate_hz, c.samples) for c in recording.channels)
    return TraceState(channels, recording.start)


def _site_key(store: Store) -> SiteKey:
    key = store.reader.site_key()
    if key is None:
        raise KnownError(
            "no-site-key",
            "This workstation has not been handed the site key, so files can't be sealed or opened here yet.",
            "本工作站尚未获得中心密钥，暂时不能封存或打开附件。",
        )
    return SiteKey(key)
