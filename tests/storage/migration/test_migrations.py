"""Every older store opens, keeps what it said, and is never half brought forward; one that does not open is left."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from storage.driver import Connection, Guard, connect
from storage.keys import Unlocked, open_vault
from storage.migrations import ASIDE_NAME, VERSION, migrate, version_of
from storage.projection import projection_hash
from storage.store import DATABASE_NAME, Store, create_store, open_store
from storage.verify import verify_store
from storage.witness import ANCHOR_NAME
from study.errors import KnownError
from tests.golden.make_store import CHEAP, PASSPHRASE, USER, Expected, Ticking

GOLDEN = Path(__file__).parents[2] / "golden"
OLDER = sorted(GOLDEN.glob("store_v*"))


class Killed(BaseException):
    """The process dies here."""


class Old:
    """A copy of an older store and what it said."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.expected = msgspec.json.decode((folder / "expected.json").read_bytes(), type=Expected)
        vault = open_vault(folder, floor=CHEAP)
        # How failed unlocks were counted then is no part of what is brought forward.
        vault.attempts.begin_anew()
        self.unlocked: Unlocked = vault.unlock(USER, PASSPHRASE)

    def connection(self) -> Connection:
        return connect(self.folder / DATABASE_NAME, self.unlocked.db_key, Guard())

    def open(self) -> Store:
        return open_store(self.folder, self.unlocked, Ticking())

    def version(self) -> int:
        connection = self.connection()
        try:
            return version_of(connection)
        finally:
            connection.close()


@pytest.fixture(params=OLDER, ids=lambda folder: str(folder.name))
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Old]:
    folder = tmp_path / "old"
    shutil.copytree(request.param, folder)
    made = Old(folder)
    yield made
    made.unlocked.close()


def test_every_earlier_version_is_kept() -> None:
    assert [folder.name for folder in OLDER] == [f"store_v{number}" for number in range(1, VERSION)]


def test_an_older_store_says_what_it_said(old: Old) -> None:
    assert old.version() == old.expected.schema < VERSION
    with old.open() as store:
        assert version_of(store.connection) == VERSION
        assert store.reader.digest() == old.expected.state
        assert projection_hash(store.connection) == old.expected.projection
        assert store.drafts(USER) == old.expected.drafts
        # It was made on another computer (but for whoever made it), and that is the one thing to say.
        assert {one.code for one in verify_store(store, old.unlocked).findings} <= {"store-other-machine"}


def test_the_store_before_is_put_aside_whole(old: Old) -> None:
    old.open().close()
    copy = old.folder / ASIDE_NAME / f"cartella.v{old.expected.schema}.db"
    opened = connect(copy, old.unlocked.db_key, Guard(), read_only=True)
    try:
        assert version_of(opened) == old.expected.schema
        assert projection_hash(opened) == old.expected.projection
    finally:
        opened.close()
    assert [path.name for path in (old.folder / ASIDE_NAME).iterdir()] == [copy.name]


@pytest.mark.parametrize("step", ["copied", "put aside", "steps applied", "version set", "migrated"])
def test_killed_at_a_step_it_is_old_or_new_and_opens(old: Old, step: str) -> None:
    def die(name: str) -> None:
        if name == step:
            raise Killed

    connection = old.connection()
    with pytest.raises(Killed):
        migrate(connection, old.unlocked.db_key, at_step=die)
    connection.close()
    assert old.version() == (VERSION if step == "migrated" else old.expected.schema)
    with old.open() as store:
        assert version_of(store.connection) == VERSION
        assert store.reader.digest() == old.expected.state


def test_a_migrated_store_has_the_schema_of_a_new_one(
    old: Old, vault_folder: Path, unlocked: Unlocked, clock: Callable[[], int]
) -> None:
    def schema(store: Store) -> list[tuple[object, ...]]:
        return store.connection.rows("SELECT type, name, sql FROM sqlite_master ORDER BY type, name")

    fresh = create_store(
        vault_folder, unlocked, site="S01", site_name="Renji", study_version="1", study_digest="ab", device_name="w",
        clock=clock,
    )  # fmt: skip
    with fresh, old.open() as store:
        assert schema(store) == schema(fresh)


def test_a_newer_store_is_refused_and_left(old: Old) -> None:
    connection = old.connection()
    connection.run(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()
    before = (old.folder / DATABASE_NAME).read_bytes()
    with pytest.raises(KnownError) as refused:
        old.open()
    assert refused.value.code == "store-newer"
    assert (old.folder / DATABASE_NAME).read_bytes() == before


@pytest.mark.parametrize("name", [DATABASE_NAME, "keys.json", ANCHOR_NAME, "attempts.json"])
@pytest.mark.parametrize("harm", ["removed", "emptied", "cut", "scrambled"])
def test_no_fresh_store_is_made_over_one_that_does_not_open(old: Old, name: str, harm: str) -> None:
    path = old.folder / name
    raw = path.read_bytes()
    match harm:
        case "removed":
            path.unlink()
        case "emptied":
            path.write_bytes(b"")
        case "cut":
            path.write_bytes(raw[: len(raw) // 2 // 4096 * 4096 or len(raw) // 2])
        case _:
            path.write_bytes(bytes(byte ^ 0x5A for byte in raw))
    rest = {p: p.read_bytes() for p in old.folder.rglob("*") if p.is_file() and p.suffix not in (".lock", ".bin")}
    code = _open_as_at_the_start(old)
    if name == DATABASE_NAME:
        assert code in ("no-store", "store-damaged")
    elif name == "keys.json":
        assert code == "keys-damaged"
    elif name == ANCHOR_NAME:
        # Half an anchor is one of its two slots.
        assert code in (("store-other-machine", "opened") if harm == "cut" else ("store-missing",))
    else:
        # The counter is made anew, with the free tries used up.
        assert code == "unlock-wait"
    if name != "attempts.json" and code not in ("store-missing", "store-other-machine", "opened"):
        assert {p: p.read_bytes() for p in rest} == rest


def _open_as_at_the_start(old: Old) -> str:
    """What a newly started process would say."""
    try:
        unlocked = open_vault(old.folder, floor=CHEAP).unlock(USER, PASSPHRASE)
        with open_store(old.folder, unlocked, Ticking()) as store:
            return store.fault.code if store.fault else "opened"
    except KnownError as error:
        return error.code
