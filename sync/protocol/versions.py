"""Protocol versions and the bounds both ends keep: who speaks with whom, how much fits in one message."""

PROTOCOL = 1
OLDEST_SERVED = 1

PUSH_CHANGES = 200
PUSH_BYTES = 512 * 1024
PAGE = 500
PAGE_BYTES = 2 * 1024 * 1024
HASHES = 2000
HELD_TOLD = 50
BODY_BYTES = 4 * 1024 * 1024
"""The EDC reads no longer body than this; a push aims at far less, so one large import still fits."""

TIME_WINDOW_MS = 5 * 60 * 1000
"""How far a request's time may be from the EDC's. A device whose clock is off measures by how much and adds it."""


def served(protocol: int) -> bool:
    """True when this version still answers a device that speaks `protocol`; a newer device speaks down to ours."""
    return protocol >= OLDEST_SERVED
