"""How each person left the window: size, column widths, side pane, room. Beside the record; nothing of a child.

Comfort only: a file that can't be read or written is a window as it comes, and never stands in anybody's way.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType

import msgspec

from storage.files import write_atomic
from study.errors import KnownError

NAME = "windows.json"


class WindowState(msgspec.Struct, frozen=True):
    """`columns`: px of the columns of a page's table. `side`: the pane beside a visit, None: as it comes.

    `room` is where the person was on `day`; another day begins with Today.
    """

    width: int = 0
    height: int = 0
    maximised: bool = False
    columns: dict[str, tuple[int, ...]] = {}
    side: bool | None = None
    room: str = ""
    day: date | None = None


Windows = Mapping[str, WindowState]
"""By user id."""
NO_WINDOWS: Windows = MappingProxyType({})


class WindowsKept:
    """What was read when the program started, and what was kept since."""

    def __init__(self, folder: Path, found: Windows) -> None:
        self._file = folder / NAME
        self._kept = dict(found)

    def of(self, user: str) -> WindowState | None:
        """How a person left the window; None before the first time."""
        return self._kept.get(user)

    def keep(self, user: str, state: WindowState) -> None:
        """Remember until the program ends; `save` makes it last."""
        self._kept = {**self._kept, user: state}

    def save(self) -> None:
        """Write the file. For the writer's lane."""
        try:
            write_atomic(self._file, msgspec.json.encode(self._kept))
        except (OSError, KnownError):
            # The values of a child are told when they can't be written; the width of a column is not worth a word.
            return


def read_windows(folder: Path) -> Windows:
    """What the file says; nothing where there is none that can be read. Off the window's thread."""
    try:
        return msgspec.json.decode((folder / NAME).read_bytes(), type=dict[str, WindowState])
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return {}
