"""What the build knows of the project itself: root, version, package metadata, and the versions its locks pin."""

import re
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
_PIN = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==([^\s;\\]+)", re.MULTILINE)
_BUILDER = ("pyinstaller", "pyinstaller-hooks-contrib")


def normal(name: str) -> str:
    """A distribution's name as indexes compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(lock: str) -> dict[str, set[str]]:
    """Normal name -> versions that a lock file's text pins; more than one where they depend on Python or system."""
    found: dict[str, set[str]] = {}
    for name, version in _PIN.findall(lock):
        found.setdefault(normal(name), set()).add(version)
    return found


def locked(*names: str) -> dict[str, set[str]]:
    """The pins of the locks named (`client`, `edc`), and the builder's own, whose loader travels inside."""
    found: dict[str, set[str]] = {}
    for name in ("dev", *names):
        text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        found |= {part: kept for part, kept in pins(text).items() if name != "dev" or part in _BUILDER}
    return found


def project() -> dict[str, Any]:
    """The project's table in pyproject.toml."""
    table: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return table


def write_metadata(folder: Path) -> Path:
    """The project's own dist-info, freshly written: an editable install's would name the builder's folders."""
    table = project()
    made = folder / f"{table['name']}-{table['version']}.dist-info"
    made.mkdir(parents=True, exist_ok=True)
    lines = ("Metadata-Version: 2.4", f"Name: {table['name']}", f"Version: {table['version']}",
             f"Summary: {table['description']}", f"License-Expression: {table['license']}")  # fmt: skip
    (made / "METADATA").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return made
