"""The section of the study definition: versions, the banner, a definition looked at, the reason for adopting it."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from study.text import Text
from ui.admin.admin_view import AdminView
from ui.admin.state import About, AdminState, EdcState, Section
from ui.admin.study_state import Adoption, Count, Lines, Sight, StudyState, VersionRow
from ui.look import Look

IN_FORCE = Text("in force", "生效中")
STUDY = StudyState(
    code="HOMEBP",
    title=Text("Salt", "限盐"),
    version="1.0",
    digest="ab" * 32,
    versions=(
        VersionRow("1.0", "ab" * 32, "2026-03-01 10:00", "周敏", "amendment 1", IN_FORCE, in_force=True),
        VersionRow("0.9", "cd" * 32, "2026-01-01 10:00", "周敏", "", readable=False),
    ),
)
SIGHT = Sight(
    title=Text("1.0 → 1.1", "1.0 → 1.1"),
    source="/media/stick",
    counts=(
        Count(Text("values impossible", "不可能的数值"), 2, loud=True),
        Count(Text("open forms", "未完成表单"), 12),
    ),
    differences=(Lines(Text("Items", "项目"), (Text("Sodium <old>: removed", "血钠：取消"),)),),
    children=(Lines(Text("RM0001 · 1", "RM0001 · 1"), (Text("INTAKE Sodium", "INTAKE 血钠"),)),),
)
ADMIN = AdminState(
    Section.STUDY, (), (), EdcState(enrolled=False), About("1", Text("a", "b"), "1", "3f", "R", "/srv"), (), "light",
    "en", study=STUDY,
)  # fmt: skip


@pytest.fixture
def view(qtbot: QtBot, look: Look) -> AdminView:
    """The room with the section open."""
    made = AdminView(look)
    qtbot.addWidget(made)
    made.resize(1294, 724)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def show(view: AdminView, study: StudyState, *, busy: bool = False) -> None:
    view.render(replace(ADMIN, study=study, busy=busy))


def said(view: AdminView) -> list[str]:
    """Every text that is visible."""
    return [words.text() for words in view.findChildren(QLabel) if words.isVisibleTo(view)]


def test_how_the_trial_stands_against_the_registry_is_said_once(view: AdminView) -> None:
    view.look.language.switch("en")
    show(view, STUDY)
    assert "Registry" not in said(view)
    show(view, replace(STUDY, registered=Text("9 of 60 enrolled", "已入组 9/60")))
    assert said(view).count("Registry") == 1
    assert "9 of 60 enrolled" in said(view)
    view.look.language.switch("zh")
    show(view, replace(STUDY, registered=Text("9 of 60 enrolled", "已入组 9/60")))
    assert {"注册信息", "已入组 9/60"} <= set(said(view))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Version in force", "in force", "amendment 1", "(not readable here)", "Salt · HOMEBP")),
        ("zh", ("生效版本", "生效中", "amendment 1", "（此处无法读取）", "限盐 · HOMEBP")),
    ],
)
def test_the_versions_stand_with_who_when_and_why(view: AdminView, language: str, words: tuple[str, ...]) -> None:
    view.look.language.switch("zh" if language == "zh" else "en")
    show(view, STUDY)
    shown = said(view)
    assert set(words) <= set(shown)
    assert ("ab" * 32 in shown, "ab" * 8 in shown, "周敏" in shown) == (True, True, True)
    assert not view.study.look_at_proposal.isVisible()


def test_a_proposal_and_an_unreadable_version_are_told_calmly(view: AdminView) -> None:
    view.look.language.switch("en")
    told = replace(STUDY, proposal=Text("1.1 came along", "附带 1.1"), unread=Text("can't be read", "无法读取"))
    show(view, told)
    assert {"1.1 came along", "can't be read"} <= set(said(view))
    asked: list[str] = []
    view.definition_proposal_requested.connect(lambda: asked.append("proposal"))
    view.definition_look_requested.connect(lambda: asked.append("folder"))
    view.study.look_at_proposal.click()
    view.study.look_at.click()
    assert asked == ["proposal", "folder"]


def test_what_is_looked_at_reads_as_a_page_with_the_counts_first(view: AdminView) -> None:
    view.look.language.switch("en")
    show(view, replace(STUDY, sight=SIGHT))
    words = view.study.sight.page.toPlainText()
    order = ("values impossible", "open forms", "In the definition", "Sodium <old>: removed", "RM0001", "INTAKE Sodium")
    places = [words.index(part) for part in order]
    assert places == sorted(places)
    assert not view.study.card.isVisible()
    view.look.language.switch("zh")
    assert "血钠：取消" in view.study.sight.page.toPlainText()
    assert "对各受试者的影响" in view.study.sight.page.toPlainText()


def test_it_is_adopted_with_a_reason_by_keyboard(view: AdminView) -> None:
    show(view, replace(STUDY, sight=SIGHT))
    card = view.study.sight
    asked: list[Adoption] = []
    view.definition_adoption_requested.connect(asked.append)
    assert card.page.hasFocus()
    assert not card.adopt.isEnabled()
    card.reason.setFocus()
    QTest.keyClick(card.reason, Qt.Key.Key_Return)
    QTest.keyClicks(card.reason, "amendment 1")
    show(view, replace(STUDY, sight=SIGHT))
    assert card.reason.text() == "amendment 1", "what is typed stays while the same version is looked at"
    QTest.keyClick(card.reason, Qt.Key.Key_Return)
    assert asked == [Adoption("amendment 1", dangers_seen=False)]
    show(view, replace(STUDY, sight=SIGHT), busy=True)
    assert not card.adopt.isEnabled()


def test_a_danger_has_to_be_ticked(view: AdminView) -> None:
    sight = replace(SIGHT, danger=Text("I have looked", "我已查看"), dangers=(Text("unit", "单位"),))
    show(view, replace(STUDY, sight=sight))
    card = view.study.sight
    card.reason.setText("kit")
    assert not card.adopt.isEnabled()
    card.seen.setFocus()
    QTest.keyClick(card.seen, Qt.Key.Key_Space)
    assert card.adopt.isEnabled()
    show(view, replace(STUDY, sight=replace(sight, title=Text("1.0 → 1.2", "1.0 → 1.2"))))
    assert (card.reason.text(), card.seen.isChecked()) == ("", False), "another version is another decision"


@pytest.mark.parametrize(
    "sight",
    [replace(SIGHT, faults=(Text("BODY.yaml:3: no", "BODY.yaml:3：无"),)), replace(SIGHT, why_not=Text("no", "否"))],
)
def test_what_cannot_be_adopted_offers_no_button(view: AdminView, sight: Sight) -> None:
    show(view, replace(STUDY, sight=sight))
    assert not view.study.sight.adopt.isVisible()
    assert not view.study.sight.reason.isVisible()
    assert view.study.sight.back.isVisible()


def test_escape_and_the_button_go_back_to_the_versions(view: AdminView) -> None:
    show(view, replace(STUDY, sight=SIGHT))
    left: list[int] = []
    view.definition_left.connect(lambda: left.append(1))
    QTest.keyClick(view.study.sight.page, Qt.Key.Key_Escape)
    view.study.sight.back.click()
    assert left == [1, 1]
    show(view, STUDY)
    assert view.study.card.isVisible()
