"""The benchmarks: `dev.py bench [--seed N] [--runs N] [--only NAME ...]`. Ratios taken in one run, no limits.

A time is this machine's; the ratio to the plain way beside it is what can be compared. Exit code 1 when one breaks.
"""

import argparse
import os
import sys
import tempfile
import time
import traceback
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:1] = [str(ROOT), str(ROOT / "packaging")]
# Before Qt is loaded: windows that pop up would measure the screen.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.benchmarks import attach_bench, child_bench, crowd_bench, screen_bench, storage_bench, sync_bench  # noqa: E402  the path comes first
from tests.benchmarks.measure import Setting  # noqa: E402

ALL = (
    storage_bench.BENCHMARK,
    child_bench.BENCHMARK,
    sync_bench.BENCHMARK,
    screen_bench.BENCHMARK,
    attach_bench.BENCHMARK,
    crowd_bench.BENCHMARK,
)
SEED = 20261122


def main(words: list[str]) -> int:
    """Measure what was asked for."""
    names = [benchmark.name for benchmark in ALL]
    parser = argparse.ArgumentParser(prog="dev.py bench", description="Ours beside the plain way, in one run.")
    parser.add_argument("--seed", type=int, default=SEED, help=f"where chance begins (default {SEED})")
    parser.add_argument("--runs", type=int, default=15, help="how often a single thing is done; the median counts")
    parser.add_argument("--only", action="append", choices=names, metavar="NAME", help=f"one of: {', '.join(names)}")
    asked = parser.parse_args(words)
    if asked.runs < 1:
        parser.error("--runs is at least 1")
    print(f"bench: seed {asked.seed}, runs {asked.runs}", flush=True)  # noqa: T201
    began, broken = time.perf_counter(), 0
    for benchmark in ALL:
        if asked.only and benchmark.name not in asked.only:
            continue
        with tempfile.TemporaryDirectory(prefix="cartella-bench-", ignore_cleanup_errors=True) as folder:
            try:
                for measured in benchmark.run(Setting(Path(folder), asked.seed, asked.runs)):
                    print(measured.line(), flush=True)  # noqa: T201
            except Exception:  # noqa: BLE001 - one that breaks is told, and the next still measured
                broken += 1
                print(f"{benchmark.name}: BROKEN\n{traceback.format_exc()}", flush=True)  # noqa: T201
    print(f"bench: {time.perf_counter() - began:.0f} s, {broken} broken", flush=True)  # noqa: T201
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
