"""Promises of the rooms Today and Sync over a real store; every test names the one it keeps."""

from typing import Any

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop_app.presenters.review import ReviewPage
from desktop_app.presenters.sync import SyncPage
from desktop_app.presenters.today import TodayPage
from storage.meta import EdcKey
from study.address import Address
from study.changes import facts as f
from study.text import Language
from ui.today.state import Need, NeedKind

PASSPHRASE = "a rainy spring in Xuhui"
HOUR = 3_600_000


def needs(work: Any) -> dict[NeedKind, Need]:
    """The cards of Today, as they are read now."""
    page = TodayPage(work.desk)
    page.refresh()
    assert page.view.state is not None
    return {need.kind: need for need in page.view.state.needs}


@pytest.fixture
def complete(desk_fixture: Any) -> Any:
    """A child whose vital signs of M3 were declared complete."""
    work = desk_fixture
    work.place_of = Address(work.enrol("LN-007", name="林小满"), "M3", form="VS")
    work.follow(work.place_of.subject)
    record = work.course(work.place_of.subject).record
    work.append(f.FormCompleted(id=work.store.new_id(), bases=record.form_heads(work.place_of), address=work.place_of))
    return work


def test_what_is_unsigned_needs_somebody_until_it_is_signed(complete: Any) -> None:
    """Today: needs you (… unsigned); it leads to the review and is gone once that is done; only who signs is asked."""
    card = needs(complete)[NeedKind.SIGN]
    assert (card.title.en, card.title.zh) == ("1 form to sign", "1 张表待签名")
    page = TodayPage(complete.desk)
    page.refresh()
    page.view.need_chosen.emit(card)
    assert complete.desk.went[-1] == ("review", complete.place_of.in_visit.key)
    complete.session.role = "data_entry"
    assert NeedKind.SIGN not in needs(complete)


def test_a_signature_that_became_void_needs_somebody(complete: Any) -> None:
    """Today: needs you: a signed form that changed stands there again, with what happened."""
    page = ReviewPage(complete.desk)
    complete.desk.page = page
    page.choose(complete.place_of.in_visit.key)
    page.refresh()
    line = next(line for line in page.view.state.lines if line.key == complete.place_of.key)  # type: ignore[union-attr]
    page.view.table.forms.choose([line.key])
    page.view.table.forms.ticked_changed.emit()
    page.view.card.passphrase.setText(PASSPHRASE)
    page.view.card.sign.click()
    assert NeedKind.SIGN not in needs(complete)
    complete.set(complete.place_of.subject, "M3", "VS", {"WEIGHT": "42.0"}, reason="read again")
    said = [need.title.en for need in needs(complete).values()]
    assert "LN-007 M3: signature void" in said


@pytest.mark.parametrize(
    ("language", "tries", "safe"), [("zh", "已试 3 次", "。数据没有丢失"), ("en", "3 tries", ". Nothing is lost")]
)
def test_a_queue_that_does_not_move_says_since_when_why_and_when_it_is_tried_again(
    desk_fixture: Any, qtbot: QtBot, language: Language, tries: str, safe: str
) -> None:
    """Sync: for a queue that does not move: since when, why, when the next try is; and that nothing is lost."""
    work = desk_fixture
    work.store.enrolled(edc=EdcKey("edc", b"e" * 32), site_name="肾脏科")
    for _ in range(3):
        work.store.tried("edc-away", work.clock.now + 2 * HOUR)
    work.clock.now += HOUR
    page = SyncPage(work.desk)
    qtbot.addWidget(page.view)
    page.view.show()
    work.desk.look.language.switch(language)
    page.refresh()
    stalled = page.view.state.stalled  # type: ignore[union-attr]
    assert stalled is not None
    said = " ".join(label.text() for label in page.view.status.findChildren(QLabel) if label.isVisible())
    assert stalled.next_try is not None
    for words in (f"{stalled.since:%H:%M}", tries, f"{stalled.next_try:%H:%M}", stalled.reason.get(language), safe):
        assert words in said, said
    assert "edc-" not in stalled.reason.en, "a sentence, not a code"
    assert page.view.status.start.isVisible()
