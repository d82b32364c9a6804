"""Failed unlocks slow down, across restarts, and with the files removed or the clock turned."""

import base64
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, Protocol

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.keys import Attempts, KdfProfile, NewUser, Unlocked, Vault, open_vault, primitives
from storage.keys.attempts import pause_after
from study.errors import KnownError

Reopen = Callable[[], Vault]
WRONG = "not the passphrase at all"


class MovableClock(Protocol):
    """The `clock` fixture."""

    now: int
    uptime: int

    def __call__(self) -> int: ...
    def ticks(self) -> int: ...
    def forward(self, *, minutes: float) -> None: ...
    def set_on(self, *, minutes: float) -> None: ...


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


@pytest.fixture
def mirrored(
    vault_folder: Path, tmp_path: Path, clock: MovableClock, cheap_profile: KdfProfile
) -> Callable[..., Vault]:
    """Opens the vault as an account of the computer does, which keeps a second counter in a folder of its own."""

    def reopen(account: str = "lin") -> Vault:
        return open_vault(
            vault_folder, clock=clock, ticks=clock.ticks, floor=cheap_profile, mirror=tmp_path / account / "attempts"
        )

    return reopen


def second_file(tmp_path: Path, account: str = "lin") -> Path:
    [path] = (tmp_path / account / "attempts").iterdir()
    return path


def test_the_second_file_remembers_what_the_first_forgot(
    mirrored: Callable[..., Vault], vault_folder: Path, tmp_path: Path, clock: MovableClock, first_user: NewUser
) -> None:
    mirrored().unlock(first_user.user_id, first_user.passphrase)
    fresh = (vault_folder / "attempts.json").read_bytes()
    fail(mirrored(), first_user.user_id, 5)
    clock.forward(minutes=1)
    fail(mirrored(), first_user.user_id)
    (vault_folder / "attempts.json").write_bytes(fresh)
    clock.forward(minutes=1)
    assert waits(mirrored(), first_user)
    second_file(tmp_path).unlink()
    (vault_folder / "attempts.json").write_bytes(fresh)
    assert waits(mirrored(), first_user)


def test_the_second_file_counts_also_when_the_first_is_older_than_it(
    mirrored: Callable[..., Vault], vault_folder: Path, first_user: NewUser
) -> None:
    """As the store was made, before anybody unlocked here: that file knows of no second one."""
    as_it_was = (vault_folder / "attempts.json").read_bytes()
    fail(mirrored(), first_user.user_id, 5)
    (vault_folder / "attempts.json").write_bytes(as_it_was)
    assert waits(mirrored(), first_user)


def test_both_files_removed_give_no_free_tries(
    mirrored: Callable[..., Vault], vault_folder: Path, tmp_path: Path, first_user: NewUser
) -> None:
    fail(mirrored(), first_user.user_id, 2)
    second_file(tmp_path).unlink()
    (vault_folder / "attempts.json").unlink()
    assert waits(mirrored(), first_user)


def test_another_account_of_the_computer_need_not_wait_for_its_first_time(
    mirrored: Callable[..., Vault], tmp_path: Path, first_user: NewUser
) -> None:
    mirrored("lin").unlock(first_user.user_id, first_user.passphrase)
    fail(mirrored("wang"), first_user.user_id, 5)
    assert waits(mirrored("lin"), first_user)
    assert second_file(tmp_path, "wang").exists()


@pytest.mark.logs("no second counter of failed unlocks")
def test_an_account_that_may_keep_no_second_file_is_still_slowed_down(
    mirrored: Callable[..., Vault], tmp_path: Path, first_user: NewUser
) -> None:
    (tmp_path / "lin").write_text("a file where a folder should be")
    fail(mirrored(), first_user.user_id, 5)
    assert waits(mirrored(), first_user)


@pytest.mark.parametrize("minutes", [-60 * 24 * 365, -1, 1, 60 * 24 * 365])
def test_setting_the_clock_neither_forgives_nor_punishes(
    vault: Vault, clock: MovableClock, first_user: NewUser, minutes: int
) -> None:
    fail(vault, first_user.user_id, 5)
    clock.set_on(minutes=minutes)
    assert waits(vault, first_user)
    clock.forward(minutes=0.99)
    assert waits(vault, first_user)
    clock.forward(minutes=0.02)
    assert vault.unlock(first_user.user_id, first_user.passphrase).public_key


def test_a_computer_that_was_started_anew_forgives_no_more_than_it_has_been_on(
    reopen: Reopen, clock: MovableClock, first_user: NewUser
) -> None:
    fail(reopen(), first_user.user_id, 5)
    clock.uptime = 10_000
    assert waits(reopen(), first_user)
    clock.forward(minutes=0.5)
    assert waits(reopen(), first_user)
    clock.forward(minutes=0.5)
    assert not waits(reopen(), first_user)


class Turn(NamedTuple):
    """Something that happens to a computer: real minutes, the clock set by so many, and whether it is started anew."""

    real: float
    set_on: int
    restarted: bool


@given(st.lists(st.builds(Turn, st.floats(0, 20), st.integers(-9999, 9999), st.booleans()), max_size=12))
def test_nobody_gets_in_before_the_time_has_really_passed(turns: list[Turn]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        wall, uptime, passed = 1_790_000_000_000, 5_000_000, 0.0
        attempts = Attempts(Path(folder), b"key", lambda: wall, ticks=lambda: uptime)
        attempts.begin_anew()
        for _ in range(9):
            attempts.begin("u")
        for turn in turns:
            passed += turn.real
            wall += int((turn.real + turn.set_on) * 60_000)
            uptime = int(turn.real * 60_000) if turn.restarted else uptime + int(turn.real * 60_000)
            free = True
            try:
                attempts.check("u")
            except KnownError:
                free = False
            assert not free or passed * 60_000 + len(turns) >= pause_after(9)


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


@pytest.fixture
def started(tmp_path: Path, clock: MovableClock) -> Callable[[], Attempts]:
    """The counters as a newly started process would read them."""
    Attempts(tmp_path, b"key", lambda: clock.now, ticks=lambda: clock.uptime).begin_anew()
    return lambda: Attempts(tmp_path, b"key", lambda: clock.now, ticks=lambda: clock.uptime)


def must_wait(attempts: Attempts) -> bool:
    try:
        attempts.check("u")
    except KnownError as error:
        return error.code == "unlock-wait"
    return False


def test_what_was_waited_before_the_computer_was_started_anew_counts(
    started: Callable[[], Attempts], clock: MovableClock
) -> None:
    for _ in range(8):
        started().begin("u")
    clock.forward(minutes=5)
    started().note_waiting()
    clock.uptime = 1_000
    assert must_wait(started())
    clock.forward(minutes=2.9)
    assert must_wait(started()), "eight minutes, of which not quite all have passed"
    clock.forward(minutes=0.2)
    assert not must_wait(started())


def test_a_try_while_waiting_keeps_what_was_waited(started: Callable[[], Attempts], clock: MovableClock) -> None:
    for _ in range(6):
        started().begin("u")
    clock.forward(minutes=1.5)
    assert must_wait(started())
    clock.uptime = 0
    clock.forward(minutes=0.6)
    assert not must_wait(started())


def test_a_counter_of_the_version_before_still_counts(tmp_path: Path, clock: MovableClock) -> None:
    state = b'{"others":{"failures":0,"last":0,"since":0},"counters":{"u":{"failures":7,"last":1,"since":3590000}}}'
    code = base64.b64encode(primitives.mac(b"key", state)).decode()
    (tmp_path / "attempts.json").write_bytes(b'{"state":' + state + b',"mac":"' + code.encode() + b'"}')
    attempts = Attempts(tmp_path, b"key", lambda: clock.now, ticks=lambda: clock.uptime)
    with pytest.raises(KnownError, match="unlock-wait"):
        attempts.check("u")
    attempts.check("somebody else")
