"""The change: an envelope around facts, its bytes, its hash and its signatures.

The bytes that are hashed are the bytes that are stored and sent; nothing is ever encoded twice. A fact or field this
version does not know stays in the bytes, is counted and relayed, and takes effect after an upgrade and a rebuild.
"""

import hashlib
from typing import Any

import msgspec

from study.changes.facts import Fact

GENESIS = "0" * 64
_DEVICE = b"cartella/device/1\n"
_PERSON = b"cartella/person/1\n"


class At(msgspec.Struct, frozen=True):
    """When the author says it was: UTC ms, local offset in minutes, last measured distance to the EDC's clock in ms."""

    utc: int
    offset: int = 0
    drift: int | None = None


class Seen(msgspec.Struct, frozen=True):
    """How far the device had heard the EDC: epoch, last pulled number, roster version."""

    epoch: str = ""
    number: int = 0
    roster: int = 0


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """The readable envelope. `seq` counts 1, 2, 3 per device; `prev` is the hash of the device's previous change."""

    id: str
    site: str
    device: str
    seq: int
    prev: str
    at: At
    author: str
    role: str
    study: str
    study_digest: str
    seen: Seen
    facts: tuple[msgspec.Raw, ...]


class UnknownFact(msgspec.Struct, frozen=True):
    """A fact this version cannot read, kept as it came."""

    raw: bytes


class SignedChange(msgspec.Struct, frozen=True):
    """The bytes of a change with the device's signature and, when a person made it, the person's."""

    body: bytes
    device_signature: bytes
    person_signature: bytes = b""

    @property
    def hash(self) -> str:
        """SHA-256 of the body, hexadecimal; what the next change and the EDC's chain name."""
        return hashlib.sha256(self.body).hexdigest()


_change: msgspec.json.Decoder[Change] = msgspec.json.Decoder(Change)
_fact: msgspec.json.Decoder[Fact] = msgspec.json.Decoder(Fact)
_plain = msgspec.json.Decoder()
_encoder = msgspec.json.Encoder(decimal_format="string")


def device_message(change_hash: str) -> bytes:
    """What a device signs."""
    return _DEVICE + bytes.fromhex(change_hash)


def person_message(change_hash: str) -> bytes:
    """What a person signs; never the same bytes as a device's, so neither signature can stand for the other."""
    return _PERSON + bytes.fromhex(change_hash)


def encode_facts(facts: tuple[Fact, ...]) -> tuple[msgspec.Raw, ...]:
    """Facts as they stand inside an envelope."""
    return tuple(msgspec.Raw(_encoder.encode(fact)) for fact in facts)


def encode(change: Change) -> bytes:
    """The bytes of a new change. Called once in the life of a change."""
    return _encoder.encode(change)


def decode(body: bytes) -> Change:
    """Read an envelope. Raises msgspec.DecodeError (or its ValidationError) when it is not one."""
    return _change.decode(body)


def decode_fact(raw: bytes | msgspec.Raw) -> Fact | UnknownFact:
    """Read one fact; what this version does not know comes back as it came. Never raises on decodable JSON."""
    try:
        return _fact.decode(raw)
    except msgspec.ValidationError:
        return UnknownFact(bytes(raw))


def facts_of(change: Change) -> tuple[Fact | UnknownFact, ...]:
    """All facts of a change in their order."""
    return tuple(decode_fact(raw) for raw in change.facts)


def unknown_entries(change: Change, body: bytes) -> int:
    """How many facts of a change hold something this version does not know, plus one if the envelope does."""
    envelope: dict[str, Any] = _plain.decode(body)
    foreign = int(bool(set(envelope) - set(Change.__struct_fields__)))
    return foreign + sum(_is_newer(raw) for raw in change.facts)


def _is_newer(raw: msgspec.Raw) -> bool:
    fact = decode_fact(raw)
    if isinstance(fact, UnknownFact):
        return True
    return bool(set(_plain.decode(raw)) - {"fact"} - set(fact.__struct_fields__))
