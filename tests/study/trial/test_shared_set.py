"""The data set without identity: study days for dates, no word that a person typed, every cell proven."""

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.address import Address
from study.changes import facts as f
from study.definition.model import Study
from study.errors import KnownError
from study.shared.columns import Column, columns, left_out
from study.shared.files import data_files, dictionary, omitted, prove
from study.shared.of_child import Shared, alias_of, shared_of
from study.shared.risk import risk
from study.shared.values import study_days
from study.text import Text
from study.values import Quantity

TODAY = date(2026, 11, 17)
Begin = Callable[..., Any]
WORD = Text("x", "x")


@pytest.fixture
def shared(chart: Any) -> Shared:
    """A girl born 2014-07-01, infused 2026-08-18, with an event, a medicine and a result below its limit."""
    chart.put(
        Address("child", "SCR", form="DM"),
        SUBJID="LN-001",
        SLEDXDTC="2021-05",
        REFRAC="told by Dr Wang",
        ETHNIC="OTHER",
    )
    chart.row("AE", AETERM="王小明发热", AESTDTC="2026-08-21", AETOXGR="2")
    chart.visit("M3", "2026-11-17")
    chart.form("M3", "SERO", C3="0.9", DSDNA="<12")
    return shared_of(chart.course(), "S-ABCDEFGH", TODAY)


def rows(study: Study, shared: Shared, file: str) -> list[dict[str, str]]:
    sheet = next(each for each in data_files(study, [shared]) if each.name == file)
    heads = [column.en for column in sheet.columns]
    return [dict(zip(heads, row, strict=True)) for row in sheet.texts("en")]


def test_dates_are_study_days_and_a_partial_one_a_stretch(shipped: Study, shared: Shared) -> None:
    [dm] = rows(shipped, shared, "DM")
    assert (dm["ICDTC"], dm["SLEDXDTC"]) == ("-48", "-2002..-1820")
    [event] = rows(shipped, shared, "AE")
    assert (event["DAY"], event["AESTDTC"], event["AETOXGR"]) == ("3", "3", "2")
    [infusion] = rows(shipped, shared, "INF")
    assert infusion["INFDTC"] == "0 10:00"


def test_no_word_no_code_of_the_registry_and_no_withheld_answer(shipped: Study, shared: Shared) -> None:
    said = "\n".join(cell for sheet in data_files(shipped, [shared]) for row in sheet.texts("en") for cell in row)
    for hidden in ("LN-001", "王", "Wang", "2026", "2014", "child", "f0"):
        assert hidden not in said
    assert "ETHNIC" not in {column.code for column in columns(shipped, shipped.forms["DM"])}
    assert rows(shipped, shared, "subjects") == [
        {"SUBJECT": "S-ABCDEFGH", "SEX": "F", "AGE_Y": "12", "INFUSED": "Y", "STATUS": "follow_up", "LAST_DAY": "91"}
    ]


def test_a_term_of_the_dictionary_is_shared_and_other_words_are_not(chart: Any, shipped: Study) -> None:
    for term in ("Fever", "发热", "王小明发热"):
        chart.row("AE", AETERM="x", AECTC=term, AESTDTC="2026-08-21")
    made = rows(shipped, shared_of(chart.course(), "S-ABCDEFGH", TODAY), "AE")
    assert [row["AECTC"] for row in made] == ["Fever", "Fever", "OTHER"]


def test_a_limit_keeps_its_sign_in_the_cell(shipped: Study, shared: Shared) -> None:
    [sero] = rows(shipped, shared, "SERO")
    assert (sero["C3"], sero["DSDNA"], sero["VISIT"]) == ("0.9", "<12", "M3")


def test_two_values_undecided_are_named_and_none_is_chosen(begin: Begin, shipped: Study) -> None:
    chart = begin()
    chart.form("D0", "INF", INFDTC="2026-08-18T10:00", INFCOMP="Y")
    chart.visit("M3", "2026-11-17")
    place = chart.form("M3", "SERO", C3="0.9")
    chart.contradict(place, "C3", "1.2")
    [sero] = rows(shipped, shared_of(chart.course(), "S-ABCDEFGH", TODAY), "SERO")
    assert sero["C3"] == "CONFLICT"


def test_a_unit_that_leads_nowhere_is_not_a_number(chart: Any, shipped: Study) -> None:
    chart.visit("M3", "2026-11-17")
    place = chart.form("M3", "SERO", C3="0.9")
    address = msgspec.structs.replace(place, item="C4")
    chart.write(f.ValueSet(id=chart.new_id(), address=address, value=Quantity("7", "kg")))
    [sero] = rows(shipped, shared_of(chart.course(), "S-ABCDEFGH", TODAY), "SERO")
    assert sero["C4"] == "UNIT?"


def test_without_an_infusion_no_day_is_told(begin: Begin, shipped: Study) -> None:
    chart = begin()
    chart.put(Address("child", "SCR", form="DM"), SUBJID="LN-002", ICDTC="2026-07-01", INFPLDTC="2026-08-18")
    chart.visit("SCR", "2026-07-02")
    made = shared_of(chart.course(), "S-ABCDEFGH", TODAY)
    [dm] = rows(shipped, made, "DM")
    assert (dm["DAY"], dm["ICDTC"], dm["INFPLDTC"]) == ("", "", "")
    assert made.who[2:4] == ("", "N")


def test_every_item_is_kept_or_left_out_with_a_reason(shipped: Study) -> None:
    kept = {(form.code, column.code) for form in shipped.forms.values() for column in columns(shipped, form)}
    gone = {(each.form, each.item.code): each.reason for each in left_out(shipped)}
    assert not kept & set(gone)
    assert kept | set(gone) == {(form.code, item.code) for form in shipped.forms.values() for item in form.items}
    assert gone["AE", "AETERM"] == "free_text"
    assert gone["DM", "BRTHDTC"] == "identity"
    assert gone["DM", "ETHNIC"] == "withheld"
    assert len(omitted(shipped).rows) == len(gone)


def test_the_dictionary_has_every_column_in_both_languages(shipped: Study) -> None:
    said = dictionary(shipped).texts("en")
    named = {(row[0], row[1]) for row in said}
    assert {(form.code, column.code) for form in shipped.forms.values() for column in columns(shipped, form)} <= named
    assert all(row[2] and row[3] for row in said)


@pytest.mark.parametrize(
    ("kind", "cell"),
    [("number", "Wang"), ("number", "12 g"), ("day", "2026-08-18"), ("answer", "王"), ("word", "a b"), ("answer", "Y")],
)
def test_a_cell_that_the_program_does_not_write_stops_everything(kind: Any, cell: str) -> None:
    shape = (Column("X", WORD, kind, codes=(("N", WORD),)),)
    with pytest.raises(KnownError, match="neither a number"):
        prove("f", shape, [(cell,)])


@given(st.text(alphabet=st.characters(categories=("Lo", "Lu", "Ll", "Zs")), min_size=1, max_size=12))
def test_no_word_passes_as_a_number_or_a_day(text: str) -> None:
    assert not Column("X", WORD, "number").allows(text) or text == "CONFLICT"
    assert not Column("X", WORD, "day").allows(text) or text == "CONFLICT"


def test_an_alias_is_the_same_for_the_same_key_and_says_nothing_of_the_order() -> None:
    names = [alias_of(bytes([number]) * 32) for number in range(64)]
    assert len(set(names)) == 64
    assert all(len(name) == 10 and name.startswith("S-") for name in names)
    assert alias_of(b"\x07" * 32) == names[7]


def test_small_groups_are_counted(shipped: Study) -> None:
    children = [Shared(("S-A", "F", "12", "Y", "follow_up", "9"), {}, ())] * 5
    children.append(Shared(("S-B", "M", "15", "Y", "died", "9"), {}, ()))
    made = risk(shipped, children).texts("en")
    assert made[0] == ["sex", "2", "1", "1", "1"]
    assert "not anonymous: 6 children" in risk(shipped, children).notes[0].en


@pytest.mark.parametrize(
    ("text", "days"), [("2026-08-18", "0"), ("2026-08", "-91..91"), ("2026", "-273..182"), ("?", "")]
)
def test_days_from_dates(text: str, days: str) -> None:
    assert study_days(text, date(2026, 8, 18)) == days
    assert study_days(text, None) == ""


@given(zero=st.dates(date(2025, 1, 1), date(2030, 12, 31)), other=st.dates(date(2005, 1, 1), date(2030, 12, 31)))
def test_the_ends_of_a_day_known_in_part_tell_no_day_of_the_calendar_and_hold_it(zero: date, other: date) -> None:
    for text in (f"{other:%Y-%m}", f"{other:%Y}"):
        first, last = (int(end) for end in study_days(text, zero).split(".."))
        assert first <= (other - zero).days <= last
        assert first % 91 == last % 91 == 0


def test_of_a_child_of_whose_infusion_the_day_is_not_decided_it_is_not_said_that_there_was_none(chart: Any) -> None:
    place = chart.course().anchor("infusion")
    assert shared_of(chart.course(), "S-ABCDEFGH", TODAY).who[3] == "Y"
    chart.contradict(place.in_form, "INFDTC", "2026-08-19T10:00")
    who = shared_of(chart.course(), "S-ABCDEFGH", TODAY).who
    assert who[2:] == ("", "CONFLICT", "CONFLICT", "")
