"""Whether changes follow each other, and the EDC's chain over what it accepted.

Pure; signatures are checked elsewhere.
"""

import hashlib

from study.changes.envelope import GENESIS, Change


def follows(previous: tuple[int, str] | None, change: Change) -> bool:
    """True when the change is the next of its device after (seq, hash), or the first of all after None."""
    seq, head = previous or (0, GENESIS)
    return change.seq == seq + 1 and change.prev == head


def site_head(previous: str, change_hash: str, standing: str) -> str:
    """The EDC's head over a site: H(head(n-1), change hash, verdict), hexadecimal. Before the first: GENESIS."""
    return hashlib.sha256(f"{previous}\n{change_hash}\n{standing}".encode()).hexdigest()
