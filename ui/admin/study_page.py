"""A definition that is looked at, as a page to read: counts first, then what changes, then the children by their codes.

Makes markup of a state; everything a person wrote is escaped. Shows nothing itself.
"""

from collections.abc import Callable, Iterator
from html import escape
from typing import NamedTuple

from study.text import Text
from ui.admin.study_state import Lines, Sight
from ui.theme.tokens import Tokens

Say = Callable[[Text], str]


class Heads(NamedTuple):
    """The headings of the page, and the sentence for a definition that differs in nothing."""

    faults: str
    nothing: str
    decisions: str
    definition: str
    children: str


def page(sight: Sight, say: Say, tokens: Tokens, heads: Heads) -> str:
    """The page in the language of `say`."""
    return "".join(_parts(sight, say, tokens, heads))


def _parts(sight: Sight, say: Say, tokens: Tokens, heads: Heads) -> Iterator[str]:
    if sight.faults:
        yield _head(heads.faults)
        yield _list([say(fault) for fault in sight.faults])
        return
    if not sight.differences:
        yield f"<p>{escape(heads.nothing)}</p>"
        return
    if sight.counts:
        yield '<table cellspacing="0" cellpadding="3">'
        for count in sight.counts:
            ink = tokens.amber if count.loud else tokens.text
            number = f'<td align="right"><b style="color:{ink}">{count.number}</b></td>'
            yield f"<tr>{number}<td>{escape(say(count.label))}</td></tr>"
        yield "</table>"
    if sight.dangers:
        yield _head(heads.decisions, tokens.amber)
        yield _list([say(danger) for danger in sight.dangers])
    yield _head(heads.definition)
    yield from (_group(group, say) for group in sight.differences)
    if sight.children:
        yield _head(heads.children)
        yield from (_group(group, say) for group in sight.children)


def _head(words: str, ink: str = "") -> str:
    style = f' style="color:{ink}"' if ink else ""
    return f"<h4{style}>{escape(words)}</h4>"


def _group(group: Lines, say: Say) -> str:
    return f"<p><b>{escape(say(group.title))}</b></p>{_list([say(line) for line in group.lines])}"


def _list(lines: list[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>" if lines else ""
