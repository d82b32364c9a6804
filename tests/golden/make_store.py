"""Makes the store that the tests of migration open: `python -m tests.golden.make_store FOLDER`, once a schema version.

Run it before the schema's version is raised and keep what it made as tests/golden/store_vN; it is never made again.
"""

import io
import sys
from pathlib import Path

import msgspec

from storage.attachments import FOLDER_NAME, Attachments
from storage.keys import KdfProfile, NewUser, SiteKey, Unlocked, create_vault
from storage.log import Author
from storage.projection import projection_hash
from storage.store import Store, create_store
from study.address import Address
from study.changes import facts as f
from study.values import Quantity, TextValue
from tests.kit.central import Central

PASSPHRASE = "a golden store of long ago"
USER = "u-lin"
CHEAP = KdfProfile(memory_kib=8, iterations=1, lanes=1)
START = 1_790_000_000_000


class Ticking:
    """A clock that moves a second at every look."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> int:
        self.now += 1000
        return self.now


class Expected(msgspec.Struct, frozen=True):
    """What the store said when it was made; true in every later version. `schema` is the version that made it."""

    schema: int
    changes: int
    state: str
    projection: str
    drafts: dict[str, str]
    attachment: str


def make(folder: Path) -> Expected:
    """A store with children, a query and a numbered part, something unsent, a conflict, a file and a draft."""
    folder.mkdir(parents=True)
    clock = Ticking()
    unlocked, _code = create_vault(folder, NewUser(USER, "林医生", PASSPHRASE), CHEAP, clock=clock, floor=CHEAP)
    store = create_store(
        folder, unlocked, site="S01", site_name="Renji", study_version="1", study_digest="ab", device_name="ward",
        clock=clock, roles=("investigator",), site_key=SiteKey(bytes(range(32))),
    )  # fmt: skip
    with store:
        name = _fill(store, unlocked, clock, Attachments(folder / FOLDER_NAME))
        [(schema,)] = store.connection.rows("PRAGMA user_version")
        [(changes,)] = store.connection.rows("SELECT COUNT(*) FROM change")
        found = Expected(
            schema, changes, store.reader.digest(), projection_hash(store.connection), store.drafts(USER), name
        )  # fmt: skip
        store.connection.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    (folder / "expected.json").write_bytes(msgspec.json.format(msgspec.json.encode(found)) + b"\n")
    unlocked.close()
    return found


def _fill(store: Store, unlocked: Unlocked, clock: Ticking, files: Attachments) -> str:
    author = Author(USER, "investigator", unlocked.sign)
    central = Central(clock)
    store.enrolled(edc=central.trusted, site_name="Renji")
    child = store.new_id()
    code = Address(child, "SCR", "", "DM", "", "", "SUBJID")
    weight = Address(child, "M3", "", "VS", "", "", "WEIGHT")
    store.append(
        author,
        (
            f.SubjectEnrolled(id=store.new_id(), subject=child),
            f.ValueSet(id=store.new_id(), address=code, value=TextValue("LN-001"), typed="LN-001"),
        ),
    )
    _weigh(store, author, weight, "41.0")
    central.act(f.QueryOpened(id="o", query="q", address=Address(child, "M3", "", "VS"), text="?"))
    central.sync(store)
    # Nobody saw the first weight: a conflict.
    _weigh(store, author, weight, "42.5")
    sealed = files.seal(io.BytesIO(b"%PDF-1.7\n" + bytes(range(256)) * 20))
    store.append(
        author,
        (
            f.AttachmentAdded(
                id=store.new_id(), address=Address(child, "M3", "", "VS"), name=sealed.name, kind=sealed.mime,
                size=sealed.size, sealed_size=sealed.sealed_size, digest=sealed.sha256_plain, key=sealed.key,
            ),
        ),
    )  # fmt: skip
    store.keep_draft(USER, weight.key, "4")
    return sealed.name


def _weigh(store: Store, author: Author, place: Address, number: str) -> None:
    value = Quantity(number, "kg")
    store.append(author, (f.ValueSet(id=store.new_id(), address=place, value=value, typed=number),))


if __name__ == "__main__":
    make(Path(sys.argv[1]))
