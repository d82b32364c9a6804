"""What is imported is what lies here, and what is locked is what is asked for."""

import importlib
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
REQUIREMENTS = ROOT / "requirements"


def wanted(name: str) -> set[str]:
    """The requirements of one .in file, without its comments and includes."""
    lines = (REQUIREMENTS / f"{name}.in").read_text(encoding="utf-8").splitlines()
    return {spaceless(line) for line in lines if line and not line.startswith(("#", "-"))}


def spaceless(requirement: str) -> str:
    """One spelling for the two files' quotes and spaces."""
    return re.sub(r"\s", "", requirement).replace('"', "'")


def project_name(requirement: str) -> str:
    """The normalised name of the project that a requirement asks for."""
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found, requirement
    return re.sub(r"[-_.]+", "-", found.group()).lower()


def locked(name: str) -> dict[str, set[str]]:
    """Project -> versions that the lock pins; two when the newest Python needs another."""
    pins: dict[str, set[str]] = {}
    for line in (REQUIREMENTS / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if "==" in line and not line.startswith((" ", "#")):
            project, _, rest = line.partition("==")
            pins.setdefault(project_name(project), set()).add(rest.split()[0])
    return pins


@pytest.mark.parametrize("room", ["desktop_app", "ui", "storage", "sync", "study", "resources"])
def test_a_room_is_ours_and_not_a_library_of_that_name(room: str) -> None:
    file = importlib.import_module(room).__file__
    assert file is not None
    assert Path(file).resolve().is_relative_to(ROOT)


@pytest.mark.parametrize("name", ["client", "edc", "dev"])
def test_everything_asked_for_is_locked(name: str) -> None:
    assert {project_name(line) for line in wanted(name)} <= locked(name).keys()


@pytest.mark.parametrize("name", ["client", "edc"])
def test_each_end_runs_what_the_tests_ran(name: str) -> None:
    tested = locked("dev")
    assert {project: pins for project, pins in locked(name).items() if tested.get(project) != pins} == {}


def test_the_project_declares_what_the_workstation_installs() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert {spaceless(line) for line in project["dependencies"]} == wanted("client")
    assert {spaceless(line) for line in project["optional-dependencies"]["edc"]} <= wanted("edc")


def test_the_store_never_gets_a_sqlite_with_the_wal_reset_bug() -> None:
    assert "sqlcipher3>=0.6.4" in wanted("client")
    assert all(tuple(map(int, pin.split("."))) >= (0, 6, 4) for pin in locked("client")["sqlcipher3"])
