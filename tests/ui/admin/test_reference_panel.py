"""The section of the reference intervals: tables, what decides, a file with faults or with what it would change."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from study.text import Text
from ui.admin.admin_view import AdminView
from ui.admin.reference_state import ForceRow, ReferenceState, TableRow
from ui.admin.state import About, AdminState, EdcState, Section
from ui.admin.study_state import Count, Lines, Sight
from ui.look import Look

ANY = Text("any", "不限")
FORCE = ForceRow(
    "CHEM/CREAT", Text("Creatinine", "肌酐"), ANY, Text("Jaffe", "苦味酸法"), "2024-01-01", "", 3, "LAB@ab"
)
TABLES = (
    TableRow("LAB@ab", "2026-11-01 09:00", "周敏", 12, "2024-01-01", Text("in force", "生效中"), in_force=True),
    TableRow("LAB@cd", "2025-01-01 09:00", "周敏", 9, "2023-01-01"),
    TableRow("0123456789ab", "2024-01-01 09:00", "周敏", standing=Text("can't be read here", "此处无法读取")),
)
SOUND = Sight(
    Text("table.csv: 3 intervals", "table.csv：3条参考区间"),
    "D:/table.csv",
    counts=(Count(Text("1 stored value changes the flag", "1个已录数值的标志将改变"), 1, loud=True),),
    dangers=(Text("CHEM/ALB stays", "CHEM/ALB 仍按此前"),),
    differences=(Lines(Text("12 items", "12个项目"), (Text("CREAT 2y–18y", "肌酐 2y–18y"),)),),
    children=(Lines(Text("LN-001", "LN-001"), (Text("62 <high>", "62 <偏高>"),)),),
)  # fmt: skip


def state(**reference: object) -> AdminState:
    """The room with this section open."""
    return AdminState(
        Section.REFERENCE, (), (), EdcState(enrolled=False),
        About("0.1.0", Text("LN", "LN"), "1", "3fa2", "ChiCTR", "/srv"), (), "light", "zh",
        reference=replace(ReferenceState(TABLES, (FORCE,), may_adopt=True), **reference),  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.fixture
def show(qtbot: QtBot, look: Look) -> Callable[..., AdminView]:
    """The room with a state of the section."""
    made = AdminView(look)
    qtbot.addWidget(made)
    made.resize(1294, 724)
    made.show()

    def render(**reference: object) -> AdminView:
        made.render(state(**reference))
        return made

    return render


def said(view: AdminView) -> str:
    """Every text of the section that is visible."""
    shown = [words.text() for words in view.reference.findChildren(QLabel) if words.isVisibleTo(view)]
    return "\n".join([*shown, view.reference.sight.page.toPlainText() if view.reference.sight.isVisible() else ""])


def test_the_table_in_force_and_what_decides_are_shown(show: Callable[..., AdminView]) -> None:
    view = show()
    for words in ("LAB@ab", "2026-11-01 09:00，周敏", "2024-01-01", "12", "生效中", "LAB@cd", "此处无法读取"):
        assert words in said(view)
    cells = [item.text() for column in range(8) if (item := view.reference.table.item(0, column))]
    assert cells == ["CHEM/CREAT", "肌酐", "不限", "苦味酸法", "2024-01-01", "", "3", "LAB@ab"]
    assert view.reference.table.accessibleName()


def test_without_a_table_it_says_that_the_defaults_hold(show: Callable[..., AdminView]) -> None:
    view = show(tables=(), in_force=())
    assert "按研究定义的参考区间" in said(view)
    assert view.reference.table.isHidden()


def test_what_can_not_be_used_is_said(show: Callable[..., AdminView]) -> None:
    assert "已损坏" in said(show(said=(Text("damaged", "参考区间表已损坏"),)))


def test_buttons_ask_and_who_may_not_adopt_has_none(qtbot: QtBot, show: Callable[..., AdminView]) -> None:
    view = show()
    with qtbot.waitSignal(view.table_import_requested):
        view.reference.import_table.click()
    with qtbot.waitSignal(view.table_template_requested):
        view.reference.template.click()
    assert show(may_adopt=False).reference.import_table.isHidden()


def test_a_file_with_faults_can_only_be_left(qtbot: QtBot, show: Callable[..., AdminView]) -> None:
    fault = Text("table.csv:3 CREAT: intervals overlap", "table.csv:3 CREAT：参考区间重叠")
    view = show(sight=Sight(Text("1 fault", "1处错误"), "D:/table.csv", faults=(fault,)))
    assert "table.csv:3 CREAT：参考区间重叠" in said(view)
    assert view.reference.sight.adopt.isHidden()
    assert view.reference.card.isHidden()
    with qtbot.waitSignal(view.table_left):
        QTest.keyClick(view.reference.sight, Qt.Key.Key_Escape)


def test_a_sound_file_shows_its_effect_and_is_adopted(qtbot: QtBot, show: Callable[..., AdminView]) -> None:
    view = show(sight=SOUND)
    for words in ("1个已录数值的标志将改变", "CHEM/ALB 仍按此前", "肌酐 2y–18y", "LN-001", "62 <偏高>"):
        assert words in said(view)
    with qtbot.waitSignal(view.table_adoption_requested):
        view.reference.sight.adopt.click()
    view.render(replace(state(sight=SOUND), busy=True))
    assert not view.reference.sight.adopt.isEnabled()
    refused = show(sight=replace(SOUND, why_not=Text("in force already", "已生效")))
    assert refused.reference.sight.adopt.isHidden()
    assert "已生效" in said(refused)
