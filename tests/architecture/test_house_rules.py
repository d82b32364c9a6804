"""The tree keeps the house rules, and each rule is shown to catch what it is there for."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from devtools.rules import check_tree, rooms, source, tree, waits
from devtools.rules.source import Module

ROOT = Path(__file__).resolve().parents[2]

BAD = [
    (source.size, "study/a.py", "x = 1\n" * 401),
    (source.size, "study/a.py", "def f():\n" + "    x = 1\n" * 50),
    (source.docstring, "study/a.py", "x = 1\n"),
    (source.swallowed, "study/a.py", "try:\n    f()\nexcept ValueError:\n    pass\n"),
    (source.swallowed, "study/a.py", "try:\n    f()\nexcept ValueError:\n    ...\n"),
    (source.swallowed, "study/a.py", "for x in y:\n    try:\n        f()\n    except Exception:\n        continue\n"),
    (source.swallowed, "study/a.py", "with contextlib.suppress(Exception):\n    f()\n"),
    (source.leftovers, "study/a.py", "x = 1  # " + "TO" + "DO: more\n"),
    (source.leftovers, "study/a.py", "# ---------- part two ----------\n"),
    (source.leftovers, "study/a.py", "def f():\n    raise Not" + "ImplementedError\n"),
    (source.late_imports, "study/a.py", "def f():\n    import json\n"),
    (source.late_imports, "study/a.py", "def f():\n    import json  # noqa: PLC0415\n"),
    (source.clean_test, "tests/test_a.py", "import time\ntime.sleep(1)\n"),
    (source.clean_test, "tests/test_a.py", "def test_a(qtbot):\n    qtbot.wait(10)\n"),
    (source.clean_test, "tests/test_a.py", "from unittest.mock import MagicMock\n"),
    (source.clean_test, "tests/test_a.py", "@pytest.mark.skipif(True)\ndef test_a(): f()\n"),
    (source.clean_test, "tests/test_a.py", "@pytest.mark.xfail\ndef test_a(): f()\n"),
    (source.clean_test, "tests/test_a.py", "def test_a():\n    pytest.skip('later')\n"),
    (rooms.owners, "storage/log.py", "from PySide6.QtCore import QObject\n"),
    (rooms.owners, "sync/server/service.py", "from cryptography.hazmat.primitives import hashes\n"),
    (rooms.owners, "storage/log.py", "import cryptography\n"),
    (rooms.owners, "ui/visit/view.py", "import matplotlib.pyplot\n"),
    (rooms.owners, "storage/log.py", "import sqlcipher3\n"),
    (rooms.owners, "sync/client/cycle.py", "import sqlite_utils\n"),
    (rooms.owners, "storage/log.py", "import sqlalchemy\n"),
    (rooms.owners, "desktop_app/cli.py", "import httpx\n"),
    (rooms.owners, "desktop_app/cli.py", "from urllib.request import urlopen\n"),
    (rooms.sql_text, "desktop_app/cli.py", "q = 'SELECT name FROM subject WHERE id = ?'\n"),
    (rooms.sql_text, "sync/client/a.py", "q = 'INSERT INTO change VALUES (1)'\n"),
    (rooms.pure, "study/a.py", "import os\n"),
    (rooms.pure, "study/a.py", "import numpy\n"),
    (rooms.pure, "study/a.py", "from datetime import datetime\nx = datetime.now()\n"),
    (rooms.pure, "study/a.py", "text = open('f').read()\n"),
    (waits.qt_files, "ui/a.py", "kept = QSettings('a', 'b')\n"),
    (waits.qt_files, "ui/a.py", "home = QDir.homePath()\n"),
    (waits.qt_files, "ui/a.py", "class Ask(QFileDialog): ...\n"),
    (waits.qt_files, "desktop_app/presenters/a.py", "out = QPdfWriter(path)\n"),
    (waits.qt_files, "ui/a.py", "shown = QPixmap(str(path))\n"),
    (waits.qt_files, "ui/a.py", "shown = QImage('a.png')\n"),
    (waits.qt_files, "ui/a.py", "drawn = QSvgRenderer(path)\n"),
    (waits.qt_files, "ui/a.py", "made.addFile(path)\n"),
]

GOOD = [
    (source.size, "study/a.py", "x = 1\n" * 400),
    (source.swallowed, "study/a.py", "try:\n    f()\nexcept ValueError:\n    x = None\n"),
    (source.leftovers, "study/a.py", "x = 'TO" + "DO'  # a word in a text is none\n"),
    (source.late_imports, "study/a.py", "def f():\n    # Start-up: costs a second.\n    import json\n    import csv\n"),
    (rooms.owners, "storage/keys/wrap.py", "import cryptography\n"),
    (rooms.owners, "sync/server/crypto.py", "import cryptography\n"),
    (rooms.owners, "ui/charts/draw.py", "import matplotlib\n"),
    (rooms.sql_text, "storage/log.py", "q = 'SELECT name FROM subject'\n"),
    (rooms.sql_text, "ui/a.py", "q = 'Select a child from the list'\n"),
    (rooms.pure, "study/a.py", "import msgspec\nfrom datetime import date\nx = date(2026, 1, 1)\n"),
    (rooms.pure, "storage/a.py", "import os\n"),
    (waits.qt_files, "ui/file_dialog.py", "home = QDir.homePath()\n"),
    (waits.qt_files, "desktop_app/presenters/a.py", "def print_on(printer: QPrinter) -> None: ...\n"),
    (waits.qt_files, "ui/a.py", "made = QIcon()\nnone = QPixmap()\nwide = QPixmap(QSize(1, 1))\n"),
    (waits.qt_files, "ui/a.py", "drawn = QImage(1, 1, form)\nicon = QSvgRenderer(QByteArray(read))\n"),
    (waits.qt_files, "storage/a.py", "out = QFile(path)\n"),
]


def test_the_tree_keeps_the_rules() -> None:
    assert not check_tree(ROOT)


@pytest.mark.parametrize(("rule", "path", "text"), BAD)
def test_a_rule_catches(rule: Callable[[Module], Iterator[str]], path: str, text: str) -> None:
    findings = list(rule(Module(path, text)))
    assert findings
    assert all(finding.startswith(f"{path}:") for finding in findings)


@pytest.mark.parametrize(("rule", "path", "text"), GOOD)
def test_a_rule_lets_pass(rule: Callable[[Module], Iterator[str]], path: str, text: str) -> None:
    assert not list(rule(Module(path, text)))


def test_a_file_that_is_no_python_is_a_finding() -> None:
    found = list(tree.check_modules([Module("tests/test_a.py", "x = (\n")]))
    assert len(found) == 1
    assert found[0].startswith("tests/test_a.py:1: no Python")


def test_one_file_speaks_http() -> None:
    both = [Module("sync/client/a.py", "import httpx\n"), Module("sync/client/b.py", "from httpx import Client\n")]
    assert len(list(rooms.one_file_each(both))) == 2
    assert not list(rooms.one_file_each(both[:1]))


def test_a_circle_of_imports_is_found_and_a_chain_is_none() -> None:
    chain = [Module("study/a.py", "from study.b import x\n"), Module("study/b.py", "import study.c\n")]
    circle = [
        *chain,
        Module("study/c.py", "def f():\n    from study import a\n"),
        Module("study/d.py", "import study.a\n"),
    ]
    assert not rooms.cycles(rooms.arrows([*chain, Module("study/c.py", "")]))
    assert rooms.cycles(rooms.arrows(circle)) == [["study.a", "study.b", "study.c"]]


def test_two_circles_are_two() -> None:
    graph = {"a": {"b"}, "b": {"a"}, "c": {"d"}, "d": {"c"}}
    assert rooms.cycles(graph) == [["a", "b"], ["c", "d"]]


@pytest.mark.parametrize(
    "paths",
    [
        ["tests/study/__init__.py"],
        ["packaging/__init__.py"],
        ["ui/visit/view.py"],
        ["tests/a/test_x.py", "tests/b/test_x.py"],
    ],
)
def test_the_layout_is_kept(paths: list[str]) -> None:
    assert list(tree.layout([Module(path, "") for path in paths]))


@pytest.mark.parametrize("line", ["see /" + "work/x/notes.md", "/home" + "/ann/cartella", "closes iss" + "ue #12"])
def test_what_is_true_on_one_machine_only_is_found(line: str) -> None:
    assert list(tree.foreign_words("docs/a.md", f"fine\n{line}\n")) != []


@pytest.mark.parametrize("line", ["artwork/icons/a.svg", "https://example.org/work/here/x", "an issue of 12 pages"])
def test_what_only_looks_so_is_not(line: str) -> None:
    assert list(tree.foreign_words("docs/a.md", line)) == []


@pytest.mark.parametrize(
    "text",
    [
        "httpx==1.0\n",
        "httpx>=1.0 \\\n    --hash=sha256:00\n",
        "--index-url https://example.org/simple\nhttpx==1.0 \\\n    --hash=sha256:00\n",
        "--find-links wheels\nhttpx==1.0 --hash=sha256:00\n",
        "httpx @ file:httpx.whl --hash=sha256:00\n",
    ],
)
def test_a_lock_without_hash_or_with_origin_is_found(text: str) -> None:
    assert list(tree.lock_file("requirements/client.txt", text))


def test_a_clean_lock_passes() -> None:
    text = "# note\nhttpx==1.0 ; sys_platform == 'win32' \\\n    --hash=sha256:00 \\\n    --hash=sha256:11\n"
    assert not list(tree.lock_file("requirements/client.txt", text))
