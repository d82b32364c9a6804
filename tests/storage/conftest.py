"""A cheap vault for every test of storage: the derivation at the floor would take most of a test run's time."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from storage.keys import KdfProfile, NewUser, Unlocked, Vault, create_vault, open_vault


class FakeClock:
    """A clock that stands still until it is moved: calling it gives UTC ms, `ticks` ms since the computer started."""

    def __init__(self, now: int = 1_790_000_000_000) -> None:
        self.now = now
        self.uptime = 3_600_000

    def __call__(self) -> int:
        return self.now

    def ticks(self) -> int:
        return self.uptime

    def forward(self, *, minutes: float) -> None:
        """Time goes by."""
        self.now += int(minutes * 60_000)
        self.uptime += int(minutes * 60_000)

    def set_on(self, *, minutes: float) -> None:
        """Somebody sets the clock, back with a negative number; no time goes by."""
        self.now += int(minutes * 60_000)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(scope="session")
def cheap_profile() -> KdfProfile:
    """Argon2id at its technical minimum. Give it as `profile` to create_vault and as `floor` to both."""
    return KdfProfile(memory_kib=8, iterations=1, lanes=1)


@pytest.fixture(scope="session")
def first_user() -> NewUser:
    return NewUser("u-lin", "林医生", "a rainy spring in Xuhui")


@pytest.fixture
def new_vault(
    tmp_path: Path, cheap_profile: KdfProfile, first_user: NewUser, clock: FakeClock
) -> Iterator[tuple[Path, Unlocked, str]]:
    """A new store's folder, the first user's access, and the recovery code."""
    folder = tmp_path / "store"
    folder.mkdir()
    unlocked, code = create_vault(
        folder, first_user, cheap_profile, clock=clock, ticks=clock.ticks, floor=cheap_profile
    )  # fmt: skip
    yield folder, unlocked, code
    unlocked.close()


@pytest.fixture
def vault_folder(new_vault: tuple[Path, Unlocked, str]) -> Path:
    """A folder with the keys of a new store and nothing else; `first_user` can unlock it."""
    return new_vault[0]


@pytest.fixture
def unlocked(new_vault: tuple[Path, Unlocked, str]) -> Unlocked:
    """The first user's access to the store in `vault_folder`; closed after the test."""
    return new_vault[1]


@pytest.fixture
def recovery_code(new_vault: tuple[Path, Unlocked, str]) -> str:
    return new_vault[2]


@pytest.fixture
def reopen(vault_folder: Path, cheap_profile: KdfProfile, clock: FakeClock) -> Callable[[], Vault]:
    """Opens the vault in `vault_folder` as a newly started process would."""
    return lambda: open_vault(vault_folder, clock=clock, ticks=clock.ticks, floor=cheap_profile)


@pytest.fixture
def vault(reopen: Callable[[], Vault]) -> Vault:
    """The vault in `vault_folder`, opened and still locked."""
    return reopen()
