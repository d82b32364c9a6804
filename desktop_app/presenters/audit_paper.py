"""A table as pages to print: title, what stands on it, the rows, and a foot with page, site and log. Pure."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

from desktop_app.paper import TABLE, Folio
from desktop_app.presenters.printed.foot import NUMBER, printed_words
from study.errors import KnownError
from study.text import Language, Text

MOST = 3000
"""So many rows go on paper; more than that nobody reads."""
_HASH = 16


class Heading(NamedTuple):
    """What a printed table says of itself. `head`: the hash of the log's newest entry here, `changes` how many."""

    title: Text
    about: Text
    site: str
    study: str
    printed: str
    by: str
    head: str
    changes: int


def too_many(count: int) -> KnownError:
    """The refusal to print more than anybody reads."""
    return KnownError(
        "too-many-rows",
        f"{count} rows are too many for paper (at most {MOST}). Narrow the filter, or save them as CSV.",
        f"共{count}行，超出可打印上限（{MOST}行）。请缩小筛选范围，或另存为CSV。",
    )


def folio(
    heading: Heading,
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    language: Language,
    notes: Sequence[str] = (),
) -> Folio:
    """The table; everything on it is escaped. KnownError `too-many-rows`."""
    body = list(rows)
    if len(body) > MOST:
        raise too_many(len(body))
    about = heading.about.get(language)
    parts = [
        f"<p style='font-size:11pt'><b>Cartella · {escape(heading.title.get(language))}</b></p>",
        f"<p>{escape(about)}</p>" if about else "",
        f"{TABLE} cellpadding='2'>",
        f"<thead><tr>{_cells('th', columns)}</tr></thead><tbody>",
        *(f"<tr>{_cells('td', row)}</tr>" for row in body),
        "</tbody></table>",
        *(f"<p>{escape(note)}</p>" for note in notes),
    ]
    return Folio("".join(parts), _foot(heading, language))


def _cells(tag: str, texts: Iterable[str]) -> str:
    return "".join(f"<{tag} align='left'>{escape(text)}</{tag}>" for text in texts)


def _foot(heading: Heading, language: Language) -> str:
    log = Text(
        f"log {heading.head[:_HASH]}, {heading.changes} entries", f"日志 {heading.head[:_HASH]}，{heading.changes} 条"
    )
    printed = printed_words(heading.printed, heading.by)
    said = (NUMBER.get(language), heading.site, heading.study, log.get(language), printed.get(language))
    return " · ".join(part for part in said if part)
