"""What another version of the definition would do to every child: values, forms and visits as both versions see them.

Pure: reads courses, adopts nothing, changes nothing. What the versions themselves say is `study.amendment.differences`.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property

import msgspec

from study.address import LOG, Address
from study.amendment.differences import differences
from study.amendment.result import KINDS, ChildEffects, Difference, Effect, Effects, Kind
from study.changes.facts import ValueSet
from study.course import Course
from study.definition.model import Item, Study
from study.earlier import lacks
from study.followup import stops
from study.judgement import findings
from study.progress import completeness
from study.relevance import relevance
from study.schedule import Stop
from study.text import Text
from study.units import label
from study.unusual import SOFT, unusual
from study.values import Codes, Quantity

_MEANING = ("type", "unit", "identity", "rows")
TYPES: dict[str, Text] = {
    "number": Text("number", "数值"), "text": Text("text", "文本"), "choice": Text("choice", "单选"),
    "multichoice": Text("multiple choice", "多选"), "date": Text("date", "日期"),
    "partial_date": Text("partial date", "部分日期"), "datetime": Text("date and time", "日期时间"),
    "table": Text("log", "记录"),
}  # fmt: skip
STATES: dict[str, Text] = {
    "unplanned": Text("unplanned", "未安排"), "not_due": Text("not due", "未到期"),
    "in_window": Text("in its window", "时间窗内"), "overdue": Text("overdue", "逾期"),
    "history": Text("from old records", "待补录"), "skipped": Text("offered", "可选未做"),
    "stopped": Text("no longer asked", "不再要求"), "early": Text("early", "提前"), "done": Text("in time", "按时"),
    "late": Text("late", "超窗"), "missed": Text("missed", "缺失"),
}  # fmt: skip


def effects(old: Study, new: Study, courses: Iterable[Course], today: date) -> Effects:
    """What would happen if `new` took the place of `old`. `courses` are the children as they stand under `old`;
    `today` is the day at the site, by which visits are due or overdue.
    """
    found = differences(old, new)
    touched = _Touched(old, new, found)
    children = (_Child(touched, course, today).effects() for course in courses)
    return Effects(old.version, new.version, found, tuple(each for each in children if each.effects))


class _Touched:
    """Which items, forms and visits the differences are about, looked up once for all children."""

    def __init__(self, old: Study, new: Study, found: tuple[Difference, ...]) -> None:
        self.old, self.new = old, new
        parts = [each for each in found if each.part in ("item", "check")]
        self.forms = {each.code.partition("/")[0] for each in parts}
        self.forms |= {each.code for each in found if each.part == "form"}
        lists = {each.code.partition("/")[0] for each in found if each.part == "answer"}
        self.forms |= {form.code for form in new.forms.values() if lists & {item.choices for item in form.items}}
        self._visits = {v.code: v.forms for v in old.visits}, {v.code: v.forms for v in new.visits}

    def visit(self, code: str) -> tuple[str, ...]:
        """The forms of a visit that come, go or change."""
        before, after = (forms.get(code, ()) for forms in self._visits)
        return tuple(
            form
            for form in dict.fromkeys((*before, *after))
            if (form in before) != (form in after) or form in self.forms
        )


class _Child:
    """One child under both versions."""

    def __init__(self, touched: _Touched, course: Course, today: date) -> None:
        self._touched = touched
        self._old, self._new = touched.old, touched.new
        self._before = course
        self._today = today

    @cached_property
    def _after(self) -> Course:
        return Course(self._new, self._before.record, self._before.person.birth, tables=self._before.tables)

    def effects(self) -> ChildEffects:
        """Everything that would change, what wants a person first."""
        found = [*self._values(), *self._forms(), *self._schedule()]
        found.sort(key=lambda effect: KINDS.index(effect.kind))
        return ChildEffects(self._before.record.subject, self._before.code, tuple(found))

    # Values

    def _values(self) -> Iterator[Effect]:
        record = self._before.record
        for address in sorted(record.values):
            fact = record.fact(address)
            if fact is None or record.value(address) is None or lacks(self._old, address) is not None:
                continue
            missing = lacks(self._new, address)
            if missing is not None:
                yield self._effect("vanishes", address, _GONE[missing])
            else:
                yield from self._value(address, fact)

    def _value(self, address: Address, fact: ValueSet) -> Iterator[Effect]:
        was, now = self._old.item(address.form, address.item), self._new.item(address.form, address.item)
        if any(getattr(was, name) != getattr(now, name) for name in _MEANING):
            yield self._effect("danger", address, _kept_as(was, now, self._old, self._new))
        gone = _gone_answers(self._old, self._new, was, now, fact)
        if gone:
            yield self._effect("answer", address, _named(gone, Text("answer no longer offered", "选项不再提供")))
        if _hard(self._after, now, fact) and not _hard(self._before, was, fact):
            yield self._effect("impossible", address, Text("impossible under the new limits", "按新限值为不可能"))

    def _effect(self, kind: Kind, address: Address, text: Text) -> Effect:
        place, shown = self._place(address), self._shown(address)
        en = f"{place.en}{': ' if shown else ''}{shown} – {text.en}"
        zh = f"{place.zh}{'：' if shown else ''}{shown} – {text.zh}"
        return Effect(kind, address, Text(en, zh))

    def _shown(self, address: Address) -> str:
        """A number with its unit; what is no number is not repeated here."""
        value = self._before.record.value(address) if address.item else None
        return f"{value.comparator}{value.number} {value.unit}" if isinstance(value, Quantity) else ""

    def _place(self, address: Address) -> Text:
        """Visit, form and item in words, under the version that has them."""
        visit = f"{address.visit} " if address.visit != LOG else ""
        for study in (self._new, self._old):
            form = study.forms.get(address.form)
            if form is None:
                continue
            item = next((item for item in form.items if item.code == address.item), None)
            if item is not None or not address.item:
                named = (item.short or item.label) if item is not None else (form.short or form.label)
                return Text(f"{visit}{named.en}", f"{visit}{named.zh}")
        return Text(f"{visit}{address.form}".strip(), f"{visit}{address.form}".strip())

    # Forms

    def _forms(self) -> Iterator[Effect]:
        places = {address.in_form for address in self._before.record.values}
        for place in sorted(places):
            at_home = all(_has_form(study, place) for study in (self._old, self._new))
            if not at_home or place.form not in self._touched.forms:
                continue
            yield from self._unusual(place)
            if self._before.record.form_state(place) == "open":
                yield self._effect("open", place, Text("open, changes", "未完成，将变化"))
            else:
                yield from self._lacking(place)

    def _lacking(self, place: Address) -> Iterator[Effect]:
        before = set(_missing(self._before, place))
        for code in _missing(self._after, place):
            if code not in before:
                text = Text("complete, and would lack it", "已完成，将缺此必填项")
                yield self._effect("lacks", msgspec.structs.replace(place, item=code), text)

    def _unusual(self, place: Address) -> Iterator[Effect]:
        """What only the new limits and checks find odd."""
        visit = place.in_visit
        known = {(each.address, each.code) for each in unusual(self._before, self._before.visit_at(visit), place)}
        for each in unusual(self._after, self._after.visit_at(visit), place):
            if (each.address, each.code) in known:
                continue
            if each.code == SOFT:
                yield self._effect("unusual", each.address, Text("unusual under the new limits", "按新限值为少见"))
            else:
                yield self._effect("check", each.address, each.sentence)

    # The schedule

    def _schedule(self) -> Iterator[Effect]:
        subject = self._before.record.subject
        before = {stop.visit.code: stop for stop in stops(self._before, self._today)}
        after = {stop.visit.code: stop for stop in stops(self._after, self._today)}
        for code, stop in before.items():
            if code not in after and stop.open:
                text = Text(f"{code}, to come: is no longer asked", f"{code}（未做）：不再要求")
                yield Effect("visit", Address(subject, code), text)
        for code, stop in after.items():
            was, place = before.get(code), Address(subject, code)
            moved = _window(was, stop)
            if moved is not None:
                yield Effect("window", place, Text(f"{code}: {moved.en}", f"{code}：{moved.zh}"))
            forms = self._touched.visit(code) if was is not None else ()
            if forms and not stop.took_place and stop.state not in ("missed", "stopped") and not self._begun(place):
                names = _form_names(self._new, self._old, forms)
                text = Text(f"{code}, to come: {names.en} change", f"{code}（未做）：{names.zh} 将变化")
                yield Effect("visit", place, text)

    def _begun(self, visit: Address) -> bool:
        return any(visit.covers(address) for address in self._before.record.values)


_GONE = {
    "item": Text("no longer asked; stays readable", "不再填写；仍可查看"),
    "form": Text("its form is no longer there; stays readable", "所在表单已取消；仍可查看"),
    "visit": Text("its visit is no longer there; stays readable", "所在访视已取消；仍可查看"),
}


def _hard(course: Course, item: Item, fact: ValueSet) -> bool:
    return findings(course, course.visit_at(fact.address.in_visit), item, fact).hard is not None


def _has_form(study: Study, place: Address) -> bool:
    visits = (visit for visit in study.visits if visit.code == place.visit)
    return place.form in study.forms and any(place.form in visit.forms for visit in visits)


def _missing(course: Course, place: Address) -> tuple[str, ...]:
    """The required items that a form lacks."""
    form = course.study.forms[place.form]
    values = {i.code: v for i in form.items if (v := course.record.value(_item(place, i.code))) is not None}
    return completeness(form, values, relevance=relevance(course, place)).missing


def _item(place: Address, code: str) -> Address:
    return msgspec.structs.replace(place, item=code)


def _kept_as(was: Item, now: Item, old: Study, new: Study) -> Text:
    if was.type != now.type:
        kinds = TYPES[was.type], TYPES[now.type]
        return Text(
            f"stays a {kinds[0].en}; the item is a {kinds[1].en} now", f"仍为{kinds[0].zh}；项目改为{kinds[1].zh}"
        )
    if was.unit != now.unit:
        units = label(old, was.unit), label(new, now.unit)
        return Text(
            f"keeps its unit {units[0]}; the item's is {units[1]} now",
            f"保留原单位 {units[0]}；项目单位改为 {units[1]}",
        )
    return Text("stays as it was entered; the item means something else now", "保持录入时的含义；项目含义已改变")


def _gone_answers(old: Study, new: Study, was: Item, now: Item, fact: ValueSet) -> tuple[Text, ...]:
    """The labels of answers that were offered and no longer are."""
    if not isinstance(fact.value, Codes):
        return ()
    labels = {choice.code: choice.label for choice in old.codelists.get(was.choices, ())}
    offered = {choice.code for choice in new.codelists.get(now.choices, ())}
    return tuple(labels[code] for code in fact.value.codes if code in labels and code not in offered)


def _named(labels: tuple[Text, ...], text: Text) -> Text:
    en, zh = ", ".join(each.en for each in labels), "、".join(each.zh for each in labels)
    return Text(f"“{en}”: {text.en}", f"“{zh}”：{text.zh}")


def _form_names(new: Study, old: Study, forms: tuple[str, ...]) -> Text:
    labels = [(form.short or form.label) for code in forms if (form := new.forms.get(code) or old.forms.get(code))]
    return Text(", ".join(each.en for each in labels), "、".join(each.zh for each in labels))


def _window(was: Stop | None, now: Stop) -> Text | None:
    """How a visit's window or standing moves; None where it stays, and for a new visit that is not due yet."""
    state = STATES[now.state]
    if was is None:
        new = Text(f"new, {state.en}", f"新增，{state.zh}")
        return None if now.state in ("unplanned", "not_due", "skipped", "stopped") else new
    if (was.opens, was.closes, was.state) == (now.opens, now.closes, now.state):
        return None
    before = STATES[was.state]
    states = (before, state) if was.state != now.state else None
    en = f", {states[0].en} → {states[1].en}" if states else ""
    zh = f"，{states[0].zh} → {states[1].zh}" if states else ""
    span = f"{_span(was)} → {_span(now)}"
    return Text(f"window {span}{en}", f"时间窗 {span}{zh}")


def _span(stop: Stop) -> str:
    return f"{stop.opens} .. {stop.closes}" if stop.opens and stop.closes else "?"
