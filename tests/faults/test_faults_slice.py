"""A slice of the fault campaign, seeded: a run or two of every campaign, and what it found before."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.faults.acts import ACTS
from tests.faults.campaign import Campaign, CannotError, Ground, Met, carry_out, new_ground
from tests.faults.campaigns import ALL
from tests.faults.deaths import at_every_step
from tests.faults.planted import ENCODINGS, search
from tests.faults.power import FIRST, LONG, power_cut
from tests.faults.recorder import has_strace
from tests.faults.run import SEED, main

# Runs that once found something, as (campaign, seed, run): they are repeated here for ever.
FOUND = [
    ("flip", 20261122, 0),
    ("flip", 20261122, 1),
    ("steps-erase", 20261122, 0),
    ("file-full", 20261122, 0),
    ("any-byte", 20261122, 7),
    ("old-page", 20261123, 1),
    ("old-page", 20261123, 4),
]
TWICE = {"flip", "disk-full", "kill-attach", "any-byte", "old-page", "two-devices", "copied-folder", "edc-restored"}
# Whole, these would take longer than all others together.
SHORTER = {
    "power-cut": partial(power_cut, session=LONG._replace(cuts=8)),
    "power-first": partial(power_cut, session=FIRST._replace(ways=2)),
} | {f"steps-{act}": partial(at_every_step, act, most=3) for act in ACTS}
# Carried out in `dev.py faults` alone: names-session and the same faults on SQLite, or at speed, stand for them here.
LEFT_OUT = {"names-day", "sync-slow", "sync-line-pg", "sync-edc-killed-pg"}
SLICE = [campaign for campaign in ALL if campaign.name not in LEFT_OUT]


@pytest.fixture(scope="module")
def ground() -> Iterator[Ground]:
    with new_ground() as made:
        yield made


@pytest.mark.parametrize("campaign", SLICE, ids=[campaign.name for campaign in SLICE])
def test_what_a_campaign_says_holds(campaign: Campaign, ground: Ground) -> None:
    shorter = campaign._replace(once=SHORTER.get(campaign.name, campaign.once))
    outcome = carry_out(shorter, ground, SEED + 1, range(2 if campaign.name in TWICE else 1))
    assert not outcome.failures, outcome.failures
    if campaign.name.startswith("power-") and not has_strace():
        assert "strace" in outcome.cannot
    else:
        assert outcome.met


@pytest.mark.parametrize(("name", "seed", "run"), FOUND)
def test_what_was_found_once_stays_mended(name: str, seed: int, run: int, ground: Ground) -> None:
    [campaign] = [each for each in ALL if each.name == name]
    assert not carry_out(campaign, ground, seed, range(run, run + 1)).failures


def test_a_failure_is_told_with_its_seed_and_fails_the_whole(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def lose(_place: object, _draw: object) -> Met:
        raise AssertionError("two entries are lost")

    broken = ALL[0]._replace(name="broken", once=lose)
    monkeypatch.setattr("tests.faults.run.ALL", (broken,))
    assert main(["--seed", "7", "--runs", "2"]) == 1
    said = capsys.readouterr().out
    assert "2 FAILED" in said
    assert "two entries are lost" in said
    assert "dev.py faults --seed 7 --only broken --first 1 --runs 1" in said


def test_what_cannot_be_carried_out_is_named_and_is_no_success(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def lacks(_place: object, _draw: object) -> Met:
        raise CannotError("a tool that is not here")

    monkeypatch.setattr("tests.faults.run.ALL", (ALL[0]._replace(name="elsewhere", once=lacks),))
    assert main(["--seed", "7"]) == 3
    said = capsys.readouterr().out
    assert "NOT CARRIED OUT" in said
    assert "a tool that is not here" in said
    assert "not carried out: elsewhere" in said


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_name_that_was_left_behind_is_found(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "file.bin").write_bytes(b"\x00\xff" + "林小满".encode(encoding) + b"\xfe")
    found, files = search(tmp_path, ["林小满", "陆雨水"])
    assert files == 1
    assert len(found) == 1
    assert "file.bin" in found[0]
