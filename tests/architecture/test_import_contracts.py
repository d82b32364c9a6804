"""The contracts in pyproject.toml hold for the tree, and each of them breaks when somebody reverses an arrow."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LINT = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"

# An empty house with the rooms that the contracts name.
ROOMS = (
    "desktop_app", "ui", "ui.charts", "ui.visit", "storage", "storage.keys", "storage.log", "sync", "sync.protocol",
    "sync.client", "sync.server", "sync.server.crypto", "sync.files", "study", "study.units", "study.grammar",
    "resources",
)  # fmt: skip
# Contract -> the arrow that breaks it.
REVERSED = {
    "study": ("study", "import storage.log"),
    "storage": ("storage.log", "import sync.protocol"),
    "sync.protocol": ("sync.protocol", "import httpx"),
    "sync.client": ("sync.client", "import sync.server"),
    "sync.server": ("sync.server", "import storage.log"),
    "sync.files": ("sync.files", "import ui"),
    "ui": ("ui", "import storage.log"),
    "resources": ("resources", "import study"),
    "edc-lazily": ("desktop_app", "import sync.server"),
    "qt": ("sync.files", "import PySide6"),
    "cryptography": ("sync.server", "import cryptography"),
    "matplotlib": ("ui.visit", "import matplotlib"),
    "sql": ("sync.client", "import sqlalchemy"),
    "acyclic": ("study.units", "import study.grammar"),
}


def lint(folder: Path) -> str:
    """What import-linter says of the house in the folder."""
    done = subprocess.run([sys.executable, "-c", LINT], cwd=folder, capture_output=True, text=True, check=False)
    return f"exit {done.returncode}\n{done.stdout}{done.stderr}"


def build(folder: Path) -> None:
    """Lays out the empty house under today's contracts."""
    shutil.copy(ROOT / "pyproject.toml", folder)
    for room in ROOMS:
        path = folder / room.replace(".", "/")
        path.mkdir()
        (path / "__init__.py").write_text('"""A room."""\n', encoding="utf-8")
    # Allowed arrows, so that a contract that forbids too much is noticed as well.
    for room, line in {
        "desktop_app": "import ui, storage, sync.client, sync.files, study",
        "sync.client": "import storage, sync.protocol",
        "sync.server": "import sync.protocol, study, sync.server.crypto, sqlalchemy, litestar",
        "sync.server.crypto": "import cryptography",
        "storage.keys": "import cryptography",
        "ui": "import study, resources, PySide6",
        "ui.charts": "import matplotlib, PySide6",
        "sync.client.http": "import httpx",
        "study.grammar": "import study.units, msgspec, yaml",
        "desktop_app.cli": "def edc():\n    import sync.server",
    }.items():
        path = folder / room.replace(".", "/")
        file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
        file.write_text(f'"""A room."""\n{line}\n', encoding="utf-8")


def contracts() -> dict[str, str]:
    """Contract id -> name."""
    parsed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {contract["id"]: contract["name"] for contract in parsed["tool"]["importlinter"]["contracts"]}


def verdicts(said: str) -> dict[str, str]:
    """Contract name -> KEPT or BROKEN, read from the summary."""
    found = {
        name: re.search(rf"^{re.escape(name)} (KEPT|BROKEN)\b", said, re.MULTILINE) for name in contracts().values()
    }
    return {name: match.group(1) for name, match in found.items() if match}


def test_the_tree_keeps_every_contract() -> None:
    said = lint(ROOT)
    assert said.startswith("exit 0\n"), said


def test_an_upright_house_passes(tmp_path: Path) -> None:
    build(tmp_path)
    said = lint(tmp_path)
    assert said.startswith("exit 0\n"), said


def test_each_contract_breaks_when_its_arrow_is_reversed(tmp_path: Path) -> None:
    build(tmp_path)
    for room, line in REVERSED.values():
        with (tmp_path / room.replace(".", "/") / "__init__.py").open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")
    said = lint(tmp_path)
    found = verdicts(said)
    assert contracts().keys() == REVERSED.keys()
    assert found == dict.fromkeys(contracts().values(), "BROKEN"), said
