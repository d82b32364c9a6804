"""How the key file of one store is made and opened: with which clock, and which floor for the passphrase's derivation.

Only a test lowers the floor, and only through this constructor. Holds no key.
"""

from pathlib import Path

from storage.keys import (
    FLOOR,
    Clock,
    KdfProfile,
    NewUser,
    Unlocked,
    Vault,
    calibrate,
    create_vault,
    open_vault,
    system_clock,
)


class Vaults:
    """The vault of the store in `folder`."""

    def __init__(self, folder: Path, clock: Clock = system_clock, floor: KdfProfile = FLOOR) -> None:
        self.folder = folder
        self._clock = clock
        self._floor = floor

    def open(self) -> Vault:
        """The vault, still locked. See `storage.keys.open_vault` for what it raises."""
        return open_vault(self.folder, clock=self._clock, floor=self._floor)

    def create(self, first: NewUser) -> tuple[Unlocked, str]:
        """A new vault, as slow to guess as this machine allows; the first user's access and the recovery code."""
        profile = calibrate() if self._floor == FLOOR else self._floor
        return create_vault(self.folder, first, profile, clock=self._clock, floor=self._floor)
