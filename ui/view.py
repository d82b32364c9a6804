"""The base of every screen: keeps the last state and shows it again when language or theme is switched."""

from typing import Generic, TypeVar

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from ui.look import Look

S = TypeVar("S")


class View(QWidget, Generic[S]):
    """A screen that shows a state. Subclasses write `_show(state)`, which must set every text it owns."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.state: S | None = None
        self._stale = False
        look.changed.connect(self._again)

    def render(self, state: S) -> None:  # type: ignore[override]  # Qt's own render() paints into a device; unused here
        """Show `state`, a frozen dataclass; nothing is kept from the one before but focus and what is being typed."""
        self.state, self._stale = state, False
        self._show(state)

    def showEvent(self, event: QShowEvent) -> None:
        """What was switched while nobody saw this screen is shown now."""
        super().showEvent(event)
        if self._stale:
            self._again()

    def _again(self) -> None:
        # A page behind the one in front waits until somebody comes to it; a window that is not up yet does not.
        self._stale = self.window().isVisible() and not self.isVisible()
        if self.state is not None and not self._stale:
            self._show(self.state)

    def _show(self, state: S) -> None:
        raise TypeError(f"{type(self).__name__} does not say how it shows {type(state).__name__}")
