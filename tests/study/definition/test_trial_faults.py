"""A table without its log, a gate, criterion or clock that names what is not there: each is found where it stands."""

import pytest

from study.definition.load import find_faults

ELIGIBILITY, PROTOCOL, DM, AE = "eligibility.yaml", "protocol.yaml", "forms/DM.yaml", "forms/AE.yaml"
CHEM, CM, HOSP = "forms/CHEM.yaml", "forms/CM.yaml", "forms/HOSP.yaml"
CASES = [
    ("study.yaml", "egfr_tolerance: '0.15'", "egfr_tolerance: 'abc'", "`abc` is neither a number nor `off`"),
    (
        "study.yaml",
        "predeq_exclude_apart: 'no'",
        "predeq_exclude_apart: 'maybe'",
        "`maybe` is neither yes nor no",
    ),
    (ELIGIBILITY, "visit: LD}", "visit: LX}", "there is no visit `LX`"),
    (ELIGIBILITY, "item: IE/EXCL02", "item: IE/EXCL99", "`IE/EXCL99` is no choice"),
    (ELIGIBILITY, "item: IE/EXCL02", "item: IE/IEBY", "`IE/IEBY` is no choice"),
    (ELIGIBILITY, "gate: BEFORE_LD", "gate: LATER", "there is no gate `LATER`"),
    (ELIGIBILITY, "meets: CHEM.BILI > 34", "meets: CHEM.BILLI > 34", "there is no `CHEM.BILLI`"),
    (ELIGIBILITY, "meets: CHEM.BILI > 34", "meets: CHEM.BILI >", "can't be read"),
    (ELIGIBILITY, "value: CHEM/BILI}", "value: CHEM/BILLI}", "there is no item `CHEM/BILLI`"),
    (PROTOCOL, "SAETYPE == 'INIT'", "SAETYPE == 'FIRST'", "FIRST is no answer of SAETYPE"),
    (PROTOCOL, "SAETYPE == 'INIT'", "SAEKIND == 'INIT'", "there is no `SAEKIND`"),
    (PROTOCOL, "hours: 24\n", "hours: 0\n", "a deadline lies 1 to 8784 hours ahead"),
    (PROTOCOL, "years: 15", "years: 0", "records are kept for 1 to 200 years"),
    (PROTOCOL, "source: RETIIT", "source: RETITT", "there is no source `RETITT`"),
    (PROTOCOL, "code: IIT", "code: GCP", "the rule stands twice"),
    (PROTOCOL, "runs_to: 2026-12-31", "runs_to: 2026-12-31\nended: 2022-11-30", "`ended` lies before `runs_from`"),
    (PROTOCOL, "forms: [CYTO]", "forms: [CYTOS]", "there is no form `CYTOS`"),
    (DM, "type: table, rows: PTX", "type: table, rows: VS", "`VS` is no repeating form of LOG"),
    (DM, "type: table, rows: PTX", "type: table", "a table needs the log"),
    (DM, "type: table, rows: PTX", "type: text, rows: PTX", "a table needs the log"),
    (CM, "type: multichoice, rows: AE", "type: multichoice, rows: VS", "`VS` is no repeating form of LOG"),
    (CM, "type: multichoice, rows: AE", "type: multichoice, rows: AE, choices: YN", "not both"),
    (AE, "missing(AECMS)", "AECMS == 'x'", "AECMS is no word"),
    (HOSP, "or present(HOAES)", "or HOAES == 'x'", "`HOAES` is a list of rows"),
    (AE, "named_by: AETERM", "named_by: AETREM", "there is no item `AETREM` in AE"),
    (AE, "holds: AEBLGR < AETOXGR", "holds: age() < 18", "the check names no item"),
    (CHEM, "at: CREAT, severity: critical", "severity: critical", "a critical check needs `at`"),
    (CHEM, "at: CREAT, severity: critical", "at: CREAT, query: true, severity: critical", "never a query"),
    (
        AE,
        "zh: 是否严重, type: choice",
        "zh: 是否严重, when: present(AESCRIT), type: choice",
        "AESER -> AESCRIT -> AESER",
    ),
    (AE, "zh: 是否预期, type: choice", "zh: 是否预期, when: AEEXP == 'Y', type: choice", "AEEXP -> AEEXP"),
]


@pytest.mark.parametrize(("file", "passage", "instead", "said"), CASES)
def test_a_fault_is_said_where_it_stands(
    shipped: dict[str, str], file: str, passage: str, instead: str, said: str
) -> None:
    assert shipped[file].count(passage) == 1
    [fault] = find_faults({**shipped, file: shipped[file].replace(passage, instead)})
    assert said in fault.sentence.en
    assert fault.file == file
    line = shipped[file][: shipped[file].index(passage)].count("\n") + 1
    assert abs(fault.line - line) <= 8, "at the key, or at the criterion it belongs to"


def test_one_form_that_cannot_be_read_is_one_fault(shipped: dict[str, str]) -> None:
    faults = find_faults({**shipped, "forms/CHEM.yaml": shipped["forms/CHEM.yaml"] + " : ["})
    assert [fault.file for fault in faults] == ["forms/CHEM.yaml"], [fault.sentence.en for fault in faults]
