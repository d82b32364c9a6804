"""A laboratory's table in words: what it covers, what is in force, which values it would judge otherwise. Pure."""

from desktop_app.jobs.reference import Change, Effect
from desktop_app.presenters import words
from study.checks import Flag
from study.definition.model import Item, Study
from study.lab_table import FOREVER, LABORATORY, Row, Stretch
from study.reference import Interval
from study.table_effect import Cover
from study.text import Text

ANY = Text("any", "不限")
FLAGS: dict[Flag, Text] = {
    "": Text("inside", "正常"),
    "low": Text("low", "偏低"),
    "high": Text("high", "偏高"),
    "critical_low": Text("critically low", "危急低值"),
    "critical_high": Text("critically high", "危急高值"),
    "unclear": Text("cannot tell", "无法判断"),
}


def interval(found: Interval | None) -> Text:
    """An interval as a report prints it."""
    return words.both(found.shown.replace("-", "–")) if found else Text("none", "无")


def change(study: Study, each: Change) -> Text:
    """One value that would be judged otherwise, with where it stands, and by which intervals."""
    found = each.moved
    place = f"{each.child} {found.address.visit} {found.address.form}/{found.item.code}"
    en, zh = (words.with_unit(study, found.item, found.value, language) for language in ("en", "zh"))
    old, new, before, after = interval(found.old), interval(found.new), FLAGS[found.before], FLAGS[found.after]
    return Text(
        f"{place}: {en}, {before.en} ({old.en}) → {after.en} ({new.en})",
        f"{place}：{zh}，{before.zh}（{old.zh}）→{after.zh}（{new.zh}）",
    )


def laboratory(study: Study, row: Row) -> Text:
    """The laboratory a row is for."""
    codes = (c for form in study.forms.values() for i in form.items if i.code == LABORATORY for c in _codes(study, i))
    return dict(codes).get(row.laboratory, words.both(row.laboratory) if row.laboratory else ANY)


def method(study: Study, row: Row) -> Text:
    """The method a row is for."""
    item = next((i for i in study.forms[row.form].items if i.code == row.item), None)
    asked = next((i for i in study.forms[row.form].items if item and i.code == item.method), None)
    known = dict(_codes(study, asked)) if asked is not None else {}
    return known.get(row.method, words.both(row.method) if row.method else ANY)


def _codes(study: Study, item: Item) -> list[tuple[str, Text]]:
    return [(choice.code, choice.label) for choice in study.codelists.get(item.choices, ())]


def stretch(each: Stretch) -> tuple[str, str]:
    """From which day to which, "" where no end is known."""
    return each.since.isoformat(), "" if each.until == FOREVER else each.until.isoformat()


def stays(study: Study, row: Row) -> Text:
    """An item, laboratory and method that go on by an earlier table, because the new one does not list them."""
    lab, how = laboratory(study, row), method(study, row)
    return Text(
        f"{row.form}/{row.item} (laboratory: {lab.en}, method: {how.en}) stays as in the earlier table",
        f"{row.form}/{row.item}（实验室：{lab.zh}，方法：{how.zh}）仍按此前的参考区间表",
    )


def counted(found: Effect) -> Text:
    """How many values would be judged otherwise."""
    n = len(found.changes)
    said = Text(f"{n} stored {'value changes' if n == 1 else 'values change'} the flag", f"{n}个已录数值的标志将改变")
    if not found.ageless:
        return said
    children = len(found.ageless)
    more = Text(
        f"{children} {'child' if children == 1 else 'children'} without a date of birth here could not be judged",
        f"{children}名患儿的出生日期在此未知，无法判断",
    )
    return Text(f"{said.en}; {more.en}", f"{said.zh}；{more.zh}")


def cover(each: Cover) -> Text:
    """An item that a table lists, with the ages and how many intervals."""
    n = len(each.rows)
    return Text(
        f"{each.form}/{each.item.code} {each.item.label.en}: {each.ages}, {n} {'interval' if n == 1 else 'intervals'}",
        f"{each.form}/{each.item.code} {each.item.label.zh}：{each.ages}，{n}条",
    )
