"""What a text finds: children, their visits and items, queries, commands. Pure: words in, hits out.

Every word of the text has to be found. A child's code or name may stand before a visit or an item.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from study.text import Text
from ui.search.state import Hit, HitKind, SearchState

MOST = {HitKind.CHILD: 8, HitKind.VISIT: 8, HitKind.ITEM: 8, HitKind.QUERY: 4, HitKind.COMMAND: 6}
"""How many hits of a kind are shown at most."""
DEEP = 10
"""So many children, those that fit best, are looked into for a visit or an item: of thousands nobody wants each M3."""


@dataclass(frozen=True)
class Named:
    """Something that can be found: its hit, and the words it goes by (in lower case)."""

    hit: Hit
    words: tuple[str, ...]


@dataclass(frozen=True)
class SoughtChild:
    """A child with what is found under it; visits and items are made only when a text reaches for them."""

    named: Named
    visits: Callable[[], tuple[Named, ...]]
    items: Callable[[], tuple[Named, ...]]


@dataclass(frozen=True)
class Index:
    """Everything that can be found. `front` is the child whose page is open: its visits and items need no code.

    `read` of all `of` children are found by name and number too, the others by their code.
    """

    children: tuple[SoughtChild, ...]
    queries: tuple[Named, ...]
    commands: tuple[Named, ...]
    front: SoughtChild | None = None
    read: int = 0
    of: int = 0


def words_of(*texts: Text | str) -> tuple[str, ...]:
    """The words that something goes by, in both languages and lower case."""
    found: list[str] = []
    for text in texts:
        found += (text,) if isinstance(text, str) else (text.en, text.zh)
    return tuple(dict.fromkeys(word.casefold() for word in found if word))


def rank(token: str, words: Iterable[str]) -> int | None:
    """How well a word of the text fits: 0 whole, 1 the beginning, 2 the beginning of a part, 3 inside; None: not."""
    best: int | None = None
    for word in words:
        at = word.find(token)
        if at < 0:
            continue
        fits = 0 if word == token else 1 if at == 0 else 2 if not word[at - 1].isalnum() else 3
        best = fits if best is None else min(best, fits)
    return best


def score(tokens: Iterable[str], words: tuple[str, ...]) -> int | None:
    """The sum over all words of the text; None as soon as one does not fit."""
    total = 0
    for token in tokens:
        fits = rank(token, words)
        if fits is None:
            return None
        total += fits
    return total


def find(index: Index, asked: str) -> SearchState:
    """What a text finds. An empty one offers the commands."""
    tokens = asked.casefold().split()
    if not tokens:
        return SearchState(asked, tuple(named.hit for named in index.commands), read=index.read, of=index.of)
    children, beyond = _looked_into(index.children, tokens)
    scored: dict[HitKind, dict[str, tuple[int, Hit]]] = {kind: {} for kind in HitKind}
    for points, named in (*children, *_others(index, tokens)):
        kept = scored[named.hit.kind].get(named.hit.target)
        if kept is None or points < kept[0]:
            scored[named.hit.kind][named.hit.target] = (points, named.hit)
    best: list[tuple[int, Hit]] = []
    more = 0
    for kind in HitKind:
        found = sorted(scored[kind].values(), key=lambda each: (each[0], each[1].title.en))
        best += found[: MOST[kind]]
        more += max(0, len(found) - MOST[kind])
    # What fits best stands first; of equals a child before its visits, and these before items: the kinds' own order.
    hits = tuple(hit for _points, hit in sorted(best, key=lambda each: each[0]))
    # No child that is not read yet is called more exactly than by the whole code.
    exact = any(child.named.words[:1] == (tokens[0],) for child in index.children)
    return SearchState(asked, hits, more, beyond=beyond, read=index.read, of=index.of, sure=exact)


def _looked_into(children: Iterable[SoughtChild], tokens: list[str]) -> tuple[list[tuple[int, Named]], int]:
    """The children whose own every word is, and what lies under those who fit best; how many were not looked into."""
    found: list[tuple[int, Named]] = []
    under: list[tuple[int, SoughtChild]] = []
    for child in children:
        mine = [fits for token in tokens if (fits := rank(token, child.named.words)) is not None]
        if len(mine) == len(tokens):
            found.append((sum(mine), child.named))
        elif mine:
            # More of the words first, then how well they fit.
            under.append((sum(mine) - 10 * len(mine), child))
    under.sort(key=lambda each: each[0])
    for _points, child in under[:DEEP]:
        found += _of_child(child, tokens, by_name=True)
    return found, max(0, len(under) - DEEP)


def _others(index: Index, tokens: list[str]) -> Iterator[tuple[int, Named]]:
    if index.front is not None:
        yield from _of_child(index.front, tokens, by_name=False)
    yield from _fitting(index.queries, tokens)
    yield from _fitting(index.commands, tokens)


def _of_child(child: SoughtChild, tokens: list[str], *, by_name: bool) -> Iterator[tuple[int, Named]]:
    """The child where every word is its own; else what the words that are left find under it."""
    mine = [rank(token, child.named.words) for token in tokens] if by_name else [None] * len(tokens)
    left = [token for token, fits in zip(tokens, mine, strict=True) if fits is None]
    points = sum(fits for fits in mine if fits is not None)
    if not left:
        yield points, child.named
    elif len(left) < len(tokens) or not by_name:
        for named in (*child.visits(), *child.items()):
            under = score(left, named.words)
            if under is not None:
                yield points + under, named


def _fitting(named: Iterable[Named], tokens: list[str]) -> Iterator[tuple[int, Named]]:
    for each in named:
        points = score(tokens, each.words)
        if points is not None:
            yield points, each
