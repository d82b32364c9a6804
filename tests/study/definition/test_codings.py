"""Codes of SDTM, CDASH and LOINC: read and shown with their marks, refused where two items can't share."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from desktop_app.study_files import read_folder
from study.amendment import differences
from study.clinical import clinical_page
from study.definition.load import find_faults, load
from study.definition.model import Study
from study.definition.standards import DOMAINS, Coding, refusal
from study.definition.table import rows

LAB = "forms/LAB.yaml"
DOUBTED = {
    "CD4P": "CP.TLHLY", "CD19P": "CP.BLYLY", "IL12P70": "INTLK12", "IFNA": "IFNA",
    "ANA": "ISBDAGT=NUCLEAR AUTOANTIGENS", "DSDNA": "ISBDAGT=DOUBLE STRANDED DNA",
}  # fmt: skip


@pytest.fixture(scope="module")
def shipped_study() -> Study:
    return load(read_folder(resources.path("study")))


def with_codes(small: dict[str, str], first: str, second: str) -> dict[str, str]:
    text = small[LAB].replace("    laboratory: true\n", f"    laboratory: true\n    {first}\n", 1)
    return {**small, LAB: text.replace("    hard: [0, 10]\n", f"    hard: [0, 10]\n    {second}\n")}


def test_a_code_is_read_with_its_mark(small: dict[str, str]) -> None:
    study = load(with_codes(small, "sdtm: CREAT\n    sdtm_confirmed: true", "cdash: LBORRES"))
    assert study.item("LAB", "CREAT").codings == (Coding("sdtm", "CREAT", confirmed=True),)
    assert study.item("LAB", "OTHER").codings == (Coding("cdash", "LBORRES"),)
    assert study.item("LAB", "OTHER").coding("sdtm") is None


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("loinc: 2160-0", "loinc: 2160-0", "CREAT has the LOINC code `2160-0` too"),
        ("sdtm: CREAT", "laboratory: true\n    sdtm: CREAT", ""),
    ],
)
def test_two_items_of_a_form_share_a_code_only_where_that_can_be(
    small: dict[str, str], first: str, second: str, said: str
) -> None:
    """One is in µmol/L and one in mg/dL: SDTM tells them apart, LOINC has a code of its own for each."""
    faults = find_faults(with_codes(small, first, second))
    assert [(fault.file, fault.item) for fault in faults] == [(LAB, "OTHER")] * bool(said)
    assert all(said in fault.sentence.en for fault in faults)


def test_two_numbers_in_one_unit_are_not_one_sdtm_test(small: dict[str, str]) -> None:
    files = with_codes(small, "sdtm: CREAT", "laboratory: true\n    sdtm: CREAT")
    files[LAB] = files[LAB].replace("unit: mg/dL", "unit: umol/L")
    [fault] = find_faults(files)
    assert (fault.file, fault.item) == (LAB, "OTHER")
    assert fault.line == files[LAB][: files[LAB].rindex("sdtm: CREAT")].count("\n") + 1
    assert "SDTM" in fault.sentence.zh


@given(st.text(max_size=12))
def test_what_is_taken_for_a_code_has_the_shape_of_one(text: str) -> None:
    if refusal(Coding("sdtm", text)) is None:
        assert text
        assert text == text.upper()
        assert text.isascii()
    if refusal(Coding("cdash", text)) is None:
        assert text.isalnum()
    if refusal(Coding("loinc", text)) is None:
        number, _, check = text.partition("-")
        assert number.isdecimal()
        assert check.isdecimal()


@given(st.sampled_from(sorted(DOMAINS)), st.from_regex(r"[A-Z][A-Z0-9]{0,5}", fullmatch=True))
def test_a_code_of_a_known_domain_is_taken(domain: str, rest: str) -> None:
    assert refusal(Coding("sdtm", f"{domain}.{rest}")) is None
    assert refusal(Coding("cdash", domain + rest)) is None


def test_what_the_sources_doubt_is_there_and_marked(shipped_study: Study) -> None:
    found = {item.code: item.coding("sdtm") for form in shipped_study.forms.values() for item in form.items}
    assert {code: found[code] for code in DOUBTED} == {
        code: Coding("sdtm", said, confirmed=False) for code, said in DOUBTED.items()
    }
    assert found["WBC"] == Coding("sdtm", "WBC", confirmed=True)
    listed = clinical_page(shipped_study).partition("## What is unconfirmed")[2]
    assert "CYTO.IFNA IFNA" in listed
    assert "CBC.WBC WBC" not in listed
    by_code = {row["code"]: row for row in rows(shipped_study)}
    assert by_code["CD4P"]["sdtm"] == "CP.TLHLY ?"
    assert by_code["WBC"]["sdtm"] == "WBC"
    assert by_code["AETERM"]["cdash"] == "AETERM ?"


def test_an_answer_nobody_confirmed_says_so_in_dictionary_and_page(shipped_study: Study) -> None:
    doubted = {choice.code for choice in shipped_study.codelists["AESICAT"] if not choice.confirmed}
    assert doubted == {"IECHS", "LICATS"}
    [row] = [row for row in rows(shipped_study) if row["code"] == "AESICAT"]
    said = row["choices"].split("; ")
    assert {each.partition(" = ")[0] for each in said if each.endswith(" ?")} == doubted
    assert "AESICAT.IECHS" in clinical_page(shipped_study).partition("## What is unconfirmed")[2]


def test_another_mark_of_an_answer_is_told_by_an_amendment(shipped_study: Study) -> None:
    lists = shipped_study.codelists
    sure = tuple(msgspec.structs.replace(choice, confirmed=True) for choice in lists["AESICAT"])
    new = msgspec.structs.replace(shipped_study, codelists={**lists, "AESICAT": sure})
    found = differences(shipped_study, new)
    assert [(each.part, each.code, [what.en for what in each.what]) for each in found] == [
        ("answer", f"AESICAT/{code}", ["confirmed: no → yes"]) for code in ("IECHS", "LICATS")
    ]
