"""One child enrolled twice: which records may be one child's, and what people decided of them. Pure.

Two workstations that are offline do not see each other's children. Nothing is merged: a record that stands aside stays
as it is, and no set of decisions leaves a child without a record that goes on (decision 0039).
"""

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import combinations
from typing import Literal, NamedTuple

from study.changes.facts import MarkSet
from study.rights import ASIDE, NOT_ONE
from study.state.settle import Entry

What = Literal["number", "name", "near", "birth", "sex", "infusion", "consent"]
"""What is compared; "near": names of which one character differs."""
_EVERY: tuple[What, ...] = ("number", "name", "birth", "sex", "infusion", "consent")
_NAMING = frozenset({"number", "name", "birth"})
MOST_ALIKE = 12
"""What more children share tells nothing of any two of them: a day on which many were infused, "unknown" as a name."""


@dataclass(frozen=True)
class Enrolled:
    """What may tell of one record whose it is; what is not known here is "" or None."""

    subject: str
    code: str
    number: str = ""
    name: str = ""
    birth: date | None = None
    sex: str = ""
    infusion: date | None = None
    consent: date | None = None

    def told(self, what: What) -> str:
        """One of them as it is compared: no spaces, no case, no width."""
        return "".join(unicodedata.normalize("NFKC", str(getattr(self, what) or "")).casefold().split())


class Likeness(NamedTuple):
    """What agrees in two records and what differs, as far as both know it."""

    agrees: tuple[What, ...]
    differs: tuple[What, ...]

    @property
    def likely(self) -> bool:
        """Whether a person is to be asked if two records are one child's.

        Without anything that names a child in both, only where sex, infusion and consent all fall together.
        """
        same, other = frozenset(self.agrees), frozenset(self.differs)
        if "number" in same:
            return True
        if "name" in same:
            return not other >= {"birth", "number"}
        if same >= {"birth", "sex"}:
            return "near" in same or not other & {"name", "number"}
        return not _NAMING & (same | other) and same >= {"sex", "infusion", "consent"}

    @property
    def worth_a_look(self) -> bool:
        """The same while a child is being enrolled: whoever types has the child before them and can tell at once."""
        return self.likely or frozenset(self.agrees) >= {"birth", "sex"}


def compare(one: Enrolled, other: Enrolled) -> Likeness:
    """What two records say of whose they are."""
    agrees: list[What] = []
    differs: list[What] = []
    for what in _EVERY:
        mine, theirs = one.told(what), other.told(what)
        if mine and theirs and mine == theirs:
            agrees.append(what)
        elif what == "name" and near(mine, theirs):
            agrees.append("near")
        elif mine and theirs:
            differs.append(what)
    return Likeness(tuple(agrees), tuple(differs))


def near(one: str, other: str) -> bool:
    """Whether one letter or character of two names was typed differently, left out or added; a digit is no slip."""
    short, long = sorted((one, other), key=len)
    if len(short) < 2 or len(long) - len(short) > 1 or short == long:
        return False
    place = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    skip = place + (len(short) == len(long))
    return short[skip:] == long[place + 1 :] and not any(text[place : place + 1].isdigit() for text in (short, long))


@dataclass(frozen=True)
class Decision:
    """A standing mark: `mark` its id, `change` the change it came in, `subject` who carries it, who stands aside."""

    mark: str
    change: str
    kind: str
    subject: str
    other: str
    reason: str

    @property
    def says(self) -> tuple[str, str]:
        """What it says of the two; whoever of them carries "not the same child" plays no part."""
        return self.kind, self.subject if self.kind == ASIDE else ""


def decisions(entries: Iterable[Entry]) -> tuple[Decision, ...]:
    """The decisions among standing marks, first accepted first."""
    return tuple(
        Decision(fact.id, entry.change, fact.kind, fact.address.subject, fact.target, fact.note)
        for entry in sorted(entries, key=lambda each: each.order)
        if isinstance(fact := entry.fact, MarkSet)
        and fact.kind in (NOT_ONE, ASIDE)
        and fact.target not in ("", fact.address.subject)
    )


class Decided:
    """What was decided of the records that are `there` (neither withdrawn nor unknown)."""

    def __init__(self, said: Iterable[Decision] = (), there: Collection[str] = ()) -> None:
        self._there = frozenset(there)
        self._between: dict[frozenset[str], list[Decision]] = defaultdict(list)
        for each in said:
            self._between[frozenset((each.subject, each.other))].append(each)

    def between(self, one: str, other: str) -> tuple[Decision, ...]:
        """Every decision about these two."""
        return tuple(self._between.get(frozenset((one, other)), ()))

    def of(self, subject: str) -> tuple[Decision, ...]:
        """Every decision that this record takes part in."""
        return tuple(each for pair, said in self._between.items() if subject in pair for each in said)

    @cached_property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The records of which something was decided, two and two."""
        return tuple((said[0].subject, said[0].other) for said in self._between.values())

    @cached_property
    def aside(self) -> dict[str, Decision]:
        """Who stands aside, by which decision. Two that contradict each other have no effect, nor has a ring."""
        first: dict[str, Decision] = {}
        for said in self._between.values():
            each = said[0]
            standing = each.kind == ASIDE and len({one.says for one in said}) == 1
            if standing and {each.subject, each.other} <= self._there:
                first.setdefault(each.subject, each)
        return {subject: each for subject, each in first.items() if subject not in _after(first, subject)}

    def goes_on(self, subject: str) -> str:
        """The record that goes on for this one: itself, where it does not stand aside."""
        return next(iter([*_after(self.aside, subject)][-1:]), subject)


def _after(aside: dict[str, Decision], subject: str) -> Iterator[str]:
    """Those that go on for it, one for the other; ends where one was met before."""
    met: set[str] = set()
    here = subject
    while here in aside and here not in met:
        met.add(here)
        here = aside[here].other
        yield here


class Pair(NamedTuple):
    """Two records that may be one child's, by code; `disputed`: decided, in ways that contradict each other."""

    one: Enrolled
    other: Enrolled
    likeness: Likeness
    disputed: bool = False


def pairs(children: Iterable[Enrolled], decided: Decided) -> tuple[Pair, ...]:
    """Whom to ask about: records that go on, are likely one child's or disputed, and of which nothing else was said."""
    every = {child.subject: child for child in children if child.subject not in decided.aside}
    found = (_asked(every[one], every[other], decided) for one, other in sorted(_candidates(every, decided)))
    return tuple(
        sorted((pair for pair in found if pair is not None), key=lambda pair: (pair.one.code, pair.other.code))
    )


def _candidates(every: dict[str, Enrolled], decided: Decided) -> set[tuple[str, str]]:
    """Two and two, by their ids: those that agree in something that can make them likely, and those decided of."""
    alike: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for child in every.values():
        for keys in (("number",), ("name",), ("birth", "sex"), ("sex", "infusion", "consent")):
            told = tuple(getattr(child, key) and child.told(key) for key in keys)  # type: ignore[arg-type]
            if all(told):
                alike[(keys[0], *told)].append(child.subject)
    together = {pair for group in alike.values() if len(group) <= MOST_ALIKE for pair in combinations(sorted(group), 2)}
    return together | {(min(pair), max(pair)) for pair in decided.pairs if set(pair) <= every.keys()}


def _asked(one: Enrolled, other: Enrolled, decided: Decided) -> Pair | None:
    likeness, said = compare(one, other), {each.says for each in decided.between(one.subject, other.subject)}
    # Neither stands aside here: one decision that says so has no effect, because others speak against it.
    disputed = bool(said) and said != {(NOT_ONE, "")}
    if not disputed and (said or not likeness.likely):
        return None
    first, second = sorted((one, other), key=lambda child: (child.code, child.subject))
    return Pair(first, second, likeness, disputed)
