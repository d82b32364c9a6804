"""Limits of quantification of a kit: a plain number beyond them is asked about, and a limit as printed is not."""

from datetime import date
from decimal import Decimal

import pytest

import resources
from desktop_app.study_files import read_folder
from study.checks import CheckContext, check
from study.definition.load import load
from study.lab_table import Circumstances
from study.reference_table import find_faults, read_table
from study.values import Comparator, Quantity

STUDY = load(read_folder(resources.path("study")))
HEAD = "form,item,method,sex,age_from,age_below,high,low,unit,effective_from,lloq,uloq\n"
LINE = "CYTO,IL6,FLOW,A,0d,18y,5.4,,pg/mL,2024-01-01,"
IL6 = STUDY.item("CYTO", "IL6")


def asked(value: Quantity, method: str = "FLOW", on: date = date(2026, 8, 18), limits: str = "2.5,5000") -> str:
    around = Circumstances(date(2016, 2, 29), "F", on, method=method)
    table = read_table(STUDY, "lab.csv", HEAD + LINE + limits + "\n")
    found = check(STUDY, IL6, value, CheckContext(form="CYTO", specimen=around, tables=(table,), study_day=7))
    return found.soft.en if found.soft is not None else ""


@pytest.mark.parametrize(
    ("number", "comparator", "said"),
    [
        ("2.4", "", "Below 2.5 pg/mL"),
        ("2.5", "", ""),
        ("2.5", "<", ""),
        ("2.4", "<", ""),
        ("5000", "", ""),
        ("5000.1", "", "Above 5000 pg/mL"),
        ("5000", ">", ""),
    ],
)
def test_a_plain_number_beyond_what_the_kit_measures(number: str, comparator: Comparator, said: str) -> None:
    found = asked(Quantity(number, "pg/mL", comparator))
    assert found.startswith(said)
    assert bool(found) is bool(said)


def test_another_unit_another_kit_and_an_earlier_specimen() -> None:
    assert asked(Quantity("2.4", "ng/L")).startswith("Below 2.5 pg/mL")
    assert asked(Quantity("2.4", "pg/mL"), method="ELISA") == ""
    assert asked(Quantity("2.4", "pg/mL"), on=date(2023, 12, 31)) == ""
    assert asked(Quantity("2.4", "pg/mL"), limits=",5000") == ""


def test_limits_are_kept_in_the_items_unit_and_must_leave_room() -> None:
    [row] = read_table(STUDY, "lab.csv", HEAD + LINE.replace("pg/mL", "ng/L") + "2.5,5000\n").rows
    assert (row.lloq, row.uloq) == (Decimal("2.5"), Decimal(5000))
    faults = [fault.sentence.en for fault in find_faults(STUDY, "lab.csv", HEAD + LINE + "5000,2.5\n")]
    assert faults == ["lab.csv:2 IL6: the limits of quantification are reversed"]
