"""What every session on this workstation shares: the store's place, its key file, the definition that came along, the
clock, and the versions read so far.
"""

import os
import platform
from dataclasses import dataclass
from functools import cached_property

from desktop_app.definitions import Definitions
from desktop_app.place import Place
from desktop_app.vaults import Vaults
from storage.keys import Clock
from storage.lock import Holder
from study.definition.model import Study


@dataclass(frozen=True)
class House:
    """`study` is what a new record begins with, and a proposal to one that is under another version.

    `ui_thread` is the window's thread, which may not touch the database; None where there is no window.
    """

    place: Place
    vaults: Vaults
    study: Study
    clock: Clock
    ui_thread: int | None = None

    @cached_property
    def definitions(self) -> Definitions:
        """The versions of the study, each read once."""
        return Definitions(self.study)

    def holder(self, name: str) -> Holder:
        """Who has the store open, for the sentence that another process reads."""
        return Holder(name, platform.node(), os.getpid(), self.clock())
