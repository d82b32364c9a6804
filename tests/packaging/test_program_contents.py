"""What goes into the programs and what must not: the lists agree with the tree and with each other."""

import ast
import re
from pathlib import Path

import pytest

from freezing import analysis, forbidden, wanted
from freezing.project import ROOT, locked, pins, project, write_metadata

SPECS = sorted((ROOT / "packaging").glob("*.spec"))


def test_every_resource_of_the_tree_travels_but_the_sources_of_translations() -> None:
    folder = ROOT / "resources"
    here = {file for file in folder.rglob("*") if file.is_file() and "__pycache__" not in file.parts}
    travels = {Path(file) for file, _target in wanted.resource_files()}
    assert {file.suffix for file in here - travels} <= {".py", ".ts"}
    assert not {file for file in travels if file.suffix == ".ts"}


def test_a_resource_lands_where_the_program_looks_for_it() -> None:
    targets = {Path(file).relative_to(ROOT).as_posix(): target for file, target in wanted.resource_files()}
    assert targets["resources/study/study.yaml"] == "resources/study"


def test_the_databases_steps_travel_as_files() -> None:
    names = {f"{target}/{Path(file).name}" for file, target in wanted.migration_files()}
    assert {"sync/server/migrations/env.py", "sync/server/migrations/versions/m0001_initial.py"} <= names


def test_modules_that_are_imported_by_name_are_named() -> None:
    named = set(wanted.modules(wanted.CLIENT_ROOMS))
    assert {"desktop_app.cli.derive", "ui.charts.draw", "storage.migrations", "sync.server", "study"} <= named
    assert not any(name.endswith(("__init__", "__main__")) for name in named)


def test_what_is_forbidden_is_not_asked_for() -> None:
    asked = analysis.hidden(wanted.CLIENT_ROOMS, forbidden.CLIENT)
    assert "ui.catalogue" not in asked
    assert not list(forbidden.broken([*asked, *wanted.SERVER_MODULES], [], forbidden.CLIENT))
    served = [*analysis.hidden(("sync/server",), forbidden.EDC), *wanted.EDC_MODULES, *wanted.SERVER_MODULES]
    assert not list(forbidden.broken(served, [], forbidden.EDC))


@pytest.mark.parametrize(("rooms", "rules"), [
    (wanted.CLIENT_ROOMS, forbidden.CLIENT), (("sync/server", "sync/protocol", "study"), forbidden.EDC),
])  # fmt: skip
def test_no_room_imports_what_its_program_lacks(rooms: tuple[str, ...], rules: dict[str, str]) -> None:
    imported = set()
    for name in analysis.hidden(rooms, rules):
        place = ROOT.joinpath(*name.split("."))
        file = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                imported.add(node.module or "")
    assert not list(forbidden.broken(imported, [], rules))


def test_both_programs_bring_what_they_need_by_their_own_lists() -> None:
    assert not set(forbidden.CLIENT_NEEDS) & set(forbidden.CLIENT)
    assert not set(forbidden.EDC_NEEDS) & set(forbidden.EDC)
    assert set(forbidden.EVERYWHERE) <= set(forbidden.CLIENT) & set(forbidden.EDC)


def test_a_forbidden_module_is_found_with_its_reason_also_as_an_extension() -> None:
    found = list(forbidden.broken(["tkinter.ttk", "tkinterish"], ["PySide6/QtQml.abi3.so"], forbidden.CLIENT))
    assert [line.partition(" ")[0] for line in found] == ["PySide6.QtQml", "tkinter.ttk"]
    assert all(len(line.partition(": ")[2]) > 10 for line in found)


def test_a_forbidden_file_is_found() -> None:
    files = ["PySide6/Qt/plugins/sqldrivers/libqsqlite.so", "numpy/tests/data.csv", "resources/study/study.yaml"]
    found = list(forbidden.broken([], files, forbidden.CLIENT))
    assert [line.partition(" ")[0] for line in found] == ["PySide6/Qt/plugins/sqldrivers/libqsqlite.so",
                                                          "numpy/tests/data.csv"]  # fmt: skip


@pytest.mark.parametrize(("file", "module"), [
    ("PySide6/QtSql.abi3.so", "PySide6.QtSql"),
    ("python3.11/lib-dynload/_tkinter.cpython-311-x86_64-linux-gnu.so", "_tkinter"),
    ("_cffi_backend.cpython-311-x86_64-linux-gnu.so", "_cffi_backend"),
    ("PySide6\\QtSql.pyd".replace("\\", "/"), "PySide6.QtSql"),
    ("resources/icons/lock.svg", ""),
])  # fmt: skip
def test_an_extensions_file_says_which_module_it_holds(file: str, module: str) -> None:
    assert forbidden.dotted(file) == module


def test_what_is_missing_is_named() -> None:
    needs = ("desktop_app.app", "*/plugins/platforms/*", "psycopg_binary.*")
    found = list(forbidden.missing(["desktop_app.app"], ["psycopg_binary/_psycopg.so"], needs))
    assert found == ["*/plugins/platforms/* is not inside"]


@pytest.mark.parametrize(("source", "target", "stays"), [
    ("libqoffscreen.so", "PySide6/Qt/plugins/platforms", True),
    ("qwindows.dll", "PySide6\\plugins\\platforms", True),
    ("libqgtk3.so", "PySide6/Qt/plugins/platformthemes", False),
    ("libqopensslbackend.so", "PySide6/Qt/plugins/tls", False),
    ("libQt6Core.so.6", "PySide6/Qt/lib", True),
])  # fmt: skip
def test_qts_plugins_travel_when_they_are_listed(source: str, target: str, stays: bool) -> None:
    assert wanted.keeps_plugin(source, target) is stays


@pytest.mark.parametrize(("name", "stays"), [
    ("matplotlib/mpl-data/fonts/ttf/DejaVuSans.ttf", True),
    ("matplotlib/mpl-data/matplotlibrc", True),
    ("matplotlib/mpl-data/sample_data/grace_hopper.jpg", False),
    ("PySide6/Qt/translations/qtbase_zh_CN.qm", True),
    ("PySide6/Qt/translations/qtbase_fr.qm", False),
    ("resources/translations/frame_zh_CN.qm", True),
    ("numpy-2.4.6.dist-info/RECORD", False),
])  # fmt: skip
def test_data_that_nobody_opens_is_left_behind(name: str, stays: bool) -> None:
    assert wanted.keeps(name) is stays


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.stem)
def test_a_spec_builds_a_folder_without_upx(spec: Path) -> None:
    text = spec.read_text(encoding="utf-8")
    ast.parse(text)
    assert "COLLECT(" in text
    assert text.count("upx=False") == text.count("EXE(") + text.count("COLLECT(")
    assert text.count("exclude_binaries=True") == text.count("EXE(")
    assert not re.search(r"onefile|strip=True|upx=True", text)


def test_there_is_a_spec_for_each_program() -> None:
    assert [spec.stem for spec in SPECS] == ["client", "edc"]


def test_a_lock_may_pin_one_version_for_each_python() -> None:
    text = (
        "numpy==2.4.6 ; python_full_version < '3.12' \\\n    --hash=x\nNumPy==2.5.5 ; python_full_version >= '3.12'\n"
    )
    assert pins(text) == {"numpy": {"2.4.6", "2.5.5"}}


def test_the_locks_name_the_engine_and_the_loader_but_no_tests() -> None:
    kept = locked("client", "edc")
    assert {"sqlcipher3", "litestar", "pyinstaller"} <= set(kept)
    assert "pytest" not in kept


def test_the_projects_own_metadata_names_no_folder_of_the_builder(tmp_path: Path) -> None:
    made = write_metadata(tmp_path)
    assert made.name == f"cartella-{project()['version']}.dist-info"
    assert [file.name for file in made.iterdir()] == ["METADATA"]
    assert f"Version: {project()['version']}\n" in (made / "METADATA").read_text(encoding="utf-8")
