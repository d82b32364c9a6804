"""The columns of the entry grid: one object that head, rows and strips all read, so that edges meet."""

from dataclasses import dataclass

from PySide6.QtCore import QRect

ROW = 28
FIELD = 24


@dataclass(frozen=True)
class Columns:
    """Widths in px at 100 %. The item column takes what a wider window gives, up to `label_most`."""

    label: int = 146
    label_most: int = 240
    result: int = 116
    unit: int = 56
    flag: int = 74
    reference: int = 86
    previous: int = 92
    gap: int = 8
    margin: int = 16
    change_least: int = 100

    def labels(self, width: int) -> int:
        """Width of the item column in a grid of `width` px."""
        fixed = self.result + self.unit + self.flag + self.reference + self.previous + self.change_least
        return max(self.label, min(self.label_most, width - fixed - 6 * self.gap - 2 * self.margin))

    def rects(self, width: int, height: int) -> dict[str, QRect]:
        """Where each column stands in a line of that size: label, result, unit, flag, reference, previous, change."""
        widths = {
            "label": self.labels(width),
            "result": self.result,
            "unit": self.unit,
            "flag": self.flag,
            "reference": self.reference,
            "previous": self.previous,
        }
        found, x = {}, self.margin
        for name, wide in widths.items():
            found[name] = QRect(x, 0, wide, height)
            x += wide + self.gap
        found["change"] = QRect(x, 0, max(0, width - self.margin - x), height)
        return found

    def strip_left(self, width: int) -> int:
        """Where a strip under a row begins: at the result."""
        return self.margin + self.labels(width) + self.gap
