"""What a prescription line becomes: items, mg a day and a kg, prednisone, doses that are asked about."""

from datetime import date
from decimal import Decimal
from functools import cache

import pytest

from desktop_app.study_files import read_folder
from resources import path
from study.definition.load import load
from study.definition.model import Study
from study.grammar.prescription import Vocabulary, read_line, vocabulary
from study.medication import Weight
from study.prescribing import Order, order_of, said_of, significant
from study.values import Codes, DateValue, Quantity, TextValue, Value

WEIGHT = Weight(Decimal("31.2"), date(2026, 11, 17), stale=False)


@cache
def shipped() -> tuple[Study, Vocabulary]:
    """The shipped trial and its words."""
    study = load(read_folder(path("study")))
    return study, vocabulary(study)


def order(line: str, weight: Weight | None = WEIGHT) -> Order:
    study, words = shipped()
    return order_of(study, words, read_line(words, line, date(2026, 11, 17)), weight)


def shown(number: Decimal | None) -> str:
    return "" if number is None else significant(number)


def test_a_line_fills_the_items_of_one_row_and_no_others() -> None:
    made = order("泼尼松 5mg 3片 qod")
    assert made.ready
    assert made.rows == (
        {
            "CMTRT": TextValue("泼尼松"), "CMCLASS": Codes(("STER",)), "CMSTER": Codes(("prednisone",)),
            "CMSTRN": Quantity("5", "mg"), "CMDOSE": Quantity("3", "1"), "CMDOSU": Codes(("tablet",)),
            "CMFRQ": Codes(("qod",)), "CMLINE": TextValue("泼尼松 5mg 3片 qod"),
        },
    )  # fmt: skip
    assert (shown(made.amounts.mg), shown(made.amounts.per_kg)) == ("7.50", "0.24")
    assert shown(made.amounts.prednisone_per_kg) == "0.24"


@pytest.mark.parametrize(
    ("line", "mg", "per_kg", "prednisone"),
    [
        ("甲泼尼龙 40mg ivgtt qd", "40.00", "1.28", "1.60"),
        ("MMF 0.25g bid", "500.00", "16.03", ""),
        ("他克莫司 1mg 早 0.5mg 晚", "1.50", "0.048", ""),
        ("IVIG 0.4g/kg ivgtt qd 5天", "12480.00", "400.00", ""),
        ("甲氨蝶呤 10mg qw", "1.43", "0.046", ""),
        ("左乙拉西坦 250 mg q8h", "750.00", "24.04", ""),
        ("泼尼松 3片 qd", "", "", ""),
        ("环磷酰胺 500mg/m2 st", "", "", ""),
    ],
)
def test_doses_come_to_mg_a_day_and_a_kg(line: str, mg: str, per_kg: str, prednisone: str) -> None:
    amounts = order(line).amounts
    assert (shown(amounts.mg), shown(amounts.per_kg), shown(amounts.prednisone_per_kg)) == (mg, per_kg, prednisone)


def test_a_dose_by_weight_needs_none_to_be_told_a_kg() -> None:
    amounts = order("贝利尤单抗 10mg/kg st", None).amounts
    assert (amounts.mg, shown(amounts.per_kg), amounts.a_dose) == (None, "10.00", True)


def test_days_from_a_first_day_give_the_last_one_and_without_it_none() -> None:
    [row] = order("甲泼尼龙 0.5g ivgtt qd×3d 2026-11-17起").rows
    assert (row["CMSTDTC"], row["CMENDTC"]) == (DateValue("2026-11-17"), DateValue("2026-11-19"))
    made = order("甲泼尼龙 0.5g ivgtt qd×3d")
    assert not {"CMSTDTC", "CMENDTC"} & set(made.rows[0])
    assert made.rows[0]["CMLINE"] == TextValue("甲泼尼龙 0.5g ivgtt qd×3d")
    assert any("no first day" in note.en for note in made.notes)


def test_each_dose_of_the_day_is_a_row() -> None:
    made = order("他克莫司 1mg 早 0.5mg 晚")
    doses: list[Value] = [row["CMDOSE"] for row in made.rows]
    assert doses == [Quantity("1", "1"), Quantity("0.5", "1")]
    assert {row["CMFRQ"] for row in made.rows} == {Codes(("qd",))}


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("泼尼松 150mg qd", True), ("泼尼松 15mg qd", False), ("泼尼松 0.5mg qd", True), ("MMF 0.25mg bid", True),
        ("羟氯喹 1g qd", True), ("贝利尤单抗 10mg/kg q4w", False), ("贝利尤单抗 100mg/kg q4w", True),
        ("甲氨蝶呤 10mg qw", False), ("甲氨蝶呤 100mg qw", True), ("泼尼松 150mg", True), ("泼尼松 0.1mg prn", False),
        ("IVIG 0.4g/kg qd", False), ("IVIG 4g/kg qd", True), ("某药 900g qd", False),
    ],
)  # fmt: skip
def test_an_unlikely_dose_is_asked_about_and_never_changed(line: str, asked: bool) -> None:
    made = order(line)
    assert (made.unlikely is not None) == asked
    assert made.ready
    number = made.read.said.doses[0].number
    assert number in line


def test_without_a_weight_it_says_that_nothing_was_compared() -> None:
    made = order("泼尼松 150mg qd", None)
    assert made.unlikely is None
    assert any("not compared" in note.en for note in made.notes)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("泼尼松 9999999mg qd", "cannot be outside"), ("泼尼松 5mg st ×3天", "Once, and for several days"),
        ("泼尼松 5mg qd 2026-11-01至2026-11-05 ×3天", "are 5 days, not 3"),
    ],
)  # fmt: skip
def test_what_contradicts_itself_or_the_form_is_refused(line: str, said: str) -> None:
    made = order(line)
    assert not made.ready
    assert any(said in refusal.en for refusal in made.refusals)


def test_unknown_drugs_unconfirmed_names_and_unread_words_are_told() -> None:
    notes = [note.en for note in order("某某胶囊 2粒 tid 饭后").notes]
    assert any("is no drug of the list" in note for note in notes)
    assert any("kept as words: “饭后”" in note for note in notes)
    assert any("nobody has confirmed" in note.en for note in order("骁悉 0.25g bid").notes)
    assert "CMCLASS" not in order("某某胶囊 2粒 tid").rows[0]


def test_a_row_reads_as_the_line_it_came_from() -> None:
    _, words = shipped()
    for line in ("泼尼松 5mg 3片 qod po", "对乙酰氨基酚 0.25g q5h", "某某胶囊 2片 tid", "羟氯喹"):
        made = order(line)
        assert said_of(words, made.rows[0]) == made.read.said
