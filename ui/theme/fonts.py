"""The type scale and the families. Says plainly when no family with Chinese characters is installed."""

from typing import Final

from PySide6.QtGui import QFont, QFontDatabase

FAMILIES: Final = ("Segoe UI", "Microsoft YaHei UI", "PingFang SC", "Noto Sans CJK SC", "Noto Sans SC", "Sans Serif")

KEY: Final = 11
HINT: Final = 12
BODY: Final = 13
PANE: Final = 15
NUMBER: Final = 24


def font(size: int = BODY, bold: bool = False) -> QFont:
    """A font of the scale: `size` in px at 100 %, with figures of one width."""
    made = QFont()
    made.setFamilies(list(FAMILIES))
    made.setPixelSize(size)
    made.setBold(bold)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


def chinese_families() -> list[str]:
    """The installed families that have simplified Chinese; empty when Chinese text would show as boxes."""
    return list(QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese))
