"""The second definition: a small trial of adults that shares no code with the shipped one, and amendments of it.

Read from tests/kit/second_study. Owns no fixture.
"""

from collections.abc import Mapping
from pathlib import Path

from desktop_app.study_files import read_folder
from study.definition.load import load
from study.definition.model import Study

FOLDER = Path(__file__).with_name("second_study")
CODE_AT = "INTAKE/WHO/PTCODE"

SODIUM = """  - code: NA
    en: Sodium
    zh: 血钠
    type: number
    unit: mmol/L
    decimals: 0
    hard: [90, 190]
    laboratory: true
"""
ARM = "  - {code: ARMSIDE, en: Arm, zh: 测量侧, type: choice, choices: SIDE, required: true}\n"

AMENDMENT = {
    "study.yaml": [("version: '1.0'", "version: '1.1'")],
    "forms/BODY.yaml": [
        # One item is gone, a limit is narrower, one more is required.
        (SODIUM, ""),
        ("    hard: [50, 300]\n    soft: [90, 180]\n", "    hard: [50, 260]\n    soft: [90, 160]\n"),
        ("checks:\n", f"{ARM}checks:\n"),
    ],
    "codelists.yaml": [("ARM:\n", "SIDE:\n  - {code: L, en: Left, zh: 左}\n  - {code: R, en: Right, zh: 右}\nARM:\n")],
}
"""Version 1.1: sodium is no longer asked, systolic limits are narrower, the arm is required."""

Edits = Mapping[str, list[tuple[str, str]]]


def second_texts(edits: Edits | None = None) -> dict[str, str]:
    """The texts of the second definition, with pieces replaced by others."""
    texts = read_folder(FOLDER)
    for name, pieces in (edits or {}).items():
        for before, after in pieces:
            if before not in texts[name]:
                raise ValueError(f"{name} does not hold {before!r}")
            texts[name] = texts[name].replace(before, after, 1)
    return texts


def second_study(edits: Edits | None = None) -> Study:
    """The second definition, or an amendment of it."""
    return load(second_texts(edits))


def write_folder(folder: Path, texts: Mapping[str, str]) -> Path:
    """The texts as files of a folder."""
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
