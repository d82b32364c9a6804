"""Tables as CSV: what spreadsheets read back, what they must not run, what is never written over."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.errors import KnownError
from sync.files.table_out import write_csv


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.reader(handle))


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    rows = [["肌酐", 'a "quoted", cell', "two\nlines"], ["-5", "+3.2", "++"], ["", "±", "<0.5"],
            ["-120..-90", "-1.2 – 0.5", "-3 08:10"], ["-5.3 mg/dL", "+1 级", "-0.5 %"]]  # fmt: skip
    assert write_csv(tmp_path / "a.csv", ("一", "b", "c"), rows) == 5
    assert read(tmp_path / "a.csv") == [["一", "b", "c"], *rows]
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbf")


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20))
def test_no_cell_begins_like_a_formula(tmp_path_factory: pytest.TempPathFactory, cell: str) -> None:
    path = tmp_path_factory.mktemp("out") / "a.csv"
    write_csv(path, ("x",), [[cell, "end"]])
    [[_head], [found, _end]] = read(path)
    assert not found.startswith(("=", "@", "\t", "\r", "+c", "-c", "+=", "-="))
    assert found.removeprefix("'") == cell.removeprefix("'")


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "@SUM(A1)",
        "+cmd|' /C calc'!A0",
        "-A1",
        "-1+cmd|' /C calc'!A0",
        "+1*2",
        "-1 /2",
        "-2 a(b)",
        "＝1+1",
        "\n=1",
    ],
)
def test_formulas_become_texts(tmp_path: Path, cell: str) -> None:
    write_csv(tmp_path / "a.csv", ("x",), [[cell]])
    assert read(tmp_path / "a.csv")[1] == [f"'{cell}"]


def test_nothing_is_written_over_and_nothing_half_is_left(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("kept")
    with pytest.raises(KnownError) as refused:
        write_csv(path, ("x",), [["1"]])
    assert refused.value.code == "file-exists"
    assert path.read_text() == "kept"

    def broken() -> list[list[str]]:
        raise ValueError("the reading failed")

    with pytest.raises(ValueError, match="the reading failed"):
        write_csv(tmp_path / "b.csv", ("x",), (row for row in broken()))
    with pytest.raises(KnownError, match="can't be written"):
        write_csv(tmp_path / "nowhere" / "b.csv", ("x",), [])
    assert [each.name for each in tmp_path.iterdir()] == ["a.csv"]
