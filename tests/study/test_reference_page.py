"""The table that the page about reference intervals shows is one that can be adopted."""

import re
from pathlib import Path

import resources
from desktop_app.study_files import read_folder
from study.definition.load import load
from study.reference_table import COLUMNS, find_faults, read_table

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference-intervals.md"
STUDY = load(read_folder(resources.path("study")))


def _example() -> str:
    [text] = re.findall(r"```csv\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    return str(text)


def test_the_example_of_the_page_is_a_sound_table() -> None:
    assert [fault.sentence.en for fault in find_faults(STUDY, "page", _example())] == []
    assert {row.item for row in read_table(STUDY, "page", _example()).rows} == {"CREAT", "ALB", "CRP"}


def test_the_page_speaks_of_every_column() -> None:
    said = PAGE.read_text(encoding="utf-8")
    assert [column for column in COLUMNS if f"`{column}`" not in said] == []
