"""The accreditation a laboratory writes beside its intervals: kept with each row, refused where it is at odds."""

from datetime import date

import pytest

import resources
from desktop_app.study_files import read_folder
from study.definition.load import load
from study.reference_table import find_faults, read_table, template

STUDY = load(read_folder(resources.path("study")))
HEAD = "item,sex,age_from,age_below,low,high,unit,effective_from,certificate,certificate_until\n"
LINE = "CREAT,A,2y,18y,19,66,umol/L,2024-01-01,"


def test_number_and_last_day_are_kept_with_each_row() -> None:
    text = HEAD + LINE + "CNAS MT0123,2027-05-31\n" + LINE.replace("CREAT", "ALB").replace("umol", "g") + ",\n"
    certified, bare = read_table(STUDY, "lab.csv", text).rows
    assert (certified.certificate, certified.certified_until) == ("CNAS MT0123", date(2027, 5, 31))
    assert (bare.certificate, bare.certified_until) == ("", None)


def test_a_table_without_the_columns_is_as_good() -> None:
    [row] = read_table(STUDY, "lab.csv", HEAD.replace(",certificate,certificate_until", "") + LINE[:-1] + "\n").rows
    assert row.certificate == ""


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("CNAS MT0123,2023-12-31", "ended before the interval takes effect"),
        ("CNAS MT0123,2024-01-01", ""),
        ("CNAS MT0123,", ""),
        (",2027-05-31", "without the number of the certificate"),
        ("CNAS MT0123,May 2027", "must be a day such as"),
    ],
)
def test_what_contradicts_itself_is_refused(written: str, said: str) -> None:
    faults = [fault.sentence.en for fault in find_faults(STUDY, "lab.csv", HEAD + LINE + written + "\n")]
    assert [said in each for each in faults] == [True] * bool(said)


def test_the_empty_table_has_room_for_it() -> None:
    heading, first = template(STUDY).splitlines()[:2]
    assert ",certificate,certificate_until," in heading
    assert heading.count(",") == first.count(",")
