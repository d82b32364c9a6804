"""Derived values in words: numbers rounded, verdicts by the definition's code list, what is said beside them."""

from decimal import Decimal

import msgspec
import pytest

from desktop_app.presenters import words
from desktop_app.study_files import read_folder
from resources import path
from study.definition.load import load
from study.definition.model import Study
from study.derived.part_names import PARTS
from study.derived.registry import FORMULAS
from study.derived.result import Also, Derived, Said
from study.text import Text


@pytest.fixture(scope="module")
def study() -> Study:
    """The definition that comes with the program."""
    return load(read_folder(path("study")))


def derived(code: str, value: str = "", verdict: str = "", said: tuple[Said, ...] = ()) -> Derived:
    """A result of a formula."""
    number = Decimal(value) if value else None
    return Derived(code, number, "", "", 0, "1", "", (), None, verdict=verdict, said=said)


def with_also(code: str, also: tuple[Also, ...]) -> Derived:
    return msgspec.structs.replace(derived(code, "1"), also=also)


def test_a_number_is_rounded_as_the_definition_says(study: Study) -> None:
    assert words.derived_value(study, study.derived["BMI"], derived("BMI", "20.049")) == Text("20.0", "20.0")


def test_a_verdict_has_the_words_of_its_list(study: Study) -> None:
    said = words.derived_value(study, study.derived["DIALYSIS"], derived("DIALYSIS", verdict="U"))
    assert said == Text("Unknown", "未知")


def test_a_limit_has_its_sign_in_print(study: Study) -> None:
    found = msgspec.structs.replace(derived("NICAHT", "1"), comparator=">=")
    assert words.derived_value(study, study.derived["NICAHT"], found) == Text("≥1", "≥1")
    days = with_also("NICAHT", (Also("days_le500", Decimal(3), "d", 0, ">="),))
    [said] = words.derived_also(study, study.derived["NICAHT"], days)
    assert said.zh == "≤0.5的天数 ≥3 d"


def test_without_a_result_there_is_nothing(study: Study) -> None:
    assert words.derived_value(study, study.derived["BMI"], derived("BMI")).en == ""


def test_what_is_said_beside_a_verdict_is_told_once(study: Study) -> None:
    found = derived("LLDAS", verdict="Y", said=(Said("LLDAS", "Y"), Said("cLLDAS", "N")))
    said = words.derived_said(study, study.derived["LLDAS"], found)
    assert [(text.en.casefold(), text.zh) for text in said] == [("clldas: no", "cLLDAS：否")]


def test_a_derived_value_that_is_named_goes_by_its_own_name(study: Study) -> None:
    found = derived("RENAL", verdict="PR", said=(Said("measure", "UPCR"),))
    assert words.derived_said(study, study.derived["RENAL"], found) == (Text("by UPCR", "依据尿蛋白/肌酐"),)


@pytest.mark.parametrize(("code", "said"), [("Y", (Text("only because of eGFR", "仅因eGFR"),)), ("N", ())])
def test_a_flag_is_named_only_where_it_is_raised(study: Study, code: str, said: tuple[Text, ...]) -> None:
    found = derived("RENAL", verdict="NR", said=(Said("only_egfr", code),))
    assert words.derived_value(study, study.derived["RENAL"], found) == Text("No response", "无应答")
    assert words.derived_said(study, study.derived["RENAL"], found) == said


def test_numbers_beside_a_result_say_what_the_result_does_not(study: Study) -> None:
    """The ratio in its other unit, the clinical part of a score; never the result again, nor what has its own line."""

    def beside(code: str, *also: Also) -> list[str]:
        return [text.en for text in words.derived_also(study, study.derived[code], with_also(code, also))]

    ratio = Also("mg_mmol", Decimal(95), "mg/mmol", 1), Also("g_g", Decimal("0.84"), "g/g", 2, "<")
    assert beside("UPCR", *ratio) == ["95.0 mg/mmol"]
    assert beside("SLEDAI2K", Also("clinical", Decimal(4), "score", 0)) == ["clinical part 4"]
    protein = (
        Also("P24", Decimal(850), "mg/24h", 0),
        Also("mg_kg_d", Decimal("20.2"), "mg/kg/d", 1),
        Also("mg_m2_d", Decimal(650), "mg/m2/d", 0),
        Also("mg_m2_h", Decimal("27.1"), "mg/m2/h", 1, "<"),
    )
    assert beside("P24", *protein) == ["<27.1 mg/m²/h"]
    assert beside("PREDEQ", Also("mg_kg_d", Decimal("0.23"), "mg/kg/d", 2)) == ["0.23 mg/kg/d"]


def test_every_part_of_every_formula_has_a_name() -> None:
    assert {part for formula in FORMULAS.values() for part in formula.parts} <= set(PARTS)


def test_a_negative_number_has_a_true_minus_and_can_be_read_back(study: Study) -> None:
    said = words.derived_value(study, study.derived["HAZ"], derived("HAZ", "-0.664"))
    assert said == Text("−0.66", "−0.66")
    assert words.shown_decimal(said.en) == Decimal("-0.66")
