"""What is compared with "the visit before" says so when the values before are of different visits."""

from datetime import date

import pytest

from study.address import Address
from study.derivation.engine import MIXED
from tests.study.trial.conftest import CHILD, Chart

DAYS = {"M1": date(2026, 9, 17), "M3": date(2026, 11, 17), "M6": date(2027, 2, 16)}
SLEDAI = "SEIZ PSYCH OBS VISUAL CRNERVE LUPHEAD CVA VASC ARTHR MYOS CASTS HEMAT PROTU PYUR RASH ALOP MUCULC PLEUR PERIC"
ABSENT = {f"SLE_{code}": "N" for code in f"{SLEDAI} LOWCOMP DNABIND FEVER THROMB LEUKO".split()}


@pytest.mark.parametrize(("esr_before", "mixed"), [("M3", False), ("M1", True)])
def test_a_flare_score_over_different_visits_says_so(chart: Chart, esr_before: str, mixed: bool) -> None:
    for visit, chart.today in DAYS.items():
        place = chart.visit(visit, chart.today)
        chart.form(visit, "SLEDAI", MDGLOB="1", **ABSENT)
        chart.put(chart.repeat(place, "URINE"), UPCRR="0.4")
        if visit in (esr_before, "M6"):
            chart.put(chart.repeat(place, "INFL"), ESR="10")
    found = chart.course().derived_one(Address(CHILD, "M6"), "FLARE")
    assert found is not None
    assert found.shown == "0.00"
    assert (MIXED in found.notes) is mixed
