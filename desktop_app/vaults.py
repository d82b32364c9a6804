"""How the key file of one store is made and opened: with which clock, where failed unlocks are counted a second time,
and which floor for the passphrase's derivation.

Only a test lowers the floor, and only through this constructor. Holds no key.
"""

from collections.abc import Callable
from pathlib import Path

import platformdirs

from storage.keys import (
    FLOOR,
    Clock,
    KdfProfile,
    NewUser,
    Unlocked,
    Vault,
    calibrate,
    create_vault,
    monotonic_clock,
    open_vault,
    system_clock,
    use_kept_keys,
)
from storage.rescue import Rescued, rescue_renewal
from storage.rotation import finish_renewal


class Vaults:
    """The vault of the store in `folder`. `mirror`: the folder of the second counters, None for none; `anchors`: that
    of the second anchors of the log (`storage.witness`).
    """

    def __init__(
        self,
        folder: Path,
        clock: Clock = system_clock,
        floor: KdfProfile = FLOOR,
        *,
        mirror: Path | None = None,
        anchors: Path | None = None,
        ticks: Clock = monotonic_clock,
    ) -> None:
        self.folder = folder
        self.anchors = anchors
        self._clock = clock
        self._ticks = ticks
        self.floor = floor
        self._mirror = mirror

    def open(self) -> Vault:
        """The vault, still locked; a renewal of the keys that was cut short is finished first.

        See `storage.keys.open_vault` and `storage.rotation.finish_renewal` for what it raises.
        """
        finish_renewal(self.folder)
        return open_vault(
            self.folder, clock=self._clock, ticks=self._ticks, floor=self.floor, mirror=self._mirror
        )  # fmt: skip

    def note_waiting(self) -> None:
        """Keep how long everybody has waited after failed unlocks. KnownErrors of `open`."""
        self.open().attempts.note_waiting()

    def rescue(self, unlock: Callable[[Vault], Unlocked]) -> Rescued:
        """Find the key file and the database that open together. See `storage.rescue.rescue_renewal`."""
        return rescue_renewal(self.folder, unlock, self._clock, floor=self.floor)

    def use_kept(self) -> None:
        """Put the kept copy in the place of a damaged key file. KnownError `keys-damaged`, `keys-whole`, `no-vault`."""
        use_kept_keys(self.folder, floor=self.floor)

    def create(self, first: NewUser) -> tuple[Unlocked, str]:
        """A new vault, as slow to guess as this machine allows; the first user's access and the recovery code."""
        profile = calibrate() if self.floor == FLOOR else self.floor
        return create_vault(
            self.folder, first, profile, clock=self._clock, ticks=self._ticks, floor=self.floor, mirror=self._mirror
        )


def people_vaults(folder: Path, clock: Clock = system_clock) -> Vaults:
    """The vault as people use it: the second counter and the second anchor lie in the account's own state folder."""
    state = platformdirs.user_state_path("Cartella", appauthor=False)
    return Vaults(folder, clock, mirror=state / "attempts", anchors=state / "anchors")
