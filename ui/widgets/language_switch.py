"""The switch between Chinese and English. Each language is named in itself, so that it is found from the other."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.language import LANGUAGES, LanguageSwitch
from ui.look import Look
from ui.widgets.segmented import Segmented

_SHORT = {"zh": "中文", "en": "EN"}


class LanguageSwitcher(QWidget):
    """`asked` carries a LanguageSwitch when a person picks the language that is not on."""

    asked = Signal(object)

    def __init__(self, look: Look, small: bool = True, short: bool = False) -> None:
        super().__init__()
        self._look = look
        self._words: dict[str, str] = _SHORT if short else dict(LANGUAGES.items())
        self.segments = Segmented(small)
        self.segments.chosen.connect(self._ask)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.segments)
        look.language.switched.connect(self._draw)
        self._draw()

    def _draw(self) -> None:
        self.segments.offer(list(self._words.items()), self._look.language.code)
        self.segments.setAccessibleName(self.tr("Language"))

    def _ask(self, key: str) -> None:
        code = next(code for code in LANGUAGES if code == key)
        if code != self._look.language.code:
            self.asked.emit(LanguageSwitch(code))
