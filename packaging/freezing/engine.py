"""Which SQLCipher a program was built with: measured at build time, carried inside, compared at every start.

Must stay small and free of the rooms: it runs before anything of them.
"""

import base64
import hashlib
import json
from importlib.metadata import distribution
from pathlib import Path

from sqlcipher3 import dbapi2

NAME = "engine.json"
_LIBRARIES = {".so", ".pyd", ".dll", ".dylib"}


def loaded() -> dict[str, str]:
    """The versions that the loaded library itself reports."""
    connection = dbapi2.connect(":memory:")
    try:
        cipher = connection.execute("PRAGMA cipher_version").fetchone()
    finally:
        connection.close()
    return {"sqlite": dbapi2.sqlite_version, "sqlcipher": str(cipher[0]) if cipher else "absent"}


def write(folder: Path) -> Path:
    """Keep what was measured; returns the file."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / NAME
    kept.write_text(json.dumps(loaded(), indent=1) + "\n", encoding="ascii")
    return kept


def difference(kept: Path) -> str:
    """Why the engine is not the one that was tested, in a sentence; empty when it is."""
    try:
        wanted = json.loads(kept.read_text(encoding="ascii"))
    except (OSError, ValueError) as error:
        return f"{NAME} can't be read ({type(error).__name__}); install Cartella again."
    found = loaded()
    if found == wanted:
        return ""
    return f"SQLCipher is not the one this program was tested with: {found} instead of {wanted}. Install it again."


def sqlcipher_file() -> Path:
    """The library's own file in this environment."""
    files = distribution("sqlcipher3").files or ()
    return next(Path(str(file.locate())) for file in files if file.suffix in _LIBRARIES)


def wheel_differences(root: Path) -> list[str]:
    """The files of SQLCipher under `root` whose bytes are not those of the locked wheel."""
    wheel = {str(file): file for file in distribution("sqlcipher3").files or ()}
    found = []
    for file in sorted(root.rglob("sqlcipher3/*")):
        entry = wheel.get(f"sqlcipher3/{file.name}")
        if entry is None or entry.hash is None or file.suffix not in _LIBRARIES:
            continue
        if hashlib.sha256(file.read_bytes()).digest() != _decoded(entry.hash.value):
            found.append(f"{file.relative_to(root).as_posix()} differs from the locked wheel's")
    return found


def _decoded(value: str) -> bytes:
    return base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))
