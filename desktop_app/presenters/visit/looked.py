"""What the bedside page asks the reader for, and what comes back. Plain data between two threads."""

from datetime import datetime
from typing import NamedTuple

from desktop_app.presenters.visit.scene import HalfSaid, Scene, Unsaved
from study.address import Address
from study.text import Text
from ui.visit.state import Saved, VisitState


class Shown(NamedTuple):
    """What was read and what it looks like; `derived` are the derived values as shown, by code."""

    scene: Scene
    state: VisitState
    derived: dict[str, str]


class Asked(NamedTuple):
    """What the window's thread knows when it asks to read: nothing here changes while the reader works."""

    visit: Address
    place: Address
    fresh: str
    go_to: str
    focus: str
    now: datetime
    unsaved: dict[str, Unsaved]
    half_said: dict[tuple[str, str], HalfSaid]
    notes: dict[str, Text]
    saved: Saved
    derived: dict[str, str]
    durable: frozenset[str]
    under: str = ""
