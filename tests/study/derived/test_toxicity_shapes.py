"""What the formulas of toxicity promise of themselves: verdicts, names beside the result, units of unnamed inputs."""

import json
from pathlib import Path

import pytest

from study.derived.names import NAMES
from study.derived.result import Derived, Formula
from study.derived.toxicity_set import TOXICITY
from tests.kit.formulas import compute, series

EXAMPLES = json.loads(Path(__file__).with_name("worked_examples.json").read_text("utf-8"))
CODES = [formula.code for formula in TOXICITY]
WITHOUT_UNIT = {"hypo", "hypox", "loc", "seiz", "edema"}
"""Inputs that are codes."""


def results(formula: Formula) -> list[Derived]:
    """Its worked examples, and a series where it takes one."""
    found = [
        compute(
            formula.code, **{name: value if isinstance(value, bool) else str(value) for name, value in each.items()}
        )
        for each in (example["inputs"] for example in EXAMPLES if example["code"] == formula.code)
    ]
    taken = [name for name in formula.inputs if NAMES[name].kind == "series"]
    courses = ([(0, "2"), (30, "1"), (60, "90"), (90, "95")], [(0, "2"), (30, "1")], [(0, "80")])
    return found + [compute(formula.code, **{name: series(course)}) for name in taken for course in courses]


@pytest.mark.parametrize("formula", TOXICITY, ids=CODES)
def test_every_verdict_and_part_is_announced(formula: Formula) -> None:
    for result in results(formula):
        beside = {also.name for also in result.also} | {said.name for said in result.said}
        assert beside <= set(formula.parts)
        assert not formula.verdicts or result.verdict in (*formula.verdicts, "")


@pytest.mark.parametrize("formula", TOXICITY, ids=CODES)
def test_every_number_has_a_unit_or_is_a_code(formula: Formula) -> None:
    numbers = {name for name in formula.inputs if NAMES[name].kind in ("number", "series")}
    assert {name for name in numbers if not NAMES[name].unit and name not in formula.units} <= WITHOUT_UNIT
