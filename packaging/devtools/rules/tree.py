"""The rules over the whole repository: layout, locks, words that have no business here; and the run over everything."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from devtools.rules import rooms, source, waits
from devtools.rules.source import Module

OUTSIDE = {"build", "dist", "__pycache__"}
INSIDE = {".ci", ".gitignore"}
TEXT_SUFFIXES = {
    ".py",
    ".md",
    ".yaml",
    ".yml",
    ".toml",
    ".txt",
    ".in",
    ".qss",
    ".ts",
    ".svg",
    ".csv",
    ".sql",
    ".cfg",
    "",
}
# What is true on one machine or in one conversation only. Written apart, so that this file keeps its own rule.
FOREIGN = re.compile(
    r"(?<![\w./:-])/" + r"(work|home|Users|root)/[\w.]+/" + "|" + r"\b(issue|ticket|pull request)" + r" #?\d+",
    re.IGNORECASE,
)
LOCK_ORIGIN = re.compile(
    r"://|^file:|\s@\s|^\s*-(-index|-extra|-find|-trusted|i|f)\b|/(opt|home|root|mnt)/", re.MULTILINE
)
LOCK_ENTRY = re.compile(r"^[A-Za-z0-9][^\s=]*==\S+")


def files(root: Path) -> Iterator[Path]:
    """Every file of the repository that people write, none that a tool leaves behind."""
    for path in sorted(root.iterdir()):
        hidden = path.name.startswith(".") and path.name not in INSIDE
        if hidden or path.name in OUTSIDE or path.name.endswith(".egg-info"):
            continue
        if path.is_dir():
            yield from files(path)
        else:
            yield path


def read_modules(root: Path, paths: Iterable[Path]) -> list[Module]:
    """The Python files among them."""
    return [
        Module(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8"))
        for path in paths
        if path.suffix == ".py"
    ]


def layout(modules: Iterable[Module]) -> Iterator[str]:
    """tests/ and packaging/ are no packages, the rooms are; a test file's name occurs once."""
    paths = [module.path for module in modules]
    for path in paths:
        folder, _, name = path.rpartition("/")
        if name == "__init__.py" and (folder.split("/")[0] == "tests" or folder == "packaging"):
            yield f"{path}:1: {folder} holds no __init__.py"
        if rooms.within(path, rooms.ROOMS) and f"{folder}/__init__.py" not in paths:
            yield f"{path}:1: {folder} has no __init__.py that says what it owns"
    counts = Counter(path.rpartition("/")[2] for path in paths if path.startswith("tests/"))
    for path in paths:
        name = path.rpartition("/")[2]
        if path.startswith("tests/") and name.startswith("test_") and counts[name] > 1:
            yield f"{path}:1: the name {name} occurs twice among the tests"


def foreign_words(path: str, text: str) -> Iterator[str]:
    """No path of somebody's machine and no number of somebody's ticket."""
    for number, line in enumerate(text.splitlines(), start=1):
        found = FOREIGN.search(line)
        if found:
            yield f"{path}:{number}: '{found.group()}' has no place in this repository"


def lock_file(path: str, text: str) -> Iterator[str]:
    """A lock pins every package by version and hash and does not say where packages come from."""
    found = LOCK_ORIGIN.search(text)
    if found:
        yield f"{path}:{text.count(chr(10), 0, found.start()) + 1}: a lock records no origin of packages"
    entries = [entry for entry in text.replace("\\\n", " ").splitlines() if entry and not entry.startswith("#")]
    for entry in entries:
        if not LOCK_ENTRY.match(entry) or "--hash=sha256:" not in entry:
            yield f"{path}:1: '{entry.split(' ')[0]}' has no exact version or no hash"


def check_modules(modules: list[Module]) -> Iterator[str]:
    """All rules that look at Python files."""
    broken = {module.path: fault for module in modules if (fault := module.fault)}
    yield from broken.values()
    modules = [module for module in modules if module.path not in broken]
    ours = [module for module in modules if rooms.within(module.path, rooms.ROOMS)]
    for module in modules:
        for rule in source.EVERYWHERE:
            yield from rule(module)
        if module.path.startswith("tests/"):
            yield from source.clean_test(module)
    for module in ours:
        for room_rule in rooms.EACH:
            yield from room_rule(module)
        yield from waits.qt_files(module)
    yield from rooms.one_file_each(ours)
    yield from layout(modules)
    for cycle in rooms.cycles(rooms.arrows(ours)):
        yield f"{cycle[0].replace('.', '/')}: imports run in a circle: {', '.join(cycle)}"


def check_tree(root: Path) -> list[str]:
    """Every finding in the repository; an empty list is a clean house."""
    paths = list(files(root))
    findings = list(check_modules(read_modules(root, paths)))
    for path in paths:
        name = path.relative_to(root).as_posix()
        if path.suffix in TEXT_SUFFIXES:
            findings += foreign_words(name, path.read_text(encoding="utf-8", errors="replace"))
        if path.suffix == ".txt" and name.startswith("requirements/"):
            findings += lock_file(name, path.read_text(encoding="utf-8"))
    return findings
