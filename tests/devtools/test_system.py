"""What the system lacks is found, and named with the command that brings it."""

import platform
import shutil
from pathlib import Path

import pytest

from devtools import system


def test_missing_libraries_are_named_by_their_packages() -> None:
    assert system.missing_qt(lambda library: library != "libEGL.so.1") == ["libegl1"]
    assert system.missing_qt(lambda _library: True) == []


def test_a_library_that_is_not_there_does_not_load() -> None:
    assert not system.loads("libnot-there.so.0")


@pytest.mark.parametrize("name", ["NotoSansCJK-Regular.ttc", "wqy-zenhei.ttc", "SourceHanSansSC-Regular.otf"])
def test_a_chinese_font_is_known_by_its_name(tmp_path: Path, name: str) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "DejaVuSans.ttf").touch()
    assert not system.has_chinese_font([str(tmp_path)])
    (tmp_path / "deep" / name).touch()
    assert system.has_chinese_font([str(tmp_path)])


@pytest.mark.parametrize(
    ("said", "version"),
    [
        ("initdb (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)", 15),
        ("initdb (PostgreSQL) 17.2", 17),
        ("initdb (PostgreSQL) 18beta1", 18),
        ("initdb (PostgreSQL) 9.6.24", 9),
        ("", 0),
    ],
)
def test_the_version_is_read_from_what_postgres_says(said: str, version: int) -> None:
    assert system.read_version(said) == version


@pytest.mark.parametrize(("kind", "command"), [("Linux", "apt-get install libegl1"), ("Darwin", "brew")])
def test_the_sentence_names_package_reason_and_command(
    monkeypatch: pytest.MonkeyPatch, kind: str, command: str
) -> None:
    monkeypatch.setattr(platform, "system", lambda: kind)
    said = system.sentence(["libegl1"], "Qt")
    assert "libegl1 (Qt)" in said
    assert command in said
    assert "\n" not in said


def lacking_once(monkeypatch: pytest.MonkeyPatch, *, as_root: bool) -> list[list[str]]:
    """A system that lacks one library until apt-get was asked for it; returns what apt-get is asked for."""
    asked: list[list[str]] = []

    def install(packages: list[str]) -> bool:
        asked.append(packages)
        return True

    monkeypatch.setattr(system, "wanted", lambda *_needs: {} if asked else {"Qt": ["libegl1"]})
    monkeypatch.setattr(system, "may_install", lambda: as_root)
    monkeypatch.setattr(system, "apt_install", install)
    return asked


def test_what_is_missing_is_installed_where_that_is_allowed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = lacking_once(monkeypatch, as_root=True)
    system.provide(with_postgres=False)
    assert asked == [["libegl1"]]
    assert capsys.readouterr().err == ""


def test_what_is_missing_is_named_where_it_may_not_be_installed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = lacking_once(monkeypatch, as_root=False)
    system.provide(with_postgres=False)
    assert asked == []
    assert "libegl1 (Qt)" in capsys.readouterr().err


def test_a_browser_is_asked_for_where_the_page_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    assert system.missing_browser() == ["chromium", "chromium-driver"]
    assert ["chromium", "chromium-driver"] in system.wanted(with_postgres=False, with_browser=True).values()
    assert not any("browser" in reason for reason in system.wanted(with_postgres=False))


def test_a_screen_and_a_keyboard_are_asked_for_where_keys_are_pressed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _program: None)
    assert system.missing_screen() == ["xvfb", "xdotool"]
    assert ["xvfb", "xdotool"] in system.wanted(with_postgres=False, with_screen=True).values()
    assert not any("screen" in reason for reason in system.wanted(with_postgres=False))
