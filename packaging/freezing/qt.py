"""Which of Qt's plugins and translations travel: PyInstaller's own hooks, filtered before their libraries are sought.

The hook files are written at build time, because PyInstaller wants names that no module can have.
"""

from pathlib import Path

from PyInstaller.utils.hooks.qt import add_qt6_dependencies

from freezing.wanted import QT_HOOKS, Data, keeps, keeps_plugin

_HOOK = '''"""Qt's {module}, with the plugins that the program uses."""

from freezing.qt import collect

hiddenimports, binaries, datas = collect(__file__)
'''


def write_hooks(folder: Path) -> Path:
    """One hook for each Qt module that the program imports; they go before PyInstaller's."""
    folder.mkdir(parents=True, exist_ok=True)
    for module in QT_HOOKS:
        (folder / f"hook-PySide6.{module}.py").write_text(_HOOK.format(module=module), encoding="utf-8")
    return folder


def collect(hook: str) -> tuple[list[str], list[Data], list[Data]]:
    """Hidden imports, libraries and data of the Qt module that the hook is named after."""
    hidden, binaries, datas = add_qt6_dependencies(hook)
    kept = [(source, target) for source, target in binaries if keeps_plugin(source, target)]
    return list(hidden), kept, [(source, target) for source, target in datas if keeps(f"{target}/{Path(source).name}")]
