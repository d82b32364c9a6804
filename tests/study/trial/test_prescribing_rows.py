"""A row of the log of medicines as its line: as it was written, or from its items; only what differs is changed."""

from datetime import date
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.study_files import read_folder
from resources import path
from study.definition.load import load
from study.definition.model import Study
from study.grammar.prescription import Vocabulary, read_line, vocabulary
from study.prescribing import Items, Order, order_of
from study.prescribing_rows import answers, cannot_end, carried, changes, ending, offered
from study.text import Language
from study.values import Cleared, Codes, DateValue, Quantity, TextValue

TODAY = date(2026, 11, 17)


@cache
def shipped() -> tuple[Study, Vocabulary]:
    """The shipped trial and its words."""
    study = load(read_folder(path("study")))
    return study, vocabulary(study)


def order(line: str) -> Order:
    study, words = shipped()
    return order_of(study, words, read_line(words, line, TODAY), None)


def line_of(row: Items) -> str:
    found = offered(*shipped(), row, TODAY)
    assert found is not None
    return found.line


WARD: Items = {
    "CMTRT": TextValue("泼尼松"), "CMCLASS": Codes(("STER",)), "CMSTER": Codes(("prednisone",)),
    "CMSTRN": Quantity("5", "mg"), "CMDOSE": Quantity("3", "1"), "CMDOSU": Codes(("tablet",)),
    "CMFRQ": Codes(("qod",)), "CMSTDTC": DateValue("2026-10-18"), "CMONGO": Codes(("Y",)),
    "CMINDC": Codes(("LN",)), "CMLINE": TextValue("强的松 5mg 3片 qod 2026-10-18起 “早餐后”"),
}  # fmt: skip


def test_a_row_is_offered_in_the_words_it_was_written_in() -> None:
    assert line_of(WARD) == "强的松 5mg 3片 qod 2026-10-18起 “早餐后”"


def test_a_row_that_was_changed_since_is_offered_as_it_stands_with_the_words_it_was_written_with() -> None:
    now = {**WARD, "CMDOSE": Quantity("2", "1")}
    assert line_of(now) == "泼尼松 5 mg × 2 片 隔日1次 2026-10-18起 “早餐后”"


def test_one_of_two_doses_of_a_day_keeps_its_time() -> None:
    both = order("他克莫司 1mg 早 0.5mg 晚")
    assert [line_of(row) for row in both.rows] == ["他克莫司 1 mg 早", "他克莫司 0.5 mg 晚"]


def test_a_day_that_is_meant_by_today_is_not_another_day_tomorrow() -> None:
    written = order("泼尼松 5mg qd 今日起").rows[0]
    found = offered(*shipped(), written, date(2026, 11, 20))
    assert found is not None
    assert found.line == "泼尼松 5 mg 每日1次 2026-11-17起"


@pytest.mark.parametrize(
    "row",
    [
        {**WARD, "CMFRQ": Codes(("other",)), "CMLINE": TextValue("")},
        {"CMTRT": TextValue("3片 qd")},
        {},
        {"CMTRT": TextValue("泼尼松"), "CMSTER": Codes(("prednisone",)), "CMDOSE": Quantity("-5", "1")},
    ],
)
def test_a_row_that_no_line_says_is_not_offered_or_says_the_same(row: Items) -> None:
    found = offered(*shipped(), row, TODAY)
    assert found is None or not changes(row, found.order, order(found.line))


def test_a_name_that_reads_as_something_else_is_quoted() -> None:
    row: Items = {
        "CMTRT": TextValue("中药 方"),
        "CMDOSE": Quantity("1", "1"),
        "CMDOSU": Codes(("mg",)),
        "CMFRQ": Codes(("bid",)),
    }
    found = offered(*shipped(), row, TODAY)
    assert found is not None
    assert found.order.rows[0]["CMTRT"] == TextValue("中药 方")


def test_only_what_differs_changes_and_the_line_is_kept_as_typed() -> None:
    was = offered(*shipped(), WARD, TODAY)
    assert was is not None
    line = "强的松 5mg 2片 qod 2026-10-18起 “早餐后”"
    assert changes(WARD, was.order, order(line)) == {"CMDOSE": Quantity("2", "1"), "CMLINE": TextValue(line)}


def test_another_spelling_changes_nothing() -> None:
    was = offered(*shipped(), WARD, TODAY)
    assert was is not None
    assert changes(WARD, was.order, order("泼尼松 5 mg × 3 片 隔日1次 2026-10-18起 早餐后")) == {}


def test_what_a_line_cannot_say_is_not_touched() -> None:
    row = {**WARD, "CMSTDTC": DateValue("2026-10"), "CMLINE": TextValue("强的松 5mg 3片 qod")}
    was = offered(*shipped(), row, TODAY)
    assert was is not None
    assert "CMSTDTC" not in changes(row, was.order, order("强的松 5mg 2片 qod"))


def test_a_class_that_a_person_chose_stays_while_the_drug_does() -> None:
    row = {**WARD, "CMCLASS": Codes(("OTHER",))}
    was = offered(*shipped(), row, TODAY)
    assert was is not None
    assert "CMCLASS" not in changes(row, was.order, order("强的松 5mg 1片 qod 2026-10-18起 “早餐后”"))


def test_another_unit_empties_the_strength() -> None:
    was = offered(*shipped(), WARD, TODAY)
    assert was is not None
    found = changes(WARD, was.order, order("泼尼松 15mg qod 2026-10-18起 “早餐后”"))
    assert found["CMSTRN"] == Cleared()
    assert found["CMDOSU"] == Codes(("mg",))


def test_a_last_day_takes_the_answer_away_that_it_goes_on() -> None:
    was = offered(*shipped(), WARD, TODAY)
    assert was is not None
    found = changes(WARD, was.order, order("强的松 5mg 3片 qod 2026-10-18起 2026-11-16停 “早餐后”"))
    assert found["CMENDTC"] == DateValue("2026-11-16")
    assert found["CMONGO"] == Codes(("N",))


def test_an_end_has_its_reason_and_never_lies_before_the_beginning() -> None:
    assert ending(WARD, TODAY, "TAPER") == {
        "CMENDTC": DateValue("2026-11-17"), "CMREAS": Codes(("TAPER",)), "CMONGO": Codes(("N",)),
    }  # fmt: skip
    assert cannot_end(WARD, date(2026, 10, 18)) is None
    assert cannot_end(WARD, date(2026, 10, 17)) is not None
    month = {**WARD, "CMSTDTC": DateValue("2026-10")}
    assert cannot_end(month, date(2026, 10, 1)) is None
    assert cannot_end(month, date(2026, 9, 30)) is not None
    assert cannot_end({**WARD, "CMENDTC": DateValue("2026-11")}) is not None
    assert cannot_end({**WARD, "CMFRQ": Codes(("once",))}) is not None


def test_the_indication_goes_over_to_the_next_dose_and_not_to_another_drug() -> None:
    _study, words = shipped()
    assert carried(words, WARD, order("泼尼松 10mg qd").rows[0]) == {"CMINDC": Codes(("LN",))}
    assert carried(words, WARD, order("他克莫司 1mg bid").rows[0]) == {}
    linked = {**WARD, "CMAES": Codes(("an event", "another"))}
    assert carried(words, linked, order("泼尼松 10mg qd").rows[0])["CMAES"] == linked["CMAES"]


def test_the_answers_are_those_of_the_form() -> None:
    assert [code for code, _label in answers(shipped()[0])][:2] == ["TAPER", "EFFECT"]


DRUGS = st.sampled_from(["泼尼松", "MMF", "他克莫司", "环磷酰胺", "某某胶囊", "Farxiga"])
DOSES = st.sampled_from(["5mg 3片", "0.25g", "1mg 早 0.5mg 晚", "40mg", "2粒", "0.4g/kg", "300mg/m2", ""])
OFTEN = st.sampled_from(["qd", "bid", "qod", "q8h", "qw", "q5h", "prn", "单次", ""])
REST = st.sampled_from(["", "ivgtt", "po 2026-11-01起", "2026-11-01起 3天", "×5天", "停2026-11-20", "饭后", "“3 次”"])


@given(DRUGS, DOSES, OFTEN, REST)
def test_a_row_that_a_line_made_is_offered_and_unchanged_it_changes_nothing(
    drug: str, dose: str, often: str, rest: str
) -> None:
    made = order(" ".join(part for part in (drug, dose, often, rest) if part))
    for row in made.rows if made.ready else ():
        found = offered(*shipped(), row, date(2026, 12, 24))
        assert found is not None
        assert changes(row, found.order, order_of(*shipped(), read_line(shipped()[1], found.line, TODAY), None)) == {}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    "line", ["泼尼松 5mg 3片 qod", "甲泼尼龙 40mg ivgtt qd×3d", "MMF 0.25g bid 2026-11-01起", "他克莫司 1mg 早"]
)
def test_in_either_language_the_written_line_says_the_same(line: str, language: Language) -> None:
    [made] = order(line).rows
    row = {code: value for code, value in made.items() if code != "CMLINE"}
    found = offered(*shipped(), row, TODAY, language)
    assert found is not None
    assert not changes(row, found.order, order(found.line))
    assert any("一" <= letter <= "鿿" for letter in found.line) is (language == "zh")
