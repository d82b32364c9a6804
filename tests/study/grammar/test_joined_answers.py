"""Several answers as reports join them: with + / 和 及, where each part is an answer by itself."""

import pytest

import resources
from desktop_app.study_files import read_folder
from study.definition.load import load
from study.grammar import Refused, Understood, understand
from study.values import Codes

STUDY = load(read_folder(resources.path("study")))


@pytest.mark.parametrize(
    ("form", "item", "typed", "codes"),
    [
        ("SERO", "ANAPAT", "均质型+颗粒型", ("HOMO", "SPECK")),
        ("SERO", "ANAPAT", "均质型＋颗粒型＋核仁型", ("HOMO", "SPECK", "NUCLEO")),
        ("SERO", "ANAPAT", "核颗粒型 / 胞浆颗粒型", ("SPECK", "CYTOSP")),
        ("SERO", "ANAPAT", "颗粒型和核仁型", ("SPECK", "NUCLEO")),
        ("SERO", "ANAPAT", "AC-1+AC-4", ("HOMO", "SPECK")),
        ("SERO", "ANAPAT", "颗粒型、核仁型", ("SPECK", "NUCLEO")),
        ("AE", "AESCRIT", "死亡/危及生命", ("DEATH", "LIFE")),
        ("AE", "AESCRIT", "危及生命", ("LIFE",)),
        ("ICF", "ICFWHO", "父亲及母亲", ("FATHER", "MOTHER")),
    ],
)
def test_each_part_is_an_answer(form: str, item: str, typed: str, codes: tuple[str, ...]) -> None:
    found = understand(STUDY, STUDY.item(form, item), typed)
    assert isinstance(found, Understood)
    assert found.value == Codes(codes)


@pytest.mark.parametrize("typed", ["均质型+别的", "+", "均质型+", "AC-4/5", "均质型/颗粒型和别的"])
def test_what_is_no_answer_is_not_cut_into_answers(typed: str) -> None:
    assert isinstance(understand(STUDY, STUDY.item("SERO", "ANAPAT"), typed), Refused)
