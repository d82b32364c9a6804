"""What dev.py hands over to whom, and whose exit code it keeps."""

import os
from pathlib import Path

import pytest

from devtools import commands, environment


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Runs nothing; keeps the commands that would have been run, each of which ends with exit code 7."""
    kept: list[list[str]] = []

    def run(command: list[str], **_how: object) -> int:
        kept.append([Path(command[0]).stem, *command[1:]])
        return 7

    monkeypatch.setattr(commands, "run", run)
    return kept


def test_what_follows_the_command_is_handed_on_untouched() -> None:
    assert commands.parse(["edc", "serve", "--port", "0"]) == ("edc", ["serve", "--port", "0"])


def test_with_no_screen_the_demo_goes_into_a_folder(
    ran: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(commands, "has_screen", lambda: False)
    assert commands.demo(Path("venv"), []) == 7
    assert ran[0][:3] == ["cartella", "demo", "--headless"]
    assert ran[0][3] in capsys.readouterr().out


def test_with_a_screen_the_demo_opens_its_window(ran: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "has_screen", lambda: True)
    commands.demo(Path("venv"), ["--lang", "zh"])
    assert ran == [["cartella", "demo", "--lang", "zh"]]


def test_a_folder_that_was_named_is_kept(ran: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "has_screen", lambda: False)
    commands.demo(Path("venv"), ["--headless", "there"])
    assert ran == [["cartella", "demo", "--headless", "there"]]


def test_the_test_run_keeps_pytests_exit_code(ran: list[list[str]]) -> None:
    assert commands.test(Path("venv"), ["tests/study"]) == 7
    assert ran == [["python", "-m", "pytest", "tests/study"]]


def test_a_failed_check_fails_a_green_test_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "run", lambda *_command, **_how: 0)
    monkeypatch.setattr(commands, "check", lambda _venv, _arguments: 1)
    assert commands.test(Path("venv"), []) == 1


def test_every_check_runs_although_one_failed(
    ran: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(commands, "house_rules", lambda: 0)
    assert commands.check(Path("venv"), []) == 1
    assert [command[0] for command in ran] == ["ruff", "ruff", "mypy", "lint-imports"]
    assert capsys.readouterr().out.splitlines()[-1] == "check: house rules: clean"


def test_a_campaign_that_is_not_there_is_said_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(commands, "ROOT", tmp_path)
    assert commands.script("bench", Path("venv"), []) == 1
    assert "run.py" in capsys.readouterr().err


def test_continuous_integration_runs_the_readmes_command() -> None:
    script = environment.ROOT / ".ci" / "run"
    readme = (environment.ROOT / "README.md").read_text(encoding="utf-8")
    assert "    python3 dev.py test\n" in readme
    assert script.read_text(encoding="utf-8").splitlines()[-1] == 'exec python3 dev.py test "$@"'
    assert os.access(script, os.X_OK)
