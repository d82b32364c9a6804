"""Texts as the small bytes a fact carries, and back within a bound, so that no bytes can make them endless."""

import zlib


def squeeze(octets: bytes) -> bytes:
    """Compressed; the same octets give the same bytes."""
    return zlib.compress(octets, 9)


def expand(content: bytes, largest: int) -> bytes | None:
    """The octets again; None for bytes that are not whole, hold more after the end, or grow beyond `largest`."""
    try:
        reader = zlib.decompressobj()
        octets = reader.decompress(content, largest)
    except zlib.error:
        return None
    return octets if reader.eof and not reader.unused_data else None
