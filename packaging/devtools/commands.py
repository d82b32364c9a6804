"""The commands of dev.py: each prepares the environment, hands over, and keeps the exit code of what it ran."""

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from devtools import environment, rules, system
from devtools.environment import ROOT, SetupError, program

HELP = {
    "demo": "one clinic day with invented children; with no screen it is played headless into a folder",
    "test": "everything that check does, then all tests; with arguments only pytest, which gets them",
    "check": "format, lint, types, import contracts, house rules; --fix repairs what can be repaired",
    "bench": "how long the things take that a user waits for",
    "faults": "kills, full disks and cut lines, over and over",
    "keys": "the clinic day with real keys on a screen of its own, and what it costs in keys",
    "screens": "draws every screen in both languages",
    "package": "the application as a folder that needs no Python",
    "edc": "the central EDC's command line: dev.py edc serve ...",
    "lock": "writes requirements/*.txt anew from requirements/*.in (needs uv)",
}
SCRIPTS = {
    "bench": Path("tests/benchmarks/run.py"),
    "faults": Path("tests/faults/run.py"),
    "keys": Path("tests/keyed/run.py"),
    "screens": Path("packaging/screens.py"),
    "package": Path("packaging/build.py"),
}
NEEDS_POSTGRES = {"test", "bench", "faults"}
NEEDS_BROWSER = {"test"}
NEEDS_SCREEN = {"test", "keys"}


def has_screen() -> bool:
    """Whether a window can be shown. On Linux a display server says so; elsewhere the system always has one."""
    if sys.platform != "linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def run(command: list[str], *, quiet: bool = False, headless: bool = False) -> int:
    """Runs a program in the repository; quiet keeps its output back unless it fails."""
    settings = {**os.environ, "PYTHONUTF8": "1"}
    if headless:
        settings.setdefault("QT_QPA_PLATFORM", "offscreen")
    if not quiet:
        return subprocess.run(command, cwd=ROOT, env=settings, check=False).returncode
    done = subprocess.run(
        command, cwd=ROOT, env=settings, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8"
    )
    if done.returncode:
        print(done.stdout, flush=True)
    return done.returncode


def house_rules() -> int:
    """The rules that no tool knows, over the whole tree."""
    findings = rules.check_tree(ROOT)
    for finding in findings:
        print(finding, flush=True)
    return 1 if findings else 0


def check(venv: Path, arguments: list[str]) -> int:
    """All static checks; every one runs, whatever the others said. 0 when all are clean."""
    ruff = str(program(venv, "ruff"))
    if "--fix" in arguments:
        run([ruff, "check", "--fix-only", "--quiet", "."])
        run([ruff, "format", "--quiet", "."])
    steps: dict[str, Callable[[], int]] = {
        "format": lambda: run([ruff, "format", "--check", "."], quiet=True),
        "lint": lambda: run([ruff, "check", "."], quiet=True),
        "types": lambda: run([str(program(venv, "mypy"))], quiet=True),
        "import contracts": lambda: run([str(program(venv, "lint-imports"))], quiet=True),
        "house rules": house_rules,
    }
    failed = []
    for name, step in steps.items():
        if step():
            failed.append(name)
        print(f"check: {name}: {'FAILED' if name in failed else 'clean'}", flush=True)
    return 1 if failed else 0


BOTH_CORES = ["--numprocesses=2", "--dist=loadfile"]
"""How all tests run: a file of tests stays in one process, which keeps what its tests share."""


def test(venv: Path, arguments: list[str]) -> int:
    """The checks, then pytest, whose summary is the last line; the exit code is not 0 when either found something."""
    checked = 0 if arguments else check(venv, [])
    tested = run([str(program(venv, "python")), "-m", "pytest", *(arguments or BOTH_CORES)])
    return tested or checked


def demo(venv: Path, arguments: list[str]) -> int:
    """The demonstration: a window, or with no screen a folder of pictures."""
    headless = "--headless" in arguments
    folder: Path | None = None
    if not headless and not has_screen() and not {"-h", "--help"} & set(arguments):
        folder = ROOT / "build" / "demo" / time.strftime("%Y%m%d-%H%M%S")
        print(f"There is no screen here, so the day is played headless into {folder}", flush=True)
        arguments = [*arguments, "--headless", str(folder)]
        headless = True
    code = run([str(program(venv, "cartella")), "demo", *arguments], headless=headless)
    if folder and not code:
        print(f"The pictures, the store and demo.json are in {folder}", flush=True)
    return code


def edc(venv: Path, arguments: list[str]) -> int:
    """The command line of the central EDC."""
    return run([str(program(venv, "cartella")), "edc", *arguments])


def script(name: str, venv: Path, arguments: list[str]) -> int:
    """One of the longer campaigns, each a script of its own."""
    path = ROOT / SCRIPTS[name]
    if not path.is_file():
        print(f"dev.py {name} needs {SCRIPTS[name]}, which is not in this tree.", file=sys.stderr)
        return 1
    return run([str(program(venv, "python")), str(path), *arguments], headless=not has_screen())


def lock(arguments: list[str]) -> int:
    """Resolves the locks anew; client and EDC get the versions that the tests ran with."""
    uv = shutil.which("uv") or str(program(ROOT / ".venv", "uv"))
    if not Path(uv).is_file():
        print("dev.py lock needs uv (pip install uv), which is not here.", file=sys.stderr)
        return 1
    base = [uv, "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes"]
    base += ["--no-header", "--no-emit-index-url", "--no-annotate", *arguments]
    for name in ("dev", "client", "edc"):
        under = [] if name == "dev" else ["-c", "requirements/dev.txt"]
        code = run([*base, f"requirements/{name}.in", *under, "-o", f"requirements/{name}.txt"])
        if code:
            return code
    return 0


def parse(arguments: list[str]) -> tuple[str, list[str]]:
    """The command and what follows it; what follows belongs to the program that is run."""
    lines = "\n".join(f"  {name:9}{text}" for name, text in HELP.items())
    parser = argparse.ArgumentParser(
        prog="dev.py", epilog=f"commands:\n{lines}", formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=HELP, metavar="command", help="see below")
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="handed on")
    parsed = parser.parse_args(arguments)
    return str(parsed.command), list(parsed.arguments)


def main(argv: list[str]) -> int:
    """Runs one command; the exit code is that of what was run, 1 when the environment could not be made."""
    command, arguments = parse(argv)
    if command == "lock":
        return lock(arguments)
    runners = {"demo": demo, "test": test, "check": check, "edc": edc}
    try:
        if command != "check":
            needs = (command in each for each in (NEEDS_POSTGRES, NEEDS_BROWSER, NEEDS_SCREEN))
            system.provide(*needs)
        venv = environment.ensure()
        if command in SCRIPTS:
            return script(command, venv, arguments)
        return runners[command](venv, arguments)
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
