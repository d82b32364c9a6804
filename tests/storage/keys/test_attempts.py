"""Failed unlocks slow down, across restarts, and with the files removed or the clock turned."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.keys import Attempts, KdfProfile, NewUser, Unlocked, Vault, open_vault
from storage.keys.attempts import pause_after
from study.errors import KnownError

Reopen = Callable[[], Vault]
WRONG = "not the passphrase at all"


class MovableClock(Protocol):
    """The `clock` fixture."""

    now: int

    def __call__(self) -> int: ...
    def forward(self, *, minutes: float) -> None: ...


def fail(vault: Vault, user_id: str, times: int = 1) -> None:
    for _ in range(times):
        with pytest.raises(KnownError, match="wrong-passphrase"):
            vault.unlock(user_id, WRONG)


def waits(vault: Vault, user: NewUser) -> bool:
    """Whether even the right passphrase has to wait."""
    try:
        vault.attempts.check(user.user_id)
    except KnownError as refusal:
        return refusal.code == "unlock-wait"
    return False


def test_five_tries_are_free_then_the_pause_doubles(vault: Vault, clock: MovableClock, first_user: NewUser) -> None:
    fail(vault, first_user.user_id, 5)
    for minutes in (1, 2, 4, 8):
        with pytest.raises(KnownError, match=f"in {minutes} min"):
            vault.unlock(first_user.user_id, first_user.passphrase)
        clock.forward(minutes=minutes - 0.01)
        assert waits(vault, first_user)
        clock.forward(minutes=0.01)
        fail(vault, first_user.user_id)
    clock.forward(minutes=16)
    assert vault.unlock(first_user.user_id, first_user.passphrase).public_key
    fail(vault, first_user.user_id, 5)


@given(st.integers(0, 200))
def test_a_pause_never_shrinks_and_never_exceeds_a_day(failures: int) -> None:
    assert pause_after(failures) <= pause_after(failures + 1) <= 24 * 3_600_000


def test_the_pause_survives_a_restart(reopen: Reopen, first_user: NewUser) -> None:
    fail(reopen(), first_user.user_id, 5)
    assert waits(reopen(), first_user)


def test_waiting_for_one_is_not_waiting_for_all(vault: Vault, unlocked: Unlocked, first_user: NewUser) -> None:
    colleague = NewUser("u-wang", "王护士", "three cranes over the lake")
    vault.add_user(unlocked, colleague)
    fail(vault, first_user.user_id, 5)
    assert vault.unlock(colleague.user_id, colleague.passphrase).public_key


def test_an_unknown_user_waits_like_a_known_one(vault: Vault) -> None:
    fail(vault, "u-nobody", 3)
    fail(vault, "u-noone", 2)
    with pytest.raises(KnownError, match="unlock-wait"):
        vault.unlock("u-nobody", WRONG)


def test_the_recovery_code_and_a_reset_end_the_wait(vault: Vault, recovery_code: str, first_user: NewUser) -> None:
    fail(vault, first_user.user_id, 5)
    recovered = vault.unlock_with_recovery(recovery_code)
    vault.reset_passphrase(recovered, first_user.user_id, "another perfectly good one")
    assert vault.unlock(first_user.user_id, "another perfectly good one").public_key


@pytest.mark.parametrize("damage", [None, b"", b"{}", b"not json"])
def test_removing_the_file_gives_no_free_tries(
    reopen: Reopen, vault_folder: Path, clock: MovableClock, first_user: NewUser, damage: bytes | None
) -> None:
    path = vault_folder / "attempts.json"
    path.unlink()
    if damage is not None:
        path.write_bytes(damage)
    assert waits(reopen(), first_user)
    clock.forward(minutes=1)
    assert reopen().unlock(first_user.user_id, first_user.passphrase).public_key
    fail(reopen(), first_user.user_id, 5)


def test_an_edited_file_gives_no_free_tries(reopen: Reopen, vault_folder: Path, first_user: NewUser) -> None:
    fail(reopen(), first_user.user_id, 4)
    path = vault_folder / "attempts.json"
    path.write_bytes(path.read_bytes().replace(b'"failures":4', b'"failures":0'))
    assert waits(reopen(), first_user)


def test_the_second_file_remembers_what_the_first_forgot(
    vault_folder: Path, tmp_path: Path, clock: MovableClock, cheap_profile: KdfProfile, first_user: NewUser
) -> None:
    fresh = (vault_folder / "attempts.json").read_bytes()
    mirror = tmp_path / "elsewhere" / "attempts.json"
    mirror.parent.mkdir()
    mirror.write_bytes(fresh)

    def reopen() -> Vault:
        return open_vault(vault_folder, clock=clock, floor=cheap_profile, mirror=mirror)

    fail(reopen(), first_user.user_id, 5)
    clock.forward(minutes=1)
    fail(reopen(), first_user.user_id)
    (vault_folder / "attempts.json").write_bytes(fresh)
    clock.forward(minutes=1)
    assert waits(reopen(), first_user)
    mirror.unlink()
    fresh_again = (vault_folder / "attempts.json").read_bytes()
    assert fresh_again == fresh
    assert waits(reopen(), first_user)


def test_turning_the_clock_back_restarts_the_pause_and_no_more(
    vault: Vault, clock: MovableClock, first_user: NewUser
) -> None:
    fail(vault, first_user.user_id, 5)
    clock.forward(minutes=-60 * 24 * 365)
    assert waits(vault, first_user)
    clock.forward(minutes=1)
    assert vault.unlock(first_user.user_id, first_user.passphrase).public_key


def test_an_attempt_counts_before_it_is_tried(reopen: Reopen, first_user: NewUser) -> None:
    """As when the process is killed during the derivation."""
    for _ in range(5):
        reopen().attempts.begin(first_user.user_id)
    assert waits(reopen(), first_user)


def test_failures_are_kept_until_the_log_has_them(reopen: Reopen, clock: MovableClock, first_user: NewUser) -> None:
    vault = reopen()
    fail(vault, first_user.user_id)
    fail(vault, "my passphrase in the wrong box")
    at = clock.now
    clock.forward(minutes=1)
    vault.unlock(first_user.user_id, first_user.passphrase)
    failures = reopen().attempts.failures()
    assert [(each.user_id, each.at) for each in failures] == [(first_user.user_id, at), ("?", at)]
    reopen().attempts.taken_over(1)
    assert [each.user_id for each in reopen().attempts.failures()] == ["?"]


def test_a_file_of_another_store_counts_as_missing(tmp_path: Path, clock: MovableClock) -> None:
    Attempts(tmp_path, b"one store", clock).begin_anew()
    Attempts(tmp_path, b"one store", clock).check("u")
    with pytest.raises(KnownError, match="unlock-wait"):
        Attempts(tmp_path, b"another", clock).check("u")
