"""A try that fails is kept with its reason and the next one; so is one that the settings stop; a pause is none."""

from typing import Any

import pytest

from desktop_app.jobs.sync import sync_once
from desktop_app.place import Place, Settings
from desktop_app.presenters.sync_reading import read_sync
from desktop_app.presenters.sync_state import Running, sync_state
from storage.tries import FILE_NAME, read_tries
from study.errors import KnownError
from tests.kit.central import Central


def at_once(job: Any) -> Any:
    return job()


@pytest.fixture
def session(desk_fixture: Any) -> Any:
    """A workstation that trusts an EDC at a place where nobody listens."""
    session = desk_fixture.session
    session.store.enrolled(edc=Central(desk_fixture.clock, "LN").trusted, site_name="Renji")
    Place(session.store.folder).remember(Settings(edc_address="http://127.0.0.1:1"))
    return session


def test_an_edc_that_is_away_is_in_the_history(session: Any, desk_fixture: Any) -> None:
    for _ in range(2):
        sync_once(session, at_once)
        desk_fixture.clock.now += 600_000
    now = session.now.replace(tzinfo=None)
    [row] = sync_state(session.study, session.zone, now, read_sync(session), Running()).tries
    assert (row.times, row.failed, row.sent) == (2, True, 0)
    assert f"{row.at:%H:%M}" == "10:00"
    assert row.next_try is not None
    assert row.next_try > row.until
    assert row.ended.zh
    assert row.ended.en != row.ended.zh


def test_a_wrong_address_is_in_the_history_too(session: Any) -> None:
    Place(session.store.folder).remember(Settings(edc_address="nowhere"))
    with pytest.raises(KnownError):
        sync_once(session, at_once)
    [kept] = read_tries(session.store.folder)
    assert kept.code == "edc-bad-address"


def test_a_pause_is_no_try(session: Any) -> None:
    sync_once(session, at_once, cancelled=lambda: True)
    assert read_tries(session.store.folder) == ()


def test_the_list_names_nobody(session: Any, desk_fixture: Any) -> None:
    subject = desk_fixture.enrol("LN-001", name="林小满")
    sync_once(session, at_once)
    kept = (session.store.folder / FILE_NAME).read_text("utf-8")
    assert "LN-001" not in kept
    assert "林" not in kept
    assert subject not in kept
