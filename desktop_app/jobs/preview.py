"""Open a sealed file for its preview: a picture, a page of a document, a tracing that is read by stretches.

Nothing is unsealed to the disk. Runs off the window's thread; a document's pages on one thread only.
"""

import contextlib
from dataclasses import dataclass
from typing import BinaryIO, cast

import numpy as np

from desktop_app.jobs.attach import KINDS, TRACES, attachments, open_key
from desktop_app.jobs.document import document_page
from storage.attachments import FOLDER_NAME
from storage.keys import SealBrokenError
from storage.set_aside import is_aside, put_aside
from storage.store import Store
from study.changes.facts import AttachmentAdded
from study.errors import KnownError
from study.text import Text
from sync.files import traces
from sync.files.recording import Measures
from sync.files.tracing import Heading, rows
from ui.visit.preview import (
    TILE,
    PictureState,
    Preview,
    PreviewMessage,
    TilesWanted,
    TraceLead,
    TraceMark,
    TraceState,
    TraceTile,
)
from ui.visit.trace_raster import drawn

PICTURE_LIMIT = 64 * 1024**2
_LOOKED_AT_S = 10.0
_FETCHED_AGAIN = Text(
    "This file is damaged on this workstation. The centre has it: it is fetched again at the next sync, or at once "
    "when it is opened again. Until then the damaged one is kept aside.",
    "该文件在本工作站上已损坏。中心库存有该文件，下次同步时将重新获取；再次打开可立即获取。在此之前，损坏的文件另行保留。",
)
_LOST = Text(
    "This file is damaged on this workstation and the centre does not have it. It was put aside, not deleted: look for "
    "it in a backup, or attach the original once more.",
    "该文件在本工作站上已损坏，中心库也没有该文件。文件已另行保留，未删除：请在备份中查找，或重新添加原始文件。",
)


@dataclass(frozen=True)
class Locked:
    """A file of a form with the key that opens it."""

    store: Store
    fact: AttachmentAdded
    key: bytes
    at_centre: bool = False

    def open(self) -> BinaryIO:
        """Its plain bytes, to be closed. KnownError `attachment-damaged`, `attachment-missing`."""
        return cast("BinaryIO", attachments(self.store).open_at(self.fact.name, self.key))


class OpenTracing:
    """A recording that is being looked at. Close it: the sealed file and its key are held open."""

    def __init__(self, locked: Locked) -> None:
        self._handle = locked.open()
        try:
            kind = TRACES[locked.fact.kind]
            self._tracing = traces.read_by_stretches(kind, self._handle)
            self.state = _state(locked.fact.id, kind, self._tracing)
        except BaseException:
            self._handle.close()
            raise

    @property
    def heading(self) -> Heading:
        """Everything but samples."""
        return self._tracing.heading

    def tile(self, wanted: TilesWanted, number: int) -> TraceTile:
        """One tile with its picture. KnownError `trace-damaged`, `attachment-damaged`."""
        # One column more than is drawn, so that the first joins the last of the tile before.
        from_s = (number * TILE - 1) / wanted.per_s
        return drawn(TraceTile(wanted, number, *rows(self._tracing, wanted.leads, from_s, TILE + 1, wanted.per_s)))

    def close(self) -> None:
        """Let the file go."""
        self._handle.close()


def locked(store: Store, fact: AttachmentAdded) -> Locked | PreviewMessage:
    """A file with its key, or why it can't be opened. Reads the record: in the reader's lane."""
    at_centre = store.reader.is_at_centre(fact.name)
    if is_aside(store.folder / FOLDER_NAME, fact.name):
        return PreviewMessage(_FETCHED_AGAIN if at_centre else _LOST)
    if not attachments(store).has(fact.name):
        return PreviewMessage(
            Text(
                "This file is not on this workstation yet. It comes with a later sync, once the centre has it.",
                "该文件尚未到达本工作站。中心库收到后，将在之后的同步中下载。",
            )
        )
    try:
        return Locked(store, fact, open_key(store, fact), at_centre)
    except SealBrokenError:
        return PreviewMessage(Text("This file was sealed with another site's key.", "该文件由其他中心的密钥封存。"))
    except KnownError as error:
        return PreviewMessage(error.sentence)


def open_preview(found: Locked, page: int = 0) -> Preview | OpenTracing:
    """What can be shown of a file. Failures a user can meet come back as words, so the screen stays."""
    try:
        return _preview(found, page)
    except KnownError as error:
        return unreadable(found, error)


def unreadable(found: Locked, error: KnownError) -> PreviewMessage:
    """Why a file can't be shown. One whose bytes are damaged is put aside, to be fetched again: close it first."""
    if error.code == "attachment-damaged":
        with contextlib.suppress(KnownError):
            if put_aside(found.store.folder / FOLDER_NAME, found.fact.name):
                return PreviewMessage(_FETCHED_AGAIN if found.at_centre else _LOST)
    return PreviewMessage(error.sentence)


def marks_of(found: Locked) -> tuple[TraceMark, ...]:
    """What was written during a recording; of an EDF+ all of the file is read. KnownError as `open_preview` says it."""
    with found.open() as handle:
        kind = TRACES[found.fact.kind]
        if kind == "dicom":
            return ()
        tracing = traces.read_by_stretches(kind, handle)
        return tuple(TraceMark(mark.at_s, mark.text) for mark in traces.marks(kind, tracing, handle))


def measures_of(found: Locked) -> Measures:
    """What the machine wrote of a recording beside its samples. KnownError as `open_preview` says it."""
    with found.open() as handle:
        return traces.measures(TRACES[found.fact.kind], handle)


def _preview(found: Locked, page: int) -> Preview | OpenTracing:
    kind = KINDS.get(found.fact.kind, "")
    if kind == "image" and found.fact.size <= PICTURE_LIMIT:
        with found.open() as handle:
            return PictureState(handle.read())
    if kind == "pdf":
        with found.open() as handle:
            return document_page(handle, page)
    if found.fact.kind in TRACES:
        return OpenTracing(found)
    return PreviewMessage(Text("Sealed and kept; there is no preview for this kind.", "已封存；此类文件暂无预览。"))


def _state(key: str, kind: traces.Kind, tracing: traces.Tracing) -> TraceState:
    heading = tracing.heading
    leads = []
    for index, lead in enumerate(heading.leads):
        (samples,) = tracing.stretch(0.0, min(_LOOKED_AT_S, heading.duration_s), (index,))
        there = samples[~np.isnan(samples)]
        # 99 % of the samples: an R wave counts and an artefact does not.
        low, middle, high = np.percentile(there, (0.5, 50, 99.5)) if len(there) else (0.0, 0.0, 1.0)
        leads.append(TraceLead(lead.name, lead.unit, lead.rate_hz, float(middle), float(high - low) or 1.0))
    return TraceState(
        key, tuple(leads), heading.duration_s, heading.start, heading.cut, gaps=heading.gaps, paper=kind != "edf"
    )
