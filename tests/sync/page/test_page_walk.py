"""Every page of the EDC in a real browser, wide and narrow, light and dark, in both languages: nothing wider than the
window, nothing without a name, nothing faint, nothing that the keyboard can't reach; and the pages that say no.
"""

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from study.definition.model import Study
from sync.server.page.visit import SESSION
from tests.kit.browser import Browser
from tests.kit.clinic import Centre
from tests.kit.page import PASSPHRASE, enrol_child, ready
from tests.kit.page_record import Lived, everybody, live
from tests.sync.page.conftest import NewBrowser

if TYPE_CHECKING:
    from tests.sync.conftest import NewClinic

CHECKS = (Path(__file__).parents[2] / "kit" / "page_checks.js").read_text(encoding="utf-8")
SIZES = ((1366, 768), (390, 844))
WORDS = {
    "en": (
        "Name",
        "Passphrase",
        "Log in",
        "You were logged out",
        "There is no such page",
        "Your roles",
        "Write a text",
    ),
    "zh": ("姓名", "口令", "登录", "您已退出登录", "没有此页面", "您的角色无此权限", "请先填写内容"),
}
_STOPS = 45


@pytest.fixture
def lived(served: Centre, new_clinic: "NewClinic", study: Study) -> Lived:
    """A record with something of everything, behind HTTP."""
    ward, clinic = new_clinic("WD-07"), new_clinic("CR-02-in-the-clinical-research-room", user="zhou")
    lines = ready(served, ward, study), served.enrol(clinic)
    child = enrol_child(ward)
    for who, line in ((ward, lines[0]), (clinic, lines[1])):
        assert who.sync(line).error_code == ""
    return live(served, ward, clinic, lines, child)


def addresses(lived: Lived) -> Iterator[str]:
    """Every kind of page there is."""
    site = f"/s/{lived.site}"
    yield from ("/", "/queries", "/queries?state=all", "/export", "/people", "/access", "/own")
    yield from (
        f"{site}{page}" for page in ("", "/outcomes", "/children", "/conflicts", "/held", "/devices", "/versions")
    )
    yield f"{site}/child?of={lived.child.subject}"
    yield from (f"{site}/form?at={form.key}" for form in (lived.child.form, lived.long.form))
    yield f"{site}/history?at={lived.child.creatinine.key}"
    yield f"{site}/query?id={lived.query}"
    yield from (f"/s/{lived.empty}", f"/s/{lived.empty}/devices", f"/s/{lived.empty}/held")


def come_in(served: Centre, browser: Browser, name: str, language: str) -> None:
    browser.open(f"{served.url}/page/")
    for label, text in zip(WORDS[language], (name, PASSPHRASE), strict=False):
        browser.type(label, text)
    browser.click(WORDS[language][2], within="//main")
    assert browser.sees(name)


def faults(browser: Browser, language: str) -> list[str]:
    """What is wrong with the page that is open."""
    found = list(browser.run(CHECKS))
    lang = browser.run("return document.documentElement.lang")
    return found if lang == ("zh-CN" if language == "zh" else "en") else [*found, f"lang {lang}"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_page_is_named_reachable_clear_and_no_wider_than_the_window(
    served: Centre, lived: Lived, new_browser: NewBrowser, tmp_path: Path, language: str
) -> None:
    browser = new_browser(language=language, dark=language == "en")
    everybody(served, name := f"Wang {lived.site}")
    browser.open(f"{served.url}/page/")
    found = {"/login": faults(browser, language)}
    come_in(served, browser, name, language)
    for address in addresses(lived):
        browser.open(f"{served.url}/page{address}")
        for width, height in SIZES:
            browser.picture(tmp_path / "page.png", width, height)
            found[f"{address} {width}"] = faults(browser, language)
    assert {address: said for address, said in found.items() if said} == {}


def stops(browser: Browser) -> list[tuple[int, bool, str]]:
    """Where Tab leads, from the top: place in the document, whether the focus is seen there, what it is."""
    browser.run("window.all = [...document.querySelectorAll('*')]; document.activeElement.blur()")
    found: list[tuple[int, bool, str]] = []
    for _ in range(_STOPS):
        browser.keys("\ue004")
        at, outline, what = browser.run(
            "const e = document.activeElement, s = getComputedStyle(e);"
            "return [e === document.body ? -1 : all.indexOf(e), s.outlineStyle !== 'none' && s.outlineWidth !== '0px',"
            " e.outerHTML.slice(0, 90)]"
        )
        if any(at == before for before, _, _ in found):
            break
        # Past the last stop the focus leaves the page and comes back at its top.
        if at >= 0:
            found.append((at, outline, what))
    return found


def test_tab_goes_down_every_page_and_shows_where_it_is(served: Centre, lived: Lived, new_browser: NewBrowser) -> None:
    browser = new_browser()
    everybody(served, name := f"Wang {lived.site}")
    come_in(served, browser, name, "en")
    for address in addresses(lived):
        browser.open(f"{served.url}/page{address}")
        browser.run("document.activeElement.blur()")
        found = stops(browser)
        places = [place for place, _, _ in found]
        assert len(places) > 3, address
        # A field that asks for the focus has it; from there Tab goes down, round the end and on from the top.
        turned = next((n for n, (a, b) in enumerate(itertools.pairwise(places)) if b < a), len(places))
        assert places[turned + 1 :] == sorted(places[turned + 1 :]), address
        assert [what for _, outline, what in found if not outline] == [], address
    browser.open(f"{served.url}/page/")
    browser.keys("\ue004")
    browser.keys("\ue007")
    assert browser.run("return document.activeElement.id") == "main", "past the head of the page with one key"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_the_page_refuses_it_says_in_the_language_of_the_person(
    served: Centre, lived: Lived, new_browser: NewBrowser, language: str
) -> None:
    browser, words = new_browser(language=language), WORDS[language]
    everybody(served, name := f"Wang {lived.site}")
    come_in(served, browser, f"Dr Maria-Antonia Fernandez de la Torre y Wolfeschlegelsteinhausenbergerdorff, 欧阳娜娜 "
            f"(monitor, north){name}", language)  # fmt: skip
    for address, said in (("/nowhere", words[4]), (f"/s/{lived.empty}/held", words[4]), ("/people", words[5])):
        browser.open(f"{served.url}/page{address}")
        assert browser.sees(said)
        assert faults(browser, language) == []
    browser.open(f"{served.url}/page/s/{lived.site}/form?at={lived.child.form.key}")
    row = "(//main/div[@class='acts'])[1]"
    asking = ("Query", "Question", "Open the query") if language == "en" else ("质疑", "质疑内容", "提出质疑")
    browser.click(asking[0], within=row)
    browser.type(asking[1], " ", within=row)
    browser.click(asking[2], within=row)
    assert browser.sees(words[6])
    assert faults(browser, language) == []
    browser.forget(SESSION)
    browser.click("Leave it" if language == "en" else "放弃")
    assert browser.sees(words[3])
    assert faults(browser, language) == []


BREAKS = {
    "contrast": "document.querySelector('h1').style.color = '#999'",
    "wider than the window": "document.querySelector('h1').style.width = '3000px'",
    "no label": "document.querySelector('label').remove()",
    "no name": "document.querySelector('main button').textContent = ''",
    "out of order": "document.querySelector('main button').tabIndex = 3",
    "not one heading": "document.querySelector('h1').remove()",
    "half transparent": "document.querySelector('h1').style.backgroundColor = 'rgba(0, 0, 0, 0.5)'",
}


def test_the_checks_find_what_is_broken(served: Centre, new_browser: NewBrowser) -> None:
    browser = new_browser()
    for word, script in BREAKS.items():
        browser.open(f"{served.url}/page/")
        assert faults(browser, "en") == []
        browser.run(script)
        assert any(fault.startswith(word) for fault in faults(browser, "en")), word
