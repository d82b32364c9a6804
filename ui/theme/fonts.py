"""The type scale and the families. Says plainly when no family with Chinese characters is installed."""

from functools import lru_cache
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase

FAMILIES: Final = ("Segoe UI", "Microsoft YaHei UI", "PingFang SC", "Noto Sans CJK SC", "Noto Sans SC", "Sans Serif")

KEY: Final = 11
HINT: Final = 12
BODY: Final = 13
PANE: Final = 15
NUMBER: Final = 24


def font(size: int = BODY, bold: bool = False) -> QFont:
    """A font of the scale, the caller's own: `size` in px at 100 %, with figures of one width."""
    return QFont(_made(size, bold))


@lru_cache(maxsize=64)
def _made(size: int, bold: bool) -> QFont:
    # Once: for a font made anew Qt looks its families up again, with every word that is painted.
    made = QFont()
    made.setFamilies(list(FAMILIES))
    made.setPixelSize(size)
    made.setBold(bold)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


def chinese_families() -> list[str]:
    """The installed families that have simplified Chinese; empty when Chinese text would show as boxes."""
    return list(QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese))
