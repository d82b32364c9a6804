"""Owns the few named values of the store: whose log this is, the study in use, how far the EDC was heard.

Reads and writes one row each; the caller holds the transaction.
"""

from typing import NamedTuple

from storage.driver import Connection
from study.changes.envelope import GENESIS, Seen


class Cursor(NamedTuple):
    """How far this device has heard the EDC: epoch, last number with the head there, roster version."""

    epoch: str = ""
    number: int = 0
    head: str = GENESIS
    roster: int = 0

    @property
    def seen(self) -> Seen:
        """The part of it that a change carries."""
        return Seen(self.epoch, self.number, self.roster)


class Home(NamedTuple):
    """Whose log this is and under which study definition it is written now."""

    site: str
    site_name: str
    device: str
    device_name: str
    study_version: str
    study_digest: str


class EdcKey(NamedTuple):
    """The EDC this site trusts since its enrolment: its device id, its key that signs and, where it gave one, its
    X25519 key to seal to (b"": none yet).
    """

    device: str
    public_key: bytes
    seal_public: bytes = b""


def get(connection: Connection, name: str, default: str = "") -> str:
    """A named value."""
    row = connection.row("SELECT value FROM meta WHERE name = ?", (name,))
    return str(row[0]) if row else default


def put(connection: Connection, name: str, value: str) -> None:
    """Keep a named value."""
    connection.run("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))


def choice(user: str, about: str) -> str:
    """The name under which a person's choice is kept."""
    return f"choice:{user}:{about}"


def cursor(connection: Connection) -> Cursor:
    """How far the EDC was heard."""
    found = {str(name): str(value) for name, value in connection.rows("SELECT name, value FROM meta")}
    return Cursor(
        found.get("epoch", ""), int(found.get("number", 0)), found.get("head", GENESIS), int(found.get("roster", 0))
    )


def put_cursor(connection: Connection, moved: Cursor) -> None:
    """Keep how far the EDC was heard; in the transaction that applies what was heard."""
    for name, value in moved._asdict().items():
        put(connection, name, str(value))


def home(connection: Connection) -> Home:
    """Whose log this is."""
    return Home(*(get(connection, name) for name in Home._fields))


def put_home(connection: Connection, new: Home) -> None:
    """Keep whose log this is."""
    for name, value in new._asdict().items():
        put(connection, name, value)


def edc_key(connection: Connection) -> EdcKey | None:
    """The EDC's key, None before enrolment."""
    rows = connection.rows("SELECT name, value FROM meta WHERE name IN ('edc_device', 'edc_key', 'edc_seal_key')")
    found = {str(name): str(value) for name, value in rows}
    if not found.get("edc_device"):
        return None
    signs, sealed_to = (bytes.fromhex(found.get(name, "")) for name in ("edc_key", "edc_seal_key"))
    return EdcKey(found["edc_device"], signs, sealed_to)


def put_edc_key(connection: Connection, edc: EdcKey) -> None:
    """Trust this EDC from now on."""
    put(connection, "edc_device", edc.device)
    put(connection, "edc_key", edc.public_key.hex())
    put(connection, "edc_seal_key", edc.seal_public.hex())


def secret(connection: Connection, name: str) -> bytes | None:
    """A key that the store keeps for others to seal with (the site key)."""
    row = connection.row("SELECT value FROM secret WHERE name = ?", (name,))
    return bytes(row[0]) if row else None


def put_secret(connection: Connection, name: str, value: bytes) -> None:
    """Keep such a key. The whole database is encrypted."""
    connection.run("INSERT OR REPLACE INTO secret VALUES (?, ?)", (name, value))
