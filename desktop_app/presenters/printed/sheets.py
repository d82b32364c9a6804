"""Tables of what leaves the record as pages: a title, what is said first, then table after table. Pure."""

from collections.abc import Sequence
from html import escape

from desktop_app.paper import TABLE, Folio
from study.sheet import Sheet
from study.text import Language, Text

_WHOLE = 150
"""Rows up to which none is parted between two pages: more take too long to lay out."""
_LINES = 29.0
"""Rows of one line that a page takes, about."""
_WIDE = 9
"""Columns from which a table is set smaller."""


def sheets_folio(title: Text, about: Sequence[Text], sheets: Sequence[Sheet], foot: str, language: Language) -> Folio:
    """All tables in their order; everything on them is escaped. A table that would be parted begins on a page of its
    own where it fits on one.
    """
    parts = [f"<p style='font-size:15pt'><b>{escape(title.get(language))}</b></p>"]
    parts += [f"<p>{escape(line.get(language))}</p>" for line in about]
    used = 3.0 + 1.3 * len(about)
    for sheet in sheets:
        high = 3.0 + len(sheet.rows) + 1.3 * len(sheet.notes)
        parted = used + high > _LINES and high <= _LINES
        parts += _table(sheet, language, parted)
        used = high if parted else (used + high) % _LINES
    return Folio("".join(parts), foot, whole=sum(len(sheet.rows) for sheet in sheets) <= _WHOLE)


def _table(sheet: Sheet, language: Language, parted: bool) -> list[str]:
    """The heading with its rows, and below what has to be said of them; `parted`: on a new page."""
    top = "page-break-before:always" if parted else "margin-top:14px"
    heading = f"<p style='font-size:10.5pt; {top}'><b>{escape(sheet.title.get(language))}</b></p>"
    notes = [f"<p style='color:#404040'>{escape(note.get(language))}</p>" for note in sheet.notes]
    if not sheet.rows:
        return [heading, *notes]
    small = " style='font-size:6.5pt'" if len(sheet.columns) >= _WIDE else ""
    heads = [column.get(language) for column in sheet.columns]
    line = f"<tr>{_cells('th', heads, small)}</tr>"
    rows = [f"<tr>{_cells('td', row, small)}</tr>" for row in sheet.texts(language)]
    return [heading, f"{TABLE} cellpadding='3'>", f"<thead>{line}</thead><tbody>", *rows, "</tbody></table>", *notes]


def _cells(tag: str, texts: Sequence[str], style: str) -> str:
    return "".join(f"<{tag} align='left'><span{style}>{escape(text)}</span></{tag}>" for text in texts)
