"""Identifiers. UUIDv7 from a given time and given random bytes; the time inside an identifier is never read back."""

import uuid


def uuid7(milliseconds: int, random: bytes) -> str:
    """A version 7 UUID (RFC 9562) from Unix milliseconds and ten random bytes. Raises ValueError on another length."""
    if len(random) != 10:
        raise ValueError("a version 7 UUID takes ten random bytes")
    number = (milliseconds & (1 << 48) - 1) << 80 | int.from_bytes(random, "big")
    number = number & ~(0xF << 76) | 0x7 << 76
    number = number & ~(0x3 << 62) | 0x2 << 62
    return str(uuid.UUID(int=number))
