"""Why a signature on a form is void, in words, from the site's own log. Reads only; what names a child stays sealed."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from study.after_signing import RESTED_ON, Made, differences, files_moved, signatures
from study.changes import facts as f
from study.changes.ancestry import Link, Standpoint, link_of, standpoints
from study.changes.envelope import GENESIS, UnknownFact, decode, decode_fact, facts_of
from study.record import Signature
from study.text import Text
from study.void_words import SHOWN_DIGITS, difference_words, file_words, told
from sync.server import tables as t
from sync.server.page.reading import Scene

_KINDS = ("value", "attachment", "presence", "signature")


def void_reasons(scene: Scene, signature: Signature, known: Mapping[str, str]) -> tuple[Text, ...]:
    """Each value that stands otherwise than it was signed, each file that came or went; nothing of a valid one."""
    if signature.valid:
        return ()
    lines = _lines(scene, signature.fact)
    made = next((line for line in signatures(lines) if line.fact.id == signature.fact.id), None)
    return tuple(_reasons(scene, lines, made, known)) if made is not None else ()


def _reasons(scene: Scene, lines: Sequence[Made], made: Made, known: Mapping[str, str]) -> Iterator[Text]:
    zone = ZoneInfo(scene.study.timezone)

    def by(line: Made) -> str:
        when = datetime.fromtimestamp(line.utc / 1000, UTC).astimezone(zone).strftime("%Y-%m-%d %H:%M")
        return told(line, known.get(line.author, line.author), when)

    yield from (difference_words(scene.study, each, by(each.by)) for each in differences(lines, made))
    for each in files_moved(lines, made):
        name = f"{each.file.kind.upper()} {each.file.digest[:SHOWN_DIGITS]}"
        yield file_words(each, name, by(each.by))


def _lines(scene: Scene, signed: f.Signed) -> list[Made]:
    """Every value, file, withdrawal and signature of the child's visit, in the order the EDC numbered them."""
    e, c, site, place = t.entry.c, t.change.c, scene.site.site, signed.address
    query = (
        sa.select(e.fact, e.position, e.standing, c.number, c.hash, c.body)
        .join_from(t.entry, t.change, sa.and_(c.site == e.site, c.id == e.change))
        .where(e.site == site, e.subject == place.subject, e.kind.in_(_KINDS))
        .order_by(c.number, e.position)
    )
    stands, found = _stands(scene), list[Made]()
    for row in scene.connection.execute(query):
        fact, said = decode_fact(row.fact), decode(row.body)
        if isinstance(fact, UnknownFact) or (
            isinstance(fact, RESTED_ON) and fact.address.visit not in {"", place.visit}
        ):
            continue
        found.append(
            Made(
                fact, said.id, row.position, said.device, said.seq, row.number, said.author, said.role, said.at.utc,
                said.seen, row.number, row.standing, stands.get(row.hash, Standpoint()),
            )
        )  # fmt: skip
    return found


def _stands(scene: Scene) -> dict[str, Standpoint]:
    """Where changes stand, by hash; asked for only where a chain forked or a workstation went on from another one."""
    c, site = t.change.c, scene.site.site
    forked = scene.connection.execute(sa.select(c.number).where(c.site == site, c.branch).limit(1)).first()
    if forked is None and not any(link.before for link in _links(scene, c.seq == 1)):
        return {}
    return standpoints(_links(scene, sa.true()))


def _links(scene: Scene, which: sa.ColumnElement[bool]) -> Iterator[Link]:
    c = t.change.c
    query = sa.select(c.hash, c.body).where(c.site == scene.site.site, which).order_by(c.number)
    for row in scene.connection.execute(query):
        change = decode(row.body)
        yield link_of(row.hash, change, facts_of(change) if change.prev == GENESIS else ())
