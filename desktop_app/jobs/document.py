"""A page of a PDF as a picture, by PDFium. Owns every call of it; one thread at a time may be here.

The build that is shipped runs no script of a document and fetches nothing; a page is drawn within bounds of memory.
"""

from typing import BinaryIO

import pypdfium2
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage, QImageWriter

from study.errors import KnownError
from ui.visit.preview import PictureState

_MOST_PX = 2200
_SCALE = 2.0
"""Px for a point: 144 an inch."""


def document_page(handle: BinaryIO, page: int) -> PictureState:
    """A page, counted from 0; the last one where there are fewer. KnownError `document-damaged`, `document-locked`."""
    try:
        document = pypdfium2.PdfDocument(handle)
    except pypdfium2.PdfiumError as error:
        raise _unreadable(error) from error
    try:
        count = len(document)
        if not count:
            raise _damaged()
        shown = min(max(page, 0), count - 1)
        drawn = document[shown]
        wide, high = drawn.get_size()
        if not (0 < wide < 1e6 and 0 < high < 1e6):
            raise _damaged()
        scale = min(_SCALE, _MOST_PX / max(wide, high))
        bitmap = drawn.render(scale=scale, rev_byteorder=True, prefer_bgrx=True, may_draw_forms=False)
        image = QImage(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGBX8888)
        return PictureState(_png(image), shown, count)
    except pypdfium2.PdfiumError as error:
        raise _damaged() from error
    finally:
        document.close()


def _png(image: QImage) -> bytes:
    out = QBuffer()
    out.open(QIODevice.OpenModeFlag.WriteOnly)
    if not QImageWriter(out, b"png").write(image):
        raise _damaged()
    return bytes(out.data().data())


def _unreadable(error: pypdfium2.PdfiumError) -> KnownError:
    if "password" in str(error).lower():
        return KnownError(
            "document-locked",
            "This PDF is protected by a password and can't be shown here. The sealed file is unharmed.",
            "该 PDF 设有密码，无法在此显示。封存的文件未受影响。",
        )
    return _damaged()


def _damaged() -> KnownError:
    return KnownError(
        "document-damaged",
        "This PDF can't be read. The sealed file is unharmed; look at the original.",
        "该 PDF 无法读取。封存的文件未受影响，请查看原件。",
    )
