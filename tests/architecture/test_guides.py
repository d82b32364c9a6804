"""The guides are true: their pictures are drawn by the run, their keys are in the map, their words stand on screens.

Words in *italics* (English) and in “quotation marks” (Chinese) are quoted from the screen; what people type is in code.
"""

import ast
import re
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest

from desktop_app.presenters.commands import KEYS
from study.text import Language, Text
from sync.server.page import words as page_words
from ui.frame.state import Room

ROOT = Path(__file__).resolve().parents[2]
GUIDES = tuple(sorted((ROOT / "docs" / "guide").glob("*.md")))
FOR_USERS = tuple(guide for guide in GUIDES if guide.name != "README.md")
_PICTURE = re.compile(r"!\[[^\]]*\]\(\.\./screens/([a-z0-9-]+)-(en|zh)-(light|dark)\.png\)")
_IMAGE = re.compile(r"!\[[^\]]*\]\(([^)]*)\)")
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)#]+)\)")
_KEY = re.compile(r"`((?:(?:Ctrl|Alt|Shift)\+)+(?:Enter|F\d{1,2}|[A-Z0-9])|F\d{1,2}|[A-Z])`")
_QUOTED = {"en": re.compile(r"(?<![*\w])\*([^*\n]+)\*(?![*\w])"), "zh": re.compile(r"“([^”\n]+)”")}
_CODE = re.compile(r"`[^`]*`")
LANGUAGES: tuple[Language, Language] = ("en", "zh")
_ROOMS = ("study", "desktop_app", "ui")
_SHOWN = re.compile(r"\s*(?:…|\.\.\.)$|\s{3}\S+$")


@cache
def scenes() -> frozenset[str]:
    """Every word in the scripts that draw, the names of scenes among them, and the rooms, which are drawn by name."""
    found = {room.value for room in Room}
    for script in ("screens.py", "screen_files.py", "screen_at_once.py"):
        tree = ast.parse((ROOT / "packaging" / script).read_text(encoding="utf-8"))
        found |= {
            node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
    return frozenset(found)


@cache
def keys() -> frozenset[str]:
    """Every key of the map; "Alt+1 … 0" is ten of them."""
    found: set[str] = set()
    for line in (line for group in KEYS for line in group.lines):
        spread = re.fullmatch(r"(.*)1 … (\d)", line.keys)
        if spread:
            last = int(spread[2]) or 10
            found |= {f"{spread[1]}{number % 10}" for number in range(1, last + 1)}
        else:
            found.add(line.keys)
    return frozenset(found)


def plain(words: str) -> str:
    """Words without the dots of a dialog to come and without the key that stands behind them on a button."""
    return _SHOWN.sub("", words.replace("...", "…")).strip()


@cache
def catalogue(language: Language) -> tuple[re.Pattern[str], ...]:
    """All that a screen may say in a language; what is filled in there stands for anything."""
    found: set[str] = set()
    for file in (ROOT / "resources" / "translations").glob("*_zh_CN.ts"):
        for message in ElementTree.parse(file).getroot().iter("message"):  # noqa: S314  our own files
            said = message.findtext("source") if language == "en" else message.findtext("translation")
            found.add(said or "")
    for room in _ROOMS:
        for file in (ROOT / room).rglob("*.py"):
            found |= texts(file, language)
    for value in vars(page_words).values():
        if isinstance(value, dict):
            found |= {pair[LANGUAGES.index(language)] for pair in value.values() if isinstance(pair, tuple)}
    patterns = {re.sub(r"%(?:\d|n)|\\\{\w+\\\}", ".+", re.escape(plain(said))) for said in found if plain(said)}
    return tuple(re.compile(pattern) for pattern in patterns if pattern.strip(".+ "))


def texts(file: Path, language: Language) -> set[str]:
    """The sentences of one language that a module writes as Text("...", "...")."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == Text.__name__:
            said = [each.value for each in node.args if isinstance(each, ast.Constant)]
            if len(said) == len(LANGUAGES):
                found.add(str(said[LANGUAGES.index(language)]))
    return found


def section(guide: Path, language: Language) -> str:
    """The half of a guide in one language, without what people type."""
    english, chinese = guide.read_text(encoding="utf-8").split("\n## 中文\n")
    return english.split("\n## English\n")[1] if language == "en" else chinese


@pytest.fixture(params=FOR_USERS, ids=lambda guide: guide.stem)
def guide(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


def test_there_is_a_guide_for_each_kind_of_user_and_the_index_names_it() -> None:
    names = {"clinician.md", "investigator.md", "coordinator.md", "monitor.md", "hospital-it.md"}
    assert {each.name for each in FOR_USERS} == names
    index = (ROOT / "docs" / "guide" / "README.md").read_text(encoding="utf-8")
    assert set(_LINK.findall(index)) == names


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_picture_is_drawn_by_the_run_in_the_language_around_it(guide: Path, language: Language) -> None:
    half = section(guide, language)
    pictures = _PICTURE.findall(half)
    assert len(pictures) == len(_IMAGE.findall(half)), "a picture that the run does not draw"
    assert pictures, "a guide shows what it speaks of"
    assert {name for name, _said, _theme in pictures} <= scenes()
    assert {said for _name, said, _theme in pictures} == {language}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_is_in_the_map_of_keys(guide: Path, language: Language) -> None:
    assert set(_KEY.findall(section(guide, language))) <= keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_quoted_stands_on_a_screen_in_that_language(guide: Path, language: Language) -> None:
    quoted = _QUOTED[language].findall(_CODE.sub("", section(guide, language)))
    patterns = catalogue(language)
    strange = [words for words in quoted if not any(each.fullmatch(plain(words)) for each in patterns)]
    assert strange == []


def test_both_halves_say_the_same_things(guide: Path) -> None:
    """Step for step, picture for picture, line for line of what to do when."""
    english, chinese = (section(guide, language) for language in ("en", "zh"))
    assert [name for name, *_ in _PICTURE.findall(english)] == [name for name, *_ in _PICTURE.findall(chinese)]
    for mark in (r"^### \d", r"^\| ", r"^\d\. "):
        assert len(re.findall(mark, english, re.MULTILINE)) == len(re.findall(mark, chinese, re.MULTILINE)), mark


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_every_link_leads_to_a_file(guide: Path) -> None:
    for target in _LINK.findall(guide.read_text(encoding="utf-8")):
        assert (guide.parent / target).is_file(), target
