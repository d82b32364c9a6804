"""The page in a real browser: asking and answering, holding and releasing, verifying, exporting, in both languages."""

import zipfile

import httpx
import pytest

from study.changes import facts as f
from study.state.slots import Slot
from study.values import Quantity
from sync.server.central import People
from sync.server.page.visit import SESSION
from tests.kit.browser import Browser
from tests.kit.page import CHEAP_KIB, PASSPHRASE, say
from tests.sync.page.conftest import NewBrowser, World

NAMES = {"en": ("Name", "Passphrase", "Log in"), "zh": ("姓名", "口令", "登录")}


def log_in(world: World, browser: Browser, *roles: str, language: str = "en") -> str:
    """Somebody of the centre at the site's page; returns their name."""
    name = f"Wang {world.site} {language}"
    people = People(world.centre.service, CHEAP_KIB)
    if people.user(name) is None:
        people.add(name, roles or ("manager", "monitor"), PASSPHRASE, sites=(world.site,))
    label, secret, button = NAMES[language]
    browser.open(f"{world.centre.url}/page/")
    browser.type(label, name)
    browser.type(secret, PASSPHRASE)
    browser.click(button, within="//main")
    assert browser.sees(name)
    return name


def open_form(world: World, browser: Browser) -> None:
    """By clicks: the site, its child, the chemistry of month 3."""
    browser.click("Children's hospital")
    browser.click(world.child.code)
    browser.click("Chemistry", within="//section[.//h2[@id='M3']]")
    assert browser.sees("Creatinine")


def write_creatinine(world: World, number: str) -> None:
    bases = tuple(head.fact.id for head in world.clinic.at(world.child.creatinine).heads)
    fact = f.ValueSet(
        id=world.clinic.store.new_id(), bases=bases, address=world.child.creatinine, value=Quantity(number, "umol/L"),
        reason="misread",
    )  # fmt: skip
    say(world.clinic, [fact])


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_a_query_from_the_browser_to_the_bedside_and_back(
    served_world: World, new_browser: NewBrowser, script: bool
) -> None:
    world, browser = served_world, new_browser(script=script)
    log_in(world, browser)
    open_form(world, browser)
    row = "//tr[@id='CREAT']"
    browser.click("Query", within=row)
    browser.type("Question", "Which unit, 单位?", within=row)
    browser.click("Open the query", within=row)
    assert browser.sees("Which unit, 单位?")
    world.sync()
    [query] = [row.key for row in world.centre.admin.queries(world.site)]
    shown = world.clinic.store.reader.slot(Slot("query", query)).shown
    assert shown is not None
    say(world.clinic, [
        f.QueryAnswered(id=world.clinic.store.new_id(), bases=(shown.fact.id,), query=query,
                        address=world.child.creatinine, text="umol/L, as printed"),
    ])  # fmt: skip
    world.sync()
    browser.click("Queries", within="//header")
    browser.click("umol/L, as printed")
    assert browser.sees("Answered by")
    browser.click("Close the query")
    assert browser.sees("closed")
    world.sync()
    settled = world.clinic.store.reader.slot(Slot("query", query)).shown
    assert settled is not None
    assert isinstance(settled.fact, f.QueryClosed)


def test_a_freeze_holds_what_the_bedside_enters_and_a_click_releases_it(
    served_world: World, new_browser: NewBrowser
) -> None:
    world, browser = served_world, new_browser()
    log_in(world, browser)
    open_form(world, browser)
    browser.click("Freeze, lock", within="//main/div[1]")
    browser.type("Reason", "clean file", within="//main/div[1]")
    browser.click("Freeze", within="//main/div[1]//p")
    assert browser.sees("frozen")
    write_creatinine(world, "61")
    world.sync()
    browser.click("Held")
    assert browser.sees("61 µmol/L")
    browser.type("Reason", "entered before the freeze was heard")
    browser.click("Release the change")
    assert browser.sees("Nothing is held")
    world.sync()
    assert world.clinic.shown(world.child.creatinine) == "61"


def test_source_verification_by_ticks_ends_visibly_when_the_value_changes(
    served_world: World, new_browser: NewBrowser
) -> None:
    world, browser = served_world, new_browser()
    log_in(world, browser, "monitor")
    open_form(world, browser)
    browser.tick("Creatinine")
    browser.click("Mark the ticked values")
    assert browser.sees("verified")
    assert "changed since" not in browser.text
    write_creatinine(world, "61")
    world.sync()
    browser.open(browser.url)
    assert browser.sees("changed since")


def test_an_export_is_a_file_on_the_disk(served_world: World, new_browser: NewBrowser) -> None:
    world, browser = served_world, new_browser()
    log_in(world, browser)
    browser.click("Export", within="//header")
    browser.choose("Site", world.site)
    browser.click("Export", within="//main")
    files = browser.downloaded("*.zip")
    assert files, browser.text
    [file] = files
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        assert f"{world.site}/forms/CHEM.csv" in archive.namelist()


def test_an_export_can_be_asked_for_again_without_loading_the_page_anew(
    served_world: World, new_browser: NewBrowser
) -> None:
    world, browser = served_world, new_browser()
    log_in(world, browser)
    browser.click("Export", within="//header")
    browser.click("Export", within="//main")
    assert len(browser.downloaded("*.zip")) == 1
    assert browser.waits("return !document.querySelector('main form').dataset.sent"), "the button comes back"
    browser.click("Export", within="//main")
    assert browser.waits("return document.querySelector('main form').dataset.sent === 'yes'")


def test_what_is_typed_and_not_sent_is_asked_about_before_the_page_is_left(
    served_world: World, new_browser: NewBrowser
) -> None:
    world, browser = served_world, new_browser()
    log_in(world, browser)
    open_form(world, browser)
    browser.run("window.left = () => { const e = new Event('beforeunload', {cancelable: true}); "
                "window.dispatchEvent(e); return e.defaultPrevented }")  # fmt: skip
    assert browser.run("return left()") is False
    browser.tick("Creatinine")
    assert browser.run("return left()") is True, "a tick"
    browser.tick("Creatinine")
    assert browser.run("return left()") is False
    browser.type("Note", "seen on paper")
    assert browser.run("return left()") is True, "a note"


def test_a_reason_typed_when_the_session_ended_is_not_lost(served_world: World, new_browser: NewBrowser) -> None:
    world, browser = served_world, new_browser()
    name = log_in(world, browser)
    open_form(world, browser)
    browser.click("Query", within="//tr[@id='CREAT']")
    browser.type("Question", 'A long question with "quotes" & <brackets>', within="//tr[@id='CREAT']")
    browser.forget(SESSION)
    browser.click("Open the query", within="//tr[@id='CREAT']")
    assert browser.sees("You were logged out")
    assert 'A long question with "quotes" & <brackets>' in browser.text
    browser.type("Name", name)
    browser.type("Passphrase", PASSPHRASE)
    browser.click("Log in", within="//main")
    assert browser.sees("You are logged in again")
    assert world.centre.admin.queries(world.site) == []
    browser.click("Send")
    assert browser.sees('A long question with "quotes" & <brackets>')
    assert len(world.centre.admin.queries(world.site)) == 1


def test_the_cookie_is_out_of_reach_and_the_headers_close_the_page(
    served_world: World, new_browser: NewBrowser
) -> None:
    world, browser = served_world, new_browser()
    log_in(world, browser)
    [cookie] = [each for each in browser.cookies() if each["name"] == SESSION]
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["path"]) == (True, "Strict", "/page")
    assert browser.run("return document.cookie") == ""
    headers = httpx.get(f"{world.centre.url}/page/login", trust_env=False).headers
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    policy = headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe-inline" not in policy


def test_the_language_is_one_click_away_and_is_remembered(served_world: World, new_browser: NewBrowser) -> None:
    world, browser = served_world, new_browser()
    log_in(world, browser)
    browser.click("中文")
    assert browser.sees("导出")
    browser.open(f"{world.centre.url}/page/queries")
    assert browser.sees("质疑")
    browser.click("English")
    assert browser.sees("Export")


def test_the_page_is_worked_with_the_keyboard_alone(served_world: World, new_browser: NewBrowser) -> None:
    world, browser = served_world, new_browser()
    log_in(world, browser)
    open_form(world, browser)
    browser.run("document.querySelector('#CREAT summary').focus()")
    browser.keys(" ")
    # The page moves the focus by itself once the part is open.
    assert browser.waits("return document.activeElement.tagName === 'TEXTAREA'")
    browser.keys("Which unit?")
    browser.keys("\ue004\ue007")
    assert browser.sees("Which unit?")
    assert len(world.centre.admin.queries(world.site)) == 1
