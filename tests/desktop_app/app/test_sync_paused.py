"""Promise of the sync room: pause. What is on its way ends its step, nothing begins by itself, going on sends the rest;
meanwhile it says in both languages what it does, with counts.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from desktop_app.app import App
from desktop_app.demo.centre import SITE, Centre, start_centre
from desktop_app.demo.story_clock import StoryClock
from study.changes.facts import SubjectEnrolled
from study.text import Language
from ui.frame.state import Room
from ui.unlock.state import EnrolmentRequest


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Centre]:
    """An EDC in a process of its own that knows the site of the first run."""
    made = start_centre(tmp_path / "edc", StoryClock(0))
    made.admin.add_site(SITE, "Children's hospital")
    yield made
    made.stop()


def test_paused_it_stands_still_until_somebody_goes_on(app_at_work: App, centre: Centre) -> None:
    desk = app_at_work.desk
    assert desk is not None
    desk.open_room(Room.ADMIN)
    desk.pages.admin.view.enrolment_requested.emit(EnrolmentRequest(centre.address, centre.admin.new_code(SITE)))
    store = desk.session.store
    for number in range(3):
        desk.append((SubjectEnrolled(id=store.new_id(), subject=f"c{number}"),), lambda _appended: None)
    desk.open_room(Room.SYNC)
    page = desk.pages.sync
    status, syncing = page.view.status, page.syncing
    said: list[str] = []

    def press() -> None:
        """Somebody presses Pause as soon as the cycle got under way."""
        if syncing.running and not syncing.paused and not said:
            said.extend(label.text() for label in status.findChildren(QLabel) if label.text())
            assert not status.start.isVisible()
            status.pause.click()

    syncing.changed.connect(press)
    status.start.click()
    assert any("of" in text and "changes" in text for text in said), "counts"
    assert (syncing.paused, syncing.running) == (True, False)
    waiting = store.reader.queue().count
    assert waiting > 0
    words: dict[Language, tuple[str, str]] = {"zh": ("已暂停", "继续"), "en": ("Paused", "Go on")}
    for language, (title, button) in words.items():
        desk.look.language.switch(language)
        assert title in [label.text() for label in status.findChildren(QLabel)]
        assert status.pause.text() == button
    syncing.look()
    assert store.reader.queue().count == waiting, "nothing begins by itself"
    status.pause.click()
    assert not syncing.paused
    assert store.reader.queue().count == 0
