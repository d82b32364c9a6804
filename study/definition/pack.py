"""The texts of a definition as the bytes a fact carries, and back; small, and exactly the same texts.

Owns the packing and its bounds. Must not read folders; `study.definition.load` says what the texts mean.
"""

from collections.abc import Mapping

import msgspec

from study.definition.load import digest_of, load
from study.definition.model import Study
from study.errors import KnownError
from study.packing import expand, squeeze

LARGEST = 8 * 1024 * 1024
"""Bytes of all texts together; far above any real definition, far below what would hurt."""


def pack(files: Mapping[str, str]) -> bytes:
    """The texts, compressed; the same texts give the same bytes."""
    return squeeze(msgspec.json.encode(dict(sorted(files.items()))))


def packed(study: Study) -> bytes:
    """A definition as a fact carries it; b"" for one that was not read from texts."""
    return pack(study.texts) if study.texts else b""


def unpack_study(content: bytes, digest: str) -> Study:
    """The definition in a fact. Raises KnownError `definition-damaged`, or `definition_faulty` (DefinitionError) when
    this version of the program can't read what it says.
    """
    return load(unpack(content, digest))


def unpack(content: bytes, digest: str) -> dict[str, str]:
    """The texts again. Raises KnownError `definition-damaged` when they are not those that `digest` names."""
    try:
        octets = expand(content, LARGEST)
        files = msgspec.json.decode(octets, type=dict[str, str]) if octets else {}
    except msgspec.DecodeError as error:
        raise _damaged() from error
    if not files or digest_of(files) != digest:
        raise _damaged()
    return files


def _damaged() -> KnownError:
    return KnownError(
        "definition-damaged",
        "The study definition kept in the record can't be read: its content is not what its digest names.",
        "记录中保存的研究定义无法读取：内容与其摘要不符。",
    )
