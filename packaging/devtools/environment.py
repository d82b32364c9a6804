"""The `.venv` beside dev.py: made when absent, filled from the locks, left alone while the locks stay the same.

A stamp inside it says which locks and which Python it was filled from. Must not delete an environment that works.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from devtools import system

ROOT = Path(__file__).resolve().parents[2]
LOCK = Path("requirements/dev.txt")
STAMP = "cartella-stamp.json"


class SetupError(Exception):
    """The environment can't be made; the message is the one sentence for the person at the keyboard."""


def scripts(venv: Path) -> Path:
    """Where an environment keeps its programs."""
    return venv / ("Scripts" if os.name == "nt" else "bin")


def program(venv: Path, name: str) -> Path:
    """The path of one program of an environment, with the system's suffix."""
    return scripts(venv) / (f"{name}.exe" if os.name == "nt" else name)


def fingerprint(root: Path) -> dict[str, str]:
    """What an environment depends on: the Python in use, the lock's bytes, and the project file's bytes."""
    # Line endings differ where git rewrites them; the packages do not.
    digests = {
        name: hashlib.sha256((root / file).read_bytes().replace(b"\r\n", b"\n")).hexdigest()
        for name, file in (("lock", LOCK), ("project", Path("pyproject.toml")))
    }
    return {"python": f"{sys.version_info.major}.{sys.version_info.minor}", **digests}


def read_stamp(venv: Path) -> dict[str, str]:
    """The stamp of the last complete installation; empty when there is none or it can't be read."""
    try:
        content = json.loads((venv / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(key): str(value) for key, value in content.items()} if isinstance(content, dict) else {}


def runs_same_python(venv: Path) -> bool:
    """Whether the environment's Python starts and is of the version that runs this script."""
    question = "import sys, pip; print('%d.%d' % sys.version_info[:2])"
    try:
        answer = subprocess.run(
            [str(program(venv, "python")), "-c", question], capture_output=True, text=True, check=True
        ).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return False
    return answer == f"{sys.version_info.major}.{sys.version_info.minor}"


def make(venv: Path) -> None:
    """Makes an empty environment with pip in it.

    Raises:
        SetupError: when Python can't make one.
    """
    lacking = system.missing_venv()
    if lacking and not (system.may_install() and system.apt_install(lacking)):
        raise SetupError(system.sentence(lacking, "Python's own venv"))
    print(f"Making {venv}", flush=True)
    if subprocess.run([sys.executable, "-m", "venv", "--clear", str(venv)], check=False).returncode:
        # Half an environment would look like one at the next start.
        shutil.rmtree(venv, ignore_errors=True)
        raise SetupError(f"Python could not make an environment in {venv}; the reason stands above.")


def pip(venv: Path, *arguments: str) -> None:
    """Runs the environment's own pip.

    Raises:
        SetupError: when pip fails.
    """
    base = [
        str(program(venv, "python")),
        "-m",
        "pip",
        "--disable-pip-version-check",
        "--no-input",
        "install",
        "-qq",
    ]
    if subprocess.run([*base, *arguments], check=False, cwd=ROOT).returncode:
        raise SetupError("The locked requirements could not be installed; pip's reason stands above.")


def ensure(root: Path = ROOT) -> Path:
    """The environment, ready to use; does nothing when its stamp says that it is.

    Raises:
        SetupError: when it can't be made ready.
    """
    venv = root / ".venv"
    target, stamp = fingerprint(root), read_stamp(venv)
    if stamp == target and program(venv, "python").exists():
        return venv
    if not runs_same_python(venv):
        make(venv)
        stamp = {}
    (venv / STAMP).unlink(missing_ok=True)
    if any(stamp.get(key) != target[key] for key in ("lock", "python")):
        print("Installing the locked requirements (some hundred megabytes the first time)", flush=True)
        # Wheels only: nobody should need a compiler, and a missing wheel is better said than built.
        pip(venv, "--require-hashes", "--only-binary", ":all:", "-r", str(root / LOCK))
    pip(venv, "--no-deps", "--no-build-isolation", "-e", str(root))
    (venv / STAMP).write_text(json.dumps(target, indent=1), encoding="utf-8")
    return venv
