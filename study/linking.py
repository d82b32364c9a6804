"""Choosing, from a row, which rows of another log name it: what may be chosen there, and what each choice writes.

Pure. The rows that name hold the truth (`study.links`), so several people who add rows to one event on several devices
do not contradict each other.
"""

from collections.abc import Collection, Iterator

import msgspec

from study.address import Address
from study.definition.model import Form, Item
from study.links import link_of, named_by_another
from study.logs import Row, rows
from study.record import heads
from study.signing import wants_reason
from study.text import Text
from study.timeline import Timeline
from study.value_words import choice_text
from study.values import Cleared, Codes, Value


class Linkable(msgspec.Struct, frozen=True):
    """A row that may name another one. `bases` is what stood in its link when somebody looked; `why` says why it cannot
    be changed from there (None: it can).
    """

    address: Address
    chosen: bool
    bases: tuple[str, ...]
    asks_reason: bool
    why: Text | None = None


def may_choose(form: Form, log: str) -> bool:
    """Whether rows of a form can be chosen from the row they name: they have a name of their own."""
    return link_of(form, log) is not None and not named_by_another(form)


def linkable(line: Timeline, place: Address, form: str) -> tuple[Linkable, ...]:
    """The rows of a form that name the row at `place` or could, those that do first, of both the latest first."""
    item = link_of(line.study.forms[form], place.form)
    if item is None:
        return ()
    found = [_linkable(line, row, item, place.form_repeat) for row in reversed(rows(line, form))]
    return tuple(sorted(found, key=lambda each: not each.chosen))


def _linkable(line: Timeline, row: Row, item: Item, code: str) -> Linkable:
    address, codes = row.item(item.code), row.codes(item.code)
    return Linkable(
        address=address,
        chosen=code in codes,
        bases=heads(line.record.settled(address)),
        asks_reason=wants_reason(line.record, address),
        why=_why(line, row, item, codes if code not in codes else ()),
    )


def _why(line: Timeline, row: Row, item: Item, others: tuple[str, ...]) -> Text | None:
    if line.record.freeze(row.place) is not None:
        return Text("frozen", "已冻结")
    if item.code in line.undecided(row.place):
        return Text("in conflict: decide first", "存在冲突，请先裁定")
    if item.type == "choice" and others:
        named = choice_text(line.study, item, others)
        return Text(f"names {named.en}", f"已关联：{named.zh}")
    return None


def linked(
    line: Timeline, place: Address, seen: Collection[Linkable], chosen: Collection[Address]
) -> Iterator[tuple[Linkable, Value]]:
    """What is written so that exactly the rows `chosen` (addresses of their links) name the row at `place`, as far as
    they may be changed. Of each its other links stay.
    """
    for each in seen:
        if each.why is None and each.chosen != (each.address in chosen):
            value = line.value(each.address)
            codes = value.codes if isinstance(value, Codes) else ()
            now = tuple(code for code in codes if code != place.form_repeat)
            now += (place.form_repeat,) if each.address in chosen else ()
            yield each, Codes(now) if now else Cleared()
