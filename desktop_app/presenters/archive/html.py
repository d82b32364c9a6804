"""Pages of an archive as HTML: no script, nothing from elsewhere, both languages beside each other. Pure."""

from collections.abc import Iterable, Sequence
from html import escape
from urllib.parse import quote

from study.text import Text

_STYLE = """
body{font:15px/1.5 "Noto Sans","Noto Sans SC","Microsoft YaHei","PingFang SC",sans-serif;color:#1b1f24;background:#fff;
margin:0 auto;max-width:76rem;padding:1.5rem}
h1{font-size:1.5rem;margin:.2rem 0}h2{font-size:1.15rem;margin:1.6rem 0 .4rem;border-bottom:1px solid #c9ced6}
table{border-collapse:collapse;margin:.4rem 0}th,td{border:1px solid #c9ced6;padding:.25rem .5rem;text-align:left;
vertical-align:top;overflow-wrap:anywhere}th{background:#f2f4f7}.zh{color:#3d4550}.note{background:#fff6e0;
border-left:4px solid #b25e00;padding:.5rem .8rem;margin:.6rem 0}code{font-family:monospace;overflow-wrap:anywhere}
"""


def page(title: Text, body: Iterable[str]) -> str:
    """A whole page."""
    return (
        '<!DOCTYPE html>\n<html lang="zh"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(one_line(title))}</title><style>{_STYLE}</style></head>\n<body>\n<h1>{both(title)}</h1>\n"
        + "\n".join(body)
        + "\n</body></html>\n"
    )


def one_line(text: Text) -> str:
    """Both languages in one line, one where they are the same."""
    return text.zh if text.en == text.zh else f"{text.zh} / {text.en}"


def both(text: Text) -> str:
    """The same, escaped."""
    return escape(one_line(text))


def heading(text: Text) -> str:
    """The title of a part."""
    return f"<h2>{both(text)}</h2>"


def said(text: Text, *, loud: bool = False) -> str:
    """A sentence in both languages, each on a line of its own."""
    mark = ' class="note"' if loud else ""
    lines = escape(text.en) if text.en == text.zh else f'<span class="zh">{escape(text.zh)}</span><br>{escape(text.en)}'
    return f"<p{mark}>{lines}</p>"


def link(path: str, text: str) -> str:
    """A way to a file of the archive; `path` from the page's own folder."""
    return f'<a href="{quote(path)}">{escape(text)}</a>'


def table(columns: Sequence[Text], rows: Iterable[Sequence[str]]) -> str:
    """Rows of cells that are HTML already."""
    head = "".join(f"<th>{both(column)}</th>" for column in columns)
    body = "\n".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>\n{body}\n</tbody></table>"


def pairs(rows: Iterable[tuple[str, str]]) -> str:
    """Names with what they name, both HTML already."""
    body = "\n".join(f"<tr><th>{name}</th><td>{said}</td></tr>" for name, said in rows)
    return f"<table><tbody>\n{body}\n</tbody></table>"


def listed(lines: Iterable[str]) -> str:
    """Lines that are HTML already."""
    return "<ul>" + "".join(f"<li>{line}</li>" for line in lines) + "</ul>"
