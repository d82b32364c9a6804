"""The mark and name of the program with the study below: the head of everything before anyone is in."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from study.text import Text
from ui.look import Look
from ui.theme.fonts import chinese_families
from ui.widgets.labels import label

_NO_CHINESE = (
    "No font with Chinese characters is installed on this computer: Chinese text shows as boxes. "
    "Install one, for example Noto Sans CJK. The data are not affected."
)
NO_CHINESE = Text(_NO_CHINESE, f"{_NO_CHINESE}\n本机未安装含中文字符的字体，中文会显示为方框。数据不受影响。")
"""Without the font only the English of it can be read, whatever the language."""


def mark(size: int) -> QLabel:
    """The letter in its square, `size` px wide."""
    made = QLabel("C")
    made.setProperty("part", "mark")
    made.setProperty("large", size > 30)
    made.setFixedSize(size, size)
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    made.setAccessibleName("Cartella")
    return made


class Brand(QWidget):
    """The program's name and the study it is set up for."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        row.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label("Cartella", "title", bold=True))
        self._study = label("", "hint", "text_3", wrap=True)
        words.addWidget(self._study)
        row.addWidget(mark(36))
        row.addLayout(words, 1)
        column.addLayout(row)
        self.no_chinese = label("", "hint", "amber", wrap=True)
        self.no_chinese.setVisible(False)
        column.addWidget(self.no_chinese)

    def show_study(self, title: str, registry: str) -> None:
        """Name the study and where it is registered; say so where Chinese can't be read here."""
        self._study.setText(" · ".join(part for part in (title, registry) if part))
        self.no_chinese.setText(self._look.text(NO_CHINESE))
        self.no_chinese.setVisible(not chinese_families())
