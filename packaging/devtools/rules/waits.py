"""Where Qt's own files, printers and buses may stand: Python tells nothing of them, so no test hears a window wait."""

import ast
from collections.abc import Iterator

from devtools.rules.rooms import within
from devtools.rules.source import Module, dotted

_BROWSING = ("ui/file_dialog.py",)
_PAPER = ("desktop_app/paper.py",)
_NOWHERE: tuple[str, ...] = ()
# Class -> the only files that may use it: to browse, to print, to read what came with the program, to hear of a lock.
OWNERS = {
    **dict.fromkeys(("QDir", "QFileDialog", "QStandardPaths"), _BROWSING),
    **dict.fromkeys(("QPdfWriter", "QPrintDialog", "QPrintPreviewDialog", "QPrinter"), _PAPER),
    **dict.fromkeys(("QLibraryInfo", "QTranslator"), ("ui/language.py",)),
    "QFontDatabase": ("ui/theme/fonts.py",),
    "QDBusConnection": ("desktop_app/system_lock.py",),
    "QImageWriter": ("desktop_app/jobs",),
    **dict.fromkeys(
        (
            "QDesktopServices", "QDirIterator", "QFile", "QFileInfo", "QFileSystemModel", "QFileSystemWatcher",
            "QImageReader", "QLocalServer", "QLocalSocket", "QLockFile", "QMimeDatabase", "QMovie",
            "QNetworkAccessManager", "QPdfDocument", "QPrinterInfo", "QProcess", "QSaveFile", "QSettings",
            "QSqlDatabase", "QStorageInfo", "QSvgGenerator", "QTcpSocket", "QTemporaryDir", "QTemporaryFile",
            "QTextDocumentWriter", "QUdpSocket",
        ),
        _NOWHERE,
    ),
}  # fmt: skip
# Pictures are made of what a lane has read: these take nothing by which they would read a file themselves.
_MADE_EMPTY = ("QIcon", "QPixmap")
_SIZED = 3
_OF_FILES = ("addApplicationFont", "addFile", "setOutputFileName")


def qt_files(module: Module) -> Iterator[str]:
    """Qt's classes that wait for a disk, a printer or a bus stand in their own files only."""
    if not within(module.path, ("ui", "desktop_app")):
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ClassDef):
            names = [(base, dotted(base)) for base in node.bases]
        elif isinstance(node, ast.Call):
            names = [(node, dotted(node.func))]
            if _reads(node):
                yield module.finding(
                    node.lineno, f"{dotted(node.func)}(...) reads or writes a file on the window's thread"
                )
        else:
            continue
        for place, name in names:
            owners = OWNERS.get(name.partition(".")[0])
            if owners is not None and not within(module.path, owners):
                yield module.finding(place.lineno, f"{name} belongs to {' and '.join(owners) or 'no file'}")


def _reads(call: ast.Call) -> bool:
    """Whether a picture or a font is made of a file's name."""
    name, given = dotted(call.func), call.args
    if name in _MADE_EMPTY:
        return len(given) == 1 and not _made(given[0])
    if name == "QImage":
        return 0 < len(given) < _SIZED
    if name == "QSvgRenderer":
        return bool(given) and not _made(given[0])
    return name.rpartition(".")[2] in _OF_FILES


def _made(argument: ast.expr) -> bool:
    """Whether an argument is an object of Qt's and no name."""
    return isinstance(argument, ast.Call) and dotted(argument.func).startswith("Q")
