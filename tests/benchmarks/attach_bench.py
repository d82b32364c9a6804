"""A night of EEG, 500 MB: cleaned, sealed, attached, opened again; the time beside a plain copy, and the memory."""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks import attach_memory
from tests.benchmarks.measure import Benchmark, Measured, Setting, once

MEGABYTES = 500


def grown(folder: Path, megabytes: int) -> int:
    """KiB by which a process of its own grows above the unlocked application at rest."""
    script = Path(attach_memory.__file__)
    said = subprocess.run(
        [sys.executable, str(script), str(folder), str(megabytes)], capture_output=True, text=True, check=True
    ).stdout
    rest, most = (int(word) for word in said.split())
    return most - rest


def run(setting: Setting) -> Sequence[Measured]:
    """The whole way, the start of a process and the writing of the file among it."""
    more: list[int] = []
    taken = once(lambda: more.append(grown(setting.folder, MEGABYTES)))
    source = setting.folder / "large.edf"
    plain = once(lambda: shutil.copyfile(source, setting.folder / "plain.edf"))
    return [Measured("attach and read an EEG", taken, plain, f"{MEGABYTES} MB, {more[0] // 1024} MiB above rest")]


BENCHMARK = Benchmark("attach", run)
