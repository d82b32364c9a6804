"""One Chinese word for one thing: what docs/words.md gave up stands on no screen, page or form."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import yaml
from defusedxml.ElementTree import parse

import resources

ROOT = Path(__file__).resolve().parents[2]
CHINESE = "\u4e00-\u9fff"
READ_NOT_SAID = (
    "desktop_app/demo",
    "study/grammar",
    "study/writing.py",
    "study/clinical",
    "sync/files/lab",
    "ui/widgets/dates.py",
)
"""What people and laboratories write, and the generator of a document in English."""
APART = re.compile(rf"[{CHINESE}] …")


def retired() -> list[str]:
    """The last column of the table of words."""
    lines = (ROOT / "docs" / "words.md").read_text(encoding="utf-8").splitlines()
    rows = (line.split("|") for line in lines if line.startswith("| ") and not line.startswith("| English"))
    return [word for row in rows for word in row[3].strip().split("、") if word]


def in_code() -> Iterator[tuple[str, str]]:
    """Every Chinese text of the program with its file; docstrings and what is only read are left out."""
    for file in (
        file for room in ("desktop_app", "study", "storage", "sync", "ui") for file in (ROOT / room).rglob("*.py")
    ):
        name = file.relative_to(ROOT).as_posix()
        if not name.startswith(READ_NOT_SAID):
            yield from ((name, said) for said in _texts(ast.parse(file.read_text(encoding="utf-8"))))


def _texts(tree: ast.Module) -> Iterator[str]:
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        said = node.value if isinstance(node, ast.Constant) and id(node) not in alone else None
        if isinstance(said, str) and re.search(f"[{CHINESE}]", said):
            yield said


def in_catalogues() -> Iterator[tuple[str, str]]:
    """Every translation with its file."""
    for file in resources.path("translations").glob("*_zh_CN.ts"):
        for translation in parse(file).iter("translation"):
            yield file.name, "".join(translation.itertext())


def in_definition() -> Iterator[tuple[str, str]]:
    """Every text of the study definition with its file."""
    for file in resources.path("study").rglob("*.yaml"):
        yield from ((file.name, said) for said in _said(yaml.safe_load(file.read_text(encoding="utf-8"))))


def _said(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        yield from (said for key, value in node.items() if key != "aliases" for said in _said(value))
    elif isinstance(node, list):
        yield from (said for each in node for said in _said(each))
    elif isinstance(node, str):
        yield node


def test_a_word_that_was_given_up_stands_nowhere() -> None:
    words = retired()
    assert len(words) > 30
    said = [*in_code(), *in_catalogues(), *in_definition()]
    assert [(file, word, text) for file, text in said for word in words if word in text] == []


def test_no_space_stands_before_what_is_left_out() -> None:
    assert APART.search("选择 …")
    assert [(file, text) for file, text in [*in_code(), *in_catalogues()] if APART.search(text)] == []
