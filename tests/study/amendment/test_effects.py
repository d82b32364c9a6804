"""What an amendment would do is shown before it happens: in the definition, and value by value for everyone."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.address import Address
from study.amendment import KINDS, Effects, differences, effects
from study.changes import facts as f
from study.definition.model import Study
from study.earlier import lacks, without_place
from study.values import Codes, DateTimeValue, DateValue, NotDone, Quantity
from tests.kit.second import AMENDMENT, ARM, SODIUM, Edits, second_study
from tests.kit.written import CHILD, Writer

OLD = second_study()
TODAY = date(2026, 6, 1)
WEEK4 = """  - code: WEEK4
    en: Week 4
    zh: 第4周
    target_day: 28
    window: [25, 31]
    forms: [ENC, BODY, CUFF]
"""
SYSTOLIC = "    hard: [50, 300]\n    soft: [90, 180]\n"


@pytest.fixture
def writer() -> Writer:
    """One participant: intake and start done, week 4 to come."""
    made = Writer(OLD)
    made.write(f.SubjectEnrolled(id="s", subject=CHILD))
    for visit, day in (("INTAKE", "2026-05-04"), ("START", "2026-05-11")):
        made.put(Address(CHILD, visit, form="ENC"), "ENCDT", DateValue(day))
        body = Address(CHILD, visit, form="BODY")
        made.put(body, "MASS", Quantity("80", "kg"))
        made.put(body, "SYS", Quantity("170", "mmHg"))
        made.put(body, "DIA", Quantity("90", "mmHg"))
        made.put(body, "NA", Quantity("140", "mmol/L"))
    made.put(Address(CHILD, "START", form="RAND"), "RDDTC", DateTimeValue("2026-05-11T09:00"))
    made.write(f.FormCompleted(id="done", address=Address(CHILD, "INTAKE", form="BODY")))
    return made


def look(writer: Writer, edits: Edits, today: date = TODAY) -> Effects:
    """The effects of an amendment on the participant."""
    return effects(OLD, second_study(edits), [writer.course(None)], today)


def said(found: Effects, kind: str) -> list[str]:
    """The English sentences of one kind; each has a Chinese one too."""
    lines = [effect.text for child in found.children for effect in child.effects if effect.kind == kind]
    assert all(line.zh for line in lines)
    return [line.en for line in lines]


def test_the_same_texts_change_nothing(writer: Writer) -> None:
    found = look(writer, {})
    assert (found.differences, found.children, found.counts) == ((), (), {})


def test_an_amendment_is_told_by_what_comes_goes_and_changes() -> None:
    found = {(each.part, each.code): each for each in differences(OLD, second_study(AMENDMENT))}
    assert {key: each.how for key, each in found.items()} == {
        ("item", "BODY/SYS"): "changed",
        ("item", "BODY/NA"): "removed",
        ("item", "BODY/ARMSIDE"): "added",
    }
    assert [what.en for what in found["item", "BODY/SYS"].what] == [
        "possible: 50 .. 300 → 50 .. 260",
        "usual: 90 .. 180 → 90 .. 160",
    ]
    assert not any(each.danger for each in found.values())


def test_every_effect_on_a_participant_is_named(writer: Writer) -> None:
    found = look(writer, AMENDMENT)
    assert [(child.subject, child.code) for child in found.children] == [(CHILD, "")]
    assert found.counts == {"vanishes": 2, "lacks": 1, "unusual": 2, "open": 1, "visit": 1}
    assert said(found, "vanishes")[0] == "INTAKE Sodium: 140 mmol/L – no longer asked; stays readable"
    assert said(found, "lacks") == ["INTAKE Arm – complete, and would lack it"]
    assert said(found, "unusual")[1] == "START Systolic: 170 mmHg – unusual under the new limits"
    assert said(found, "open") == ["START Body and pressure – open, changes"]
    assert said(found, "visit") == ["WEEK4, to come: Body and pressure change"]


def test_what_would_be_impossible_is_told_and_what_was_confirmed_is_not(writer: Writer) -> None:
    body = Address(CHILD, "START", form="BODY")
    narrow: Edits = {
        "forms/BODY.yaml": [(SYSTOLIC, "    hard: [50, 165]\n    soft: [90, 160]\n"), ("[70, 220]", "[70, 160]")]
    }
    found = look(writer, narrow)
    assert len(said(found, "impossible")) == 2
    standing = writer.record.settled(Address(*body.parts[:6], "SYS"))
    fact = standing.heads[0].fact
    assert isinstance(fact, f.ValueSet)
    writer.write(
        f.ValueSet(
            id="sure", bases=(fact.id,), address=fact.address, value=fact.value, confirmed=True, reason="read twice"
        )
    )
    assert said(look(writer, narrow), "impossible") == ["INTAKE Systolic: 170 mmHg – impossible under the new limits"]


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (("unit: mmol/L", "unit: mg/dL"), "keeps its unit mmol/L; the item's is mg/dL now"),
        (
            (SODIUM, "  - {code: NA, en: Sodium, zh: 血钠, type: text}\n"),
            "stays a number; the item is a text now",
        ),
    ],
)
def test_another_unit_or_type_of_an_item_that_holds_values_is_a_danger(
    writer: Writer, edit: tuple[str, str], says: str
) -> None:
    found = look(writer, {"forms/BODY.yaml": [edit]})
    assert [each.code for each in found.dangers] == ["BODY/NA"]
    assert said(found, "danger")[0] == f"INTAKE Sodium: 140 mmol/L – {says}"


def test_an_answer_that_is_no_longer_offered_is_told(writer: Writer) -> None:
    writer.put(Address(CHILD, "WEEK4", form="CUFF"), "TAKES", Codes(("OFTEN",)))
    found = look(writer, {"codelists.yaml": [("  - {code: OFTEN, en: Most days, zh: 多数日子}\n", "")]})
    assert [(each.part, each.how, each.code) for each in found.differences] == [("answer", "removed", "TAKEN/OFTEN")]
    assert said(found, "answer") == ["WEEK4 Measures at home – “Most days”: answer no longer offered"]


def test_a_form_and_a_visit_that_go_leave_their_values_readable(writer: Writer) -> None:
    writer.put(Address(CHILD, "WEEK4", form="CUFF"), "TAKES", Codes(("OFTEN",)))
    without_form: Edits = {
        "visits.yaml": [("forms: [ENC, BODY, CUFF]", "forms: [ENC, BODY]"), ("forms: [PILLS]", "forms: [PILLS, CUFF]")]
    }
    assert said(look(writer, without_form), "vanishes") == [
        "WEEK4 Measures at home – its form is no longer there; stays readable"
    ]
    found = look(writer, {"visits.yaml": [(WEEK4, ""), ("forms: [PILLS]", "forms: [PILLS, CUFF]")]})
    assert said(found, "vanishes") == ["WEEK4 Measures at home – its visit is no longer there; stays readable"]
    assert said(found, "visit") == ["WEEK4, to come: is no longer asked"]


def test_windows_that_move_are_told_with_what_they_make_of_the_visit(writer: Writer) -> None:
    earlier: Edits = {"visits.yaml": [("target_day: 28\n    window: [25, 31]", "target_day: 14\n    window: [12, 16]")]}
    found = look(writer, earlier)
    assert said(found, "window") == [
        "WEEK4: window 2026-06-05 .. 2026-06-11 → 2026-05-23 .. 2026-05-27, not due → overdue"
    ]
    writer.put(Address(CHILD, "WEEK4", form="ENC"), "ENCDT", DateValue("2026-06-08"))
    assert said(look(writer, earlier, date(2026, 6, 9)), "window") == [
        "WEEK4: window 2026-06-05 .. 2026-06-11 → 2026-05-23 .. 2026-05-27, in time → late"
    ]


def test_a_new_visit_that_is_overdue_at_once_is_told(writer: Writer) -> None:
    week1 = "  - code: WEEK1\n    en: Week 1\n    zh: 第1周\n    target_day: 7\n    window: [6, 8]\n    forms: [ENC]\n"
    found = look(writer, {"visits.yaml": [("  - code: WEEK4\n", f"{week1}  - code: WEEK4\n")]})
    assert said(found, "window") == ["WEEK1: new, overdue"]


def test_a_check_that_only_the_new_version_has_is_told_where_it_fails(writer: Writer) -> None:
    check = "  - {code: WIDE, holds: SYS - DIA < 60, en: Wide pulse pressure., zh: 脉压大。}\n"
    found = look(writer, {"forms/BODY.yaml": [("checks:\n", f"checks:\n{check}")]})
    assert said(found, "check")[0] == "INTAKE Systolic: 170 mmHg – Wide pulse pressure."


def test_where_the_schedule_stands_on_is_a_danger() -> None:
    moved = second_study(
        {"study.yaml": [("planned_infusion: INTAKE/WHO/PLANNED", "planned_infusion: INTAKE/WHO/AGREED")]}
    )
    [found] = differences(OLD, moved)
    assert (found.code, found.danger) == ("anchors/planned_infusion", True)


def test_what_has_no_place_is_found_at_its_smallest_missing_part(writer: Writer) -> None:
    new = second_study(AMENDMENT)
    sodium = Address(CHILD, "START", form="BODY", item="NA")
    assert without_place(OLD, writer.record) == {}
    assert without_place(new, writer.record) == {
        Address(CHILD, "INTAKE", form="BODY", item="NA"): "item",
        sodium: "item",
    }
    assert lacks(new, Address(CHILD, "INTAKE", form="CUFF", item="TAKES")) == "form"
    assert lacks(new, Address(CHILD, "NOWHERE", form="BODY", item="MASS")) == "visit"


def test_a_value_that_was_cleared_or_not_done_asks_for_nobody(writer: Writer) -> None:
    writer.put(Address(CHILD, "WEEK4", form="BODY"), "SYS", NotDone("NOCUFF"))
    found = look(writer, {"forms/BODY.yaml": [(SYSTOLIC, "    hard: [50, 400]\n    soft: [90, 350]\n")]})
    assert found.counts == {"open": 2}


LIMITS = st.integers(60, 250)


@given(low=LIMITS, high=LIMITS, value=st.integers(51, 299))
def test_impossible_is_told_exactly_for_what_the_new_limits_refuse(low: int, high: int, value: int) -> None:
    low, high = min(low, high), max(low, high)
    made = Writer(OLD)
    made.put(Address(CHILD, "WEEK4", form="BODY"), "SYS", Quantity(str(value), "mmHg"))
    limits = f"    hard: [{low}, {high}]\n"
    new = second_study({"forms/BODY.yaml": [(SYSTOLIC, limits), ("    critical: [70, 220]\n", "")]})
    found = effects(OLD, new, [made.course(None)], TODAY)
    assert bool(said(found, "impossible")) == (not low <= value <= high)


@given(pieces=st.sets(st.sampled_from(("SODIUM", "ARM", "LIMITS"))))
def test_counts_agree_with_the_lists_and_kinds_keep_their_order(pieces: set[str]) -> None:
    edits = {
        "SODIUM": (SODIUM, ""),
        "ARM": ("checks:\n", ARM.replace("choices: SIDE", "choices: ARM") + "checks:\n"),
        "LIMITS": (SYSTOLIC, "    hard: [50, 150]\n"),
    }
    made = Writer(OLD)
    made.put(Address(CHILD, "WEEK4", form="BODY"), "SYS", Quantity("160", "mmHg"))
    new: Study = second_study(
        {"forms/BODY.yaml": [("    critical: [70, 220]\n", ""), *(edits[p] for p in sorted(pieces))]}
    )
    found = effects(OLD, new, [made.course(None)], TODAY)
    kinds = [effect.kind for child in found.children for effect in child.effects]
    assert kinds == sorted(kinds, key=KINDS.index)
    assert sum(found.counts.values()) == len(kinds)
    assert {each.code for each in found.differences if each.how != "changed"} == (
        ({"BODY/NA"} if "SODIUM" in pieces else set()) | ({"BODY/ARMSIDE"} if "ARM" in pieces else set())
    )
