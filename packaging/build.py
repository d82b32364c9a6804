"""Builds both programs as folders that need no Python, judges what is inside, plays them, and writes their papers.

`dev.py package [client|edc ...] [--no-smoke] [--no-demo]`. Ends with 0 only when nothing is wrong with either.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import smoke
from freezing import analysis, engine, forbidden, manifest, sbom
from freezing.project import ROOT, locked, project

DIST = ROOT / "dist"
WORK = ROOT / "build" / "freeze"
BILL = "sbom.cdx.json"
_BIGGEST = 25
_MB = 1_000_000


class Target(NamedTuple):
    """One program: its spec, its folder under dist, what must not and what must be inside, whose locks it obeys."""

    spec: str
    folder: str
    forbidden: Mapping[str, str]
    required: tuple[str, ...]
    locks: tuple[str, ...]


TARGETS = {
    # The workstation carries an EDC on SQLite: the demonstration serves one (docs/packaging.md).
    "client": Target("client.spec", "cartella", forbidden.CLIENT, forbidden.CLIENT_NEEDS, ("client", "edc")),
    # The command line that both share is locked with the workstation.
    "edc": Target("edc.spec", "cartella-edc", forbidden.EDC, forbidden.EDC_NEEDS, ("client", "edc")),
}


def freeze(target: Target) -> int:
    """Run PyInstaller; the same source gives the same bytecode, so hashing is not random meanwhile."""
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR"]
    command += ["--distpath", str(DIST), "--workpath", str(WORK), str(ROOT / "packaging" / target.spec)]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": "1"}, check=False).returncode


def judge(target: Target) -> list[str]:
    """Write the bill of materials and the manifest; everything that is wrong with what was built."""
    folder = DIST / target.folder
    content = json.loads((WORK / Path(target.spec).stem / analysis.NOTE).read_text(encoding="utf-8"))
    modules = [name for name, _source in content["modules"]]
    sources = [source for _name, source in [*content["modules"], *content["files"]] if source]
    inside = folder / "_internal"
    measured = engine.loaded() if (inside / "sqlcipher3").exists() else {}
    bill = sbom.bill(target.folder, sbom.origins(sources, ROOT), measured)
    (folder / BILL).write_text(json.dumps(bill, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    present = manifest.files(inside)
    found = [
        *forbidden.broken(modules, present, target.forbidden),
        *forbidden.missing(modules, present, target.required),
        *sbom.unlocked(bill["components"], locked(*target.locks)),
        *engine.wheel_differences(inside),
    ]
    report(folder, len(bill["components"]))
    return found


def report(folder: Path, components: int) -> None:
    """The biggest files, the size, and the hashes that a download is compared with."""
    whole = manifest.write(folder)
    sizes = manifest.sizes(folder)
    print(f"\n{folder.name} {project()['version']}: the {_BIGGEST} biggest of {len(sizes)} files")
    for size, name in sizes[:_BIGGEST]:
        print(f"  {size / _MB:7.1f} MB  {name}")
    program = next(folder / name for _size, name in sizes if Path(name).stem == folder.name and "/" not in name)
    print(f"  {sum(size for size, _name in sizes) / _MB:7.1f} MB  in all; {components} components in {BILL}")
    print(f"  SHA-256 {manifest.digest(program)}  {program.name}")
    print(f"  SHA-256 {whole}  {manifest.NAME}", flush=True)


def main(arguments: list[str]) -> int:
    """Build, judge and play what was asked for; 1 when something is wrong."""
    parser = argparse.ArgumentParser(prog="dev.py package", description=__doc__)
    parser.add_argument("targets", nargs="*", choices=[*TARGETS, []], help="without any: both")
    parser.add_argument("--no-smoke", action="store_true", help="do not start what was built")
    parser.add_argument("--no-demo", action="store_true", help="do not play the demonstration's day")
    parser.add_argument("--judge-only", action="store_true", help="look again at what was built before")
    asked = parser.parse_args(arguments)
    wrong = []
    for name in asked.targets or TARGETS:
        target = TARGETS[name]
        if not asked.judge_only and freeze(target):
            print(f"{target.folder} could not be built; PyInstaller's reason stands above.", file=sys.stderr)
            return 1
        wrong += [f"{target.folder}: {sentence}" for sentence in judge(target)]
    if not asked.no_smoke:
        wrong += smoke.play(DIST, demo=not asked.no_demo)
    for sentence in wrong:
        print(sentence, file=sys.stderr)
    print(f"package: {f'{len(wrong)} wrong' if wrong else 'nothing wrong'}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
