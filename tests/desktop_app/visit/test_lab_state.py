"""The preview of a report as it is shown: every line of the demo reports, and what follows from each decision."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

import resources
from desktop_app.jobs.lab import read_report, time_fault
from desktop_app.presenters.visit.lab_state import Around, Draft, Looked, after, facts_of, look, taking, with_specimen
from study.address import Address
from study.definition.model import Study
from study.errors import KnownError
from sync.files.lab import LabSheet, read_table
from ui.lab_import.state import LineExplained, LineTicked, OptionTaken, ResultCorrected

NOW = datetime(2026, 11, 17, 10, 0, tzinfo=UTC)


@pytest.fixture
def seen(desk_fixture: Any, shipped: Study) -> Callable[..., Looked]:
    """Look at a draft as the investigator at the desk does."""
    subject = desk_fixture.enrol("LN-007", name="林小满", number="DEMO-000007")

    def of(report: LabSheet | Draft, visit: str = "M3") -> Looked:
        draft = report if isinstance(report, Draft) else Draft(report, Address(subject, visit))
        return look(draft, Around(shipped, desk_fixture.child(subject), NOW, names=True, may_confirm=True))

    return of


def sheet(*lines: str, head: str = "项目名称,结果,单位,参考范围,标本类型,采样时间") -> LabSheet:
    """A report of a few lines that names nobody."""
    return read_table("a.csv", "\n".join((head, *lines)).encode())


def demo(name: str) -> LabSheet:
    """A demo report."""
    return read_report(resources.path("demo") / name)


def test_every_line_is_shown_in_its_place(seen: Callable[..., Looked]) -> None:
    found = seen(demo("lab_odd_utf8.csv"))
    lines = {line.number: line for line in found.state.lines}
    assert list(lines) == ["4", "5", "6", "7", "8", "9"]
    assert [line.standing for line in lines.values()] == ["new", "unknown", "broken", "ask", "refused", "impossible"]
    assert all(line.sentence is not None for line in lines.values() if line.standing != "new")
    assert lines["4"].printed == "54.2 μmol/L"
    assert lines["4"].limits == "27-66"
    assert [line.may_tick for line in lines.values()] == [True, False, False, False, False, False]
    counts = found.state.counts
    assert (counts.total, counts.taken, counts.ask, counts.refused, counts.unknown, counts.broken) == (6, 1, 1, 2, 1, 1)


def test_worksheets_are_named_with_the_line(seen: Callable[..., Looked]) -> None:
    assert all(":" in line.number for line in seen(demo("lab_urine.xlsx")).state.lines)


def test_an_answer_is_taken_and_may_be_left_out_again(seen: Callable[..., Looked]) -> None:
    first = seen(demo("lab_chem_gb18030.csv"))
    key = next(line.key for line in first.state.lines if line.standing == "ask")
    answered = seen(after(first.draft, OptionTaken(key, "0")))
    line = next(line for line in answered.state.lines if line.key == key)
    assert (line.standing, line.chosen, line.ticked) == ("new", "0", True)
    left = seen(after(answered.draft, LineTicked(key, on=False)))
    line = next(line for line in left.state.lines if line.key == key)
    assert (line.standing, line.ticked, line.may_tick) == ("left", False, True)
    assert line.value is not None, "what was left out is still shown"


def test_a_correction_can_be_taken_back(seen: Callable[..., Looked]) -> None:
    first = seen(demo("lab_odd_utf8.csv"))
    key = next(line.key for line in first.state.lines if line.standing == "refused")
    better = seen(after(first.draft, ResultCorrected(key, "1.3 mg/L")))
    line = next(line for line in better.state.lines if line.key == key)
    assert (line.standing, line.corrected, line.may_correct) == ("new", "1.3 mg/L", True)
    assert seen(after(better.draft, ResultCorrected(key, ""))).state.lines == first.state.lines
    assert taking(better.state) != taking(first.state)


def test_a_word_about_an_unusual_value_goes_with_it(seen: Callable[..., Looked]) -> None:
    first = seen(sheet("肌酸激酶,900,U/L,26-192,血清,2026-11-17 08:10"))
    (line,) = first.state.lines
    assert line.soft is not None
    explained = seen(after(first.draft, LineExplained(line.key, "体育测试后")))
    facts = facts_of(explained, iter("abcdefgh").__next__)
    assert [getattr(fact, "explanation", "") for fact in facts][-1] == "体育测试后"
    assert len(facts_of(first, iter("abcdefgh").__next__)) == len(facts) + 1, "without a word it is a query"


def test_another_specimen_forgets_answers_but_not_what_is_left_out(seen: Callable[..., Looked]) -> None:
    head = "项目名称,结果,单位,采样时间"
    first = seen(sheet("肌酐,59,μmol/L,2026-11-17 08:10", "钾,4,mmol/L,2026-11-17 08:10", head=head))
    assert [line.standing for line in first.state.lines] == ["ask", "new"]
    assert [option.code for option in first.state.specimens] == ["blood", "urine", "urine24"]
    draft = after(after(first.draft, OptionTaken("0", "1")), LineTicked("1", on=False))
    blood = seen(with_specimen(draft, "blood"))
    assert [line.standing for line in blood.state.lines] == ["new", "left"]
    assert not blood.draft.choices[0].option


def test_a_report_of_another_day_than_the_visit_says_so(seen: Callable[..., Looked]) -> None:
    assert seen(demo("lab_chem_gb18030.csv"), "M3").state.day_note is None
    note = seen(demo("lab_chem_gb18030.csv"), "M1").state.day_note
    assert note is not None
    assert "D+91" in note.en


def test_nobody_named_is_no_licence(seen: Callable[..., Looked]) -> None:
    state = seen(sheet("钾,4,mmol/L,3.5-5.3,血清,2026-11-17 08:10")).state
    assert (state.whose, state.may_import) == ("unknown", False)


@pytest.mark.parametrize(
    ("text", "fine"),
    [("", True), ("2026-11-17 08:10", True), ("2026-11-17", True), ("早上", False), ("2026-11-18 08:00", False)],
)
def test_a_typed_time_is_checked(shipped: Study, text: str, fine: bool) -> None:
    assert (time_fault(shipped, ("CHEM",), text, NOW) is None) == fine


def test_a_file_that_cannot_be_read_says_so_without_its_name(tmp_path: Any) -> None:
    with pytest.raises(KnownError) as raised:
        read_report(tmp_path / "林小满.csv")
    assert raised.value.code == "lab-unreadable"
    assert "林小满" not in raised.value.sentence.zh
