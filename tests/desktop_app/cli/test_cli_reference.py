"""A laboratory's table on the command line: the empty one, its faults, what it would change, what is in force."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop_app.house import House
from desktop_app.identity import child_key, seal_value
from desktop_app.session import Session
from storage.keys import KdfProfile, SiteKey
from study.address import Address
from study.changes import facts as f

CHEAP = KdfProfile(memory_kib=8, iterations=1, lanes=1)
SECRET = "a rainy spring in Xuhui"
HEAD = "form,item,laboratory,method,sex,age_from,age_below,low,high,unit,effective_from,effective_to\n"
SOUND = (
    HEAD + "CHEM,CREAT,,,A,2y,18y,30,60,umol/L,2020-01-01,\nCHEM,CREAT,,苦味酸法,A,2y,18y,35,70,umol/L,2020-01-01,\n"
)


Run = Callable[..., Any]
House_ = Callable[[Path], House]


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str], str]:
    """Writes a table; returns its path."""

    def write(text: str, encoding: str = "utf-8") -> str:
        (tmp_path / "table.csv").write_text(text, encoding=encoding)
        return str(tmp_path / "table.csv")

    return write


def test_the_template_is_a_table_to_fill_in(run: Run) -> None:
    said = run("reference", "template", as_json=False)
    assert said.code == 0
    assert said.data.splitlines()[0].startswith("form,item,name,laboratory")
    assert any(line.startswith("CHEM,CREAT,肌酐 Creatinine") for line in said.data.splitlines())


def test_every_fault_is_named_with_its_line(run: Run, file: Callable[[str], str]) -> None:
    broken = file(SOUND.replace("A,2y,18y,30", "A,2y,18y,80").replace("苦味酸法", "酶"))
    said = run("reference", "check", broken, as_json=False)
    assert said.code == 1
    assert [line.split(" ")[0] for line in said.data.splitlines()] == ["table.csv:2", "table.csv:3"]
    assert said.err == "2 faults.\n"
    said = run("reference", "check", broken, language="zh")
    assert said.data["error"] == "reference_faulty"
    assert "table.csv:2 CREAT: 参考区间上下限颠倒" in said.data["sentence"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_sound_table_says_what_it_covers_and_what_has_none(run: Run, file: Callable[..., str], encoding: str) -> None:
    said = run("reference", "check", file(SOUND, encoding))
    assert said.code == 3
    assert said.data["items"] == [{"form": "CHEM", "item": "CREAT", "ages": "2y–18y", "intervals": 2}]
    without = {each["item"]: each["default"] for each in said.data["without"]}
    assert "CREAT" not in without
    assert (without["ALB"], without["GGT"]) == (True, False)


@pytest.mark.parametrize("name", ["missing.csv", "."])
def test_what_is_no_file_is_one_sentence(run: Run, tmp_path: Path, name: str) -> None:
    said = run("reference", "check", str(tmp_path / name))
    assert (said.code, said.data["error"]) == (1, "reference-unreadable")


def test_a_preview_lists_what_would_be_judged_otherwise_and_adopts_nothing(
    run: Run, made: Any, file: Callable[[str], str]
) -> None:
    said = run("reference", "adopt", file(SOUND), "--preview", as_json=False)
    assert said.code == 3
    first = "0 stored values change the flag; 1 child without a date of birth here could not be judged"
    assert said.data.splitlines()[0] == first
    with made() as session:
        _birth(session)
    said = run("reference", "adopt", file(SOUND), "--preview", as_json=False)
    assert said.data.splitlines() == [
        "1 stored value changes the flag",
        "LN-001 M3 CHEM/CREAT: 62 µmol/L, inside (27–66) → high (30–60)",
        "Nothing was changed.",
    ]
    said = run("reference", "adopt", file(SOUND), "--preview")
    [change] = said.data["changes"]
    assert (change["before"], change["after"], change["old"]["source"]) == ("", "high", "WST780")
    assert change["new"]["source"].startswith("table.csv@")
    assert run("reference", "list").data["in_force"] == []


def _birth(session: Session) -> None:
    """The girl's date of birth, as the bedside seals it."""
    key = session.store.reader.site_key()
    assert key is not None
    child = session.records.children()[0]
    place = Address("child", "SCR", form="DM", item="BRTHDTC")
    opened = child_key(SiteKey(key), child.course.record)
    assert opened is not None
    value = seal_value(opened, place, "2014-07-01")
    session.store.append(session.author, (f.ValueSet(id=session.store.new_id(), address=place, value=value),))


def test_an_adopted_table_is_in_force_and_listed(run: Run, made: Any, file: Callable[[str], str]) -> None:
    with made() as session:
        _birth(session)
    said = run("reference", "adopt", file(SOUND))
    assert (said.code, said.data["adopted"], len(said.data["changes"])) == (0, True, 1)
    again = run("reference", "adopt", file(SOUND))
    assert (again.code, again.data["error"]) == (1, "already-in-force")
    listed = run("reference", "list").data
    assert [(row["item"], row["method"], row["from"], row["to"]) for row in listed["in_force"]] == [
        ("CREAT", "", "2020-01-01", ""), ("CREAT", "JAFFE", "2020-01-01", ""),
    ]  # fmt: skip
    assert [(each["by"], each["readable"]) for each in listed["adopted"]] == [("Dr Lin", True)]
    later = SOUND.replace("2020-01-01", "2026-01-01").replace("30,60", "30,65").splitlines()
    said = run("reference", "adopt", file("\n".join(later[:2]) + "\n"))
    assert [(each["before"], each["after"]) for each in said.data["changes"]] == [("high", "")]
    assert said.data["staying"] == [{"form": "CHEM", "item": "CREAT", "laboratory": "", "method": "JAFFE"}]
    lines = run("reference", "list", language="zh", as_json=False).data.splitlines()
    assert lines[0].split("\t")[:6] == ["CHEM/CREAT", "肌酐", "不限", "不限", "2020-01-01", "2025-12-31"]
    assert lines[1].split("\t")[4:6] == ["2026-01-01", ""]
    assert lines[2].split("\t")[3] == "苦味酸法"
    assert run("verify").code == 0


def test_without_a_table_the_defaults_hold(run: Run, made: Any) -> None:
    said = run("reference", "list", as_json=False)
    assert (said.code, said.data) == (0, "No table was adopted: the defaults of the study hold.\n")


def test_a_damaged_table_is_said(run: Run, made: Any) -> None:
    with made() as session:
        fact = f.TableAdopted(id=session.store.new_id(), table="LAB", digest="ab" * 32, content=b"x")
        session.store.append(session.author, (fact,))
    said = run("reference", "list")
    assert (said.code, said.data["in_force"]) == (3, [])
    assert "abababababab" in said.data["said"][0]


def test_who_has_no_right_adopts_nothing(run: Run, made: Any, file: Callable[[str], str], tmp_path: Path) -> None:
    (tmp_path / "clerk").write_text("winter on the Bund 2026\n", encoding="utf-8")
    assert (
        run("user", "add", "Clerk", "--role", "data_entry", "--new-passphrase-file", str(tmp_path / "clerk")).code == 0
    )
    words = ("--user", "Clerk", "--passphrase-file", str(tmp_path / "clerk"))
    said = run("reference", "adopt", file(SOUND), *words)
    assert (said.code, said.data["error"]) == (1, "no-right")
    assert run("reference", "list", "--user", "Dr Lin").data["adopted"] == []
