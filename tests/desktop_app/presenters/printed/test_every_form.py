"""Every form on paper, blank and with all it can hold, rendered: nothing is cut, each page says whose it is."""

from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from PySide6.QtWidgets import QApplication

from desktop_app.paper import Folio, write_folios
from desktop_app.presenters.printed.crf import blank, filled
from desktop_app.presenters.printed.foot import Printed
from study.address import Address
from study.definition.model import Form, Item, Study
from study.text import Language
from study.values import Codes, DateTimeValue, DateValue, NotDone, Quantity, Range, TextValue, Value
from tests.kit.paper import faults, plain, read_pages

PAGE = Printed("LN 复旦大学附属儿科医院肾脏风湿科 Department of Nephrology", "欧阳周敏", "2026-11-17 10:00")
LANGUAGES: tuple[Language, ...] = ("zh", "en")
PAGES: dict[Language, str] = {"zh": "第 {} 页，共 {} 页", "en": "page {} of {}"}
SIGNED: dict[Language, tuple[str, ...]] = {
    "zh": ("填写人", "签名", "日期"),
    "en": ("Filled in by", "Signature", "Date"),
}
LONG = "家属诉近三日低热、乏力、纳差，伴双下肢轻度水肿，无皮疹。No chest pain, no cough; took prednisone as told. "
_NOT_DONE_EACH = 9


def widest(study: Study, item: Item) -> Value | None:
    """The longest that may stand in an item; None for what rows of another form say."""
    choices = study.codelists.get(item.choices, ())
    match item.type:
        case "number":
            number = f"{987654 if item.decimals is None else 98765}.{'4' * (item.decimals or 2)}"
            return Range("1250", "13500", item.unit) if item.range else Quantity(number, item.unit, "<")
        case "choice" | "multichoice" if choices:
            longest = max(choices, key=lambda choice: len(choice.label.zh))
            codes = [choice.code for choice in choices] if item.type == "multichoice" else [longest.code]
            return Codes(tuple(codes))
        case "date" | "partial_date":
            return DateValue("2026-11-17")
        case "datetime":
            return DateTimeValue("2026-11-17T08:10")
        case "text" if not (item.identity or item.pattern):
            return TextValue(LONG * 3)
    return None


def all_of(study: Study, form: Form) -> dict[str, Value | str]:
    """A value for each item of a form; some items of the laboratory were not done."""
    made: dict[str, Value | str] = {}
    for number, item in enumerate(form.items):
        if item.laboratory and number % _NOT_DONE_EACH == 0:
            made[item.code] = NotDone(study.codelists["NDREASON"][-1].code, "标本溶血，家属拒绝再次采血")
        elif (value := widest(study, item)) is not None:
            made[item.code] = value
    return made


def codes(path: Path) -> list[list[str]]:
    """The parts of the one code of each page, read from the page as it is drawn."""
    document = pypdfium2.PdfDocument(path)
    try:
        pictures = [page.render(scale=2.5, grayscale=True).to_numpy() for page in document]
    finally:
        document.close()
    found = [zxingcpp.read_barcodes(picture) for picture in pictures]
    assert [len(each) for each in found] == [1] * len(found), "each page bears one code that can be read"
    return [each[0].text.split("|") for each in found]


def read_back(folio: Folio, path: Path, study: Study, language: Language) -> tuple[str, list[list[str]]]:
    """All text of a form, and the code of each page, of which each says trial, version and page of how many."""
    write_folios([folio], path)
    assert faults(path) == []
    pages, read = read_pages(path), codes(path)
    for number, (page, code) in enumerate(zip(pages, read, strict=True), start=1):
        assert code[:3] == ["CARTELLA1", study.code, f"{study.version}.{study.digest[:8]}"]
        assert code[6] == str(number)
        for said in (PAGES[language].format(number, len(pages)), study.code, study.version, PAGE.site):
            assert plain(said) in page.plain
    return "".join(page.plain for page in pages), read


@pytest.mark.parametrize("language", LANGUAGES)
def test_blank(qapp: QApplication, shipped: Study, tmp_path: Path, language: Language) -> None:
    first_asked = {code: visit for visit in reversed(shipped.visits) for code in visit.forms}
    assert first_asked.keys() == shipped.forms.keys()
    for code, visit in first_asked.items():
        form = shipped.forms[code]
        [folio] = blank(shipped, visit, [form], PAGE, language)
        read, found = read_back(folio, tmp_path / f"{form.code}-blank-{language}.pdf", shipped, language)
        assert all(code[3:6] == ["", visit.code, form.code] for code in found)
        for said in (form.label.get(language), *SIGNED[language]):
            assert plain(said) in read
        for item in form.items:
            assert plain(f"[{form.code}.{item.code}]") in read


@pytest.mark.parametrize("language", LANGUAGES)
def test_with_all_they_can_hold(desk_fixture: Any, tmp_path: Path, language: Language) -> None:
    work, seen = desk_fixture, set()
    study = work.study
    subject = work.enrol("LN-007", name="林小满", number="0012345", infused=None)
    for visit in study.visits:
        for code in (code for code in visit.forms if code not in seen):
            seen.add(code)
            values = all_of(study, study.forms[code])
            work.set(subject, visit.code, code, values)
            place = work.place(Address(subject, visit.code, "", code))
            folio = filled(work.course(subject), place, {}, PAGE, language)
            read, found = read_back(folio, tmp_path / f"{code}-filled-{language}.pdf", study, language)
            assert all((part[3], part[4], part[5].partition(".")[0]) == ("LN-007", visit.code, code) for part in found)
            assert "林小满" not in read
            assert "0012345" not in read
            for item in values:
                assert plain(f"[{code}.{item}]") in read
            if any(isinstance(value, TextValue) for value in values.values()):
                assert read.count("nocough;tookprednisone") >= 1
    assert seen == study.forms.keys()
