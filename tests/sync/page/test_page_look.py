"""The page's words, colours and files: both languages whole, the window's colours, everything packed."""

import re
import string
from pathlib import Path

import pytest

from freezing import wanted
from sync.server.page import visit, words
from ui.theme.tokens import DARK, LIGHT, Tokens

HERE = Path(visit.__file__).parent
TEMPLATES = sorted((HERE / "templates").glob("*.html"))
NAMED = re.compile(r"\bt\('([a-z_]+)'")
BUILT = re.compile(r"\bt\('([a-z_]+_)' ~")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_every_word_of_a_template_is_there(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    assert [name for name in NAMED.findall(text) if not name.endswith("_") and name not in words.WORDS] == []
    assert [begin for begin in BUILT.findall(text) if not any(name.startswith(begin) for name in words.WORDS)] == []
    assert "|safe" not in text, "nothing goes out unescaped"
    assert "style=" not in text, "the page's policy lets no style in a tag"
    assert "onclick" not in text


@pytest.mark.parametrize("name", sorted(words.WORDS))
def test_a_word_has_both_languages_and_the_same_parts(name: str) -> None:
    text = words.WORDS[name]
    parts = [sorted(part for _, part, _, _ in string.Formatter().parse(each) if part) for each in (text.en, text.zh)]
    assert text.en.strip()
    assert text.zh.strip()
    assert parts[0] == parts[1]


def test_the_colours_are_those_of_the_window() -> None:
    css = (HERE / "page.css").read_text(encoding="utf-8")
    light, _, dark = css.partition("prefers-color-scheme: dark")
    for block, tokens in ((light, LIGHT), (dark, DARK)):
        assert _colours(block.partition("* {")[0]) == _known(tokens, _colours(block.partition("* {")[0]))
    assert re.findall(r"#[0-9A-Fa-f]{3,8}", css.partition("* {")[2]) == [], "every other colour is a token"


def _colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z0-9-]+): (#[0-9A-F]{6});", block))


def _known(tokens: Tokens, asked: dict[str, str]) -> dict[str, str]:
    return {name: tokens.named(name.replace("-", "_")) for name in asked}


def test_what_the_page_is_made_of_travels_with_both_programs() -> None:
    carried = {Path(file).name for file, _ in wanted.page_files()}
    assert {path.name for path in TEMPLATES} | {"page.css", "page.js"} == carried
    root = Path(wanted.__file__).parents[1]
    for spec in ("edc.spec", "client.spec"):
        assert "page_files" in (root / spec).read_text(encoding="utf-8")
