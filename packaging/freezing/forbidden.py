"""What must not be inside a program, each with its reason, and the check that it is not.

The same lists are PyInstaller's excludes, so a build either leaves a thing out or fails by its name.
"""

from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatch

_WORKBENCH = "belongs to the workbench: builds, tests or checks the program"
_SCREEN = "draws a window of its own; ours are Qt's"
_QT = "a part of Qt that no screen uses"
_OTHER_PLOT = "draws by another way than Agg, PDF and SVG"
_TESTS = "a library's own tests"
_WORKSTATION = "belongs to the workstation; the EDC never sees a window or a vault"

EVERYWHERE: dict[str, str] = {
    "tkinter": _SCREEN, "_tkinter": _SCREEN, "turtle": _SCREEN, "idlelib": _SCREEN, "curses": _SCREEN,
    "test": _TESTS, "lib2to3": _WORKBENCH, "ensurepip": _WORKBENCH, "venv": _WORKBENCH, "pydoc_data": _WORKBENCH,
    "pytest": _WORKBENCH, "_pytest": _WORKBENCH, "pytestqt": _WORKBENCH, "hypothesis": _WORKBENCH,
    "mypy": _WORKBENCH, "ruff": _WORKBENCH, "coverage": _WORKBENCH, "schemathesis": _WORKBENCH,
    "importlinter": _WORKBENCH, "grimp": _WORKBENCH, "odmlib": _WORKBENCH, "PyInstaller": _WORKBENCH,
    "setuptools": _WORKBENCH, "pkg_resources": _WORKBENCH, "pip": _WORKBENCH, "wheel": _WORKBENCH, "uv": _WORKBENCH,
    "IPython": _WORKBENCH, "faker": "invents people for tests of APIs", "polyfactory": "invents data for tests of APIs",
    "devtools": _WORKBENCH, "ui.catalogue": "compiles translations, for developers",
    "sqlalchemy.testing": _TESTS, "alembic.testing": _TESTS, "litestar.testing": _TESTS,
    "litestar.cli": "Litestar's own command line; ours is cartella",
    "rich": "decorates Litestar's own command line", "rich_click": "decorates Litestar's own command line",
    "pygments": "colours pages of errors that nobody sees", "requests": "the one line is httpx's",
    "urllib3": "the one line is httpx's",
    "MySQLdb": "another database", "pysqlite2": "another driver", "psycopg2": "another driver",
    "websockets": "the EDC speaks plain requests", "wsproto": "the EDC speaks plain requests",
}  # fmt: skip

CLIENT: dict[str, str] = EVERYWHERE | {
    "psycopg": "PostgreSQL is the EDC's own program's", "psycopg_binary": "PostgreSQL is the EDC's own program's",
    "PySide6.QtNetwork": "the one line is httpx's", "PySide6.QtQml": _QT, "PySide6.QtQuick": _QT,
    "PySide6.QtQuickWidgets": _QT, "PySide6.QtPdf": _QT, "PySide6.QtSql": "SQLCipher holds the record",
    "PySide6.QtDesigner": _QT, "PySide6.QtHelp": _QT, "PySide6.QtUiTools": _QT, "PySide6.QtXml": _QT,
    "PySide6.QtOpenGL": _QT, "PySide6.QtOpenGLWidgets": _QT, "PySide6.QtConcurrent": _QT,
    "PySide6.scripts": _WORKBENCH, "PyQt5": _QT, "PyQt6": _QT, "PySide2": _QT,
    "matplotlib.tests": _TESTS, "matplotlib.testing": _TESTS, "matplotlib.pyplot": "keeps figures alive as a global",
    "matplotlib.backends.backend_qtagg": _OTHER_PLOT, "matplotlib.backends.backend_tkagg": _OTHER_PLOT,
    "matplotlib.backends.backend_webagg": _OTHER_PLOT, "mpl_toolkits": _OTHER_PLOT,
    "numpy.f2py": _WORKBENCH, "numpy.distutils": _WORKBENCH, "numpy.tests": _TESTS, "pandas": "no part of ours",
    "scipy": "no part of ours", "PIL.ImageTk": _SCREEN, "PIL._imagingtk": _SCREEN,
    "PIL._avif": "no such pictures are opened", "PIL._webp": "no such pictures are opened",
    "PIL._imagingft": "matplotlib sets its own type", "pydicom.data.test_files": _TESTS,
}  # fmt: skip

_NOT_AT_THE_CENTRE = (
    "PySide6", "shiboken6", "matplotlib", "numpy", "PIL", "fontTools", "openpyxl", "pydicom", "pyedflib",
    "defusedxml", "sqlcipher3", "sqlite_utils", "httpx", "httpcore", "stamina", "ui", "resources", "sync.client",
    "sync.files", "storage.keys", "storage.driver", "storage.store", "storage.log", "desktop_app.house",
    "desktop_app.app", "desktop_app.crash", "desktop_app.demo", "desktop_app.jobs", "desktop_app.cli.opening",
)  # fmt: skip
EDC: dict[str, str] = EVERYWHERE | dict.fromkeys(_NOT_AT_THE_CENTRE, _WORKSTATION)

FILES: dict[str, str] = {
    "*/mpl-data/sample_data/*": "matplotlib's examples",
    "*/mpl-data/fonts/afm/*": "fonts of formats that no chart is written in",
    "*/PySide6/Qt/qml/*": _QT, "*libQt6Qml*": _QT, "*libQt6Quick*": _QT, "*libQt6Pdf*": _QT, "*libQt6Designer*": _QT,
    "*libQt6Network*": "the one line is httpx's", "*libgtk-*": "a theme that draws nothing of ours",
    "*/plugins/tls/*": "the one line is httpx's", "*/plugins/sqldrivers/*": "SQLCipher holds the record",
    "*/plugins/qmltooling/*": _QT, "*/tests/*": _TESTS, "*.pyi": _WORKBENCH, "*.ts": "sources of the translations",
    "*/direct_url.json": "names the builder's folders", "*/RECORD": "lists files that are not here",
    "*libsqlite3mc*": "SQLCipher is the one encrypted engine",
}  # fmt: skip


CLIENT_NEEDS = (
    "desktop_app.app", "desktop_app.demo", "sync.server.serve", "ui.charts.draw", "ui.charts.treatment",
    "ui.charts.export", "resources/study/study.yaml", "resources/style/cartella.qss",
    "resources/translations/frame_zh_CN.qm", "resources/icons/*.svg", "resources/demo/*.csv", "tzdata/zoneinfo/Asia/*",
    "*/plugins/platforms/*", "*/plugins/iconengines/*", "sync/server/migrations/env.py",
    "sync/server/migrations/versions/m0001_initial.py", "engine.json", "LICENSE", "cartella-*.dist-info/METADATA",
)  # fmt: skip
EDC_NEEDS = (
    "desktop_app.cli.edc", "sync.server.serve", "sync/server/migrations/env.py",
    "sync/server/migrations/versions/m0001_initial.py", "psycopg_binary.*", "sqlalchemy.dialects.postgresql.psycopg",
    "LICENSE", "cartella-*.dist-info/METADATA",
)  # fmt: skip


def dotted(file: str) -> str:
    """The module that an extension's file holds, dotted; empty for any other file."""
    if not file.endswith((".so", ".pyd")):
        return ""
    folder, _, name = file.rpartition("/")
    folder = folder.removeprefix("python3").partition("lib-dynload")[2] if "lib-dynload" in folder else folder
    return ".".join(part for part in (*folder.split("/"), name.partition(".")[0]) if part)


def missing(modules: Iterable[str], files: Iterable[str], needs: Iterable[str]) -> Iterator[str]:
    """What must be inside and is not: patterns of dotted modules, and of files with forward slashes."""
    files = list(files)
    present = {*modules, *files, *map(dotted, files)}
    yield from (f"{need} is not inside" for need in needs if not any(fnmatch(name, need) for name in present))


def broken(modules: Iterable[str], files: Iterable[str], rules: Mapping[str, str]) -> Iterator[str]:
    """What is inside and must not be, each with its reason; module names dotted, files with forward slashes."""
    files = list(files)
    for module in sorted({*modules, *filter(None, map(dotted, files))}):
        for name, reason in rules.items():
            if module == name or module.startswith(f"{name}."):
                yield f"{module} is inside: {reason}"
    for file in sorted(files):
        for pattern, reason in FILES.items():
            if fnmatch(f"/{file}", pattern):
                yield f"{file} is inside: {reason}"
