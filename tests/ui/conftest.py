"""The look that every screen under test gets, and a switch of its language."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from ui.language import Language
from ui.look import Look
from ui.theme.theme import Theme


@pytest.fixture
def look(qapp: QApplication) -> Iterator[Look]:
    """Light and Chinese; English again afterwards, so that no translator stays in the application."""
    theme = Theme("light")
    theme.dress(qapp)
    made = Look(theme, Language("zh"))
    yield made
    made.language.switch("en")
    # Without a running event loop nothing that was to be deleted goes; the next style sheet would dress it all again.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
