"""Whether a verdict of the shipped trial moved for better or worse, in the sense of a physician."""

from datetime import date

import pytest

import resources
from desktop_app.study_files import read_folder
from study.definition.load import load
from study.definition.model import Study
from study.derived.result import Derived
from study.progress import derived_since_last

THEN, NOW = date(2026, 6, 1), date(2026, 6, 15)


@pytest.fixture(scope="module")
def shipped() -> Study:
    """The study as it is shipped."""
    return load(read_folder(resources.path("study")))


@pytest.mark.parametrize(
    ("code", "worse", "better"),
    [
        ("RENAL", "NR", "PR"),
        ("RENAL", "PR", "CR"),
        ("CCR", "none", "cCR"),
        ("CCR", "cCR", "cCR-0"),
        ("DORIS", "N", "Y"),
        ("LLDAS", "N", "Y"),
        ("SRI4", "N", "Y"),
        ("IGGBAND", "severe", "normal"),
        ("BPCLASS", "stage2", "normal"),
        ("FLARE", "major", "none"),
    ],
)
def test_a_verdict_of_the_trial_gets_better_and_worse_as_a_physician_says(
    shipped: Study, code: str, worse: str, better: str
) -> None:
    assert _verdict_moved(shipped, code, worse, better) == "better"
    assert _verdict_moved(shipped, code, better, worse) == "worse"


@pytest.mark.parametrize(
    ("code", "open_verdict", "other"),
    [("RENAL", "NE", "PR"), ("RENAL", "NE", "NR"), ("BPCLASS", "needs_percentile_evaluation", "normal")],
)
def test_what_could_not_be_judged_is_neither_better_nor_worse(
    shipped: Study, code: str, open_verdict: str, other: str
) -> None:
    assert _verdict_moved(shipped, code, other, open_verdict) == "none"
    assert _verdict_moved(shipped, code, open_verdict, other) == "none"


def _verdict_moved(study: Study, code: str, before: str, now: str) -> str:
    old, new = (Derived(code, None, "", "", 0, "1", "", (), None, verdict=verdict) for verdict in (before, now))
    found = derived_since_last(study, new, old, visit="W2", before_on=THEN, on=NOW)
    assert found is not None
    return found.direction
