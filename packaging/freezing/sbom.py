"""The bill of materials of a program, as CycloneDX JSON: what went in, in which version, under which licence.

Made from what the analysis noted and from the packages' own metadata; says no time and no path, so it can be compared.
"""

import platform
from collections.abc import Iterable, Mapping
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any, NamedTuple

from freezing.project import normal, project

Component = dict[str, Any]
_CLASSIFIER = "License :: "
_LINE = 80
# Packages whose metadata leaves the licence to a file, and what is linked into one of them.
SAID = {
    "pyinstaller": "GPL-2.0-or-later WITH Bootloader-exception",
    "sqlcipher": "BSD-3-Clause",
    "sqlcipher3": "Zlib",
    "sqlite": "blessing",
}


class Origins(NamedTuple):
    """Where the files inside come from: packages, our own tree, the Python itself, the system's libraries."""

    packages: tuple[Distribution, ...]
    system: tuple[str, ...]


def licence(told: Mapping[str, str], classifiers: Iterable[str] = ()) -> str:
    """What a package says its licence is, in one line; empty when it says nothing."""
    said = told.get("License-Expression") or told.get("License") or ""
    lines = said.strip().splitlines()
    if len(lines) == 1 and len(lines[0]) <= _LINE:
        return lines[0].strip()
    named = [each.rpartition(" :: ")[2] for each in classifiers if each.startswith(_CLASSIFIER)]
    return " AND ".join(named) or (lines[0].strip()[:_LINE] if lines else "")


def origins(sources: Iterable[str], root: Path, installed: Iterable[Distribution] | None = None) -> Origins:
    """Whose the source files are. `root` is the repository; a file of nobody's outside Python is the system's."""
    owners: dict[str, Distribution] = {}
    for each in installed if installed is not None else distributions():
        for file in each.files or ():
            owners[_real(Path(str(each.locate_file(file))))] = each
    found: dict[str, Distribution] = {}
    system = set()
    python = Path(platform.__file__).resolve().parent
    for source in sources:
        place = _real(Path(source))
        owner = owners.get(place)
        if owner is not None:
            found[normal(owner.metadata["Name"])] = owner
        elif not (Path(place).is_relative_to(root) or Path(place).is_relative_to(python)) and Path(place).is_file():
            system.add(Path(source).name)
    return Origins(tuple(found[name] for name in sorted(found)), tuple(sorted(system)))


def _real(path: Path) -> str:
    # A package's own file keeps its name: only the folders above it may be links.
    return str(path.parent.resolve() / path.name)


def component(each: Distribution) -> Component:
    """One package."""
    name, version = normal(each.metadata["Name"]), each.version
    told = {key: "\n".join(each.metadata.get_all(key) or ()) for key in ("License-Expression", "License")}
    if name in SAID:
        told = {"License-Expression": SAID[name]}
    words = licence(told, each.metadata.get_all("Classifier") or ())
    purl = f"pkg:pypi/{name}@{version}"
    made: Component = {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl}
    if words and told.get("License-Expression"):
        made["licenses"] = [{"expression": words}]
    elif words:
        made["licenses"] = [{"license": {"name": words}}]
    return made


def bill(program: str, found: Origins, engine: Mapping[str, str]) -> dict[str, Any]:
    """The whole document. `engine` names libraries that are linked into a package: SQLCipher with its SQLite."""
    table = project()
    own = {
        "type": "application", "bom-ref": program, "name": program, "version": table["version"],
        "description": table["description"], "licenses": [{"expression": table["license"]}],
    }  # fmt: skip
    parts = [component(each) for each in found.packages]
    parts.append({"type": "platform", "name": "CPython", "version": platform.python_version(),
                  "licenses": [{"expression": "Python-2.0"}]})  # fmt: skip
    parts += [
        {"type": "library", "name": name, "version": version, "licenses": [{"expression": SAID[name]}]}
        for name, version in engine.items()
    ]
    parts += [{"type": "file", "name": name} for name in found.system]
    return {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "metadata": {"component": own},
            "components": parts}  # fmt: skip


def unlocked(parts: Iterable[Component], pins: Mapping[str, set[str]]) -> list[str]:
    """Packages inside whose version is not a locked one, or that no lock names."""
    packages = [each for each in parts if str(each.get("purl", "")).startswith("pkg:pypi/")]
    return [
        f"{each['name']} {each['version']} is inside; the lock has {' or '.join(sorted(wanted)) or 'nothing of it'}"
        for each in packages
        if each["version"] not in (wanted := pins.get(each["name"], set()))
    ]
