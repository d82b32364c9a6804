"""Which questions and forms apply to this child now. Only what is certainly not so takes a question away.

Pure; must not count or store. A value that stands where nothing is asked stays and is called odd by those who count.
"""

import msgspec

from study.address import Address
from study.definition.model import Form
from study.expression import Scope, holds, parse
from study.scope import VisitScope
from study.timeline import Timeline


class Relevance(msgspec.Struct, frozen=True):
    """Whether a form applies, and the codes of its items that do not."""

    form: bool = True
    without: frozenset[str] = frozenset()


EVERYTHING = Relevance()


def applies(when: str, scope: Scope) -> bool:
    """False only where the condition is certainly not so; without a condition always true."""
    return not when or holds(parse(when), scope) is not False


def relevance_in(form: Form, scope: Scope) -> Relevance:
    """What applies of a form whose values the scope holds."""
    without = frozenset(item.code for item in form.items if not applies(item.when, scope))
    return Relevance(applies(form.when, scope), without)


def relevance(timeline: Timeline, place: Address) -> Relevance:
    """What applies of the form that stands (or would stand) at a place."""
    form = timeline.study.forms[place.form]
    if not form.when and not any(item.when for item in form.items):
        return EVERYTHING
    return relevance_in(form, VisitScope(timeline, place.in_visit, place))


def goes_on(timeline: Timeline, place: Address) -> bool:
    """Whether a row of the child's logs still goes on: not certainly at its end. Where there is no end none does."""
    form = timeline.study.forms[place.form]
    return bool(form.open_when) and applies(form.open_when, VisitScope(timeline, place.in_visit, place))
