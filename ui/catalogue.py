"""Refreshes the catalogues of the screens: reads the source, updates the .ts files, compiles them. For developers.

One catalogue a package of screens (`resources/translations/<package>_zh_CN.ts`), so that two people do not meet in one
file; `<package>_en.ts` holds only singular and plural. Run `python -m ui.catalogue`; exit code 1 = something is left to
translate.
"""

import subprocess
import sys
from pathlib import Path

from defusedxml.ElementTree import parse

import resources

_ROOT = Path(__file__).resolve().parent
_TOOLS = Path(sys.executable).parent


def packages() -> dict[str, list[Path]]:
    """Every package of screens with its source files; `ui` is the files beside the packages."""
    found = {"ui": sorted(_ROOT.glob("*.py"))}
    for folder in sorted(entry for entry in _ROOT.iterdir() if (entry / "__init__.py").exists()):
        found[folder.name] = sorted(folder.rglob("*.py"))
    return found


def _tool(name: str, *arguments: str) -> None:
    """Run one of Qt's translation tools of this environment. Raises CalledProcessError when it fails."""
    subprocess.run([str(_TOOLS / f"pyside6-{name}"), *arguments], check=True, capture_output=True)  # noqa: S603


def unfinished(catalogue: Path) -> list[str]:
    """The sources in a catalogue that have no (or no confirmed) translation, or are no longer in the code."""
    left = []
    for message in parse(catalogue).iter("message"):
        translation = message.find("translation")
        forms = [] if translation is None else list(translation.iter("numerusform")) or [translation]
        missing = translation is None or translation.get("type") or any(not (form.text or "") for form in forms)
        if missing:
            left.append(message.findtext("source") or "")
    return left


def update(package: str, sources: list[Path], folder: Path) -> list[Path]:
    """Bring a package's catalogues up to date with its source; a package without texts gets none."""
    files = [str(file) for file in sources]
    options = ("-no-obsolete", "-locations", "none", "-source-language", "en")
    made = []
    for locale, extra in (("zh_CN", ()), ("en", ("-pluralonly",))):
        catalogue = folder / f"{package}_{locale}.ts"
        _tool("lupdate", *files, "-ts", str(catalogue), "-target-language", locale, *options, *extra)
        if next(parse(catalogue).iter("message"), None) is None:
            catalogue.unlink()
        else:
            made.append(catalogue)
    return made


def compile_all(folder: Path) -> None:
    """Compile every catalogue of a folder to its .qm beside it.

    A running Cartella maps its catalogues into memory, so a file is replaced whole and never written over.
    """
    for catalogue in sorted(folder.glob("*.ts")):
        fresh = catalogue.with_suffix(".fresh")
        _tool("lrelease", str(catalogue), "-qm", str(fresh))
        fresh.replace(catalogue.with_suffix(".qm"))


def main(only: list[str]) -> int:
    """Refresh the catalogues of the packages named, or of all; says what is left to translate."""
    folder = resources.path("translations")
    left = 0
    for package, sources in packages().items():
        if only and package not in only:
            continue
        for catalogue in update(package, sources, folder):
            missing = unfinished(catalogue)
            left += len(missing)
            for source in missing:
                sys.stdout.write(f"{catalogue.name}: {source}\n")
    compile_all(folder)
    sys.stdout.write(f"{left} left to translate\n")
    return 1 if left else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
