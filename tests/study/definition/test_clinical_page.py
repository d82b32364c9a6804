"""docs/clinical.md is what the definition says today, and says what nobody has confirmed."""

from pathlib import Path

import resources
from desktop_app.study_files import read_folder
from study.clinical import clinical_page
from study.definition.load import load
from study.definition.model import Study

PAGE = Path(__file__).parents[3] / "docs" / "clinical.md"
REFRESH = "run: cartella study clinical > docs/clinical.md"


def shipped() -> Study:
    return load(read_folder(resources.path("study")))


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text("utf-8") == clinical_page(shipped()), REFRESH


def test_every_derived_value_is_written_out_with_its_source_and_inputs() -> None:
    study, page = shipped(), clinical_page(shipped())
    for spec in study.derived.values():
        section = page.partition(f"### {spec.code}: ")[2].partition("\n### ")[0]
        assert "- Formula: " in section, spec.code
        assert "- Source: " in section, spec.code
        assert "\n- `" in section, spec.code


def test_what_is_unconfirmed_is_listed() -> None:
    study = shipped()
    listed = clinical_page(study).partition("## What is unconfirmed")[2]
    for form in study.forms.values():
        for item in form.items:
            if not item.confirmed:
                assert f"- {form.code}.{item.code}: " in listed
    for drug in study.prescribing.drugs:
        assert not drug.unconfirmed or drug.code in listed.partition("Names and bounds of the prescription line")[2]
    assert all(f"- {spec.code}: " in listed for spec in study.derived.values() if not spec.confirmed)
