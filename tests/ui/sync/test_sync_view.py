"""The sync screen: running, paused, at rest, not moving, without an EDC; what needs a person; the receipt."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from study.text import Text
from ui.ids import ChangeId, ConflictId
from ui.look import Look
from ui.sync.bundle_state import BundleState
from ui.sync.state import (
    ConflictRow,
    HeldRow,
    Phase,
    Progress,
    QueueRow,
    Receipt,
    ReceiptGroup,
    ReceiptLine,
    ReceivedKind,
    ReceivedRow,
    Sending,
    Stalled,
    SyncState,
)
from ui.sync.sync_view import SyncView


def at(hour: int, minute: int) -> datetime:
    """A wall-clock time at the site on the day of the pictures."""
    return datetime(2026, 11, 17, hour, minute)  # noqa: DTZ001  # wall-clock


def row(seq: str, sending: Sending, percent: int | None = None) -> QueueRow:
    """A change of the queue."""
    content = Text("M3 chemistry · K 6.41", "M3 肝肾功能 · 钾 6.41")
    return QueueRow(ChangeId(seq), seq, "LN-007", content, "周敏", at(14, 1), sending, percent)


RECEIPT = Receipt(
    date(2026, 11, 17),
    "儿童医院肾脏科",
    "CR-02",
    (ReceiptGroup(Text("Confirmed", "中心确认"), (ReceiptLine(Text("received", "已收到"), "63 / 68"),)),),
    ((Text("this device", "本机"), "4823 7F3A"),),
    unconfirmed=5,
)
STATE = SyncState(
    now=at(14, 8),
    enrolled=True,
    online=True,
    queue=(row("4812", Sending.RECEIVED), row("4819", Sending.SENDING, 62), row("4823", Sending.HELD)),
    waiting=12,
    oldest=at(11, 2),
    received=(ReceivedRow(ReceivedKind.QUERY, Text("2 queries", "质疑 2 条"), at(10, 58), "s3"),),
    held=(
        HeldRow(
            ChangeId("h"), "LN-003", Text("M3 blood count", "M3 血常规"), Text("frozen", "已冻结"), date(2026, 11, 15)
        ),
    ),
    conflicts=(ConflictRow(ConflictId("k1"), "LN-009", Text("weight", "体重 36.4 / 34.6 kg"), at(10, 58)),),
    progress=Progress(Phase.SENDING, 8, 12, 1, 2, 3_100_000, 5_000_000, 410_000),
    last_full=at(10, 58),
    receipt=RECEIPT,
)
REST = replace(STATE, progress=None, queue=(), waiting=0, oldest=None)


@pytest.fixture
def view(qtbot: QtBot, look: Look) -> SyncView:
    """The screen in the middle of sending."""
    made = SyncView(look)
    qtbot.addWidget(made)
    made.resize(1294, 724)
    made.render(STATE)
    made.show()
    return made


def said(view: SyncView) -> str:
    """Every text that is visible."""
    return "\n".join(words.text() for words in view.findChildren(QLabel) if words.isVisibleTo(view))


def pressed(view: SyncView, name: str) -> QPushButton:
    """The button with an accessible name that begins so."""
    return next(b for b in view.findChildren(QPushButton) if b.isVisible() and b.accessibleName().startswith(name))


def test_counts_speed_and_time_left(view: SyncView, look: Look) -> None:
    assert "第 8 项，共 12 项 · 附件 1 / 2" in said(view)
    assert "3.1 MB / 5.0 MB · 410 kB/s · 约 4 秒" in said(view)
    assert "12 项 · 最早 今日 11:02（3 小时）" in said(view)
    look.language.switch("en")
    assert "8 of 12 changes · attachments 1 / 2" in said(view)


def test_pause_and_go_on(qtbot: QtBot, view: SyncView) -> None:
    with qtbot.waitSignal(view.pause_requested):
        view.status.pause.click()
    view.render(replace(STATE, progress=replace(STATE.progress or Progress(Phase.SENDING, 0, 0), paused=True)))
    assert "已暂停" in said(view)
    with qtbot.waitSignal(view.resume_requested):
        view.status.pause.click()


def test_the_queue_says_how_each_change_stands(view: SyncView) -> None:
    model = view.table.queue
    states = [model.index(place, 6).data() for place in range(model.rowCount())]
    assert states == ["已收到", "发送中 62 %", "中心库暂留"]
    view.render(replace(STATE, queue=tuple(replace(one, sending=Sending.WAITING) for one in STATE.queue)))
    assert [model.index(place, 6).data() for place in range(3)] == ["等待"] * 3
    assert not view.table.grab().isNull()


def test_a_conflict_is_opened_by_its_id(qtbot: QtBot, view: SyncView) -> None:
    with qtbot.waitSignal(view.conflict_opened) as opened:
        pressed(view, "解决").click()
    assert opened.args == ["k1"]


def test_what_came_leads_to_its_child(qtbot: QtBot, view: SyncView) -> None:
    with qtbot.waitSignal(view.child_opened) as opened:
        pressed(view, "打开").click()
    assert opened.args == ["s3"]


def test_held_changes_say_why_and_since_when(view: SyncView) -> None:
    assert "中心库暂留：LN-003 M3 血常规（已冻结）" in said(view)
    assert "自 11-15" in said(view)


def test_a_queue_that_does_not_move_says_since_when_why_and_the_next_try(qtbot: QtBot, view: SyncView) -> None:
    reason = Text("the EDC answers with an error (503)", "中心库返回错误（503）")
    view.render(replace(STATE, progress=None, stalled=Stalled(at(11, 2), reason, 7, at(14, 15))))
    assert "发送停滞" in said(view)
    assert "中心库返回错误（503）" in said(view)
    assert "自 今日 11:02 起没有进展（3 小时） · 已试 7 次 · 下次重试 14:15" in said(view)
    assert "数据没有丢失" in said(view)
    with qtbot.waitSignal(view.sync_requested):
        pressed(view, "立即重试").click()
    view.render(replace(STATE, progress=None, stalled=Stalled(at(11, 2), reason, 7, None)))
    assert "需手动重试" in said(view)


def test_at_rest_everything_is_sent_and_both_ends_agree(view: SyncView) -> None:
    view.render(replace(REST, equal=True))
    for words in ("已全部发送", "两端记录一致。", "没有待发送的内容"):
        assert words in said(view)
    view.render(replace(REST, equal=False))
    assert "两端记录不一致" in said(view)


def test_offline_with_work_waiting_says_that_it_is_safe(view: SyncView) -> None:
    view.render(replace(STATE, progress=None, online=False))
    assert "已存于本机，联网后自动发送。" in said(view)


def test_without_an_edc_the_screen_offers_to_enrol(qtbot: QtBot, view: SyncView) -> None:
    view.render(replace(REST, enrolled=False, waiting=3))
    assert "尚未接入中心库" in said(view)
    with qtbot.waitSignal(view.enrol_asked):
        pressed(view, "接入 EDC").click()


def test_the_receipt_has_the_same_numbers_and_says_what_is_left(qtbot: QtBot, view: SyncView) -> None:
    for words in ("63 / 68", "草稿", "仍有 5 项未确认，此时打印，回执会写明。", "链首 · 本机 4823 7F3A"):
        assert words in said(view)
    with qtbot.waitSignal(view.receipt_print_requested):
        view.receipt.print.click()
    with qtbot.waitSignal(view.receipt_pdf_requested):
        view.receipt.pdf.click()
    view.render(replace(STATE, receipt=None))
    assert not view.receipt.print.isEnabled()


def test_what_the_card_of_bundles_asks_is_passed_on(qtbot: QtBot, view: SyncView) -> None:
    assert view.bundles.isHidden()
    view.render(replace(STATE, bundles=BundleState(STATE.now, enrolled=True)))
    with qtbot.waitSignal(view.bundle_export_requested) as heard:
        view.bundles.out.click()
    assert heard.args == [True]
    with qtbot.waitSignal(view.bundle_import_requested):
        view.bundles.back.click()


def test_before_its_first_state_the_page_promises_nothing(qtbot: QtBot, look: Look) -> None:
    made = SyncView(look)
    qtbot.addWidget(made)
    made.show()
    assert not made.status.isVisible()
    assert not made.receipt.isVisible()
