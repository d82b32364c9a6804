"""A process killed at any step of a change of the key file leaves the old state or the new one, not neither or both."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from storage.keys import KdfProfile, NewUser, Vault, open_vault
from study.errors import KnownError

NEW = "another perfectly good one"

# Exits the hard way at the step whose number is given: no clean-up runs, as after a kill.
SCRIPT = """
import os, sys
from pathlib import Path
from storage.keys import KdfProfile, open_vault

folder, user_id, old, new, stop_at = sys.argv[1:]
left = [int(stop_at)]

def step(name):
    left[0] -= 1
    if left[0] == 0:
        os._exit(9)

vault = open_vault(Path(folder), floor=KdfProfile(8, 1, 1), at_step=step)
vault.change_passphrase(user_id, old, new)
"""
STEPS = 9


def change_and_die(folder: Path, user: NewUser, stop_at: int) -> int:
    arguments = [str(folder), user.user_id, user.passphrase, NEW, str(stop_at)]
    return subprocess.run([sys.executable, "-c", SCRIPT, *arguments], check=False, timeout=60).returncode


def opens(vault: Vault, user_id: str, typed: str) -> bool:
    vault.attempts.begin_anew()
    try:
        vault.unlock(user_id, typed).close()
    except KnownError as refusal:
        if refusal.code != "wrong-passphrase":
            raise
        return False
    return True


@pytest.mark.parametrize("stop_at", range(1, STEPS + 1))
def test_killed_while_the_passphrase_changes(
    vault_folder: Path, first_user: NewUser, cheap_profile: KdfProfile, reopen: Callable[[], Vault], stop_at: int
) -> None:
    assert change_and_die(vault_folder, first_user, stop_at) == 9
    old, new = (opens(reopen(), first_user.user_id, typed) for typed in (first_user.passphrase, NEW))
    assert old != new
    # Whatever the leftovers, the next change goes through.
    vault = reopen()
    vault.change_passphrase(first_user.user_id, NEW if new else first_user.passphrase, "a third one, as good")
    assert opens(open_vault(vault_folder, floor=cheap_profile), first_user.user_id, "a third one, as good")


def test_these_are_all_the_steps(vault_folder: Path, first_user: NewUser, reopen: Callable[[], Vault]) -> None:
    assert change_and_die(vault_folder, first_user, STEPS + 1) == 0
    assert opens(reopen(), first_user.user_id, NEW)
