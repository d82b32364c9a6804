"""A data manager at the EDC's page and two windows of a site: a signature made void, a freeze that was not heard of, a
lock, a query. Every act is a click, a key or a button; what is asserted is what people read, in both languages.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop_app.demo.centre import SITE, SITE_NAME
from desktop_app.demo.story_clock import StoryClock
from study.text import Language
from sync.server.central import People
from tests.kit.browser import Browser
from tests.kit.page import CHEAP_KIB
from tests.kit.page import PASSPHRASE as SECRET
from tests.kit.station import Site, Station
from ui.today.state import NeedKind

MANAGER = "Wang Min"
CODE = "SH-001"
PageIn = Callable[[str], "Page"]
MONTH = "//section[.//h2[@id='M1']]"


@pytest.fixture
def clock() -> StoryClock:
    """The windows here go by this computer's clock, and so does the EDC."""
    return StoryClock(0)


class Page:
    """The data manager at the page; `zh` says whether in Chinese."""

    def __init__(self, site: Site, browser: Browser, *, zh: bool) -> None:
        self.site, self.browser, self._zh = site, browser, zh
        People(site.centre.service, CHEAP_KIB).add(MANAGER, ("manager", "monitor"), SECRET, sites=(SITE,))
        browser.open(f"{site.centre.address}/page/")
        browser.type(self.say("Name", "姓名"), MANAGER)
        browser.type(self.say("Passphrase", "口令"), SECRET)
        browser.click(self.say("Log in", "登录"), within="//main")
        self.sees(MANAGER)

    def say(self, en: str, zh: str) -> str:
        return zh if self._zh else en

    def sees(self, text: str) -> None:
        assert self.browser.sees(text), self.browser.text

    def open_child(self) -> None:
        """By links: the sites, this one, its only child."""
        self.browser.click("Cartella")
        self.browser.click(SITE_NAME)
        self.browser.click(CODE)

    def open_chemistry(self) -> None:
        """The form of month 1."""
        self.open_child()
        self.browser.click(self.say("Chemistry", "生化"), within=MONTH)
        self.sees(self.say("Creatinine", "肌酐"))

    def close_off(self, act: str, reason: str) -> None:
        """Freeze, lock or release what the page is about."""
        top = "(//main/div[@class='acts'])[1]"
        self.browser.click(self.say("Freeze, lock", "冻结、锁定"), within=top)
        self.browser.type(self.say("Reason", "原因"), reason, within=top)
        self.browser.click(act, within=f"{top}//p")
        assert self.browser.waits("return !!document.querySelector('main') && !document.querySelector('details[open]')")

    def decide(self, entry: str, act: str, reason: str) -> None:
        """Release or reject the held change that says this."""
        card = f"//article[.//strong[contains(., '{entry}')]]"
        self.browser.type(self.say("Reason", "原因"), reason, within=card)
        self.browser.click(act, within=card)
        gone = f"!document.querySelector('main').innerText.includes('{entry} mmol/L')"
        assert self.browser.waits(f"return !!document.querySelector('main') && {gone}"), "the page is loaded anew"


@pytest.fixture
def page_in(site: Site, tmp_path: Path) -> Iterator[PageIn]:
    """Opens the page in a language."""
    made: list[Browser] = []

    def make(language: str) -> Page:
        made.append(Browser(tmp_path / "browser", language=language))
        return Page(site, made[-1], zh=language == "zh")

    yield make
    for browser in made:
        browser.close()


def test_a_value_changed_elsewhere_voids_the_signature_on_both_and_it_is_signed_again(site: Site) -> None:
    ward, clinic, child = site.ward, site.clinic, site.child
    ward.form(child, "VS")
    ward.type("HEIGHT", "132.5")
    site.everyone()
    ward.sign(child, "VS")
    assert ward.standing(child, "VS") == "signed"
    clinic.form(child, "VS")
    clinic.type("HEIGHT", "123.5")
    assert ward.needs(NeedKind.VOID) == [], "nobody has heard of the other yet"
    site.everyone()
    today = str(ward.desk.session.today)
    told: tuple[tuple[Station, Language, tuple[str, ...]], ...] = (
        (
            ward,
            "en",
            ("void: changed after signing", "Height 132.5 cm → 123.5 cm (Dr Lin " + today, "void: sign again"),
        ),
        (clinic, "zh", ("失效：签名后有更改", "132.5 cm → 123.5 cm（Dr Lin " + today, "失效，需重签")),
    )
    for station, language, words in told:
        station.speak(language)
        assert len(station.needs(NeedKind.VOID)) == 1
        assert "void" in station.marks(child)
        line = station.review(child, "VS")
        assert line.standing == "void"
        said = station.read() + station.app.look.text(line.standing_words)
        assert [each for each in words if each not in said] == [], said
    ward.sign(child, "VS")
    site.everyone()
    for station in site.stations:
        assert station.standing(child, "VS") == "signed"
        assert station.needs(NeedKind.VOID) == []
    assert site.equal()


def refuses(station: Station, child: str, words: tuple[str, ...]) -> None:
    """The open form says why, and its fields take nothing."""
    station.form(child, "CHEM")
    said = station.read()
    assert [each for each in words if each not in said] == [], said
    assert station.takes_nothing("UREA", "5.5")


def test_entries_under_a_freeze_not_heard_of_are_held_and_the_site_hears_what_became_of_them(
    site: Site, page_in: PageIn
) -> None:
    ward, clinic, child = site.ward, site.clinic, site.child
    clinic.form(child, "CHEM")
    page = page_in("zh")
    page.open_chemistry()
    page.close_off("冻结", "期中分析")
    page.sees("已冻结: 期中分析")
    clinic.type("SODIUM", "139")
    clinic.type("CL", "100")
    assert (clinic.row("SODIUM").text, clinic.row("CL").text) == ("139", "100"), "kept here"
    ward.sync()
    refuses(ward, child, ("frozen centrally: entries wait", MANAGER, "期中分析"))
    clinic.sync()
    clinic.speak("zh")
    refuses(clinic, child, ("已被中心库冻结，暂不能录入", MANAGER, "期中分析"))
    assert "139 mmol/L 在中心库等待处理，尚未生效" in clinic.said_below("SODIUM")
    assert clinic.cards(NeedKind.HELD) == ["2 条记录在中心库待处理; 已存放，放行前不生效"]
    page.browser.click("暂留")
    page.sees("139 mmol/L")
    page.decide("139", "放行变更", "冻结前录入")
    page.decide("100", "驳回变更", "溶血标本")
    page.sees("没有暂留的变更")
    clinic.speak("en")
    site.everyone()
    for station in site.stations:
        station.form(child, "CHEM")
        assert station.row("SODIUM").text == "139"
        assert station.row("CL").text == ""
        assert "100 mmol/L was rejected at the EDC and has no effect" in station.said_below("CL")
        assert f"{MANAGER} " in station.said_below("CL")
        assert "溶血标本" in station.said_below("CL")
        [card] = station.cards(NeedKind.HELD)
        assert card.startswith("1 entry was rejected at the centre; ")
        assert "溶血标本" in card
    page.open_chemistry()
    page.close_off("解除", "分析完成")
    site.everyone()
    ward.form(child, "CHEM")
    ward.type("CL", "101")
    assert ward.row("CL").text == "101"
    site.everyone()
    assert ward.cards(NeedKind.HELD) == clinic.cards(NeedKind.HELD) == []
    assert site.equal()


def test_a_locked_child_takes_neither_entry_nor_signature_until_it_is_unlocked(site: Site, page_in: PageIn) -> None:
    ward, clinic, child = site.ward, site.clinic, site.child
    page = page_in("en")
    page.open_child()
    page.close_off("Lock", "data base lock")
    page.sees("locked: data base lock")
    site.everyone()
    clinic.speak("zh")
    refuses(ward, child, ("locked centrally", MANAGER, "data base lock"))
    refuses(clinic, child, ("已被中心库锁定", MANAGER, "data base lock"))
    assert ward.standing(child, "CHEM") == "blocked"
    assert "locked centrally" in ward.read()
    page.close_off("Release", "two values to correct")
    site.everyone()
    clinic.form(child, "CHEM")
    clinic.type("UREA", "5.5")
    assert clinic.row("UREA").text == "5.5"
    site.everyone()
    ward.form(child, "CHEM")
    assert ward.row("UREA").text == "5.5"
    assert site.equal()


def test_a_query_of_the_page_is_answered_in_one_window_closed_on_the_page_and_seen_in_the_other(
    site: Site, page_in: PageIn
) -> None:
    ward, clinic, child = site.ward, site.clinic, site.child
    page = page_in("zh")
    page.open_chemistry()
    row = "//tr[@id='CREAT']"
    page.browser.click("质疑", within=row)
    page.browser.type("质疑内容", "61 还是 16?", within=row)
    page.browser.click("提出质疑", within=row)
    page.sees("61 还是 16?")
    site.everyone()
    clinic.speak("zh")
    for station in site.stations:
        assert [need.count for need in station.needs(NeedKind.QUERY)] == [1]
    ward.answer("61 还是 16?", "61, looked up on the report")
    assert ward.needs(NeedKind.QUERY) == []
    site.everyone()
    clinic.form(child, "CHEM")
    assert "质疑（已答复）：61, looked up on the report" in clinic.said_below("CREAT")
    page.browser.click("质疑", within="//header")
    page.browser.click("61, looked up on the report")
    page.sees("Dr Lin")
    page.browser.click("关闭质疑")
    page.sees("已关闭")
    site.everyone()
    for station in site.stations:
        station.form(child, "CHEM")
        assert "looked up" not in station.said_below("CREAT"), "closed: nothing of it stands at the field"
        assert station.needs(NeedKind.QUERY) == []
    assert site.equal()
