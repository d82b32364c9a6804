"""What is kept of many backups, and that nothing else is ever removed."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from storage.backups import find_backups, thin
from storage.keys import SigningKey, Unlocked
from storage.retention import Rules, kept
from tests.golden.make_store import make
from tests.storage.backup.conftest import Kept

NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
moments = st.lists(st.integers(0, 800 * 24).map(lambda hours: NOW - timedelta(hours=hours)), max_size=60)
rules = st.builds(Rules, st.integers(0, 10), st.integers(0, 6), st.integers(0, 14))


def test_a_year_of_days_keeps_seven_days_four_weeks_twelve_months() -> None:
    times = [NOW - timedelta(days=days) for days in range(400)]
    stay = sorted(kept(times, Rules(), NOW), reverse=True)
    assert stay[:7] == times[:7]
    weeks = {moment.isocalendar()[:2] for moment in stay[:11]}
    months = {(moment.year, moment.month) for moment in stay}
    assert len(weeks) >= 4
    assert len(months) == 12
    assert len(stay) <= 7 + 4 + 12


def test_several_of_a_day_keep_the_last() -> None:
    times = [NOW - timedelta(hours=hours) for hours in range(20)]
    assert kept(times, Rules(1, 0, 0), NOW) == {NOW}


@given(moments, rules)
def test_the_newest_always_stays_and_nothing_is_invented(times: list[datetime], rule: Rules) -> None:
    stay = kept(times, rule, NOW)
    assert stay <= set(times)
    assert not times or max(times) in stay
    assert len(stay) <= 1 + rule.daily + rule.weekly + rule.monthly


@given(moments, rules)
def test_thinning_again_takes_nothing_more(times: list[datetime], rule: Rules) -> None:
    stay = kept(times, rule, NOW)
    assert kept(sorted(stay), rule, NOW) == stay


def test_a_wrong_clock_costs_no_backup() -> None:
    future = NOW + timedelta(days=900)
    assert kept([NOW, future], Rules(0, 0, 0), NOW) == {NOW, future}


def test_old_ones_go_and_the_folder_says_which(kept: Kept) -> None:
    made = [kept.backup()]
    for _ in range(3):
        kept.clock.now += 3_600_000
        made.append(kept.backup())
    gone = thin(made[-1], Rules(1, 0, 0), kept.unlocked)
    assert sorted(gone) == sorted(one.path for one in made[:-1])
    assert [found.path for found in find_backups(kept.target)] == [made[-1].path]
    assert [path.name for path in kept.target.iterdir()] == [made[-1].path.name]


def test_what_another_store_made_stays(kept: Kept, tmp_path: Path) -> None:
    make(tmp_path / "other")
    other = Kept(tmp_path / "other", kept.target)
    foreign = other.backup()
    other.store.close()
    kept.clock.now += 3_600_000
    kept.backup()
    kept.clock.now += 3_600_000
    thin(kept.backup(), Rules(0, 0, 0), kept.unlocked)
    assert foreign.path in {found.path for found in find_backups(kept.target)}


def test_a_fuller_one_is_never_given_up_for_an_emptier(kept: Kept, tmp_path: Path) -> None:
    """A store that lost entries must not thin out the backups that still have them."""
    earlier = tmp_path / "earlier"
    kept.store.close()
    shutil.copytree(kept.folder, earlier)
    kept.store = kept.store.__class__(kept.folder, kept.unlocked, kept.clock)
    kept.weigh("43")
    full = kept.backup()
    lost = Kept(earlier, kept.target)
    lost.clock.now = kept.clock.now + 3_600_000
    thin(lost.backup(), Rules(0, 0, 0), lost.unlocked)
    lost.store.close()
    assert full.path.is_dir()


def test_a_folder_with_something_else_in_it_stays(kept: Kept) -> None:
    made = kept.backup()
    (made.path / "notes.txt").write_text("somebody's")
    kept.clock.now += 3_600_000
    assert thin(kept.backup(), Rules(0, 0, 0), kept.unlocked) != []
    assert (made.path / "notes.txt").exists()


def test_one_made_under_earlier_keys_is_known_by_its_code(kept: Kept) -> None:
    made = kept.backup()
    kept.clock.now += 3_600_000
    newest = kept.backup()
    renewed = Unlocked(kept.unlocked.store_id, bytes(32), SigningKey(bytes(32)))
    assert thin(newest, Rules(0, 0, 0), renewed) == []
    assert thin(newest, Rules(0, 0, 0), renewed, {made.sealed.mac}) == [made.path]
