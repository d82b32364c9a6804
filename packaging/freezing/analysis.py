"""What both specs do around PyInstaller's analysis: modules by name, papers of the packages, trimming, the note of it.

The note (`inside.json` in the build's own folder) is what the build is judged by afterwards.
"""

import json
import re
from collections.abc import Mapping
from importlib.metadata import Distribution
from pathlib import Path
from typing import Protocol

from freezing.project import ROOT, write_metadata
from freezing.sbom import origins
from freezing.wanted import Data, keeps, modules

NOTE = "inside.json"
_LICENCE = re.compile(r"licen[cs]e|copying|notice|authors", re.IGNORECASE)
Entry = tuple[str, str, str]
"""Name inside the program (a dotted module or a path), where it was taken from, PyInstaller's kind."""


class Analysed(Protocol):
    """The part of PyInstaller's Analysis that is used here."""

    pure: list[Entry]
    binaries: list[Entry]
    datas: list[Entry]


def hidden(rooms: tuple[str, ...], forbidden: Mapping[str, str]) -> list[str]:
    """Our own modules of these rooms, without what must stay outside."""
    return [
        name for name in modules(rooms) if not any(name == other or name.startswith(f"{other}.") for other in forbidden)
    ]


def finish(inside: Analysed, folder: Path) -> None:
    """Leave behind what nobody opens, add the papers of every package inside, and write the note into `folder`."""
    inside.datas = [entry for entry in inside.datas if keeps(entry[0])]
    sources = [source for _name, source, _kind in [*inside.pure, *inside.binaries, *inside.datas] if source]
    present = {name for name, _source, _kind in inside.datas}
    added = [paper for each in origins(sources, ROOT).packages for paper in papers(each)]
    inside.datas = [*inside.datas, *(entry for entry in added if entry[0] not in present)]
    note(inside, folder)


def papers(package: Distribution) -> list[Entry]:
    """Metadata, which "About" reads, and licence texts of a package that is inside."""
    found = []
    for file in package.files or ():
        within = file.as_posix()
        folder, _, name = within.partition("/")
        if folder.endswith(".dist-info") and (name == "METADATA" or _LICENCE.search(name)):
            found.append((within, str(package.locate_file(file)), "DATA"))
    return found


def own_papers(folder: Path) -> list[Data]:
    """The project's own metadata, made in `folder`, and its licence."""
    made = write_metadata(folder)
    return [(str(made / "METADATA"), made.name), (str(ROOT / "LICENSE"), ".")]


def note(inside: Analysed, folder: Path) -> None:
    """Write down everything that goes in, and from where."""
    content = {
        "modules": sorted((name, str(source)) for name, source, _kind in inside.pure),
        "files": sorted((name, str(source)) for name, source, _kind in [*inside.binaries, *inside.datas]),
    }
    (folder / NOTE).write_text(json.dumps(content, indent=0), encoding="utf-8")
