"""The audit trail in an archive: as a table in each language, and as pages to read in the archive's own.

Reads one moment of the record; texts of the record go in without what names a child, where names are left out.
"""

from dataclasses import replace
from html import escape

from desktop_app.presenters.archive import html
from desktop_app.presenters.archive.folder import Folder
from desktop_app.presenters.archive.still import Still
from desktop_app.presenters.audit_rows import AuditRow
from desktop_app.presenters.audit_table import cells, columns, paper_cells, paper_columns
from study.text import Text

PAGE = 1000
"""So many entries stand on one page."""
_TITLE = Text("Audit trail", "稽查轨迹")


def put_trail(still: Still, folder: Folder) -> tuple[int, int]:
    """Write all of it; returns how many pages and how many entries."""
    said, total = still.audit_words(), max(1, len(still.reader.hashes()))
    pages = Pages(still, folder)
    changes = 0
    with (
        folder.open_table("audit/audit-en.csv", columns("en")) as english,
        folder.open_table("audit/audit-zh.csv", columns("zh")) as chinese,
    ):
        for lines in still.reader.audit_pages():
            for row in said.rows(lines):
                shown = hidden(still, row)
                english.add(cells(shown, "en"))
                chinese.add(cells(shown, "zh"))
                pages.add(shown)
            changes += len({line.change for line in lines})
            folder.says("audit", changes, total)
    pages.end()
    return pages.count, english.count


def hidden(still: Still, row: AuditRow) -> AuditRow:
    """An entry without what names a child; what is no child's (accounts, keys) keeps the names of the staff."""
    subject = row.key.partition("/")[0]
    why = still.hide(row.why, subject)
    if not row.child:
        return replace(row, why=why)
    before, after = (
        Text(still.hide(text.en, subject), still.hide(text.zh, subject)) for text in (row.before, row.after)
    )
    return replace(row, before=before, after=after, typed=still.hide(row.typed, subject), why=why)


class Pages:
    """Pages to read, each with the way to the one before and after it."""

    def __init__(self, still: Still, folder: Folder) -> None:
        self._still = still
        self._folder = folder
        self._rows: list[AuditRow] = []
        self.count = 0

    def add(self, row: AuditRow) -> None:
        """One more entry; a full page is written once it is known that another one follows."""
        if len(self._rows) == PAGE:
            self._put(last=False)
        self._rows.append(row)

    def end(self) -> None:
        """Write the last one."""
        self._put(last=True)

    def _put(self, *, last: bool) -> None:
        self.count += 1
        language = self._still.language
        ways = [html.link("../index.html", "← index")]
        if self.count > 1:
            ways.append(html.link(name_of(self.count - 1), "‹"))
        if not last:
            ways.append(html.link(name_of(self.count + 1), "›"))
        head = [Text(word, word) for word in paper_columns(language)]
        rows = ([escape(cell) for cell in paper_cells(row, language)] for row in self._rows)
        body = [f"<p>{' · '.join(ways)}</p>", html.table(head, rows), f"<p>{' · '.join(ways)}</p>"]
        title = Text(f"{_TITLE.en} {self.count}", f"{_TITLE.zh} {self.count}")
        self._folder.text(f"audit/{name_of(self.count)}", html.page(title, body))
        self._rows.clear()


def name_of(number: int) -> str:
    """What a page is called."""
    return f"trail-{number:04d}.html"
