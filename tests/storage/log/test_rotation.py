"""A new vault key under the whole record: all is carried over, the old one opens nothing, a kill leaves one pair."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from storage.driver import Guard, connect
from storage.key_memory import check_key_file, key_memory, remember_key_file, remember_removed
from storage.keys import KdfProfile, NewUser, Unlocked, Vault, fresh_recovery_code, open_vault
from storage.projection import projection_hash
from storage.rotation import DECIDED_NAME, NEXT_DATABASE, NEXT_KEYS, finish_renewal, renew_keys
from storage.store import DATABASE_NAME, Store, open_store
from storage.verify import verify_store
from study.errors import KnownError

LINS = "a rainy spring in Xuhui"
WANG = NewUser("u-wang", "王护士", "three cranes over the lake")
ROOT = Path(__file__).resolve().parents[3]
STEPS = (
    "copy written", "copy verified", "keys.renewed.json written", "keys.renewed.json synced",
    "keys.renewed.json renamed", "both written", "store closed", "renewal.json written", "renewal.json synced",
    "renewal.json renamed", "database in place", "keys.previous.json written", "keys.previous.json synced",
    "keys.previous.json renamed", "keys.json written", "keys.json synced", "keys.json renamed", "keys in place",
    "renewal finished",
)  # fmt: skip
DECIDED_AT = STEPS.index("renewal.json renamed")


@pytest.fixture
def vault_of(cheap_profile: KdfProfile, clock: Callable[[], int]) -> Callable[[Any], Vault]:
    return lambda ward: open_vault(ward.folder, clock=clock, floor=cheap_profile)


@pytest.fixture
def busy(ward: Any, vault_of: Callable[[Any], Vault]) -> Any:
    """A store with values, a draft, a colleague, a queue that was tried."""
    child = ward.enrol("LN-001")
    ward.weigh(child, "53")
    ward.store.keep_draft("u-lin", "k", "half ty", ("b",))
    ward.store.tried("offline", 7)
    vault_of(ward).add_user(ward.unlocked, WANG)
    return ward


def test_a_changed_passphrase_leaves_every_byte_of_the_database(busy: Any, vault_of: Callable[[Any], Vault]) -> None:
    busy.store.close()
    files = {path.name: path.read_bytes() for path in busy.folder.iterdir() if not path.name.endswith(".json")}
    vault_of(busy).change_passphrase("u-lin", LINS, "four quiet boats at dawn")
    after = {path.name: path.read_bytes() for path in busy.folder.iterdir() if not path.name.endswith(".json")}
    assert DATABASE_NAME in files
    assert after == files


class Kept(NamedTuple):
    """What must be the same before and after."""

    tip: object
    digest: str
    projection: str
    drafts: dict[str, str]
    site_key: bytes | None
    queue: object


def kept(store: Store) -> Kept:
    reader = store.reader
    return Kept(
        reader.tip(), reader.digest(), projection_hash(store.connection), reader.drafts("u-lin"), reader.site_key(),
        reader.queue(),
    )  # fmt: skip


def renew(ward: Any, vault: Vault, **options: Any) -> tuple[str, bytes]:
    code = fresh_recovery_code()
    made = vault.renewed(ward.unlocked, code)
    renew_keys(ward.store, vault, made, **options)
    return code, made.db_key


def test_everything_is_carried_over_and_the_old_key_opens_nothing(
    busy: Any, vault_of: Callable[[Any], Vault], clock: Callable[[], int]
) -> None:
    before, old_key = kept(busy.store), busy.unlocked.db_key
    renew(busy, vault_of(busy))
    with pytest.raises(KnownError, match="store-damaged"):
        connect(busy.folder / DATABASE_NAME, old_key, Guard())
    busy.unlocked = vault_of(busy).unlock("u-lin", LINS)
    busy.store = open_store(busy.folder, busy.unlocked, clock)
    assert busy.store.fault is None
    assert kept(busy.store) == before
    assert verify_store(busy.store, busy.unlocked).whole
    busy.weigh(busy.enrol("LN-002"), "40")
    assert vault_of(busy).unlock(WANG.user_id, WANG.passphrase).db_key == busy.unlocked.db_key


def test_nothing_of_it_is_left_in_the_folder(busy: Any, vault_of: Callable[[Any], Vault]) -> None:
    before = {path.name for path in busy.folder.iterdir() if path.suffix not in (".db-wal", ".db-shm")}
    renew(busy, vault_of(busy))
    after = {path.name for path in busy.folder.iterdir()}
    assert after - before == set()
    assert (busy.folder / "keys.json").read_bytes() == (busy.folder / "keys.previous.json").read_bytes()


def test_an_old_key_file_put_back_after_a_renewal_opens_nothing(
    busy: Any, vault_of: Callable[[Any], Vault], clock: Callable[[], int]
) -> None:
    old = (busy.folder / "keys.json").read_bytes()
    renew(busy, vault_of(busy))
    (busy.folder / "keys.json").write_bytes(old)
    removed = vault_of(busy).unlock(WANG.user_id, WANG.passphrase)
    with pytest.raises(KnownError, match="store-damaged"):
        open_store(busy.folder, removed, clock)


def test_a_copy_that_differs_is_not_put_in_place(busy: Any, vault_of: Callable[[Any], Vault]) -> None:
    before = (busy.folder / "keys.json").read_bytes()

    def spoil(step: str) -> None:
        if step == "copy written":
            raw = bytearray((busy.folder / NEXT_DATABASE).read_bytes())
            raw[-100] ^= 1
            (busy.folder / NEXT_DATABASE).write_bytes(raw)

    with pytest.raises(KnownError):
        renew(busy, vault_of(busy), at_step=spoil)
    assert (busy.folder / "keys.json").read_bytes() == before
    assert not (busy.folder / NEXT_DATABASE).exists()
    busy.enrol("LN-002")


def test_an_open_store_is_left_alone_by_who_would_finish(busy: Any) -> None:
    (busy.folder / NEXT_KEYS).write_bytes(b"another process is at it")
    assert not finish_renewal(busy.folder)
    assert (busy.folder / NEXT_KEYS).exists()
    busy.store.close()
    assert not finish_renewal(busy.folder)
    assert not (busy.folder / NEXT_KEYS).exists()


def test_a_decided_renewal_whose_key_file_was_changed_is_not_finished(busy: Any) -> None:
    busy.store.close()
    (busy.folder / DECIDED_NAME).write_bytes(b'{"keys":"00","epoch":2}')
    with pytest.raises(KnownError, match="renewal-damaged"):
        finish_renewal(busy.folder)
    assert (busy.folder / DECIDED_NAME).exists()


# Exits the hard way at the named step: no clean-up runs, as after a kill.
SCRIPT = """
import os, sys
from pathlib import Path
from storage.keys import KdfProfile, open_vault, fresh_recovery_code
from storage.rotation import finish_renewal, renew_keys
from storage.store import open_store
from sync.server.serve import utc_now

folder, typed, stop_at = Path(sys.argv[1]), sys.argv[2], sys.argv[3]

def step(name):
    print(name, flush=True)
    if name == stop_at:
        os._exit(9)

if (folder / "renewal.json").exists():
    finish_renewal(folder, step)
else:
    vault = open_vault(folder, floor=KdfProfile(8, 1, 1))
    unlocked = vault.unlock("u-lin", typed)
    store = open_store(folder, unlocked, utc_now)
    renew_keys(store, vault, vault.renewed(unlocked, fresh_recovery_code()), step)
"""


def renew_and_die(folder: Path, stop_at: str) -> tuple[int, list[str]]:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(folder), LINS, stop_at], check=False, timeout=60, cwd=ROOT, text=True,
        capture_output=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    return done.returncode, done.stdout.split("\n")[:-1]


def opened(folder: Path, cheap: KdfProfile, clock: Callable[[], int]) -> tuple[Kept, int, Unlocked]:
    """What the next start of the program finds."""
    finish_renewal(folder)
    vault = open_vault(folder, floor=cheap)
    unlocked = vault.unlock("u-lin", LINS)
    with open_store(folder, unlocked, clock) as store:
        assert store.fault is None
        assert verify_store(store, unlocked).whole
        return kept(store), vault.epoch, unlocked


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_step_either_pair_opens_whole(
    busy: Any, tmp_path: Path, cheap_profile: KdfProfile, clock: Callable[[], int], step: str
) -> None:
    before = kept(busy.store)
    busy.store.close()
    copy = tmp_path / "killed"
    shutil.copytree(busy.folder, copy)
    assert renew_and_die(copy, step)[0] == 9
    again = tmp_path / "killed twice"
    shutil.copytree(copy, again)
    found, epoch, _unlocked = opened(copy, cheap_profile, clock)
    assert found == before
    assert epoch == (2 if STEPS.index(step) >= DECIDED_AT else 1)
    assert not {NEXT_KEYS, NEXT_DATABASE, DECIDED_NAME} & {path.name for path in copy.iterdir()}
    if step == "database in place":
        # Finishing can be killed too, and is finished by the one after.
        assert renew_and_die(again, "keys.previous.json renamed")[0] == 9
        assert opened(again, cheap_profile, clock)[:2] == (before, 2)


@pytest.mark.parametrize("instead", ["nothing", "another file"])
def test_without_the_new_database_the_new_key_file_does_not_lock_everybody_out(
    busy: Any, cheap_profile: KdfProfile, clock: Callable[[], int], instead: str
) -> None:
    """A virus scanner or a tidy hand takes the half that stood ready; the old half is still whole."""
    before = kept(busy.store)
    busy.store.close()
    assert renew_and_die(busy.folder, "renewal.json renamed")[0] == 9
    (busy.folder / NEXT_DATABASE).unlink()
    if instead != "nothing":
        (busy.folder / NEXT_DATABASE).write_bytes(b"x" * 4096)
    with pytest.raises(KnownError, match="renewal-damaged"):
        finish_renewal(busy.folder)
    for name in (DECIDED_NAME, NEXT_DATABASE):
        (busy.folder / name).unlink(missing_ok=True)
    assert opened(busy.folder, cheap_profile, clock)[:2] == (before, 1)


def test_these_are_all_the_steps(busy: Any, tmp_path: Path) -> None:
    busy.store.close()
    assert renew_and_die(busy.folder, "none") == (0, list(STEPS))


def test_the_database_remembers_the_latest_key_file(busy: Any) -> None:
    db = busy.store.connection
    assert key_memory(db) == (0, 0, (), None)
    assert not remember_key_file(db, 5, 1)
    check_key_file(db, 5)
    check_key_file(db, 9)
    with pytest.raises(KnownError) as refusal:
        check_key_file(db, 4)
    assert refusal.value.code == "keys-put-back"
    remember_key_file(db, 4, 1)
    assert key_memory(db).generation == 5


def test_who_was_removed_is_remembered_until_the_keys_are_renewed(busy: Any) -> None:
    db = busy.store.connection
    remember_key_file(db, 5, 1)
    for name in ("王护士", "赵医生", "王护士"):
        remember_removed(db, name)
    assert key_memory(db).removed == ("王护士", "赵医生")
    assert remember_key_file(db, 6, 2)
    assert key_memory(db).removed == ()
    assert not remember_key_file(db, 7, 2)


def test_after_another_passphrase_one_unlocks_again_before_the_keys_are_renewed(
    busy: Any, vault_of: Callable[[Any], Vault]
) -> None:
    vault = vault_of(busy)
    vault.change_passphrase("u-lin", LINS, "four cranes over the lake")
    with pytest.raises(KnownError) as refusal:
        vault.renewed(busy.unlocked, fresh_recovery_code())
    assert refusal.value.code == "renewal-unlock-again"
    again = vault.unlock("u-lin", "four cranes over the lake")
    assert vault.renewed(again, fresh_recovery_code()).epoch == 2
    again.close()
