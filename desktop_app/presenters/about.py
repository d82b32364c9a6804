"""What this program is made of: version, study, components with their licences, read from what is installed."""

from functools import lru_cache
from importlib.metadata import PackageNotFoundError, metadata

from desktop_app.version import VERSION
from study.definition.model import Study
from ui.admin.state import About, Licence

_PARTS = (
    "PySide6-Essentials", "cryptography", "sqlcipher3", "sqlite-utils", "msgspec", "httpx", "matplotlib", "numpy",
    "openpyxl", "pydicom", "pyEDFlib", "pypdfium2", "segno", "defusedxml", "PyYAML", "platformdirs", "zstandard",
    "tzdata",
)  # fmt: skip
# Parts whose package does not say its licence in one line.
_SAID = {
    "sqlcipher3": "zlib (SQLCipher: BSD-3-Clause)",
    "matplotlib": "Matplotlib (PSF based)",
    "pydicom": "MIT",
    "segno": "BSD-3-Clause",
}
_HASH = 16


def about(study: Study, folder: str) -> About:
    """Everything the section shows."""
    return About(
        version=VERSION,
        study=study.title,
        study_version=study.version,
        definition_hash=study.digest[:_HASH],
        registry=study.code,
        folder=folder,
        licences=licences(),
    )


@lru_cache(maxsize=1)
def licences() -> tuple[Licence, ...]:
    """Of every component that is installed. Reads files, once: first to be called off the window's thread."""
    return tuple(licence for name in _PARTS if (licence := _licence(name)) is not None)


def _licence(name: str) -> Licence | None:
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return None
    words = _SAID.get(name) or told["License-Expression"] or told["License"] or ""
    return Licence(name, told["Version"], " ".join(words.split())[:60])
