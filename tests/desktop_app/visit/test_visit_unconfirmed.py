"""What nobody has confirmed yet is marked on the bedside: items, intervals, derived values, bands, windows, limits."""

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from study.address import LOG, parse_key
from study.changes.facts import Report
from study.values import Codes, TextValue
from ui.visit.state import Critical

if TYPE_CHECKING:
    from tests.desktop_app.visit.conftest import Bedside


def test_items_and_intervals_are_marked_apart(chemistry: "Bedside") -> None:
    told = {item: (chemistry.row(item).unconfirmed, chemistry.row(item).reference_unconfirmed) for item in ("ICA", "K")}
    assert told == {"ICA": (True, False), "K": (False, True)}
    description = chemistry.go("K").accessibleDescription()
    assert "参考区间 3.7–5.2，待确认" in description
    assert chemistry.state.trend.subtitle.en == "mmol/L · band unconfirmed"
    assert not chemistry.state.trend.bands[0].confirmed


def test_limits_of_the_report_need_no_confirmation(chemistry: "Bedside") -> None:
    key = chemistry.row("K").key
    fact = chemistry.fact("K")
    report = Report(low="3.5", high="5.5")
    chemistry.work.append(
        msgspec.structs.replace(fact, id=chemistry.work.store.new_id(), bases=(fact.id,), report=report)
    )
    chemistry.page.refresh()
    assert parse_key(key).item == "K"
    assert (chemistry.row("K").reference, chemistry.row("K").reference_unconfirmed) == ("3.5–5.5", False)


def test_a_derived_value_says_so_also_while_it_is_missing(chemistry: "Bedside") -> None:
    chemistry.open("M3", "SLEDAI")
    told = {row.code: (row.unconfirmed, row.missing is not None) for row in chemistry.state.derived}
    assert told["RENAL"] == (True, False)
    assert told["SLEDAI2K"] == (False, True)


def test_a_window_that_nobody_approved_is_marked(chemistry: "Bedside") -> None:
    header = chemistry.state.header
    assert (header.low_day, header.high_day) == (81, 101)
    assert header.window_note.zh == "时间窗待确认"
    chemistry.work.visit(chemistry.subject, "D0", date(2026, 8, 18), {})
    chemistry.open("D0", "VISIT")
    header = chemistry.state.header
    assert (header.low_day, header.high_day, header.window_note) == (0, 0, None)


def test_a_critical_limit_that_is_not_the_hospitals_own_says_so_where_it_alarms(chemistry: "Bedside") -> None:
    limit = chemistry.strip("K", Critical).limit
    assert limit.en == "Critical > 6.2 · limit unconfirmed"
    assert limit.zh == "危急值 > 6.2 · 限值未核准"


def test_a_code_that_nobody_looked_up_says_so_in_the_tooltip_of_its_item(chemistry: "Bedside") -> None:
    chemistry.open("M3", "IGLYM")
    hint = chemistry.row("CD4P").hint
    assert hint.en.splitlines()[-1] == "SDTM CP.TLHLY (unconfirmed) · LOINC 8123-2"
    assert hint.zh.splitlines()[-1] == "SDTM CP.TLHLY（待确认） · LOINC 8123-2"
    assert "SDTM CP.TLYLY · LOINC 8124-0" in chemistry.row("CD3P").hint.en


def test_an_answer_that_nobody_approved_is_marked_in_the_list_and_where_it_was_given(chemistry: "Bedside") -> None:
    event = {"AETERM": TextValue("fever"), "AESI": Codes(("Y",)), "AESICAT": Codes(("CRS", "IECHS"))}
    chemistry.work.set(chemistry.subject, LOG, "AE", event)
    chemistry.page.refresh()
    chemistry.open_log("AE")
    study, row = chemistry.work.study, chemistry.row("AESICAT")
    assert {option.code for option in row.choices if option.doubt == study.unconfirmed} == {"IECHS", "LICATS"}
    assert row.answer_doubt.en == f"HLH-like syndrome (IEC-HS): {study.unconfirmed.en}"
    assert row.answer_doubt.zh.startswith("免疫效应细胞相关噬血细胞综合征(IEC-HS)：")
    assert "选项待确认" in chemistry.go("AESICAT").accessibleDescription()
