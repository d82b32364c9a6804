"""Chinese sentences have Chinese punctuation: where , ; : ? ! ( ) touch a Chinese character they are full width."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest
from defusedxml.ElementTree import parse

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("study", "storage", "sync", "ui", "desktop_app")
SAID = {"Text", "KnownError"}
"""What carries a sentence in both languages."""
_HAN = r"[\u3400-\u9fff、。，；：？！（）“”《》]"
_HALF = re.compile(rf"(?<={_HAN})[,;:?!()]|[,;:?!()](?={_HAN})")


def mixed(text: str) -> str:
    """The first place where half-width punctuation touches a Chinese character, or brackets of two widths; else ""."""
    found = _HALF.search(text)
    if found is not None:
        return text[max(found.start() - 8, 0) : found.end() + 8]
    return text if text.count("（") != text.count("）") else ""


def sentences(source: str) -> Iterator[tuple[int, str]]:
    """Every Chinese string within a call that says something, with its line.

    What is filled in counts as nothing, but Chinese words do.
    """
    spans = [
        (node.lineno, node.end_lineno or node.lineno)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in SAID
    ]
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        within = any(first <= token.start[0] and token.end[0] <= last for first, last in spans)
        if token.type == tokenize.STRING and within and re.search("[\u3400-\u9fff]|zh}", token.string):
            filled = re.sub(r"\{[^{}]*zh[^{}]*\}", "字", token.string.strip("frb\"'"))
            yield token.start[0], re.sub(r"\{[^{}]*\}", "\0", filled)


@pytest.mark.parametrize("room", ROOMS)
def test_what_is_said_in_chinese_has_chinese_punctuation(room: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {_HALF.search(text)}"
        for path in sorted((ROOT / room).rglob("*.py"))
        for line, text in sentences(path.read_text(encoding="utf-8"))
        if _HALF.search(text)
    ]
    assert found == []


def test_the_catalogues_have_chinese_punctuation() -> None:
    found = [
        f"{catalogue.name}: {mixed(text)}"
        for catalogue in sorted((ROOT / "resources" / "translations").glob("*_zh_CN.ts"))
        for message in parse(catalogue).iter("translation")
        for text in [message.text or "", *(form.text or "" for form in message.iter("numerusform"))]
        if mixed(text)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("未保存,请重试。", True),
        ("未保存，请重试。", False),
        ("冲突(2)", True),
        ("冲突（2）", False),
        ("冲突（2)", True),
        ("12:30 已保存", False),
        ("K,L", False),
        ("原因:%1", True),
        ("keys.json 已损坏", False),
    ],
)
def test_the_rule_finds_what_it_is_for(text: str, fault: bool) -> None:
    assert bool(mixed(text)) is fault
