"""What every widget needs to show itself: the theme and the language. Passed in, never fetched."""

from PySide6.QtCore import QObject, Signal

from study.text import Text
from ui.language import Language
from ui.theme.theme import Theme
from ui.theme.tokens import Tokens


class Look(QObject):
    """The theme and the language together; `changed` is sent when either was switched."""

    changed = Signal()

    def __init__(self, theme: Theme, language: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.language = language
        theme.switched.connect(self.changed)
        language.switched.connect(lambda _switch: self.changed.emit())

    @property
    def tokens(self) -> Tokens:
        """The colours that are on."""
        return self.theme.tokens

    def text(self, text: Text) -> str:
        """A domain text in the language that is on."""
        return self.language.text(text)
