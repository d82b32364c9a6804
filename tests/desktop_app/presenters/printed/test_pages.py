"""Every kind of printed page, rendered: nothing cut, nothing over other text, every word read back."""

from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from desktop_app.paper import Folio, write_folio, write_folios
from desktop_app.presenters.audit_paper import Heading, folio
from desktop_app.presenters.audit_table import paper_columns
from desktop_app.presenters.charts import charts_state
from desktop_app.presenters.printed.crf import filled_visit
from desktop_app.presenters.printed.foot import Printed, foot, printed_now
from desktop_app.presenters.receipt import receipt_folio
from study.address import Address
from study.definition.model import Study
from study.text import Language, Text
from study.values import TextValue
from tests.kit.paper import Page, faults, plain, read_pages
from ui.sync.state import Receipt, ReceiptGroup, ReceiptLine

TODAY = date(2026, 11, 17)
PAGE = Printed("LN 复旦大学附属儿科医院肾脏风湿科 Department of Nephrology", "欧阳周敏", "2026-11-17 10:00")
LANGUAGES: tuple[Language, ...] = ("zh", "en")
PAGES: dict[Language, str] = {"zh": "第 {} 页，共 {} 页", "en": "page {} of {}"}


def numbered(pages: list[Page], language: Language, study: Study) -> None:
    """Every page says which it is of how many, of which trial and version."""
    for number, page in enumerate(pages, start=1):
        assert plain(PAGES[language].format(number, len(pages))) in page.plain
        assert study.code in page.plain
        assert study.version in page.plain


@pytest.mark.parametrize("language", LANGUAGES)
def test_filled_forms(desk_fixture: Any, tmp_path: Path, language: Language) -> None:
    work, path = desk_fixture, tmp_path / "filled.pdf"
    subject = work.enrol("LN-007", name="林小满")
    work.follow(subject)
    word = "患儿家属诉近三日低热、乏力、纳差，伴双下肢轻度水肿，"
    asked = next(item.code for item in work.study.forms["VISIT"].items if item.type == "text" and not item.when)
    work.set(subject, "M3", "VISIT", {asked: TextValue(word * 60)})
    folios = filled_visit(work.course(subject), Address(subject, "M3"), {}, PAGE, language)
    write_folios(folios, path)
    assert faults(path) == []
    pages = read_pages(path)
    assert all("LN-007" in page.plain and work.study.code in page.plain for page in pages)
    assert "".join(page.plain for page in pages).count(plain("伴双下肢轻度水肿")) >= 55, (
        "but where a line breaks a page"
    )
    rule = {"zh": "* 必填 · ☒ 已选", "en": "* required · ☒ chosen"}[language]
    assert sum(page.plain.count(plain(rule)) for page in pages) == len(folios)
    assert not any("林小满" in page.plain for page in pages)


def _row(number: int) -> tuple[str, ...]:
    """An entry of the audit trail with long words in every cell."""
    place, change = f"M3 CHEM/CREAT {number}", f"{number} → {number + 1} µmol/L"
    at, seq = f"2026-11-17 10:{number % 60:02}:07", f"LN-07 {number} a1b2c3d4e5f6"
    why = "化验单抄写错误，已核对原件"
    return at, "欧阳周敏 · 研究者", "录入 / value set " * 3, "LN-007", place, change, why, str(number), seq


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_audit_of_five_hundred_entries(
    qapp: QApplication, shipped: Study, tmp_path: Path, language: Language
) -> None:
    path = tmp_path / "audit.pdf"
    heading = Heading(
        Text("Audit trail", "稽查轨迹"), Text("child LN-007", "患儿 LN-007"), PAGE.site,
        f"{shipped.code} {shipped.version}", PAGE.printed, PAGE.by, "a1b2c3d4" * 8, 4823,
    )  # fmt: skip
    rows = [_row(n) for n in range(500)]
    write_folio(folio(heading, paper_columns(language), rows, language), path)
    assert faults(path) == []
    pages = read_pages(path)
    numbered(pages, language, shipped)
    read = "".join(page.plain for page in pages)
    assert all(plain(f"M3 CHEM/CREAT {n}") in read for n in range(500))
    for page in pages:
        for column in paper_columns(language):
            assert plain(column) in page.plain, "the head of the table stands on every page"
        assert "LN-007" in page.plain


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_receipt_of_the_day(qapp: QApplication, shipped: Study, tmp_path: Path, language: Language) -> None:
    path = tmp_path / "receipt.pdf"
    lines = tuple(ReceiptLine(Text(f"LN-{n:03}", f"LN-{n:03}"), f"{n}; 0, 1, 0") for n in range(90))
    groups = (ReceiptGroup(Text("Entered here today", "今日在此录入"), lines),)
    receipt = Receipt(TODAY, PAGE.site, "CR-02", groups, ((Text("this workstation", "本工作站"), "a1b2c3d4"),), True, 0)
    write_folios([receipt_folio(receipt, shipped, PAGE, language)], path)
    assert faults(path) == []
    pages = read_pages(path)
    assert len(pages) > 1
    numbered(pages, language, shipped)
    read = "".join(page.plain for page in pages)
    assert all(f"LN-{n:03}" in read for n in range(90))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_trend_page(desk_fixture: Any, tmp_path: Path, language: Language) -> None:
    work, path = desk_fixture, tmp_path / "trend.pdf"
    subject = work.enrol("LN-007", name="林小满")
    work.follow(subject)
    state = charts_state(work.study, work.child(subject), TODAY, names=False)
    line = foot(work.study, printed_now(work.session), language)
    import_module("ui.charts.export").export_charts(state, path, language, line)
    pages = read_pages(path)
    numbered(pages, language, work.study)
    assert "LN-007" in pages[0].plain
    assert "林小满" not in pages[0].plain
    for panel in state.panels:
        assert plain(panel.title.get(language)) in pages[0].plain
    assert faults(path, margin=0) == []


def test_the_check_of_pages_finds_what_is_wrong(qapp: QApplication, tmp_path: Path) -> None:
    """Text beyond the edge and text over text are found: a check that finds nothing would prove nothing."""
    wide = Folio(f"<p style='white-space:pre'>{'x' * 400}</p>", "page %1 of %2")
    write_folios([wide], tmp_path / "wide.pdf")
    assert any("clipped" in fault for fault in faults(tmp_path / "wide.pdf"))
