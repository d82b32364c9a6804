"""Plays what was built, as a hospital's machine would: from another folder, no Python, next to no environment.

Owns no judgement of what is inside; says what each step did and what did not go as it must.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

LONGEST_S = 600
"""A step takes at most so long; the demonstration on a slow machine is the longest."""
_PHRASE = "smoke of the frozen workstation"


class SmokeError(Exception):
    """A step did not go as it must; the message is the finding."""


class Machine(NamedTuple):
    """The two programs and a folder to play in."""

    folder: Path
    client: Path
    edc: Path

    def environment(self) -> dict[str, str]:
        """Nothing of the builder's: no PYTHONPATH, no virtual environment, no language, a home of its own."""
        if os.name == "nt":
            home = {name: str(self.folder) for name in ("USERPROFILE", "APPDATA", "LOCALAPPDATA")}
            kept = {name: os.environ[name] for name in ("SYSTEMROOT", "WINDIR", "TEMP", "TMP") if name in os.environ}
            return {**kept, **home, "QT_QPA_PLATFORM": "offscreen"}
        return {"HOME": str(self.folder), "PATH": "/usr/bin:/bin", "QT_QPA_PLATFORM": "offscreen"}

    def run(self, program: Path, *words: str, code: int = 0, says: str = "") -> str:
        """One step; its exit code and a piece of its output are what they must be. Raises SmokeError."""
        began = time.monotonic()
        done = subprocess.run(
            [str(program), *words], cwd=self.folder, env=self.environment(), capture_output=True, check=False,
            timeout=LONGEST_S, encoding="utf-8", errors="replace",
        )  # fmt: skip
        said = done.stdout + done.stderr
        shown = " ".join(word if len(word) < 40 else f"...{word[-20:]}" for word in words)
        print(f"smoke: {time.monotonic() - began:6.1f} s  exit {done.returncode}  {program.name} {shown}", flush=True)
        if done.returncode != code:
            raise SmokeError(f"{program.name} {shown}: exit code {done.returncode} instead of {code}: {said[-600:]}")
        if says not in said:
            raise SmokeError(f"{program.name} {shown}: '{says}' is not in what it said: {said[-600:]}")
        return done.stdout


def words(machine: Machine) -> None:
    """What needs no store: help, the study, a formula."""
    machine.run(machine.client, "--help", says="usage: cartella")
    machine.run(machine.edc, "--help", says="serve")
    machine.run(machine.client, "study", "table", says="UPROT24")
    machine.run(machine.client, "derive", "EGFR_SCHW", "height_cm=148.5", "creat_umolL=61.9", says="87.6")
    machine.run(machine.client, "no-such-command", code=2)


def databases(machine: Machine) -> None:
    """The EDC's program speaks PostgreSQL (nobody answers at that port); the workstation's says that it does not."""
    nobody = "postgresql+psycopg://nobody@127.0.0.1:9/none"
    folder = str(machine.folder / "edc-elsewhere")
    machine.run(machine.edc, "init", "--edc-folder", folder)
    machine.run(machine.edc, "status", "--edc-folder", folder, "--database", nobody, "--json", code=1,
                says="edc-database-away")  # fmt: skip
    machine.run(machine.client, "edc", "status", "--edc-folder", folder, "--database", nobody, "--json", code=1,
                says="edc-database-unknown")  # fmt: skip


@contextmanager
def served(machine: Machine) -> Iterator[str]:
    """The EDC's program serving on a free port; its address."""
    folder = str(machine.folder / "edc")
    command = [str(machine.edc), "serve", "--edc-folder", folder, "--port", "0"]
    with (machine.folder / "edc.log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=machine.folder, env=machine.environment(), stdout=subprocess.PIPE, stderr=log
        )
    try:
        said = process.stdout.readline() if process.stdout else b""
        if not said:
            raise SmokeError(f"cartella-edc serve: {(machine.folder / 'edc.log').read_text(errors='replace')[-600:]}")
        yield f"http://127.0.0.1:{json.loads(said)['port']}"
    finally:
        process.terminate()
        process.wait(LONGEST_S)
        if process.stdout:
            process.stdout.close()


def bedside_and_back(machine: Machine) -> None:
    """A new store enrols with a served EDC and both agree; the record verifies on either side."""
    phrase = machine.folder / "passphrase.txt"
    phrase.write_text(_PHRASE + "\n", encoding="utf-8")
    store = ("--store", str(machine.folder / "store"), "--passphrase-file", str(phrase), "--json")
    centre = ("--edc-folder", str(machine.folder / "edc"), "--json")
    machine.run(machine.client, *store, "init", "--site", "S1", "--site-name", "医院", "--name", "李", says="recovery")
    machine.run(machine.client, *store, "verify")
    machine.run(machine.edc, "init", *centre)
    machine.run(machine.edc, "site", "add", "S1", "医院", *centre)
    code = json.loads(machine.run(machine.edc, "device", "code", "S1", *centre))["code"]
    with served(machine) as address:
        machine.run(machine.client, *store, "sync", "--enrol", address, "--code", code)
        machine.run(machine.client, *store, "sync")
    # 3: something is left. Opening the record is an entry of its own, and nobody has sent it yet.
    machine.run(machine.client, *store, "status", code=3, says='"unsent": 1')
    machine.run(machine.edc, "verify", *centre)
    machine.run(machine.edc, "device", "list", "S1", *centre)


def demonstration(machine: Machine) -> None:
    """The clinic day through the real widgets; leaves pictures and its report."""
    folder = machine.folder / "demo"
    machine.run(machine.client, "demo", "--headless", str(folder))
    if not (folder / "demo.json").is_file():
        raise SmokeError("the demonstration left no demo.json")
    pictures = list(folder.rglob("*.png"))
    if not pictures or min(file.stat().st_size for file in pictures) < 1000:
        raise SmokeError(f"the demonstration left {len(pictures)} pictures, or an empty one")
    print(f"smoke: {len(pictures)} pictures", flush=True)


def play(dist: Path, *, demo: bool = True) -> list[str]:
    """Every part, whatever became of the others; the findings."""
    suffix = ".exe" if os.name == "nt" else ""
    wrong = []
    parts = [words, bedside_and_back, databases, *([demonstration] if demo else [])]
    with tempfile.TemporaryDirectory(prefix="cartella-smoke-", ignore_cleanup_errors=True) as folder:
        machine = Machine(
            Path(folder), dist / "cartella" / f"cartella{suffix}", dist / "cartella-edc" / f"cartella-edc{suffix}"
        )
        for part in parts:
            try:
                part(machine)
            except (SmokeError, subprocess.TimeoutExpired, OSError, KeyError, ValueError) as error:
                wrong.append(f"smoke, {part.__name__}: {error}")
    return wrong


def main(arguments: list[str]) -> int:
    """Play what lies in a dist folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dist", type=Path, nargs="?", default=Path(__file__).resolve().parents[1] / "dist")
    parser.add_argument("--no-demo", action="store_true")
    asked = parser.parse_args(arguments)
    wrong = play(asked.dist.resolve(), demo=not asked.no_demo)
    for sentence in wrong:
        print(sentence, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
