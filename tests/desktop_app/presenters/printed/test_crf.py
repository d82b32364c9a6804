"""Case report forms on paper: what a blank and a filled one say and never say, the code of each page read back."""

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
import pytest
import zxingcpp
from PySide6.QtWidgets import QApplication

from desktop_app.paper import Folio, write_folios
from desktop_app.presenters.printed.crf import blank, filled, filled_visit, page_code
from desktop_app.presenters.printed.foot import Printed
from study.address import LOG, Address
from study.changes import facts as f
from study.definition.model import Study
from study.links import link_of
from study.record import heads
from study.values import Codes, DateValue, NotDone, TextValue

TODAY = date(2026, 11, 17)
PAGE = Printed("LN 肾脏科", "周敏", "2026-11-17 10:00")


def pages(folios: list[Folio], path: Path) -> list[Any]:
    """The pages of a PDF as pictures."""
    write_folios(folios, path)
    document = pypdfium2.PdfDocument(path)
    return [np.asarray(document[n].render(scale=3).to_pil().convert("L")) for n in range(len(document))]


def read_code(picture: Any) -> str:
    """What the one code of a page says."""
    [found] = zxingcpp.read_barcodes(picture)
    return str(found.text)


def test_each_page_bears_its_own_code_and_number(qapp: QApplication, shipped: Study, tmp_path: Path) -> None:
    visit = shipped.visit("M3")
    forms = [shipped.forms[code] for code in ("VISIT", "VS", "SLEDAI")]
    pictures = pages(blank(shipped, visit, forms, PAGE, "zh"), tmp_path / "blank.pdf")
    codes = [read_code(picture).split("|") for picture in pictures]
    assert {code[0] for code in codes} == {"CARTELLA1"}
    assert {code[2] for code in codes} == {f"{shipped.version}.{shipped.digest[:8]}"}
    assert [code[5] for code in codes if code[6] == "1"] == ["VISIT", "VS", "SLEDAI"]
    assert all(code[3] == "" for code in codes)


def test_a_filled_form_says_what_stands_there_and_nothing_of_who_the_child_is(
    qapp: QApplication, desk_fixture: Any, tmp_path: Path
) -> None:
    subject = desk_fixture.enrol("LN-007", name="林小满", number="0012345")
    desk_fixture.visit(subject, "M3", TODAY, {"CHEM": {"K": "6.41", "CREAT": "58"}})
    desk_fixture.set(subject, "M3", "CHEM", {"ALB": NotDone("LOST")})
    course = desk_fixture.course(subject)
    [place] = course.form_places(Address(subject, "M3"), "CHEM")
    folio = filled(course, place, {"u-zhou": "周敏"}, PAGE, "zh")
    [picture, *_rest] = pages([folio], tmp_path / "filled.pdf")
    code = read_code(picture).split("|")
    assert code[3:5] == ["LN-007", "M3"]
    assert code[5].startswith("CHEM.")
    assert "6.41 mmol/L" in folio.html
    assert "☒ 未做" in folio.html
    assert "未签名" in folio.html
    assert "LN-007" in folio.head
    for each in (folio, *filled_visit(course, Address(subject, LOG), {}, PAGE, "zh")):
        assert "林小满" not in each.html + each.head
        assert "0012345" not in each.html + each.head


def test_a_field_with_two_values_is_named_and_neither_is_printed(qapp: QApplication, desk_fixture: Any) -> None:
    subject = desk_fixture.enrol("LN-007")
    desk_fixture.visit(subject, "M3", TODAY, {"VS": {"WEIGHT": "36.4"}})
    desk_fixture.contradict(Address(subject, "M3", "", "VS", "", "", "WEIGHT"), "34.6")
    folio = filled(desk_fixture.course(subject), Address(subject, "M3", "", "VS"), {}, PAGE, "en")
    assert "In conflict, not printed: Weight" in folio.html
    assert "36.4" not in folio.html
    assert "34.6" not in folio.html


def test_a_signed_form_says_who_and_that_it_is_void_after_a_change(qapp: QApplication, desk_fixture: Any) -> None:
    subject = desk_fixture.enrol("LN-007")
    desk_fixture.visit(subject, "M3", TODAY, {"VS": {"WEIGHT": "36.4"}})
    place = Address(subject, "M3", "", "VS")
    desk_fixture.append(f.FormCompleted(id="done", address=place))
    digest = desk_fixture.course(subject).record.digest(place)
    desk_fixture.append(f.Signed(id="sign", address=place, meaning="reviewed / 已审核", digest=digest))
    people = {"u-zhou": "周敏"}
    before = filled(desk_fixture.course(subject), place, people, PAGE, "en").html
    assert "signed 周敏 2026-11-17 10:00" in before
    assert "void" not in before
    desk_fixture.set(subject, "M3", "VS", {"WEIGHT": "37"}, reason="misread")
    assert "void: changed after signing" in filled(desk_fixture.course(subject), place, people, PAGE, "en").html


def test_what_people_typed_is_text_and_not_markup(qapp: QApplication, desk_fixture: Any) -> None:
    subject = desk_fixture.enrol("LN-007")
    desk_fixture.set(subject, LOG, "AE", {"AETERM": TextValue("<b>fever</b> & chills")})
    [place] = desk_fixture.course(subject).form_places(Address(subject, LOG, "", "AE"), "AE")
    html = filled(desk_fixture.course(subject), place, {}, PAGE, "en").html
    assert "&lt;b&gt;fever&lt;/b&gt; &amp; chills" in html
    assert page_code(desk_fixture.study, "LN-007", place).split("|")[5].startswith("AE.")


def test_a_long_name_of_a_repeat_leaves_room_for_the_form(
    qapp: QApplication, desk_fixture: Any, tmp_path: Path
) -> None:
    subject, term = desk_fixture.enrol("LN-007"), "持续低热伴乏力" * 500
    desk_fixture.set(subject, LOG, "AE", {"AETERM": TextValue(term)})
    [place] = desk_fixture.course(subject).form_places(Address(subject, LOG, "", "AE"), "AE")
    folio = filled(desk_fixture.course(subject), place, {}, PAGE, "zh")
    assert len(folio.head) < 1_000
    assert term in folio.html
    assert len(pages([folio], tmp_path / "long.pdf")) < 10


def test_a_table_does_not_ask_for_the_row_it_stands_in(qapp: QApplication, desk_fixture: Any) -> None:
    study = desk_fixture.study
    link = link_of(study.forms["AEGR"], "AE")
    assert link is not None
    [folio] = blank(study, study.visit(LOG), [study.forms["AE"]], PAGE, "en")
    assert f"<th align='left'>{link.label.en}</th>" not in folio.html
    assert "Graded on" in folio.html


def test_an_event_is_printed_with_the_medicines_that_name_it(qapp: QApplication, desk_fixture: Any) -> None:
    subject = desk_fixture.enrol("LN-007")
    for name in ("fever", "rash"):
        desk_fixture.set(subject, LOG, "AE", {"AETERM": name, "AESTDTC": DateValue("2026-08-20")}, anew=True)
    events = desk_fixture.course(subject).form_places(Address(subject, LOG, "", "AE"), "AE")
    names = {desk_fixture.course(subject).filled(at)["AETERM"].text: at for at in events}
    both = Codes((names["fever"].form_repeat, names["rash"].form_repeat))
    desk_fixture.set(subject, LOG, "CM", {"CMTRT": "Anakinra", "CMSTDTC": DateValue("2026-08-21"), "CMAES": both})
    [drug] = desk_fixture.course(subject).form_places(Address(subject, LOG, "", "CM"), "CM")
    bases = desk_fixture.course(subject).record.presence(names["rash"])
    desk_fixture.append(
        f.Withdrawn(id=desk_fixture.store.new_id(), bases=heads(bases), address=names["rash"], reason="entered twice")
    )
    course = desk_fixture.course(subject)
    assert "Anakinra" in filled(course, names["fever"], {}, PAGE, "en").html
    html = filled(course, drug, {}, PAGE, "en").html
    assert "fever · 2026-08-20, rash · 2026-08-20 (withdrawn)" in html


def test_the_answers_of_a_list_are_boxes_and_the_chosen_one_is_crossed(qapp: QApplication, desk_fixture: Any) -> None:
    subject = desk_fixture.enrol("LN-007")
    desk_fixture.set(subject, "M3", "VS", {"TEMPLOC": Codes((desk_fixture.study.codelists["TEMPLOC"][0].code,))})
    desk_fixture.set(subject, "M3", "VISIT", {"VISDTC": DateValue(TODAY.isoformat())})
    html = filled(desk_fixture.course(subject), Address(subject, "M3", "", "VS"), {}, PAGE, "zh").html
    chosen, *others = [choice.label.zh for choice in desk_fixture.study.codelists["TEMPLOC"]]
    assert f"☒&nbsp;<b>{chosen}</b>" in html
    assert all(f"☐&nbsp;{other}" in html for other in others)


def test_a_folder_that_is_not_there_is_said(qapp: QApplication, shipped: Study, tmp_path: Path) -> None:
    folios = blank(shipped, shipped.visit("M3"), [shipped.forms["VS"]], PAGE, "zh")
    with pytest.raises(Exception, match="not-writable"):
        write_folios(folios, tmp_path / "nowhere" / "a.pdf")
