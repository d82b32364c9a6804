"""When dev.py fills the environment, and when it leaves it alone."""

import json
import sys
from pathlib import Path

import pytest

from devtools import environment


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with the two files that an environment depends on."""
    (tmp_path / "requirements").mkdir()
    (tmp_path / environment.LOCK).write_bytes(b"httpx==1.0\n")
    (tmp_path / "pyproject.toml").write_bytes(b"[project]\n")
    return tmp_path


def with_environment(root: Path) -> Path:
    """Puts a stamped environment into it, as the last installation left it."""
    python = environment.program(root / ".venv", "python")
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    stamp = root / ".venv" / environment.STAMP
    stamp.write_text(json.dumps(environment.fingerprint(root)), encoding="utf-8")
    return stamp


def recorded(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """Lets pip be called without installing; returns what it is asked for."""
    calls: list[tuple[str, ...]] = []
    monkeypatch.setattr(environment, "pip", lambda _venv, *arguments: calls.append(arguments))
    return calls


def test_a_stamped_environment_is_left_alone(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_environment(root)
    calls = recorded(monkeypatch)
    assert environment.ensure(root) == root / ".venv"
    assert calls == []


def test_a_changed_lock_is_installed_into_the_environment_that_is_there(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamp = with_environment(root)
    keep = root / ".venv" / "keep"
    keep.touch()
    (root / environment.LOCK).write_bytes(b"httpx==1.1\n")
    calls = recorded(monkeypatch)
    environment.ensure(root)
    assert ["--require-hashes" in call for call in calls] == [True, False]
    assert keep.exists()
    assert json.loads(stamp.read_text(encoding="utf-8")) == environment.fingerprint(root)


def test_a_changed_project_file_installs_no_requirement(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_environment(root)
    (root / "pyproject.toml").write_bytes(b"[project]\nname = 'x'\n")
    calls = recorded(monkeypatch)
    environment.ensure(root)
    assert [call[:2] for call in calls] == [("--no-deps", "--no-build-isolation")]


def test_a_failed_installation_leaves_no_stamp(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stamp = with_environment(root)
    (root / environment.LOCK).write_bytes(b"httpx==1.1\n")

    def fail(*_arguments: object) -> None:
        raise environment.SetupError("no line")

    monkeypatch.setattr(environment, "pip", fail)
    with pytest.raises(environment.SetupError):
        environment.ensure(root)
    assert not stamp.exists()


def test_line_endings_do_not_change_the_fingerprint(root: Path) -> None:
    before = environment.fingerprint(root)
    (root / environment.LOCK).write_bytes(b"httpx==1.0\r\n")
    assert environment.fingerprint(root) == before


@pytest.mark.parametrize("content", ["", "[]", "{half"])
def test_an_unreadable_stamp_counts_as_none(root: Path, content: str) -> None:
    stamp = with_environment(root)
    stamp.write_text(content, encoding="utf-8")
    assert environment.read_stamp(root / ".venv") == {}


def test_an_environment_whose_python_is_gone_is_made_anew(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_environment(root)
    environment.program(root / ".venv", "python").unlink()
    made: list[Path] = []
    monkeypatch.setattr(environment, "make", made.append)
    calls = recorded(monkeypatch)
    environment.ensure(root)
    assert made == [root / ".venv"]
    assert len(calls) == 2
