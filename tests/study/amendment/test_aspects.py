"""Nothing of a definition changes without being told: every field is compared and named in both languages."""

import msgspec
import pytest

from study.amendment import differences
from study.amendment.aspects import CHECK, DERIVED, FORM, ITEM, VISIT, Aspect
from study.definition.model import Check, DerivedSpec, Form, Item, Limits, SoftDays, Study, Visit
from study.text import Text
from tests.kit.second import second_study

OLD = second_study()
ELSEWHERE = {"code", "items", "checks", "file", "line"}
"""The name itself, parts that are compared by themselves, where it is written."""


@pytest.mark.parametrize(
    ("kind", "aspects"), [(Item, ITEM), (Form, FORM), (Visit, VISIT), (Check, CHECK), (DerivedSpec, DERIVED)]
)
def test_every_field_is_compared(kind: type[msgspec.Struct], aspects: tuple[Aspect, ...]) -> None:
    fields = [aspect.field for aspect in aspects]
    assert set(kind.__struct_fields__) - ELSEWHERE == set(fields)
    assert len(fields) == len(set(fields))


def told(new: Study) -> list[tuple[str, str, list[str], list[str]]]:
    found = differences(OLD, new)
    return [(e.part, e.code, [what.en for what in e.what], [what.zh for what in e.what]) for e in found]


@pytest.mark.parametrize(
    ("change", "en", "zh"),
    [
        ({"headline": True}, "compared from visit to visit: no → yes", "访视间比较：否 → 是"),
        ({"quiet": "N"}, "verdict without a line: none → N", "不显示的结论：无 → N"),
        ({"confirmed": False}, "confirmed: yes → no", "已确认：是 → 否"),
        ({"valid": Text("Grown men only", "仅成年男性")}, "valid for: ", "适用范围："),
    ],
)
def test_how_a_derived_value_is_shown_is_told(change: dict[str, object], en: str, zh: str) -> None:
    code, spec = next(iter(OLD.derived.items()))
    new = msgspec.structs.replace(OLD, derived={**OLD.derived, code: msgspec.structs.replace(spec, **change)})
    [(part, where, [english], [chinese])] = told(new)
    assert (part, where) == ("derived", code)
    assert english.startswith(en)
    assert chinese.startswith(zh)


def test_limits_of_study_days_are_told_with_their_days() -> None:
    body = OLD.forms["BODY"]
    items = tuple(
        msgspec.structs.replace(item, soft_by_day=SoftDays(-5, 28, Limits(None, item.hard.high)))
        if item.code == "SYS" and item.hard
        else item
        for item in body.items
    )
    new = msgspec.structs.replace(OLD, forms={**OLD.forms, "BODY": msgspec.structs.replace(body, items=items)})
    assert told(new) == [
        (
            "item",
            "BODY/SYS",
            ["usual on study days: none → -5 .. 28 d ( .. 300)"],
            ["特定研究日常见范围：无 → -5 .. 28 d ( .. 300)"],
        )
    ]


def test_a_source_and_a_unit_that_change_are_told() -> None:
    unit = next(iter(OLD.units.values()))
    units = {**OLD.units, unit.code: msgspec.structs.replace(unit, label="other")}
    new = msgspec.structs.replace(OLD, sources={**OLD.sources, "NEW": "A paper, 2026"}, units=units)
    assert [where for _, where, _, _ in told(new)] == ["sources/NEW", f"units/{unit.code}"]
