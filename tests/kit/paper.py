"""What stands on the pages of a PDF and where, read back by PDFium: texts, boxes, fonts, faults of layout."""

import unicodedata
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

MARGIN = 14.0
"""Points at every edge that a printer may not reach (5 mm)."""


_RADICALS = str.maketrans(
    "⻅⻋⻓⻔⻚⻛⻜⻝⻢⻣⻥⻨⻩⻬⻮⻰⻳",
    "见车长门页风飞食马骨鱼麦黄齐齿龙龟",
)
"""The radicals of CJK Radicals Supplement that NFKC leaves as they are."""


class Box(NamedTuple):
    """A run of text and its rectangle in points, from the lower left corner of the page."""

    text: str
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


class Page(NamedTuple):
    """One page: its size in points, all its text, each run of it, fonts that are not embedded."""

    width: float
    height: float
    text: str
    boxes: tuple[Box, ...]
    foreign: tuple[str, ...]

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
        return [_page(document[number]) for number in range(len(document))]
    finally:
        document.close()


def _page(page: pypdfium2.PdfPage) -> Page:
    width, height = page.get_size()
    words = page.get_textpage()
    rects = (words.get_rect(number) for number in range(words.count_rects()))
    boxes = tuple(Box(words.get_text_bounded(*rect).strip(), *rect) for rect in rects)
    return Page(
        width,
        height,
        words.get_text_range(),
        tuple(box for box in boxes if box.text),
        tuple(sorted(_foreign(page))),
    )


def _foreign(page: pypdfium2.PdfPage) -> Iterator[str]:
    """Fonts that the reader's computer would have to have."""
    for shape in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
        font = pdfium.FPDFTextObj_GetFont(shape.raw)
        if pdfium.FPDFFont_GetIsEmbedded(font) != 1:
            yield f"font of {shape.get_bounds()}"


def faults(path: Path, margin: float = MARGIN) -> list[str]:
    """What is wrong with the layout of a PDF: text beyond the margins or over other text, glyphs not embedded."""
    found = []
    for number, page in enumerate(read_pages(path), start=1):
        found += [f"page {number}: clipped: {box.text}" for box in page.boxes if _outside(page, box, margin)]
        pairs = ((one, two) for one, two in combinations(page.boxes, 2) if one.meets(two) > 0.2)
        found += [f"page {number}: {one.text} over {two.text}" for one, two in pairs]
        found += [f"page {number}: not embedded: {name}" for name in page.foreign]
        if "\N{REPLACEMENT CHARACTER}" in page.text or "\0" in page.text:
            found.append(f"page {number}: a glyph without a meaning")
    return found


def _outside(page: Page, box: Box, margin: float) -> bool:
    return box.left < margin or box.bottom < margin or box.right > page.width - margin or box.top > page.height - margin
