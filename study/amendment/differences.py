"""What is added, removed or changed between two versions of a definition, in the order of its parts. Pure.

Nothing is known here of children. `danger` is for what would give another meaning to values that were entered.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from study.amendment.aspects import CHECK, CHOICE, DERIVED, FORM, ITEM, VISIT, Aspect, changed, said
from study.amendment.result import Difference, How, Part
from study.definition.model import Check, Choice, DerivedSpec, Form, Item, Study, Visit
from study.text import Text

T = TypeVar("T", Visit, Form, Item, Check, DerivedSpec)
_STUDY = (
    ("title", Text("title", "题目"), False),
    ("timezone", Text("time zone", "时区"), True),
    ("day_zero", Text("day 0", "第0天"), False),
    ("unconfirmed", Text("what is unconfirmed", "未确认说明"), False),
)


def differences(old: Study, new: Study) -> tuple[Difference, ...]:
    """Everything that differs; () for two texts that say the same."""
    return tuple(_all(old, new))


def _all(old: Study, new: Study) -> Iterator[Difference]:
    yield from _study(old, new)
    yield from _mapping("study", "settings", old.settings, new.settings, danger=False)
    yield from _mapping("study", "anchors", old.anchors, new.anchors, danger=True)
    yield from _mapping("study", "sources", old.sources, new.sources, danger=False)
    units = ({code: unit.label for code, unit in study.units.items()} for study in (old, new))
    yield from _mapping("study", "units", *units, danger=False)
    yield from _parts("visit", VISIT, {v.code: v for v in old.visits}, {v.code: v for v in new.visits})
    yield from _parts("form", FORM, old.forms, new.forms)
    for code, form in old.forms.items():
        if code in new.forms:
            yield from _form(form, new.forms[code])
    yield from _answers(old, new)
    yield from _parts("derived", DERIVED, old.derived, new.derived)
    yield from _rest(old, new)


def _how(before: object, after: object) -> How:
    return "added" if before is None else "removed" if after is None else "changed"


def _study(old: Study, new: Study) -> Iterator[Difference]:
    for field, label, danger in _STUDY:
        before, after = said(getattr(old, field)), said(getattr(new, field))
        if before != after:
            what = Text(f"{before.en} → {after.en}", f"{before.zh} → {after.zh}")
            yield Difference("study", "changed", field, label, (what,), danger)


def _mapping(
    part: Part, name: str, old: Mapping[str, str], new: Mapping[str, str], *, danger: bool
) -> Iterator[Difference]:
    """Plain words by name, such as the settings and the places on which the schedule stands."""
    for key in dict.fromkeys((*old, *new)):
        before, after = old.get(key), new.get(key)
        if before == after:
            continue
        left, right = said(before), said(after)
        what = Text(f"{left.en} → {right.en}", f"{left.zh} → {right.zh}")
        yield Difference(
            part, _how(before, after), f"{name}/{key}", Text(key, key), (what,), danger and before is not None
        )


def _parts(
    part: Part, aspects: tuple[Aspect, ...], old: Mapping[str, T], new: Mapping[str, T], prefix: str = ""
) -> Iterator[Difference]:
    """Things with a code: gone, new, or the same with other aspects."""
    for code in dict.fromkeys((*old, *new)):
        before, after = old.get(code), new.get(code)
        if before is None and after is not None:
            yield Difference(part, "added", prefix + code, _label(after))
        elif after is None and before is not None:
            yield Difference(part, "removed", prefix + code, _label(before))
        elif before is not None and after is not None:
            found = tuple(changed(aspects, before, after))
            if found:
                danger = any(aspect.danger for aspect, _ in found)
                yield Difference(
                    part, "changed", prefix + code, _label(after), tuple(what for _, what in found), danger
                )  # fmt: skip


def _label(each: Visit | Form | Item | Check | DerivedSpec) -> Text:
    return each.sentence if isinstance(each, Check) else each.label


def _form(old: Form, new: Form) -> Iterator[Difference]:
    prefix = f"{new.code}/"
    yield from _parts("item", ITEM, _by_code(old.items), _by_code(new.items), prefix)
    yield from _parts("check", CHECK, _by_code(old.checks), _by_code(new.checks), prefix)


def _by_code(each: Iterable[T]) -> dict[str, T]:
    return {one.code: one for one in each}


def _answers(old: Study, new: Study) -> Iterator[Difference]:
    """Answers of the lists that both versions have; a new or gone list shows where an item takes it."""
    for name, before in old.codelists.items():
        if name not in new.codelists:
            continue
        now = {choice.code: choice for choice in new.codelists[name]}
        was = {choice.code: choice for choice in before}
        for code in dict.fromkeys((*was, *now)):
            found = _answer(f"{name}/{code}", was.get(code), now.get(code))
            if found is not None:
                yield found


def _answer(code: str, old: Choice | None, new: Choice | None) -> Difference | None:
    if old is None and new is not None:
        return Difference("answer", "added", code, new.label)
    if new is None and old is not None:
        return Difference("answer", "removed", code, old.label)
    if old is None or new is None:
        return None
    what = tuple(what for _, what in changed(CHOICE, old, new))
    return Difference("answer", "changed", code, new.label, what) if what else None


def _rest(old: Study, new: Study) -> Iterator[Difference]:
    """What is compared as a whole."""
    panels = ({p.code: p for p in old.panels}, {p.code: p for p in new.panels})
    for code in dict.fromkeys((*panels[0], *panels[1])):
        before, after = panels[0].get(code), panels[1].get(code)
        if before != after:
            shown = after or before
            yield Difference("panel", _how(before, after), code, shown.label if shown else Text(code, code))
    if old.listed != new.listed:
        yield Difference("panel", "changed", "", Text("Values of the table of children", "患儿表所列指标"))
    for code in dict.fromkeys((*old.tables, *new.tables)):
        if old.tables.get(code) != new.tables.get(code):
            yield Difference("table", _how(old.tables.get(code), new.tables.get(code)), code, Text(code, code))
    if old.eligibility != new.eligibility:
        yield Difference("eligibility", "changed", "", Text("Eligibility criteria", "入排标准"))
    if old.protocol != new.protocol:
        yield Difference(
            "protocol", "changed", "", Text("Dates, ages and clocks of the protocol", "方案日期、年龄与时限")
        )
    if old.letter != new.letter:
        yield Difference("letter", _how(old.letter, new.letter), "", Text("What families are told", "家属通知单"))
    if old.prescribing != new.prescribing:
        yield Difference("drugs", "changed", "", Text("Drugs of the prescription line", "医嘱行药物表"))
