"""Printing at the bedside: the menu by keyboard, PDFs of what stands and of blank forms, noted before they are made."""

from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from desktop_app.presenters.visit.printing import VisitPrinting, folios_of
from study.address import Address
from study.changes.facts import Accessed
from ui.visit.acts import PrintAsked
from ui.visit.menus import print_options
from ui.visit.view import VisitView

TODAY = date(2026, 11, 17)


def prints(work: Any) -> list[tuple[str, int]]:
    """What the record says was printed."""
    facts = [line.fact for page in work.store.reader.audit_pages() for line in page]
    return [(fact.detail, fact.count) for fact in facts if isinstance(fact, Accessed) and fact.what == "print"]


@pytest.fixture
def ward(desk_fixture: Any) -> tuple[Any, Address]:
    """A child with two forms filled, and the place of one of them."""
    subject = desk_fixture.enrol("LN-007", name="林小满")
    desk_fixture.visit(subject, "M3", TODAY, {"VS": {"WEIGHT": "41.2"}})
    return desk_fixture, Address(subject, "M3", "", "VS")


@pytest.mark.parametrize(
    ("whole", "blank", "count"), [(False, False, 1), (True, False, 2), (False, True, 1), (True, True, None)]
)
def test_what_is_asked_for_is_printed(ward: Any, whole: bool, blank: bool, count: int | None) -> None:
    work, place = ward
    asked = PrintAsked(place.key, whole, blank, pdf=True)
    folios = folios_of(work.session.records, work.session, asked, "zh")
    assert len(folios) == (count or len(work.study.visit("M3").forms))
    assert all(("LN-007" in folio.head) is not blank for folio in folios)


@pytest.mark.parametrize("blank", [False, True])
def test_a_pdf_is_noted_first_unless_it_is_blank(ward: Any, qtbot: Any, tmp_path: Path, blank: bool) -> None:
    work, place = ward
    view = VisitView(work.desk.look)
    qtbot.addWidget(view)
    printing = VisitPrinting(work.desk, view)
    asked = PrintAsked(place.key, True, blank, pdf=True)
    folios = folios_of(work.session.records, work.session, asked, "en")
    printing.save(asked, folios, tmp_path / "out.pdf")
    assert len(pypdfium2.PdfDocument(tmp_path / "out.pdf")) >= len(folios)
    assert prints(work) == ([] if blank else [(f"crf M3 {place.subject}", len(folios))])
    assert work.desk.told[-1][0] == "printed"


def test_a_folder_that_is_gone_is_told(ward: Any, qtbot: Any, tmp_path: Path) -> None:
    work, place = ward
    view = VisitView(work.desk.look)
    qtbot.addWidget(view)
    asked = PrintAsked(place.key, False, True, pdf=True)
    folios = folios_of(work.session.records, work.session, asked, "en")
    printing = VisitPrinting(work.desk, view)
    printing.save(asked, folios, tmp_path / "gone" / "out.pdf")
    assert [getattr(error, "code", "") for error in work.desk.failures] == ["not-writable"]
    assert not (tmp_path / "gone").exists()
    assert all(code != "printed" for code, _text in work.desk.told)


def test_where_nothing_stands_it_is_said(desk_fixture: Any, qtbot: Any) -> None:
    subject = desk_fixture.enrol("LN-007")
    view = VisitView(desk_fixture.desk.look)
    qtbot.addWidget(view)
    printing = VisitPrinting(desk_fixture.desk, view)
    view.print_asked.emit(PrintAsked(Address(subject, "M3", "", "VS").key, False, False, pdf=True))
    assert [code for code, _text in desk_fixture.desk.told] == ["nothing-to-print"]
    assert printing is not None


def test_every_way_to_print_is_offered_once() -> None:
    codes = [option.code for option in print_options()]
    assert len(codes) == len(set(codes)) == 9
