"""Every wording of the application in both languages: the catalogues, and the pairs that stand in the code."""

import ast
from pathlib import Path

from defusedxml.ElementTree import parse

import resources

ROOT = Path(__file__).resolve().parents[3]


def pairs() -> set[tuple[str, str]]:
    """English and Chinese of each."""
    found: set[tuple[str, str]] = set()
    for file in resources.path("translations").glob("*_zh_CN.ts"):
        for message in parse(file).iter("message"):
            translation = message.find("translation")
            if translation is not None and translation.text:
                found.add((message.findtext("source") or "", translation.text))
    for room in ("desktop_app", "study", "ui"):
        for file in (ROOT / room).rglob("*.py"):
            found |= _said(ast.parse(file.read_text(encoding="utf-8")))
    return found


def _said(tree: ast.Module) -> set[tuple[str, str]]:
    """The literal `Text(en, zh)` of a module."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and len(node.args) == 2)
    made = (node.args for node in calls if isinstance(node.func, ast.Name) and node.func.id == "Text")
    return {
        (en.value, zh.value)
        for en, zh in made
        if isinstance(en, ast.Constant)
        and isinstance(zh, ast.Constant)
        and isinstance(en.value, str)
        and isinstance(zh.value, str)
    }


def foreign(language: str) -> dict[str, str]:
    """Wordings that belong to the other language alone, with what stands for each in this one."""
    known = pairs()
    own = {zh if language == "zh" else en for en, zh in known}
    turned = {(en, zh) if language == "zh" else (zh, en) for en, zh in known}
    return {other: mine for other, mine in turned if other not in own and len(other) > 1}
