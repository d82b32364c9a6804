"""What every session on this workstation shares: the store's place, its key file, the study, the clock."""

import os
import platform
from typing import NamedTuple

from desktop_app.place import Place
from desktop_app.vaults import Vaults
from storage.keys import Clock
from storage.lock import Holder
from study.definition.model import Study


class House(NamedTuple):
    """`ui_thread` is the window's thread, which may not touch the database; None where there is no window."""

    place: Place
    vaults: Vaults
    study: Study
    clock: Clock
    ui_thread: int | None = None

    def holder(self, name: str) -> Holder:
        """Who has the store open, for the sentence that another process reads."""
        return Holder(name, platform.node(), os.getpid(), self.clock())
