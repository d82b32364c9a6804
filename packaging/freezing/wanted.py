"""What goes into the two programs beside what their imports pull in, and which data files are left behind.

The reasons for what must never be inside stand in `freezing.forbidden`.
"""

from fnmatch import fnmatch
from pathlib import Path, PurePosixPath

from freezing.project import ROOT

Data = tuple[str, str]
"""A file, and the folder inside the program that it goes to: PyInstaller's way to say it."""

CLIENT_ROOMS = ("desktop_app", "resources", "storage", "study", "sync", "ui")
# Opened by Alembic as files, not as modules.
MIGRATIONS = "sync/server/migrations"
PAGE = "sync/server/page"
RESOURCES = ("study/**/*.yaml", "study/**/*.csv", "style/*.qss", "icons/*.svg", "translations/*.qm", "demo/*")

EDC_MODULES = (
    "desktop_app.cli.edc",
    "desktop_app.cli.edc_bundle",
    "desktop_app.cli.edc_leases",
    "desktop_app.cli.edc_people",
    "sync.server.migrations.versions",
    "psycopg",
    "psycopg_binary",
    "psycopg_binary._psycopg",
    "sqlalchemy.dialects.postgresql.psycopg",
)
# Named by text in uvicorn, Alembic and SQLAlchemy, so that no import shows them.
SERVER_MODULES = (
    "alembic.runtime.migration",
    "logging.config",
    "sqlalchemy.dialects.sqlite",
    "uvicorn.lifespan.on",
    "uvicorn.loops.asyncio",
    "uvicorn.protocols.http.h11_impl",
)

# Qt's plugins by folder: a window on X11, Windows and macOS, the offscreen platform of the headless demonstration,
# SVG icons, Chinese input, printing.
QT_PLUGINS = {
    "iconengines": {"qsvgicon"},
    "imageformats": {"qico", "qsvg"},
    "platforminputcontexts": {"composeplatforminputcontextplugin", "ibusplatforminputcontextplugin"},
    "platforms": {"qcocoa", "qoffscreen", "qwindows", "qxcb"},
    "platformthemes": {"qxdgdesktopportal"},
    "printsupport": {"cupsprintersupport"},
    "styles": {"qmacstyle", "qmodernwindowsstyle"},
}
QT_TRANSLATIONS = ("qtbase_en.qm", "qtbase_zh_CN.qm")
QT_HOOKS = ("QtCore", "QtDBus", "QtGui", "QtPrintSupport", "QtSvg", "QtWidgets")

# Data that hooks collect whole and the program never opens.
LEFT_BEHIND = (
    "matplotlib/mpl-data/fonts/afm/*",
    "matplotlib/mpl-data/fonts/pdfcorefonts/*",
    "matplotlib/mpl-data/images/*",
    "matplotlib/mpl-data/kpsewhich.lua",
    "matplotlib/mpl-data/plot_directive/*",
    "matplotlib/mpl-data/sample_data/*",
    "matplotlib/mpl-data/stylelib/*",
    "*.dist-info/RECORD",
    "*.dist-info/INSTALLER",
    "*.dist-info/REQUESTED",
    "*.dist-info/direct_url.json",
    "*.pyi",
    "*/py.typed",
    "*/tests/*",
)


def resource_files(root: Path = ROOT) -> list[Data]:
    """The resources that are read at run time; the sources of the translations stay at home."""
    folder = root / "resources"
    files = sorted({file for pattern in RESOURCES for file in folder.glob(pattern) if file.is_file()})
    return [(str(file), file.parent.relative_to(root).as_posix()) for file in files]


def migration_files(root: Path = ROOT) -> list[Data]:
    """The EDC's database steps as source text: Alembic reads its folder."""
    files = sorted(file for file in (root / MIGRATIONS).rglob("*") if file.suffix in {".py", ".mako"})
    return [(str(file), file.parent.relative_to(root).as_posix()) for file in files]


def page_files(root: Path = ROOT) -> list[Data]:
    """What the EDC's page is made of beside its modules: templates, the style sheet, the script."""
    files = sorted(file for file in (root / PAGE).rglob("*") if file.suffix in {".html", ".css", ".js"})
    return [(str(file), file.parent.relative_to(root).as_posix()) for file in files]


def modules(rooms: tuple[str, ...], root: Path = ROOT) -> list[str]:
    """Every module of the rooms by its dotted name: commands, charts and steps are imported by name at run time."""
    found = []
    for room in rooms:
        for file in sorted((root / room).rglob("*.py")):
            dotted = ".".join(file.relative_to(root).with_suffix("").parts)
            found.append(dotted.removesuffix(".__init__"))
    return [name for name in found if not name.endswith("__main__")]


def keeps(name: str) -> bool:
    """Whether a collected file of this name (its path inside the program) stays."""
    path = name.replace("\\", "/")
    if "/translations/" in path and "PySide6" in path:
        return PurePosixPath(path).name in QT_TRANSLATIONS
    return not any(fnmatch(path, pattern) for pattern in LEFT_BEHIND)


def keeps_plugin(source: str, target: str) -> bool:
    """Whether a file that a hook of Qt's collected stays; `target` is its folder inside the program."""
    parts = PurePosixPath(target.replace("\\", "/")).parts
    if "plugins" not in parts:
        return True
    folder = parts[-1]
    stem = Path(source.replace("\\", "/")).name.partition(".")[0].removeprefix("lib")
    return stem in QT_PLUGINS.get(folder, set())
