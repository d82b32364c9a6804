"""The hashes of every file of a program's folder, in the form that `sha256sum --check` reads, and its sizes."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

NAME = "MANIFEST.sha256"
_CHUNK = 1 << 20


def digest(file: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    made = hashlib.sha256()
    with file.open("rb") as stream:
        while piece := stream.read(_CHUNK):
            made.update(piece)
    return made.hexdigest()


def files(folder: Path) -> list[str]:
    """Every file under `folder` but the manifest itself, links included, with forward slashes, sorted."""
    found = (file for file in folder.rglob("*") if file.is_file() and file != folder / NAME)
    return sorted(file.relative_to(folder).as_posix() for file in found)


def write(folder: Path) -> str:
    """Write the manifest; returns its own hash, which stands for the whole folder."""
    lines = [f"{digest(folder / name)}  {name}\n" for name in files(folder)]
    (folder / NAME).write_text("".join(lines), encoding="utf-8", newline="\n")
    return digest(folder / NAME)


def differences(folder: Path) -> Iterator[str]:
    """What no longer is as the manifest says: missing, added or changed files."""
    lines = (folder / NAME).read_text(encoding="utf-8").splitlines()
    wanted = {name: value for value, _, name in (line.partition("  ") for line in lines)}
    present = set(files(folder))
    yield from (f"{name} is missing" for name in sorted(set(wanted) - present))
    yield from (f"{name} was added" for name in sorted(present - set(wanted)))
    for name in sorted(present & set(wanted)):
        if digest(folder / name) != wanted[name]:
            yield f"{name} was changed"


def sizes(folder: Path) -> list[tuple[int, str]]:
    """Bytes and name of every file, largest first; a link weighs nothing."""
    real = [name for name in files(folder) if not (folder / name).is_symlink()]
    return sorted((((folder / name).stat().st_size, name) for name in real), reverse=True)
