"""What belongs to an adverse event: rows of other logs name it, several by several, and never by words."""

from typing import Any

import pytest

from study.address import LOG, Address
from study.definition.load import load
from study.earlier import without_place
from study.form_tables import columns, form_rows
from study.grammar import Ask, Understood, understand
from study.linking import linkable, linked, may_choose
from study.links import belonging, called, named, withdrawn_rows
from study.logs import Row
from study.unusual import GONE, unusual
from study.value_words import choice_text
from study.values import Cleared, Codes, Value
from tests.kit.second import second_texts

CHILD = "child"


@pytest.fixture
def fever(chart: Any) -> Address:
    place: Address = chart.row("AE", AETERM="发热", AESTDTC="2026-08-20")
    return place


def drug(chart: Any, name: str, *events: Address) -> Address:
    named_ = {"CMAES": ",".join(each.form_repeat for each in events)} if events else {}
    place: Address = chart.row("CM", CMTRT=name, CMSTDTC="2026-08-21", **named_)
    return place


def codes(chart: Any, place: Address) -> set[str]:
    return {each.code for each in unusual(chart.course(), chart.course().visit_at(Address(CHILD, LOG)), place)}


def chosen(chart: Any, event: Address, form: str, *rows: Address) -> dict[Address, Value]:
    course = chart.course()
    wanted = {each.address for each in linkable(course, event, form) if each.address.in_form in rows}
    return {each.address: value for each, value in linked(course, event, linkable(course, event, form), wanted)}


def test_an_event_has_several_medicines_and_a_medicine_several_events(chart: Any, fever: Address) -> None:
    rash = chart.row("AE", AETERM="皮疹", AESTDTC="2026-08-22")
    both, one = drug(chart, "泼尼松", fever, rash), drug(chart, "布洛芬", fever)
    course = chart.course()
    assert {row.place for row in belonging(course, fever, "CM")} == {both, one}
    assert [row.place for row in belonging(course, rash, "CM")] == [both]
    item, row = course.study.item("CM", "CMAES"), Row(both, None, course.filled(both))
    assert named(course, row, item) == (fever, rash)
    assert choice_text(course.study, item, row.codes("CMAES")).zh == "发热 · 2026-08-20、皮疹 · 2026-08-22"


@pytest.mark.parametrize(
    ("check", "said", "link"),
    [
        ("AE_TREATED", {"AETRT": "Y"}, "CM/CMAES"),
        ("AE_STAY", {"AESER": "Y", "AESCRIT": "HOSP,LIFE"}, "HOSP/HOAES"),
        ("AE_INFECTION", {"AESI": "Y", "AESICAT": "SINF"}, "INFE/INFAES"),
    ],
)
def test_what_an_event_says_wants_its_rows(
    chart: Any, fever: Address, check: str, said: dict[str, str], link: str
) -> None:
    form, link = link.split("/")
    assert check not in codes(chart, fever)
    chart.put(fever, **said)
    assert check in codes(chart, fever)
    row = chart.row(form, **{link: fever.form_repeat})
    assert check not in codes(chart, fever)
    chart.contradict(row, link, "somebody-else")
    assert check not in codes(chart, fever), "two say of whom the row is: it cannot be told that none is there"
    chart.withdraw(row)
    assert check in codes(chart, fever)


def test_a_medicine_where_none_was_given_wants_a_word(chart: Any, fever: Address) -> None:
    chart.put(fever, AETRT="N")
    assert "AE_UNTREATED" not in codes(chart, fever)
    drug(chart, "布洛芬", fever)
    assert "AE_UNTREATED" in codes(chart, fever)


def test_a_row_that_names_a_withdrawn_one_keeps_it_and_says_so(chart: Any, fever: Address) -> None:
    rash = chart.row("AE", AETERM="皮疹", AESTDTC="2026-08-22")
    row = drug(chart, "泼尼松", fever, rash)
    assert GONE not in codes(chart, row)
    chart.withdraw(fever)
    course = chart.course()
    item, stands = course.study.item("CM", "CMAES"), Row(row, None, course.filled(row))
    assert stands.codes("CMAES") == (fever.form_repeat, rash.form_repeat)
    assert withdrawn_rows(course, stands, item) == (fever.form_repeat,)
    assert choice_text(course.study, item, stands.codes("CMAES")).en == (
        "发热 · 2026-08-20 (withdrawn), 皮疹 · 2026-08-22"
    )
    [odd] = [each for each in unusual(course, course.visit_at(Address(CHILD, LOG)), row) if each.code == GONE]
    assert (odd.item.code, odd.sentence.zh) == ("CMAES", "所关联的记录行已撤回：发热 · 2026-08-20（已撤回）")
    assert [choice.code for choice in course.study.codelists[item.choices]] == [rash.form_repeat], "never offered"


def test_choosing_rows_from_the_event_leaves_their_other_events(chart: Any, fever: Address) -> None:
    rash = chart.row("AE", AETERM="皮疹", AESTDTC="2026-08-22")
    first, second, third = drug(chart, "泼尼松", rash), drug(chart, "布洛芬"), drug(chart, "更昔洛韦", fever)
    assert chosen(chart, fever, "CM", first, second) == {
        Address(*first.parts[:6], "CMAES"): Codes((rash.form_repeat, fever.form_repeat)),
        Address(*second.parts[:6], "CMAES"): Codes((fever.form_repeat,)),
        Address(*third.parts[:6], "CMAES"): Cleared(),
    }
    assert chosen(chart, fever, "CM", third) == {}
    assert linkable(chart.course(), fever, "CM")[0].address.in_form == third, "those that are chosen stand first"


def test_what_nobody_decided_is_not_decided_by_choosing(chart: Any, fever: Address) -> None:
    row = drug(chart, "泼尼松", fever)
    chart.contradict(row, "CMAES", "another")
    [each] = linkable(chart.course(), fever, "CM")
    assert each.why is not None
    assert chosen(chart, fever, "CM", row) == chosen(chart, fever, "CM") == {}


def test_two_devices_that_add_rows_to_one_event_do_not_contradict_each_other(chart: Any, fever: Address) -> None:
    """Each row holds its own link; one row that is linked to two events apart is in conflict, as every other value."""
    rash = chart.row("AE", AETERM="皮疹", AESTDTC="2026-08-22")
    first, second = drug(chart, "泼尼松"), drug(chart, "布洛芬")
    seen = chart.course()
    here, there = (linkable(seen, fever, "CM") for _ in range(2))
    for view, row in ((here, first), (there, second)):
        for each, value in linked(seen, fever, view, {Address(*row.parts[:6], "CMAES")}):
            assert isinstance(value, Codes)
            chart.contradict(each.address.in_form, "CMAES", ",".join(value.codes))
    assert {row.place for row in belonging(chart.course(), fever, "CM")} == {first, second}
    assert not chart.course().undecided(first)
    chart.contradict(first, "CMAES", rash.form_repeat)
    assert chart.course().undecided(first) == {"CMAES"}
    assert {row.place for row in belonging(chart.course(), fever, "CM")} == {second}


def test_a_report_is_of_one_event(chart: Any, fever: Address) -> None:
    rash = chart.row("AE", AETERM="皮疹", AESTDTC="2026-08-22")
    report = chart.row("SAE", SAENO="1", SAEEV=rash.form_repeat)
    [each] = linkable(chart.course(), fever, "SAE")
    assert each.why is not None
    assert "皮疹" in each.why.en
    assert chosen(chart, fever, "SAE", report) == {}


def test_rows_without_a_name_of_their_own_are_not_chosen(chart: Any) -> None:
    forms = chart.study.forms
    assert [code for code in ("CM", "INFE", "HOSP", "SAE", "AEGR", "KRT") if may_choose(forms[code], "AE")] == [
        "CM", "INFE", "HOSP", "SAE",
    ]  # fmt: skip


def test_rows_are_named_by_typing_even_where_their_names_hold_a_comma(chart: Any) -> None:
    both = chart.row("AE", AETERM="发热、乏力", AESTDTC="2026-08-20")
    rash = chart.row("AE", AETERM="皮疹", AESTDTC="2026-08-22")
    study = chart.course().study
    item = study.item("CM", "CMAES")
    for typed in ("发热、乏力、皮疹", "皮疹, 发热，乏力 · 2026-08-20", "发热, 乏力; 皮疹 · 2026-08-22"):
        read = understand(study, item, typed)
        assert isinstance(read, Understood)
        assert isinstance(read.value, Codes)
        assert set(read.value.codes) == {both.form_repeat, rash.form_repeat}


def test_rows_of_one_name_and_day_can_be_told_apart(chart: Any) -> None:
    places = [chart.row("AE", AETERM="发热", AESTDTC="2026-08-20") for _ in range(2)]
    study = chart.course().study
    item = study.item("CM", "CMAES")
    assert isinstance(understand(study, item, "发热"), Ask)
    read = understand(study, item, "发热 · 2026-08-20（第2条）")
    assert isinstance(read, Understood)
    assert read.value == Codes((places[1].form_repeat,))


def test_tables_of_an_export_say_which_rows_are_meant_and_what_they_are_called(chart: Any, fever: Address) -> None:
    rash = chart.row("AE", AETERM="皮疹", AESTDTC="2026-08-22")
    drug(chart, "泼尼松", fever, rash)
    chart.withdraw(rash)
    form = chart.study.forms["CM"]
    [line] = form_rows(chart.course(), form, "S1")
    row = dict(zip(columns(form), line, strict=True))
    assert row["CMAES"] == f"{fever.form_repeat} {rash.form_repeat}"
    assert row["CMAES_ROWS"] == "发热 · 2026-08-20; 皮疹 · 2026-08-22 (withdrawn)"


def test_rows_are_called_beside_the_row_they_name(chart: Any, fever: Address) -> None:
    drug(chart, "泼尼松", fever)
    drug(chart, "布洛芬", fever)
    course = chart.course()
    assert called(course, belonging(course, fever, "CM")).zh == "泼尼松 · 2026-08-21、布洛芬 · 2026-08-21"


FOR = "  - {code: WHY, en: For, zh: 用途, type: multichoice, rows: DIZZY}\n"
DIZZY = """form: DIZZY
en: Dizzy spells
zh: 头晕
repeating: true
named_by: SPELL
items:
  - {code: SPELL, en: Spell, zh: 头晕情况, type: text}
  - {code: TAKEN, en: Tablets taken for it, zh: 所服药片, type: table, rows: PILLS}
  - {code: HELPED, en: Helped, zh: 是否缓解, type: text}
checks:
  - {code: NO_TABLET, holds: missing(HELPED) or present(TAKEN), at: HELPED, en: No tablet is linked, zh: 未关联药片}
"""


def test_another_trial_links_rows_of_its_own(chart: Any) -> None:
    """Nothing of it is known by the codes of one trial."""
    texts = second_texts({
        "visits.yaml": [("forms: [PILLS]", "forms: [PILLS, DIZZY]")],
        "forms/PILLS.yaml": [("  - {code: BEGAN", f"{FOR}  - {{code: BEGAN")],
    })  # fmt: skip
    own = type(chart)(load({**texts, "forms/DIZZY.yaml": DIZZY}), chart.today)
    own.enrol()
    spell = own.row("DIZZY", SPELL="on standing", HELPED="the white one")
    pill = own.row("PILLS", PILL="white")
    assert codes(own, spell) == {"NO_TABLET"}
    for each, value in chosen(own, spell, "PILLS", pill).items():
        assert isinstance(value, Codes)
        own.put(each.in_form, WHY=",".join(value.codes))
    assert codes(own, spell) == set()
    own.withdraw(spell)
    assert codes(own, pill) == {GONE}


@pytest.mark.parametrize(
    ("form", "code"), [("AE", "AECM"), ("AE", "AEINFE"), ("AE", "AEHOSP"), ("INFE", "INFAE"), ("HOSP", "HOSAE")]
)
def test_links_in_words_of_an_earlier_version_stay_readable(chart: Any, form: str, code: str) -> None:
    place = chart.row(form)
    address = chart.earlier(place, code, "美罗培南")
    assert without_place(chart.study, chart.course().record) == {address: "item"}
