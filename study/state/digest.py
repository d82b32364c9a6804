"""Digests that two ends compare: the state hash over accepted study data, and the digest a signature rests on.

The state hash is the sum of the slots' hashes modulo 2^256, so it depends on no order and can be kept up to date slot
by slot. It tells equal from unequal between honest ends; tampering is the hash chain's business.
"""

import hashlib
from collections.abc import Iterable, Mapping

from study.state.settle import Settled
from study.state.slots import STUDY_DATA, Slot, content
from study.values import Value, canonical

_MODULUS = 1 << 256
OF_VALUES, OF_FILES = 1, 2
"""What a signature covers (`facts.Signed.basis`): the form's values; those and the files beside them."""


def slot_number(slot: Slot, settled: Settled) -> int:
    """A slot's share in the state hash; 0 for a slot that is not study data or on which nothing stands."""
    if slot.kind not in STUDY_DATA or not settled.heads:
        return 0
    heads = sorted((head.fact.id, *content(head.fact)) for head in settled.heads)
    line = "\n".join((slot.kind, slot.key, settled.heads[0].fact.id, settled.conflict, repr(heads)))
    return int.from_bytes(hashlib.sha256(line.encode()).digest(), "big")


def combine(numbers: Iterable[int]) -> str:
    """The state hash of slots' shares, hexadecimal (64 characters)."""
    return f"{sum(numbers) % _MODULUS:064x}"


def form_digest(values: Mapping[str, Value], files: Iterable[tuple[str, str]] = ()) -> str:
    """What a signature rests on: SHA-256 over (address key, canonical value) of everything on a form, then over
    ("file", address key, SHA-256 of its content) of the files beside it. Without files it is the digest of the values.
    """
    lines = [repr((key, canonical(value))) for key, value in sorted(values.items())]
    lines += [repr(("file", key, content)) for key, content in sorted(files)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
