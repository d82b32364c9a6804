"""The attached files of a child in an archive: unsealed, in their own kind, or why one is left out.

By code alone, a recording goes in without what its header says of the child, and nothing goes in on which people can
read a name that no program finds: scans, photographs, documents.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec

from desktop_app.identity import child_key, open_titles
from desktop_app.jobs.attach import KINDS, SCRATCH_NAME, TRACES
from desktop_app.presenters.archive.folder import Folder
from desktop_app.presenters.archive.still import Still, safe
from storage.attachments import FOLDER_NAME, Attachments
from storage.files import disk_errors
from storage.keys import SealBrokenError
from study.address import Address
from study.changes import facts as f
from study.errors import KnownError
from study.record import Record
from study.state.slots import Slot
from study.text import Text
from sync.files import traces

_ENDINGS = {
    "application/pdf": "pdf",
    "image/png": "png",
    "image/jpeg": "jpg",
    "application/dicom": "dcm",
    "application/edf": "edf",
    "application/bdf": "bdf",
    "application/xml": "xml",
}
_ENCODINGS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
_READ_AT_ONCE = 1 << 20
_DIGITS = 12
_SURE, _HEAD = 6, 64 * 1024

_MAY_NAME = Text(
    "a scan or a document: a name that is written on it can't be found by a program",
    "扫描件或文档：程序无法识别其上书写的姓名",
)
_NAMES = Text("its bytes name a child", "文件内容含患儿姓名或号码")
_NOT_HERE = Text("the file is not on this computer", "该文件不在本机")
_NO_KEY = Text("no key of this site opens it", "本中心密钥无法打开")


class Attached(msgspec.Struct, frozen=True):
    """An attached file as the archive has it: `path` from the child's folder, "" where it is left out and `why` not.

    `cleaned`: its header was emptied of identity, so its bytes are not those that were signed.
    """

    fact: f.AttachmentAdded
    change: str
    withdrawn: bool
    title: str = ""
    path: str = ""
    cleaned: bool = False
    why: Text | None = None


def put_files(still: Still, folder: Folder, record: Record) -> list[Attached]:
    """Write every file that was ever attached for a child; in the order of the log."""
    place, titles = still.folders[record.subject], _titles(still, record)
    made = []
    for fact, change, withdrawn in _added(still, record):
        found = Attached(fact, change, withdrawn, titles.get(fact.id, ""))
        try:
            made.append(_put(still, folder, place, found))
        except KnownError as error:
            if error.code not in ("attachment-damaged", "attachment-missing"):
                raise
            made.append(msgspec.structs.replace(found, why=error.sentence))
    return made


def _added(still: Still, record: Record) -> Iterator[tuple[f.AttachmentAdded, str, bool]]:
    """Every file with the change that added it, and whether it stands no more."""
    standing = {entry.fact.id for entry in record.attachments(record_place(record))}
    slots: dict[Slot, object] = dict(still.reader.slots("attachment", record_place(record)))
    for slot in slots:
        for entry in still.reader.history(slot):
            if isinstance(entry.fact, f.AttachmentAdded):
                yield entry.fact, entry.change, entry.fact.id not in standing


def record_place(record: Record) -> Address:
    """The child as a place."""
    return Address(record.subject)


def _titles(still: Still, record: Record) -> dict[str, str]:
    """What files were called, which may be a name."""
    key = child_key(still.site_key, record) if still.names else None
    facts = (fact for fact, _change, _gone in _added(still, record))
    return open_titles(key, record.subject, facts) if key else {}


def _put(still: Still, folder: Folder, place: str, found: Attached) -> Attached:
    fact, files = found.fact, Attachments(still.session.store.folder / FOLDER_NAME)
    if not files.has(fact.name):
        return msgspec.structs.replace(found, why=_NOT_HERE)
    if still.site_key is None:
        return msgspec.structs.replace(found, why=_NO_KEY)
    try:
        key = still.site_key.open_attachment_key(fact.key, fact.name)
    except SealBrokenError:
        return msgspec.structs.replace(found, why=_NO_KEY)
    path = f"files/{_name(fact)}"
    if still.names:
        folder.stream(f"children/{place}/{path}", files.open_stream(fact.name, key))
        return msgspec.structs.replace(found, path=path)
    if fact.kind not in TRACES:
        return msgspec.structs.replace(found, why=_MAY_NAME)
    scratch = still.session.store.folder / SCRATCH_NAME
    with disk_errors(scratch):
        scratch.mkdir(mode=0o700, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=scratch) as private:
            copy = _unsealed(Path(private), files.open_stream(fact.name, key))
            return _put_tracing(still, folder, (place, path), found, copy)


def _unsealed(private: Path, parts: Iterator[bytes]) -> Path:
    copy = private / "plain"
    with copy.open("xb") as handle:
        for part in parts:
            handle.write(part)
    return copy


def _put_tracing(still: Still, folder: Folder, at: tuple[str, str], found: Attached, copy: Path) -> Attached:
    place, path = at
    kind, cleaned = TRACES[found.fact.kind], False
    try:
        if traces.identity_in(kind, copy):
            clean = copy.with_name("clean")
            traces.without_identity(kind, copy, clean)
            copy, cleaned = clean, True
    except KnownError as error:
        return msgspec.structs.replace(found, why=error.sentence)
    if _names_somebody(copy, still.veil.words):
        return msgspec.structs.replace(found, why=_NAMES)
    folder.stream(f"children/{place}/{path}", _parts(copy))
    return msgspec.structs.replace(found, path=path, cleaned=cleaned)


def _parts(path: Path) -> Iterator[bytes]:
    with path.open("rb") as handle:
        while part := handle.read(_READ_AT_ONCE):
            yield part


def _names_somebody(path: Path, words: tuple[str, ...]) -> bool:
    """Whether a name or number of a child stands in the bytes, in any encoding that hospitals' machines write.

    A few bytes stand somewhere in every long recording by chance, so they are looked for at its beginning alone.
    """
    sought = {word.encode(encoding, "ignore") for word in words for encoding in _ENCODINGS} - {b""}
    anywhere = [each for each in sought if len(each) >= _SURE]
    longest = max(map(len, anywhere), default=0)
    before = b""
    for number, part in enumerate(_parts(path)):
        if number == 0 and any(each in part[:_HEAD] for each in sought):
            return True
        window = before + part
        if any(each in window for each in anywhere):
            return True
        before = window[-longest:] if longest else b""
    return False


def _name(fact: f.AttachmentAdded) -> str:
    """Visit, form and the beginning of the content's hash; the kind as the ending."""
    where = "-".join(part for part in (fact.address.visit, fact.address.form) if part)
    ending = _ENDINGS.get(fact.kind) or KINDS.get(fact.kind, "bin")
    return f"{safe(where)}-{fact.digest[:_DIGITS]}-{fact.id[-6:]}.{ending}"
