"""The worked examples of the study's specification, one row each."""

import pytest

from study.derived import derive

SCHWARTZ = [
    ("110", "35.4", "113.4"), ("132", "48.0", "100.4"), ("140", "44.2", "115.6"), ("148.5", "61.9", "87.6"),
    ("155", "97.2", "58.2"), ("162", "176.8", "33.5"), ("170", "220", "28.2"),
]  # fmt: skip
U25 = [
    ("F", "8.0", "125", "40", "96.6"), ("F", "11.99", "150", "55", "87.0"), ("F", "12.0", "150", "55", "87.0"),
    ("F", "15.5", "160", "70", "79.0"), ("M", "10.25", "138", "44.2", "106.1"), ("M", "14.0", "165", "80", "77.7"),
    ("M", "17.9", "175", "110", "71.1"), ("F", "18.0", "162", "75", "79.1"),
]  # fmt: skip
SIZE = [
    ("100", "16", "0.67", "16.0"), ("118", "21.5", "0.84", "15.4"), ("130", "28", "1.01", "16.6"),
    ("142", "38.5", "1.23", "19.1"), ("155", "47", "1.42", "19.6"), ("168", "62", "1.70", "22.0"),
]  # fmt: skip
QTC = [
    ("360", "60", "360", "360"), ("340", "85", "405", "382"), ("320", "100", "413", "379"),
    ("300", "120", "424", "378"), ("400", "75", "447", "431"), ("380", "110", "515", "465"),
]  # fmt: skip
UPCR = [
    ("100", "8", "12.5", "0.11"), ("250", "6.5", "38.5", "0.34"), ("600", "5.2", "115.4", "1.02"),
    ("1200", "9.0", "133.3", "1.18"), ("3500", "7.1", "493.0", "4.36"), ("5200", "4.4", "1181.8", "10.45"),
]  # fmt: skip
UACR = [
    ("12", "8", "1.5", "13.3"), ("60", "6.5", "9.2", "81.6"), ("150", "5.2", "28.8", "255.0"),
    ("400", "9.0", "44.4", "392.9"), ("1500", "7.1", "211.3", "1867.6"), ("20", "10", "2.0", "17.7"),
]  # fmt: skip
P24 = [
    ("80", "900", "24", "125", "25", "72", "2.9", "3.2", "77"),
    ("300", "1100", "24", "140", "36", "330", "9.2", "11.6", "279"),
    ("850", "1400", "23", "150", "45", "1242", "27.6", "37.8", "907"),
    ("2200", "1600", "24", "158", "52", "3520", "67.7", "97.1", "2330"),
    ("4100", "1900", "25", "162", "60", "7478", "124.6", "189.6", "4551"),
    ("120", "1250", "24", "135", "30", "150", "5.0", "5.9", "141"),
]
PREDEQ = [
    ("prednisone", "10", "1", "10.00"), ("methylprednisolone", "4", "1", "5.00"),
    ("methylprednisolone", "500", "1", "625.00"), ("hydrocortisone", "20", "2", "10.00"),
    ("dexamethasone", "0.75", "1", "5.00"), ("dexamethasone", "3", "2", "40.00"), ("deflazacort", "6", "1", "5.00"),
]  # fmt: skip


@pytest.mark.parametrize(("height", "creatinine", "shown"), SCHWARTZ)
def test_bedside_schwartz(height: str, creatinine: str, shown: str) -> None:
    assert derive("EGFR_SCHW", {"height_cm": height, "creat_umolL": creatinine}).shown == shown


@pytest.mark.parametrize(("sex", "age", "height", "creatinine", "shown"), U25)
def test_ckid_u25(sex: str, age: str, height: str, creatinine: str, shown: str) -> None:
    typed = {"sex": sex, "age_y": age, "height_cm": height, "creat_umolL": creatinine}
    assert derive("EGFR_U25", typed).shown == shown


@pytest.mark.parametrize(("height", "weight", "bsa", "bmi"), SIZE)
def test_body_size(height: str, weight: str, bsa: str, bmi: str) -> None:
    typed = {"height_cm": height, "weight_kg": weight}
    assert (derive("BSA", typed).shown, derive("BMI", typed).shown) == (bsa, bmi)


@pytest.mark.parametrize(("qt", "hr", "bazett", "fridericia"), QTC)
def test_qtc(qt: str, hr: str, bazett: str, fridericia: str) -> None:
    typed = {"qt": qt, "hr": hr}
    assert (derive("QTCB", typed).shown, derive("QTCF", typed).shown) == (bazett, fridericia)


@pytest.mark.parametrize(("protein", "creatinine", "mg_mmol", "g_g"), UPCR)
def test_protein_creatinine_ratio(protein: str, creatinine: str, mg_mmol: str, g_g: str) -> None:
    result = derive("UPCR", {"prot_mgL": protein, "ucreat_mmolL": creatinine})
    assert result.shown == g_g
    assert {each.name: each.shown for each in result.also} == {"mg_mmol": mg_mmol, "g_g": g_g}


@pytest.mark.parametrize(("albumin", "creatinine", "mg_mmol", "mg_g"), UACR)
def test_albumin_creatinine_ratio(albumin: str, creatinine: str, mg_mmol: str, mg_g: str) -> None:
    result = derive("UACR", {"alb_mgL": albumin, "ucreat_mmolL": creatinine})
    assert result.shown == mg_g
    assert {each.name: each.shown for each in result.also} == {"mg_mmol": mg_mmol, "mg_g": mg_g}


@pytest.mark.parametrize("row", P24)
def test_24_h_protein(row: tuple[str, ...]) -> None:
    typed = dict(zip(("conc_mgL", "vol_mL", "hours", "height_cm", "weight_kg"), row[:5], strict=True))
    result = derive("P24", typed)
    names = ("P24", "mg_kg_d", "mg_m2_h", "mg_m2_d")
    assert {each.name: each.shown for each in result.also} == dict(zip(names, row[5:], strict=True))
    assert (result.shown, derive("P24_KG", typed).shown, derive("P24_M2", typed).shown) == (row[5], row[6], row[8])


@pytest.mark.parametrize(("drug", "mg", "per_day", "shown"), PREDEQ)
def test_prednisone_equivalent(drug: str, mg: str, per_day: str, shown: str) -> None:
    assert derive("PREDEQ", {"drug": drug, "mg": mg, "per_day": per_day}).shown == shown
