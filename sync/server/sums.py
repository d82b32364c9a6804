"""What the EDC counts while it takes changes in, so that nobody has to read a site's history: changes and open queries
a child, and which held changes nobody has decided about yet.

Follows from the record; `verify` counts again from its bytes. Must not decide anything.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import NamedTuple

import sqlalchemy as sa

from study.changes import facts as f
from study.changes.envelope import UnknownFact
from sync.server import tables as t

_OPEN = f.QueryOpened | f.QueryAnswered | f.QueryReopened
_ADD = (
    t.tally.update()
    .where(t.tally.c.site == sa.bindparam("of_site"), t.tally.c.subject == sa.bindparam("of_subject"))
    .values(changes=t.tally.c.changes + sa.bindparam("more"), queries=t.tally.c.queries + sa.bindparam("asked"))
)


class Tally(NamedTuple):
    """Of one child: changes with an entry about it, and queries that are not closed."""

    changes: int
    queries: int


class Sums(NamedTuple):
    """All of a site: by child, and the ids of held changes of which nobody has said anything yet."""

    children: Mapping[str, Tally]
    waiting: frozenset[str]


def is_open(kind: str, shown: f.Fact | UnknownFact | None) -> str:
    """The child of whom a slot is a query that is not closed, "" when it is none."""
    return shown.address.subject if kind == "query" and isinstance(shown, _OPEN) else ""


class Moved:
    """What some changes add to the sums; `changes`: by child the changes that speak of it, `spoken`: decided about."""

    def __init__(self) -> None:
        self.changes: defaultdict[str, set[str]] = defaultdict(set)
        self.queries: Counter[str] = Counter()
        self.spoken: set[str] = set()

    def write(self, connection: sa.Connection, site: str) -> None:
        """Add it up, in the transaction that takes the changes in."""
        for subject in sorted((self.changes.keys() | self.queries.keys()) - {""}):
            more, asked = len(self.changes[subject]), self.queries[subject]
            if not more and not asked:
                continue
            values = {"of_site": site, "of_subject": subject, "more": more, "asked": asked}
            if connection.execute(_ADD, values).rowcount == 0:
                new = {"site": site, "subject": subject, "changes": more, "queries": asked}
                connection.execute(t.tally.insert(), new)
        if self.spoken:
            where = sa.and_(t.waiting.c.site == site, t.waiting.c.change.in_(self.spoken))
            connection.execute(t.waiting.delete().where(where))


def summed(connection: sa.Connection, site: str) -> Sums:
    """What was counted of a site as its changes came in."""
    return Sums(tallies(connection, site), undecided(connection, site))


def tallies(connection: sa.Connection, site: str) -> Mapping[str, Tally]:
    """By child, in the order of their names."""
    query = sa.select(t.tally).where(t.tally.c.site == site)
    rows = sorted(connection.execute(query), key=lambda row: str(row.subject))
    return {row.subject: Tally(row.changes, row.queries) for row in rows}


def undecided(connection: sa.Connection, site: str) -> frozenset[str]:
    """Ids of held changes of which nobody has said anything yet."""
    return frozenset(connection.execute(sa.select(t.waiting.c.change).where(t.waiting.c.site == site)).scalars())
