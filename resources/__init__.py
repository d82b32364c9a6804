"""What the application carries with it as files: study definition, translations, icons, style.

Owns the lookup of their paths and nothing else.
"""

from pathlib import Path

_HERE = Path(__file__).resolve().parent


def path(name: str) -> Path:
    """The file or folder `name` (a relative path with forward slashes) under resources. Raises FileNotFoundError."""
    found = _HERE.joinpath(*name.split("/"))
    if not found.exists():
        raise FileNotFoundError(f"no resource named {name}")
    return found
