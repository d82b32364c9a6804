"""The fault campaign: `dev.py faults [--seed N] [--runs N] [--only NAME ...]`.

Exit code 1 when anything did not hold, 3 when everything did and a campaign could not be carried out on this machine.

Without --runs every campaign makes its usual number of runs. A failed run is repeated by the line printed with it.
"""

import argparse
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:1] = [str(ROOT), str(ROOT / "packaging")]

from tests.faults.campaign import Outcome, carry_out, new_ground  # noqa: E402  the path comes first
from tests.faults.campaigns import ALL  # noqa: E402

SEED = 20261122


def parse(words: list[str]) -> argparse.Namespace:
    """What was asked for."""
    names = [campaign.name for campaign in ALL]
    parser = argparse.ArgumentParser(prog="dev.py faults", description="Kills, cuts, full disks and bad lines.")
    parser.add_argument("--seed", type=int, default=SEED, help=f"where chance begins (default {SEED})")
    parser.add_argument("--runs", type=int, help="runs of each campaign (default: each its own number)")
    parser.add_argument("--first", type=int, default=0, help="number of the first run, to repeat one that failed")
    parser.add_argument("--only", action="append", choices=names, metavar="NAME", help=f"one of: {', '.join(names)}")
    asked = parser.parse_args(words)
    if asked.first < 0 or (asked.runs is not None and asked.runs < 1):
        parser.error("--runs is at least 1, --first at least 0")
    return asked


def tell(outcome: Outcome) -> None:
    """One campaign's lines."""
    met = ", ".join(f"{name} {count}" for name, count in sorted(outcome.met.items()))
    said = f"{len(outcome.failures)} FAILED" if outcome.failures else "held"
    if outcome.cannot:
        said, met = "NOT CARRIED OUT:", f"it needs {outcome.cannot}"
    print(f"{outcome.campaign.name:18}{outcome.runs:5} runs {outcome.seconds:7.1f} s  {said:10} {met}", flush=True)  # noqa: T201
    for failure in outcome.failures:
        again = f"dev.py faults --seed {failure.seed} --only {failure.campaign} --first {failure.run} --runs 1"
        print(f"    run {failure.run}: {failure.why}\n    again: {again}", flush=True)  # noqa: T201


def main(words: list[str]) -> int:
    """Carry out what was asked for."""
    asked = parse(words)
    print(f"faults: seed {asked.seed}", flush=True)  # noqa: T201
    began, failed, runs = time.perf_counter(), 0, 0
    left: list[str] = []
    with new_ground() as ground:
        for campaign in ALL:
            if asked.only and campaign.name not in asked.only:
                continue
            count = asked.runs or campaign.runs
            outcome = carry_out(campaign, ground, asked.seed, range(asked.first, asked.first + count))
            tell(outcome)
            runs, failed = runs + outcome.runs, failed + len(outcome.failures)
            left += [campaign.name] if outcome.cannot or outcome.stopped else []
            if outcome.stopped:
                break
    taken = time.perf_counter() - began
    print(f"faults: seed {asked.seed}, {runs} runs, {failed} failed, {taken:.0f} s", flush=True)  # noqa: T201
    if left:
        print(f"faults: not carried out: {', '.join(left)}", flush=True)  # noqa: T201
    return 1 if failed else 3 if left else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
