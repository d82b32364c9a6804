"""`cartella import-lab`: lines left out, a specimen time given, a code that stands aside for another one."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from storage.keys import SiteKey
from study.address import Address
from study.changes import facts as f
from study.rights import ASIDE
from study.values import DateTimeValue, Quantity, TextValue

Run = Callable[..., Any]
HEAD = "项目名称,结果,单位,参考范围,标本类型,采样时间\n"
DATED = "2026-11-17 08:10"
CHEM = Address("child", "M3", form="CHEM")


@pytest.fixture
def report(tmp_path: Path) -> Callable[..., str]:
    """Writes a report whose first result stands in line 2."""

    def write(*lines: str) -> str:
        file = tmp_path / "report.csv"
        file.write_text(HEAD + "\n".join(lines), encoding="utf-8")
        return str(file)

    return write


@pytest.fixture
def import_lab(run: Run, made: Callable[[], Any]) -> Run:
    """Runs the command for the girl's M3, who is shown by nothing on the report."""

    def command(file: str, *more: str, subject: str = "LN-001", **how: Any) -> Any:
        return run("import-lab", file, "--subject", subject, "--visit", "M3", *more, **how)

    return command


def held(made: Callable[[], Any], item: str, subject: str = "child") -> list[Any]:
    """Every value of an item of chemistry in the record of a child."""
    with made() as session:
        [child] = [each for each in session.records.children() if each.subject.id == subject]
        places = child.course.form_places(Address(subject, "M3"), "CHEM")
        found = (child.course.value(msgspec.structs.replace(place, item=item)) for place in places)
        return [value for value in found if value is not None]


def test_a_line_is_left_out_and_is_not_one_that_is_left(
    import_lab: Run, made: Callable[[], Any], report: Callable[..., str]
) -> None:
    file = report(f"钠,138,mmol/L,,血,{DATED}", f"钾,64.1,mmol/L,,血,{DATED}", f"钙,2.3,mmol/L,,血,{DATED}")
    said = import_lab(file)
    assert (said.code, said.data["taken"], said.data["left"]) == (3, 2, 1)
    said = import_lab(file, "--leave-out", "3")
    assert (said.code, said.data["left_out"], said.data["left"]) == (0, 1, 0)
    assert [line["line"] for line in said.data["lines"] if line["state"] == "left_out"] == ["3"]
    assert held(made, "K") == []


def test_a_line_left_out_is_named_by_its_number(import_lab: Run, report: Callable[..., str]) -> None:
    said = import_lab(report(f"钠,138,mmol/L,,血,{DATED}"), "--leave-out", "7")
    assert (said.code, said.data["error"]) == (1, "lab-line-unknown")
    said = import_lab(report(f"钠,138,mmol/L,,血,{DATED}"), "--leave-out", "7", language="zh")
    assert "没有该行" in said.err


def test_the_specimen_time_is_given_where_the_report_is_silent(
    import_lab: Run, made: Callable[[], Any], report: Callable[..., str]
) -> None:
    file = report("钠,138,mmol/L,,血,")
    assert import_lab(file).data["error"] == "lab-no-collected"
    said = import_lab(file, "--collected", "2026-11-17 08:10")
    assert (said.code, said.data["taken"]) == (0, 1), said.err
    assert held(made, "SODIUM") == [Quantity("138", "mmol/L")]
    assert DateTimeValue("2026-11-17T08:10") in held(made, "LBDTC")


@pytest.mark.parametrize("given", ["8:10", "2026-13-01", "2099-01-01 08:00", "yesterday"])
def test_a_time_that_cannot_be_taken_is_said(import_lab: Run, report: Callable[..., str], given: str) -> None:
    said = import_lab(report("钠,138,mmol/L,,血,"), "--collected", given)
    assert (said.code, said.data["error"]) == (1, "lab-collected")
    assert "--collected" in said.err


def test_an_option_that_the_report_leaves_no_room_for_is_refused(import_lab: Run, report: Callable[..., str]) -> None:
    said = import_lab(report(f"钠,138,mmol/L,,血,{DATED}"), "--collected", "2026-11-17 09:00")
    assert (said.code, said.data["error"]) == (1, "lab-said")


def test_a_code_that_stands_aside_names_the_one_that_goes_on(
    import_lab: Run, made: Callable[[], Any], report: Callable[..., str]
) -> None:
    with made() as session:
        _second(session)
        aside = f.MarkSet(
            id=session.store.new_id(), kind=ASIDE, address=Address("child"), target="second", note="same hospital card"
        )
        session.store.append(session.author_as("investigator"), (aside,))
    file = report(f"钠,138,mmol/L,,血,{DATED}")
    for more in ((), ("--preview",)):
        said = import_lab(file, *more)
        assert (said.code, said.data["error"]) == (1, "subject-aside")
        assert "LN-002" in said.err
    assert held(made, "SODIUM") == []
    said = import_lab(file, "--into-aside")
    assert (said.code, said.data["taken"]) == (0, 1)
    said = import_lab(file, subject="LN-002")
    assert (said.code, said.data["taken"]) == (0, 1)
    assert held(made, "SODIUM", "second") == [Quantity("138", "mmol/L")]


def _second(session: Any) -> None:
    """The same girl, enrolled a second time."""
    store = session.store
    _, wrapped = SiteKey(store.reader.site_key()).new_child_key("second")
    row = f.VisitOpened(id=store.new_id(), address=Address("second", "M3"))
    code = f.ValueSet(
        id=store.new_id(), address=Address("second", "SCR", form="DM", item="SUBJID"), value=TextValue("LN-002")
    )
    enrolled = f.SubjectEnrolled(id=store.new_id(), subject="second", child_key=wrapped)
    store.append(session.author, (enrolled, row, code))
