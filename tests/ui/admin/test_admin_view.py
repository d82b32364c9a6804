"""The admin room: sections, adding a user, enrolling, the site-key sheet, language and theme."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from study.text import Text
from ui.admin.admin_view import AdminView
from ui.admin.state import (
    About,
    AdminState,
    DeviceRow,
    EdcState,
    Licence,
    NewUser,
    Section,
    SiteKeySheet,
    UserRow,
)
from ui.ids import DeviceId, UserId
from ui.look import Look
from ui.unlock.state import EnrolmentRequest

DAY = date(2026, 3, 1)
LICENCES = (Licence("Qt", "6", "LGPL"),)
STATE = AdminState(
    Section.USERS,
    (
        UserRow(UserId("u1"), "周敏", Text("Investigator", "研究者"), DAY, "周敏", certified=True),
        UserRow(UserId("u2"), "李静", Text("Coordinator", "研究协调员"), DAY, "周敏", certified=False),
        UserRow(UserId("u3"), "王海波", Text("Clinician", "医师"), DAY, "周敏", certified=True, ended=DAY),
    ),
    (
        DeviceRow(DeviceId("d1"), "CR-02", 48213, DAY, datetime(2026, 11, 17, 14), here=True),  # noqa: DTZ001
        DeviceRow(DeviceId("d0"), "CR-01", 12, DAY, None, ended=DAY),
    ),
    EdcState(enrolled=False, site_key=True, site_key_fingerprint="7F3A"),
    About(
        "0.1.0",
        Text("LN after CAR-T", "CAR-T 随访"),
        "1",
        "3fa2",
        "ChiCTR2500105227",
        "/srv",
        LICENCES,
    ),
    (("coordinator", Text("Coordinator", "研究协调员")),),
    "light",
    "zh",
)


@pytest.fixture
def view(qtbot: QtBot, look: Look) -> AdminView:
    """The room with its users."""
    made = AdminView(look)
    qtbot.addWidget(made)
    made.resize(1294, 724)
    made.render(STATE)
    made.show()
    return made


def said(view: AdminView) -> str:
    """Every text that is visible."""
    return "\n".join(words.text() for words in view.findChildren(QLabel) if words.isVisibleTo(view))


@pytest.mark.parametrize(
    ("section", "words"),
    [
        (Section.USERS, ("李静", "尚未会签", "EDC 已会签", "已停用")),
        (Section.DEVICES, ("CR-02", "48\N{THIN SPACE}213", "本工作站", "2026-03-01 停用", "从未")),
        (Section.EDC, ("未接入；录入内容完整、安全地存于本机", "本机持有，指纹 7F3A")),
        (Section.APPEARANCE, ("主题",)),
        (Section.ABOUT, ("版本 0.1.0", "CAR-T 随访 · ChiCTR2500105227", "LGPL")),
    ],
)
def test_each_section_shows_its_part(view: AdminView, section: Section, words: tuple[str, ...]) -> None:
    view.render(replace(STATE, section=section))
    for word in words:
        assert word in said(view)


def test_a_section_is_asked_for(qtbot: QtBot, view: AdminView) -> None:
    with qtbot.waitSignal(view.section_chosen) as chosen:
        view.sections.chosen.emit("devices")
    assert chosen.args == [Section.DEVICES]


def test_a_user_is_added_and_the_dialog_closes_when_it_is_done(qtbot: QtBot, view: AdminView) -> None:
    view.users.add.click()
    dialog = view.dialog
    assert dialog is not None
    dialog.name.setText("Chen Yu")
    dialog.role.setCurrentIndex(0)
    dialog.passphrase.first.setText("correct horse battery")
    assert not dialog.add.isEnabled()
    dialog.passphrase.again.setText("correct horse battery")
    with qtbot.waitSignal(view.user_add_requested) as asked:
        dialog.add.click()
    assert asked.args == [NewUser("Chen Yu", "coordinator", "correct horse battery")]
    assert dialog.passphrase.first.text() == ""
    view.render(replace(STATE, busy=True))
    assert dialog.isVisible()
    view.render(replace(STATE, user_added="Chen Yu"))
    assert view.dialog is None


def test_who_may_not_manage_sees_but_cannot_add(view: AdminView) -> None:
    view.render(replace(STATE, may_manage=False))
    assert view.users.add.isHidden()
    view.render(replace(STATE, may_manage=False, section=Section.EDC))
    assert view.edc.enrol.isHidden()


def test_enrolling_from_the_room(qtbot: QtBot, view: AdminView) -> None:
    view.render(replace(STATE, section=Section.EDC))
    assert not view.edc.enrol.isEnabled()
    view.edc.address.setText("https://edc.example")
    view.edc.token.setText("A1B2")
    with qtbot.waitSignal(view.enrolment_requested) as asked:
        view.edc.enrol.click()
    assert asked.args == [EnrolmentRequest("https://edc.example", "A1B2")]
    view.render(replace(STATE, section=Section.EDC, edc=EdcState(True, "https://edc.example", DAY, "AA BB")))
    assert "AA BB" in said(view)
    assert view.edc.sheet.isHidden()


def test_the_site_key_sheet_is_shown_printed_and_taken_away(qtbot: QtBot, view: AdminView) -> None:
    with qtbot.waitSignal(view.site_key_sheet_requested):
        view.edc.sheet.click()
    view.render(replace(STATE, sheet=SiteKeySheet("儿童医院", "K7QF 2M9X", "7F3A", DAY)))
    sheet = view.sheet
    assert sheet is not None
    assert sheet.key.text() == "K7QF 2M9X"
    with qtbot.waitSignal(view.site_key_print_requested):
        sheet.print.click()
    with qtbot.waitSignal(view.site_key_sheet_closed):
        sheet.done_button.click()
    assert view.sheet is None


def test_language_and_theme_are_asked_for(qtbot: QtBot, view: AdminView, look: Look) -> None:
    view.render(replace(STATE, section=Section.APPEARANCE))
    with qtbot.waitSignal(view.theme_chosen) as theme:
        view.appearance.themes.chosen.emit("dark")
    assert theme.args == ["dark"]
    view.language_chosen.connect(lambda switch: look.language.switch(switch.language))
    view.appearance.languages.segments.chosen.emit("en")
    assert "Theme" in said(view)


def test_a_missing_chinese_font_is_said_plainly(view: AdminView) -> None:
    view.render(replace(STATE, section=Section.APPEARANCE, chinese_font=False))
    assert "未安装含中文字符的字体。" in said(view)
