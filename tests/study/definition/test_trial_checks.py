"""The checks of the trial's forms: what contradicts itself is said, what is whole or not yet answered is not."""

import pytest

from study.checks import check_form
from study.definition.load import load
from study.definition.model import Form, Study
from study.expression import Operand
from study.grammar import Understood, understand
from study.scope import FormScope
from study.span import Span
from study.values import Value

DEATH = {"AETERM": "呼吸衰竭", "AESTDTC": "2026-09-01", "AEENDTC": "2026-09-03", "SAEDTC": "2026-09-01 10:00"}
SAMPLE = {"SAMPID": "S-1", "SAMPDTC": "2026-09-01 09:00", "SAMPSTAT": "DESTR", "DESTDTC": "2026-10-01 09:00"}
INFUSION = {"INFDTC": "2026-08-18 10:00", "INFCHK1": "周敏", "INFCHK2": "王海波", "QCPASS": "Y"}
ODD = [
    ("AE", DEATH | {"AETOXGR": "5", "AEOUT": "FATAL", "AESER": "Y", "AESCRIT": "DEATH"}, ""),
    ("AE", DEATH | {"AETOXGR": "5", "AEOUT": "REC", "AESER": "Y", "AESCRIT": "MIE"}, "AE_DEATH"),
    ("AE", DEATH | {"AETOXGR": "4", "AEOUT": "FATAL", "AESER": "Y", "AESCRIT": "LIFE"}, "AE_FATAL"),
    ("AE", DEATH | {"AETOXGR": "5", "AEOUT": "FATAL", "AESER": "N"}, "AE_DEADLY"),
    ("AE", DEATH | {"AEOUT": "REC", "AESER": "Y", "AESCRIT": "DEATH, HOSP"}, "AE_CRIT"),
    ("AE", {"AETERM": "发热", "AESER": "Y", "SAEDTC": "2026-09-01 10:00"}, "AE_WHY"),
    ("AE", {"AETERM": "发热", "AESER": "Y", "AESCRIT": "HOSP"}, "AE_AWARE"),
    ("AE", {"AETERM": "发热", "AESTDTC": "2026-09"}, ""),
    ("AE", {"AESTDTC": "2026-09", "AEENDTC": "2026-08-31", "AEOUT": "REC"}, "AE_ORDER"),
    ("AE", {"AESTDTC": "2026-09", "AEENDTC": "2026-09-02"}, "AE_END"),
    ("AE", {"AEONGO": "Y", "AEENDTC": "2026-09-02", "AEOUT": "NREC"}, "AE_ONGO"),
    ("AE", {"AEBLGR": "2", "AETOXGR": "2"}, "AE_WORSE"),
    (
        "SAE",
        {"SAEAWDTC": "2026-09-01 10:00", "SAESENT": "2026-09-01 09:59", "SAEBY": "a", "SAERECIP": "EC"},
        "SAE_SENT",
    ),
    ("SAE", {"SAEDUE": "2026-09-02 10:00", "SAESENT": "2026-09-02 10:01", "SAEBY": "a", "SAERECIP": "EC"}, "SAE_LATE"),
    ("SAE", {"SAESENT": "2026-09-02 10:01", "SAEBY": "a"}, "SAE_WHO"),
    ("SAE", {"SAESUSAR": "Y", "SAEEXP": "Y"}, "SAE_SUSAR"),
    ("SAMP", SAMPLE | {"DESTBY": "周敏", "DESTWIT": "王海波"}, ""),
    ("SAMP", SAMPLE | {"DESTBY": "周敏", "DESTWIT": "周敏"}, "SAMP_TWO"),
    ("SAMP", SAMPLE | {"DESTBY": "周敏"}, "SAMP_GONE"),
    ("SAMP", SAMPLE | {"DESTBY": "a", "DESTWIT": "b", "SAMPDTC": "2026-10-02 09:00"}, "SAMP_DEST"),
    ("SAMP", {"SAMPALQ": "5", "SAMPNUSE": "2", "SAMPNDES": "1", "SAMPNLOS": "0", "SAMPNSTO": "1"}, "SAMP_BALANCE"),
    ("SAMP", {"SAMPALQ": "5", "SAMPNUSE": "2", "SAMPNDES": "1", "SAMPNLOS": "0", "SAMPNSTO": "2"}, ""),
    ("SAMP", {"SAMPALQ": "5", "SAMPNUSE": "2"}, ""),
    ("INF", INFUSION | {"CARTOT": "40", "CARDOSE": "1", "WTINF": "41"}, ""),
    ("INF", INFUSION | {"CARTOT": "40", "CARDOSE": "1", "WTINF": "44"}, "INF_DOSE"),
    ("INF", INFUSION | {"INFCHK2": "周敏"}, "INF_TWO"),
    ("INF", INFUSION | {"INFCHK1": "Zhou Min", "INFCHK2": "zhou  min"}, "INF_TWO"),
    ("SAMP", SAMPLE | {"DESTBY": "周敏", "DESTWIT": "周 敏"}, "SAMP_TWO"),
    ("CHEM", {"LBHEM": "Y", "K": "5.6"}, "CHEM_HAEM"),
    ("CHEM", {"LBHEM": "Y", "K": "5.5"}, ""),
    ("CHEM", {"LBHEM": "N", "K": "5.6"}, ""),
    ("CM", {"CMCLASS": "IVIG", "CMFRQ": "qd"}, "CM_IVIG"),
    ("CM", {"CMCLASS": "IVIG", "CMFRQ": "once"}, ""),
    ("VISIT", {"VISDTC": "2026-09-01", "VISSTAT": "MISSED"}, "VISIT_MISSED"),
    ("VISIT", {"VISDTC": "2026-09-01", "VISSTAT": "MISSED", "VISRSN": "LOST"}, ""),
    ("VISIT", {"VISDTC": "2026-09-01", "VISSTAT": "DONE"}, ""),
    ("VISIT", {"VISSTAT": "MISSED", "VISRSN": "OTHER"}, "VISIT_OTHER"),
    ("INF", INFUSION | {"QCPASS": "N"}, "INF_QC"),
    ("INF", {"INFDTC": "2026-08-18 10:00", "INFCHK1": "周敏"}, "INF_CHECKED"),
    ("INF", INFUSION | {"INFSEQ": "2"}, "INF_AGAIN"),
    ("LDC", {"FLUDOSE": "30", "BSALD": "1.2", "FLUMG": "36"}, ""),
    ("LDC", {"FLUDOSE": "30", "BSALD": "1.2", "FLUMG": "48"}, "LD_FLU"),
    ("LDC", {"FLUDAYS": "4", "CYDAYS": "3", "LDSTDTC": "2026-08-13", "LDENDTC": "2026-08-15"}, "LD_DAYS"),
    ("LDC", {"LDRED": "Y"}, "LD_WHY"),
    ("CRS", {"CRSFEV": "Y", "CRSTMAX": "37.9"}, "CRS_FEVER"),
    ("CRS", {"CRSFEV": "Y", "CRSTMAX": "38.0"}, ""),
    ("CRS", {"CRSHYPO": "2"}, "CRS_VASO"),
    ("CRS", {"CRSHYPO": "1"}, ""),
    ("CRS", {"CRSHYPX": "1", "O2FLOW": "8"}, "CRS_FLOW"),
    ("CRS", {"TOCI": "Y", "TOCIDOSE": "320"}, "CRS_TOCI"),
    ("ICANS", {"ICUNABLE": "Y"}, "IC_WHY"),
    ("ICANS", {"ICLOC": "4", "ICUNABLE": "N"}, "IC_COMA"),
    ("DS", {"DSDECOD": "DEATH"}, "DS_DEATH"),
    ("DS", {"DSDECOD": "COMPLETE", "DTHDTC": "2026-09", "DTHCAUS": "感染"}, "DS_NODEATH"),
    ("DS", {"DSDECOD": "DEATH", "DTHDTC": "2026-09", "DTHCAUS": "感染", "LASTCONT": "2026-10-01"}, "DS_CONTACT"),
    ("DS", {"DSDECOD": "WITHDRAW", "DSLT": "Y"}, "DS_GOES_ON"),
    ("ICF", {"ICFDTC": "2026-07-01 10:00", "ICFWDTC": "2026-09-01 10:00"}, "ICF_SCOPE"),
    ("ICF", {"ICFBOTH": "Y", "ICFWHO": "MOTHER"}, "ICF_BOTH"),
    ("ICF", {"ICFBOTH": "Y", "ICFWHO": "MOTHER, FATHER"}, ""),
    ("IE", {"EXCL01": "Y"}, "IE_CRISIS"),
    ("IE", {"EXCL05": "P"}, ""),
    ("KRT", {"KRTSTDTC": "2026-08-02", "KRTENDTC": "2026-08-01"}, "KRT_ORDER"),
    ("BX", {"LNCLASS": "V", "LNSUB": "A"}, "BX_CLASS"),
    ("CM", {"CMDOSU": "tablet", "CMDOSE": "3"}, "CM_TABLET"),
    ("HOSP", {"HOPLAN": "N"}, "HO_SAE"),
    ("DV", {"DVSEV": "MAJOR", "DVEC": "N"}, "DV_MAJOR"),
    ("LTFU", {"LTTMAL": "Y", "LTMAL": "N", "LTTX": "活检"}, "LT_TCELL"),
    ("VS", {"SYSBP1": "110", "SYSBP2": "104", "SYSBP3": "106", "SYSBP": "112"}, "VS_MEANSYS"),
    ("VS", {"SYSBP1": "110", "SYSBP2": "104", "SYSBP3": "106", "SYSBP": "105"}, ""),
]


class OfAge(FormScope):
    """A form of a child of a known age."""

    def __init__(self, form: Form, values: dict[str, Value], age: int) -> None:
        super().__init__(form, values)
        self._age = age

    def child(self, function: str) -> Operand:
        """The age; nothing else is known."""
        return Span.of(self._age) if function == "age" else None


@pytest.fixture(scope="module")
def study(shipped: dict[str, str]) -> Study:
    return load(shipped)


def read(study: Study, form: str, typed: dict[str, str]) -> dict[str, Value]:
    """Every text as its value."""
    found: dict[str, Value] = {}
    for code, text in typed.items():
        answer = understand(study, study.item(form, code), text)
        assert isinstance(answer, Understood), (form, code, text)
        found[code] = answer.value
    return found


@pytest.mark.parametrize(("form", "typed", "expected"), ODD)
def test_a_contradiction_is_said_once_and_nothing_else(
    study: Study, form: str, typed: dict[str, str], expected: str
) -> None:
    scope = FormScope(study.forms[form], read(study, form, typed))
    assert [check.code for check, _ in check_form(study.forms[form], scope)] == ([expected] if expected else [])


def test_an_empty_form_says_nothing(study: Study) -> None:
    for form in study.forms.values():
        assert check_form(form, FormScope(form, {})) == (), form.code


@pytest.mark.parametrize(
    ("age", "typed", "expected"),
    [
        (7, {"ICFWHO": "FATHER", "ICFCHILD": "N"}, ""),
        (8, {"ICFWHO": "FATHER", "ICFCHILD": "N"}, "ICF_CHILD"),
        (17, {"ICFWHO": "FATHER", "ICFCHILD": "Y"}, ""),
        (18, {"ICFWHO": "FATHER"}, "ICF_OWN"),
        (18, {"ICFWHO": "SELF"}, ""),
    ],
)
def test_who_signs_follows_the_age(study: Study, age: int, typed: dict[str, str], expected: str) -> None:
    scope = OfAge(study.forms["ICF"], read(study, "ICF", typed), age)
    assert [check.code for check, _ in check_form(study.forms["ICF"], scope)] == ([expected] if expected else [])


def test_two_people_are_required_and_not_only_asked_for(study: Study) -> None:
    hard = {check.code for form in study.forms.values() for check in form.checks if check.severity == "hard"}
    assert {"INF_TWO", "APH_TWO", "SAMP_TWO", "SLE_W2"} <= hard
