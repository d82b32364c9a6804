"""How units are printed where no study is at hand."""

import pytest

from desktop_app.study_files import read_folder
from resources import path
from study import units
from study.definition.load import load
from study.derived.names import NAMES
from study.writing import printed, spelling


@pytest.mark.parametrize(
    ("unit", "shown"),
    [
        ("umol/L", "µmol/L"),
        ("ug/L", "µg/L"),
        ("cells/uL", "cells/µL"),
        ("10^9/L", "×10⁹/L"),
        ("mL/min/1.73m2", "mL/min/1.73 m²"),
        ("mg/m2/d", "mg/m²/d"),
        ("mmHg", "mmHg"),
        ("", ""),
    ],
)
def test_a_unit_as_people_print_it(unit: str, shown: str) -> None:
    assert printed(unit) == shown
    assert spelling(printed(unit)) == spelling(unit)


def test_it_is_printed_as_the_shipped_study_prints_it() -> None:
    study = load(read_folder(path("study")))
    wanted = {named.unit for named in NAMES.values() if any(sign in named.unit for sign in ("u", "^", "m2"))}
    assert wanted <= set(study.units)
    assert {unit: printed(unit) for unit in wanted} == {unit: units.label(study, unit) for unit in wanted}
