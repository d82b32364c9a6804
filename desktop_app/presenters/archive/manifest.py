"""What an archive says of itself: its files with their hashes, the record's state, what is not in it; signed.

Owns the shape, the signature and the check of a folder. Must not open a record: a check needs the folder alone.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

import msgspec

from desktop_app.presenters.archive import errors
from desktop_app.presenters.archive.folder import FileEntry, Folder
from storage.attached import sha256_of
from storage.keys import fingerprint, verify
from storage.watch import UNWATCHED, Watch
from study.text import Text

MANIFEST, SIGNATURE, SUMS = "manifest.json", "manifest.sig", "SHA256SUMS"
FORMAT = 1
PREFIX = b"cartella/archive/1\n"
"""Stands in front of the manifest's bytes where they are signed (Ed25519, RFC 8032)."""
_MOST = 64 << 20
_HEX = re.compile(r"[0-9a-f]{128}")


class State(msgspec.Struct, frozen=True):
    """How far the record was: entries in it, the state hash, this workstation's last entry, the EDC's last number."""

    entries: int
    state: str
    device_seq: int
    device_hash: str
    edc_number: int
    edc_head: str


class Manifest(msgspec.Struct, frozen=True):
    """`by` is the person; `names`: with the children's names. `absent`: what is not in it, each in both languages."""

    format: int
    study: str
    title: Text
    version: str
    definition: str
    site: str
    site_name: str
    device: str
    device_name: str
    public_key: str
    by: str
    made_utc: str
    made_site: str
    program: str
    names: bool
    language: str
    state: State
    keep: tuple[Text, ...]
    absent: tuple[Text, ...]
    files: tuple[FileEntry, ...]


class Fault(msgspec.Struct, frozen=True):
    """Something of an archive that does not hold; `path` is the file it is about."""

    code: str
    path: str
    what: Text


class Checked(msgspec.Struct, frozen=True):
    """What a check found."""

    manifest: Manifest
    faults: tuple[Fault, ...]

    @property
    def whole(self) -> bool:
        """True when every file is there as it was written, no other one, and the signature fits."""
        return not self.faults

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the workstation's key, to be compared with the record's list of workstations."""
        return fingerprint_of(self.manifest.public_key)


def fingerprint_of(public_key: str) -> str:
    """As people compare it; "" for what is no key."""
    try:
        return fingerprint(bytes.fromhex(public_key))
    except ValueError:
        return ""


def close(folder: Folder, manifest: Manifest, sign: Callable[[bytes], bytes]) -> None:
    """Write the manifest, its signature, and the sums that any computer can check."""
    raw = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
    signature = sign(PREFIX + raw).hex().encode() + b"\n"
    own = {MANIFEST: raw, SIGNATURE: signature}
    listed = [(each.sha256, each.path) for each in manifest.files]
    listed += [(hashlib.sha256(content).hexdigest(), path) for path, content in own.items()]
    for path, content in own.items():
        folder.unlisted(path, content)
    folder.unlisted(SUMS, "".join(f"{digest}  {path}\n" for digest, path in listed).encode())


def check(path: Path, watch: Watch = UNWATCHED) -> Checked:
    """Look at every file. KnownError `no-archive`, `stopped`, those of a disk that fails."""
    raw = _manifest_bytes(path)
    try:
        manifest = msgspec.json.decode(raw, type=Manifest)
    except msgspec.DecodeError as error:
        raise errors.no_archive(path) from error
    faults = [*_signed(path, manifest, raw), *_sums(path, manifest, raw), *_files(path, manifest, watch)]
    faults += _others(path, manifest)
    return Checked(manifest, tuple(faults))


def _manifest_bytes(path: Path) -> bytes:
    place = path / MANIFEST
    try:
        if place.is_symlink() or place.stat().st_size > _MOST:
            raise errors.no_archive(path)
        return place.read_bytes()
    except OSError as error:
        raise errors.no_archive(path) from error


def _signed(path: Path, manifest: Manifest, raw: bytes) -> Iterator[Fault]:
    try:
        said = (path / SIGNATURE).read_text(encoding="ascii").strip()
        key = bytes.fromhex(manifest.public_key)
    except (OSError, ValueError):
        said, key = "", b""
    fits = bool(_HEX.fullmatch(said)) and len(key) == 32 and verify(key, bytes.fromhex(said), PREFIX + raw)
    if not fits:
        yield Fault(
            "signature",
            MANIFEST,
            Text(
                f"The workstation's signature does not fit {MANIFEST}: the list was altered, or the signature.",
                f"工作站签名与 {MANIFEST} 不符：文件清单或签名被改动。",
            ),
        )


def _sums(path: Path, manifest: Manifest, raw: bytes) -> Iterator[Fault]:
    """That the sums for other programs say what the manifest says."""
    wanted = {(each.path, each.sha256) for each in manifest.files}
    wanted.add((MANIFEST, hashlib.sha256(raw).hexdigest()))
    try:
        lines = (path / SUMS).read_text(encoding="utf-8").splitlines()
        said = {(line[66:], line[:64]) for line in lines if line}
        same = {each for each in said if each[0] != SIGNATURE} == wanted
    except (OSError, ValueError):
        same = False
    if not same:
        yield Fault(
            "sums",
            SUMS,
            Text(f"{SUMS} is missing or says otherwise than {MANIFEST}.", f"{SUMS} 缺失或与 {MANIFEST} 不一致。"),
        )


def _files(path: Path, manifest: Manifest, watch: Watch) -> Iterator[Fault]:
    total, done = sum(each.size for each in manifest.files), 0
    for each in manifest.files:
        watch.says("files", done, total)
        fault = _file(path, each, Watch(lambda *_said, far=done: watch.says("files", far, total)))
        if fault is not None:
            yield fault
        done += each.size


def _file(path: Path, each: FileEntry, watch: Watch) -> Fault | None:
    parts = PurePosixPath(each.path)
    place = path.joinpath(*parts.parts)
    if parts.is_absolute() or ".." in parts.parts or "\\" in each.path:
        what = Text(
            f"{each.path}: the list names a file outside the archive.", f"{each.path}：清单所列文件不在归档内。"
        )
        return Fault("outside", each.path, what)
    if place.is_symlink() or not place.is_file():
        return Fault("missing", each.path, Text(f"{each.path}: missing.", f"{each.path}：缺失。"))
    size = place.stat().st_size
    if size != each.size or sha256_of(place, watch) != each.sha256:
        what = Text(
            f"{each.path}: altered, it is not the file that was written ({size} bytes, {each.size} were written).",
            f"{each.path}：已被改动，与写入时不同（现 {size} 字节，原 {each.size} 字节）。",
        )
        return Fault("altered", each.path, what)
    return None


def _others(path: Path, manifest: Manifest) -> Iterator[Fault]:
    known = {each.path for each in manifest.files} | {MANIFEST, SIGNATURE, SUMS}
    for found in sorted(path.rglob("*")):
        name = found.relative_to(path).as_posix()
        if (found.is_symlink() or not found.is_dir()) and name not in known:
            what = Text(f"{name}: is in the folder and not of the archive.", f"{name}：在文件夹中，但不属于归档。")
            yield Fault("extra", name, what)
