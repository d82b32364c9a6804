"""Writes archives of the study, and reads them with nothing of the program: tables, hashes, texts of PDFs, bytes."""

import csv
import hashlib
import json
import re
import zlib
from datetime import date
from pathlib import Path
from typing import Any

import pyedflib
import pypdfium2

from desktop_app.jobs.line import straight
from desktop_app.presenters.archive.make import Made, Wanted, make_archive
from storage.watch import UNWATCHED, Watch

NAME, NUMBER, BORN = "林小满", "MCH0234567", date(2014, 5, 2)
EDF = Path(pyedflib.__file__).parent / "tests" / "data" / "test_generator.edf"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8
SECRET = "a rainy spring in Xuhui"


class Read:
    """An archive as anybody reads it: files, tables, hashes, the texts of its PDFs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def paths(self) -> dict[str, Path]:
        """Every file by its path in the archive."""
        return {p.relative_to(self.folder).as_posix(): p for p in self.folder.rglob("*") if p.is_file()}

    def table(self, path: str) -> list[dict[str, str]]:
        """A CSV file as rows by their columns."""
        with (self.folder / path).open(encoding="utf-8-sig", newline="") as handle:
            return list(csv.DictReader(handle))

    def manifest(self) -> Any:
        """What it says of itself."""
        return json.loads((self.folder / "manifest.json").read_bytes())

    def page(self, path: str = "index.html") -> str:
        """A page."""
        return (self.folder / path).read_text(encoding="utf-8")

    def pdf(self, path: str) -> str:
        """All text of a PDF, without white space."""
        document = pypdfium2.PdfDocument(self.folder / path)
        try:
            return "".join("".join(page.get_textpage().get_text_range().split()) for page in document)
        finally:
            document.close()

    def sums(self) -> dict[str, str]:
        """SHA256SUMS as any program reads it."""
        lines = (self.folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
        return {line[66:]: line[:64] for line in lines}

    def hash(self, path: str) -> str:
        """The SHA-256 of a file."""
        return hashlib.sha256((self.folder / path).read_bytes()).hexdigest()

    def holds(self, *words: str) -> list[str]:
        """The files in which one of these words stands: in their bytes, in streams of PDFs, in their pages' text."""
        return [path for path, place in self.paths().items() if self._holds(path, place.read_bytes(), words)]

    def _holds(self, path: str, raw: bytes, words: tuple[str, ...]) -> bool:
        texts = [raw]
        if path.endswith(".pdf"):
            texts += [_inflated(each) for each in re.findall(rb"stream\r?\n(.*?)endstream", raw, re.DOTALL)]
            texts.append(self.pdf(path).encode())
        sought = [
            word.encode(encoding) for word in words for encoding in ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
        ]
        return any(each in text for each in sought for text in texts)


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:
        return b""


class Kept:
    """The record behind the archives of a test."""

    def __init__(self, work: Any, target: Path) -> None:
        self.work = work
        self.target = target

    def archive(self, watch: Watch = UNWATCHED, *, names: bool = False, language: Any = "zh") -> tuple[Made, Read]:
        """Write one."""
        wanted = Wanted(self.target, language, names=names, confirmed=True)
        made = make_archive(self.work.session, wanted, straight, watch)
        return made, Read(made.written.path)
