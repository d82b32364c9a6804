"""Every worked example of the trial's specification through the door that people use: names and typed values.

Where a rule was corrected since, its examples stand in the tests of that formula with their arithmetic, and the
superseded ones are named in `SUPERSEDED`.
"""

import json
from pathlib import Path

import pytest

from study.derived.result import plain_result
from study.typed import derive

EXAMPLES = json.loads(Path(__file__).with_name("worked_examples.json").read_text("utf-8"))
SUPERSEDED: dict[int, str] = {}
"""Number of an example in the file -> why its expected result no longer holds."""


def typed(value: object) -> str:
    """As a person would type it on a command line."""
    return json.dumps(value) if isinstance(value, bool | list) or value is None else str(value)


@pytest.mark.parametrize("number", [n for n in range(len(EXAMPLES)) if n not in SUPERSEDED])
def test_a_worked_example_comes_out_as_written(number: int) -> None:
    example = EXAMPLES[number]
    derived = derive(example["code"], {name: typed(value) for name, value in example["inputs"].items()})
    assert plain_result(derived) == example["expected"], derived.why


def test_all_281_examples_are_there() -> None:
    assert len(EXAMPLES) == 281
    assert len({example["code"] for example in EXAMPLES}) == 43
