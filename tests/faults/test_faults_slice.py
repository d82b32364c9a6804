"""A slice of the fault campaign, seeded: a run or two of every campaign, and what it found before."""

from collections.abc import Iterator

import pytest

from tests.faults.campaign import Campaign, Ground, Met, carry_out, new_ground
from tests.faults.campaigns import ALL
from tests.faults.run import SEED, main

# Runs that once found something, as (campaign, seed, run): they are repeated here for ever.
FOUND = [("flip", 20261122, 0), ("flip", 20261122, 1)]
ONCE = {"edc-killed", "wal-cut", "bad-line", "kill-append", "kill-receive"}


@pytest.fixture(scope="module")
def ground() -> Iterator[Ground]:
    with new_ground() as made:
        yield made


@pytest.mark.parametrize("campaign", ALL, ids=[campaign.name for campaign in ALL])
def test_what_a_campaign_says_holds(campaign: Campaign, ground: Ground) -> None:
    outcome = carry_out(campaign, ground, SEED + 1, range(1 if campaign.name in ONCE else 2))
    assert not outcome.failures, outcome.failures
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
