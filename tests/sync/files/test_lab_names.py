"""What a printed name of a test may be in the shipped study, with and without a specimen."""

from collections import defaultdict

import pytest

from study.definition.model import Study
from sync.files.lab.names import Names, Specimen, form_specimen, specimen_of


def test_a_printed_name_leads_to_one_item_of_all_forms_of_a_specimen(study: Study) -> None:
    """A report of blood holds blood count, chemistry and more at once: no name may mean two of them.

    But a number and a word of one form: the printed result is one or the other.
    """
    forms = tuple(code for code, form in study.forms.items() if any(item.laboratory for item in form.items))
    names = Names(study, forms)
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for code in forms:
        specimen = form_specimen(study.forms[code])
        for item in study.forms[code].items:
            for name in (item.label.zh, *item.aliases) if item.laboratory else ():
                for each in names.find(specimen, name, "", ""):
                    found[specimen, name].add(f"{each.form}/{each.item.code}")
    several = {name: places for name, places in found.items() if len(places) != 1}
    assert several == {("blood", "HBsAg"): {"VIR/HBSAG", "VIR/HBSAGN"}}
    assert [study.item("VIR", code).type for code in ("HBSAG", "HBSAGN")] == ["choice", "number"]
    assert len(found) > 600


def test_a_name_says_whether_it_is_of_blood_or_of_urine_only_with_the_specimen(study: Study) -> None:
    names = Names(study, ("CBC", "CHEM", "URINE", "U24"))
    cases: tuple[tuple[Specimen, str, str], ...] = (
        ("blood", "白细胞", "CBC/WBC"),
        ("urine", "白细胞", "URINE/UWBCUL"),
        ("blood", "葡萄糖", "CHEM/GLUC"),
        ("urine", "葡萄糖", "URINE/UGLU"),
        ("urine24", "肌酐", "U24/U24CREAT"),
    )
    for specimen, test, place in cases:
        (found,) = names.find(specimen, test, "", "")
        assert f"{found.form}/{found.item.code}" == place
    assert len(names.find("", "白细胞", "", "")) == 2


@pytest.mark.parametrize(
    ("printed", "specimen"),
    [
        ("全血", "blood"),
        ("血液", "blood"),
        ("静脉血", "blood"),
        ("骨髓血", "other"),
        ("骨髓液", "other"),
        ("隐血(粪便)", "other"),
    ],
)
def test_marrow_is_no_blood(printed: str, specimen: Specimen) -> None:
    assert specimen_of(printed) == specimen
