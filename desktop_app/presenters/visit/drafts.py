"""Half-typed texts of this person at a visit: kept while they are typed, found again after a lock or a crash.

Owns under which key each is kept: a field's under its address, an explanation's beside it. Shows nothing.
"""

from collections.abc import Callable
from typing import NamedTuple

import msgspec

from desktop_app.presenters.page import Desk
from desktop_app.presenters.visit.scene import HalfSaid, Scene
from desktop_app.presenters.visit.typing import Typing
from desktop_app.records import Records
from storage.read import Draft
from study.address import LOG, Address, parse_key
from study.earlier import lacks
from study.unusual import SOFT

WHY = "?why:"
"""Begins the item part of the key of a half-typed explanation; no item of a definition is called so."""


def why_key(key: str, check: str) -> str:
    """Under which key a half-typed explanation of what stands at `key` is kept; `check` "" is its usual range."""
    place = parse_key(key)
    return msgspec.structs.replace(place, item=f"{WHY}{place.item}:{check}").key


def explained_at(key: str) -> tuple[str, str] | None:
    """The address key and the check that a half-typed explanation is about; None for the key of anything else."""
    place = parse_key(key)
    if not place.item.startswith(WHY):
        return None
    item, _, check = place.item.removeprefix(WHY).partition(":")
    return msgspec.structs.replace(place, item=item).key, check


def place_of(key: str) -> Address:
    """The item that a half-typed text is about, whichever text it is."""
    found = explained_at(key)
    return parse_key(found[0] if found is not None else key)


class Found(NamedTuple):
    """Half-typed texts from before a crash or a lock, by address key; explanations by address key and check."""

    fields: dict[str, tuple[str, str, tuple[str, ...]]]
    said: dict[tuple[str, str], HalfSaid]


class Drafts:
    """Writes them in the writer's lane and finds those of a visit in the reader's."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def keep(self, key: str, text: str, seen: tuple[str, ...] = ()) -> None:
        """Keep a text that is half typed; `seen` are the heads its author was looking at."""
        store, user = self._desk.session.store, self._desk.session.person.user
        self._desk.write(lambda: store.keep_draft(user, key, text, seen), lambda _none: None, self._desk.failed)

    def drop(self, key: str) -> None:
        """The text was left, or given up."""
        store, user = self._desk.session.store, self._desk.session.person.user
        self._desk.write(lambda: store.drop_draft(user, key), lambda _none: None, self._desk.failed)

    def forget_said(self, typing: Typing, key: str, check: str) -> None:
        """An explanation was given, given up, or explains nothing any more."""
        typing.half_said.pop((key, check), None)
        self.drop(why_key(key, check))

    def forget_moot(self, typing: Typing, scene: Scene) -> None:
        """An explanation of what is unusual no more explains nothing."""
        wanted = {(each.address.key, "" if each.code == SOFT else each.code) for each in scene.unusual}
        for key, check in [about for about in typing.half_said if about not in wanted]:
            self.forget_said(typing, key, check)

    def find(self, visit: Address, found: Callable[[Found], None]) -> None:
        """Half-typed texts of this person at a visit and in the child's logs."""
        session = self._desk.session
        places = (visit, Address(visit.subject, LOG))

        def look(_records: Records) -> Found:
            drafts = session.store.reader.drafts_at(session.person.user)
            here = {key: draft for key, draft in drafts.items() if any(p.covers(parse_key(key)) for p in places)}
            asked = {key: draft for key, draft in here.items() if lacks(session.study, place_of(key)) is None}
            fields = {k: (d.text, self._at(d), d.bases) for k, d in asked.items() if explained_at(k) is None}
            said = {about: HalfSaid(d.text, self._at(d)) for k, d in asked.items() if (about := explained_at(k))}
            return Found(fields, said)

        self._desk.read(look, found)

    def _at(self, draft: Draft) -> str:
        return self._desk.session.at(draft.at_utc).strftime("%H:%M")
