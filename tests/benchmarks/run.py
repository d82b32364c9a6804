"""The benchmarks: `dev.py bench [NAME ...] [--seed N] [--runs N] [--changes N] [--history N]`.

Ratios taken in one run, no limits.
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

from tests.benchmarks import (  # noqa: E402  the path comes first
    attach_bench,
    child_bench,
    children_bench,
    crowd_bench,
    history_bench,
    loop_bench,
    screen_bench,
    storage_bench,
    switch_bench,
    sync_bench,
    trace_bench,
)
from tests.benchmarks.measure import Setting  # noqa: E402

ALL = (
    storage_bench.BENCHMARK,
    child_bench.BENCHMARK,
    sync_bench.BENCHMARK,
    history_bench.BENCHMARK,
    screen_bench.BENCHMARK,
    children_bench.BENCHMARK,
    loop_bench.BENCHMARK,
    switch_bench.BENCHMARK,
    attach_bench.BENCHMARK,
    trace_bench.BENCHMARK,
    crowd_bench.BENCHMARK,
)
SEED = 20261122


def main(words: list[str]) -> int:
    """Measure what was asked for."""
    names = [benchmark.name for benchmark in ALL]
    parser = argparse.ArgumentParser(prog="dev.py bench", description="Ours beside the plain way, in one run.")
    parser.add_argument("--seed", type=int, default=SEED, help=f"where chance begins (default {SEED})")
    parser.add_argument("--runs", type=int, default=15, help="how often a single thing is done; the median counts")
    parser.add_argument("--changes", type=int, default=300, help="how many changes a sync carries (default 300)")
    parser.add_argument("--history", type=int, default=100_000, help="changes made before a sync of one (100,000)")
    parser.add_argument("--only", action="append", choices=names, default=[], help=argparse.SUPPRESS)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of these only: {', '.join(names)}")
    asked = parser.parse_args(words)
    if min(asked.runs, asked.changes) < 1 or asked.history < 100:
        parser.error("--runs and --changes are at least 1, --history 100")
    if wrong := sorted(set(asked.names) - set(names)):
        parser.error(f"no benchmark {', '.join(wrong)}; there are {', '.join(names)}")
    only = {*asked.only, *asked.names}
    print(f"bench: seed {asked.seed}, runs {asked.runs}", flush=True)  # noqa: T201
    began, broken = time.perf_counter(), 0
    for benchmark in ALL:
        if only and benchmark.name not in only:
            continue
        with tempfile.TemporaryDirectory(prefix="cartella-bench-", ignore_cleanup_errors=True) as folder:
            try:
                for measured in benchmark.run(
                    Setting(Path(folder), asked.seed, asked.runs, asked.changes, asked.history)
                ):
                    print(measured.line(), flush=True)  # noqa: T201
            except Exception:  # noqa: BLE001 - one that breaks is told, and the next still measured
                broken += 1
                print(f"{benchmark.name}: BROKEN\n{traceback.format_exc()}", flush=True)  # noqa: T201
    print(f"bench: {time.perf_counter() - began:.0f} s, {broken} broken", flush=True)  # noqa: T201
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
