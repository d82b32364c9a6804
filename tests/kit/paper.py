"""What stands on the pages of a PDF and where, read back by PDFium: texts, boxes, fonts, faults of layout."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

MARGIN = 14.0
"""Points at every edge that a printer may not reach (5 mm)."""
_CELL = 24.0
"""Points of the squares in which boxes are looked for that may lie over each other."""
_RADICALS = str.maketrans(
    "\u2ec5\u2ecb\u2ed3\u2ed4\u2eda\u2edb\u2edc\u2edd\u2ee2\u2ee3\u2ee5\u2ee8\u2ee9\u2eec\u2eee\u2ef0\u2ef3",
    "见车长门页风飞食马骨鱼麦黄齐齿龙龟",
)
"""The radicals of CJK Radicals Supplement that NFKC leaves as they are."""


class Box(NamedTuple):
    """The rectangle of a run of text in points, from the lower left corner of the page."""

    left: float
    bottom: float
    right: float
    top: float

    def meets(self, other: "Box") -> float:
        """The share of the smaller of two boxes that the other covers."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.top, other.top) - max(self.bottom, other.bottom)
        smaller = min(self.area, other.area)
        return max(wide, 0.0) * max(high, 0.0) / smaller if smaller > 0 else 0.0

    @property
    def area(self) -> float:
        """In square points."""
        return (self.right - self.left) * (self.top - self.bottom)

    @property
    def cells(self) -> Iterator[tuple[int, int]]:
        """The squares of the page that it touches."""
        for across in range(int(self.left // _CELL), int(self.right // _CELL) + 1):
            for up in range(int(self.bottom // _CELL), int(self.top // _CELL) + 1):
                yield across, up


class Page(NamedTuple):
    """One page: its size in points and all its text."""

    width: float
    height: float
    text: str

    @property
    def plain(self) -> str:
        """The text as `plain` has it."""
        return plain(self.text)


def plain(text: str) -> str:
    """A text without white space, for lines break where they must, and with words in place of radicals: a font that
    draws one shape for two characters, such as the word for day and its radical, is read back as either.
    """
    return "".join(unicodedata.normalize("NFKC", text).translate(_RADICALS).split())


def read_pages(path: Path) -> list[Page]:
    """Every page of a PDF."""
    document = pypdfium2.PdfDocument(path)
    try:
        return [_page(page) for page in document]
    finally:
        document.close()


def _page(page: pypdfium2.PdfPage) -> Page:
    width, height = page.get_size()
    return Page(width, height, page.get_textpage().get_text_range())


def faults(path: Path, margin: float = MARGIN) -> list[str]:
    """What is wrong with the layout of a PDF: text beyond the margins or over other text, glyphs not embedded."""
    document = pypdfium2.PdfDocument(path)
    try:
        return [f"page {n}: {said}" for n, page in enumerate(document, start=1) for said in _faults(page, margin)]
    finally:
        document.close()


def _faults(page: pypdfium2.PdfPage, margin: float) -> Iterator[str]:
    width, height = page.get_size()
    words = page.get_textpage()
    boxes = [Box(*words.get_rect(number)) for number in range(words.count_rects())]
    for box in boxes:
        if box.left < margin or box.bottom < margin or box.right > width - margin or box.top > height - margin:
            yield f"clipped: {words.get_text_bounded(*box).strip()}"
    for one, two in _over_each_other(boxes):
        yield f"{words.get_text_bounded(*one).strip()} over {words.get_text_bounded(*two).strip()}"
    for shape in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
        if pdfium.FPDFFont_GetIsEmbedded(pdfium.FPDFTextObj_GetFont(shape.raw)) != 1:
            yield f"a font that is not embedded at {shape.get_bounds()}"
    if {"\N{REPLACEMENT CHARACTER}", "\0"} & set(words.get_text_range()):
        yield "a glyph without a meaning"


def _over_each_other(boxes: Iterable[Box]) -> set[tuple[Box, Box]]:
    cells: dict[tuple[int, int], list[Box]] = defaultdict(list)
    for box in boxes:
        for cell in box.cells:
            cells[cell].append(box)
    pairs = (pair for found in cells.values() for pair in combinations(found, 2))
    return {(one, two) for one, two in pairs if one.meets(two) > 0.2}
