"""Every worked example of the trial's specification through the door that people use: names and typed values.

Where a rule was corrected since, its examples stand in the tests of that formula with their arithmetic, and the
superseded ones are named in `SUPERSEDED`.
"""

import json
from pathlib import Path

import pytest

import resources
from desktop_app.study_files import read_folder
from study.definition.load import load
from study.definition.model import Study
from study.derived.result import plain_result
from study.errors import KnownError
from study.typed import derive

EXAMPLES = json.loads(Path(__file__).with_name("worked_examples.json").read_text("utf-8"))
SUPERSEDED: dict[int, str] = {}
"""Number of an example in the file -> why its expected result no longer holds."""


@pytest.fixture(scope="module")
def shipped_study() -> Study:
    return load(read_folder(resources.path("study")))


def test_no_example_was_left_out() -> None:
    assert (len(EXAMPLES), SUPERSEDED) == (281, {})


def typed(value: object) -> str:
    """As a person would type it on a command line."""
    return json.dumps(value) if isinstance(value, bool | list) or value is None else str(value)


@pytest.mark.parametrize("number", [n for n in range(len(EXAMPLES)) if n not in SUPERSEDED])
def test_a_worked_example_comes_out_as_written(number: int) -> None:
    example = EXAMPLES[number]
    derived = derive(example["code"], {name: typed(value) for name, value in example["inputs"].items()})
    assert plain_result(derived) == example["expected"], derived.why


@pytest.mark.parametrize("number", [n for n in range(len(EXAMPLES)) if n not in SUPERSEDED])
def test_a_worked_example_comes_out_by_the_definitions_code_too(number: int, shipped_study: Study) -> None:
    example = EXAMPLES[number]
    inputs = {name: typed(value) for name, value in example["inputs"].items()}
    derived = derive(example["code"], inputs, shipped_study)
    assert plain_result(derived) == example["expected"], derived.why


def test_the_definitions_own_codes_bring_their_word(shipped_study: Study) -> None:
    inputs = {"x": "210", "uln": "40", "base": "30"}
    alt, ast = (derive(code, inputs, shipped_study) for code in ("CTC_ALT", "ctc_ast"))
    assert (alt.code, alt.shown, ast.code, ast.shown) == ("CTC_ALT", "3", "CTC_AST", "3")
    assert derive("CTC_TRANS", {**inputs, "analyte": "ALT"}).shown == "3"
    cells = derive("ABSCD19", {"lym": "1.2", "pct": "5"}, shipped_study)
    assert (cells.code, cells.shown, cells.unit) == ("ABSCD19", "60.0", "cells/uL")
    with pytest.raises(KnownError, match="analyte is ALT and nothing else"):
        derive("CTC_ALT", {**inputs, "analyte": "AST"}, shipped_study)


@pytest.mark.parametrize(
    ("typed_code", "near"),
    [("CTC_ALTT", "CTC_ALT"), ("ABSCD9", "ABSCD19"), ("egfr", "EGFR_U25"), ("SLEDAI", "SLEDAI2K")],
)
def test_an_unknown_code_is_answered_with_the_nearest(typed_code: str, near: str, shipped_study: Study) -> None:
    with pytest.raises(KnownError) as refused:
        derive(typed_code, {}, shipped_study)
    assert refused.value.code == "derived.unknown"
    assert near in refused.value.sentence.en
    assert near in refused.value.sentence.zh
    assert len(refused.value.sentence.en) < 200


def test_a_code_like_no_other_is_answered_with_all(shipped_study: Study) -> None:
    with pytest.raises(KnownError, match=r"CTC_ALT.*ABSSUB"):
        derive("??", {}, shipped_study)


def test_every_code_of_the_definition_is_known(shipped_study: Study) -> None:
    for code in shipped_study.derived:
        assert derive(code, {}, shipped_study).code == code


def test_all_281_examples_are_there() -> None:
    assert len(EXAMPLES) == 281
    assert len({example["code"] for example in EXAMPLES}) == 43
