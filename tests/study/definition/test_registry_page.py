"""docs/registry.md names forms, items, visits and derived values; each of them must exist."""

import re
from pathlib import Path

import pytest

import resources
from desktop_app.study_files import read_folder
from study.definition.load import load

PAGE = Path(__file__).parents[3] / "docs" / "registry.md"
STUDY = load(read_folder(resources.path("study")))
CODES = sorted(set(re.findall(r"`([A-Z][A-Z0-9_]*(?:\.[A-Z0-9_]+)?)`", PAGE.read_text("utf-8"))))


@pytest.mark.parametrize("code", CODES)
def test_what_the_page_names_exists(code: str) -> None:
    form, _, item = code.partition(".")
    if item:
        assert STUDY.item(form, item).code == item
    else:
        visits = {visit.code for visit in STUDY.visits}
        assert code in visits | set(STUDY.forms) | set(STUDY.derived)


def test_the_page_names_many() -> None:
    assert len(CODES) > 60
