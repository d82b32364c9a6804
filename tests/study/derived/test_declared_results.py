"""A formula names every verdict and every result beside its main one, so that a definition can have words for them."""

import json
from pathlib import Path

import pytest

from study.derived.registry import FORMULAS
from study.derived.result import Derived
from study.typed import derive

EXAMPLES = json.loads(Path(__file__).with_name("worked_examples.json").read_text("utf-8"))
CODES = sorted({example["code"] for example in EXAMPLES})


def results(code: str) -> list[Derived]:
    """The results of every worked example of a formula."""
    inputs = [example["inputs"] for example in EXAMPLES if example["code"] == code]
    typed = [{n: v if isinstance(v, str) else json.dumps(v) for n, v in each.items()} for each in inputs]
    return [derive(code, each) for each in typed]


@pytest.mark.parametrize("code", CODES)
def test_a_formula_names_what_it_gives(code: str) -> None:
    formula = FORMULAS[code]
    verdicts = formula.verdicts or (("Y", "N") if formula.kind == "flag" else ())
    for found in results(code):
        assert found.verdict in ("", *verdicts)
        assert {also.name for also in found.also} | {said.name for said in found.said} <= set(formula.parts)
