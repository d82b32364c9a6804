"""Icons drawn from SVG in the colour of the text beside them, rendered once per name, colour, size and scale."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

import resources


def warm_up() -> None:
    """Read every icon's file: to be run on a worker, so that the window's thread reads none while it shows a page."""
    for file in resources.path("icons").glob("*.svg"):
        _source(file.stem)


@lru_cache(maxsize=256)
def _source(name: str) -> str:
    return resources.path(f"icons/{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=512)
def _image(name: str, colour: str, size: int, scale: float) -> QImage:
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))
    wide = round(size * scale)
    image = QImage(wide, wide, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, size * scale, size * scale))
    painter.end()
    image.setDevicePixelRatio(scale)
    return image


def pixmap(name: str, colour: str, size: int = 16, scale: float = 1.0) -> QPixmap:
    """The icon as a pixmap of `size` logical px, sharp at the screen's `scale`. Raises FileNotFoundError."""
    return QPixmap.fromImage(_image(name, colour, size, scale))


def icon(name: str, colour: str, size: int = 16) -> QIcon:
    """The icon for buttons, with pixmaps for 100 % and 200 %."""
    made = QIcon()
    for scale in (1.0, 2.0):
        made.addPixmap(pixmap(name, colour, size, scale))
    return made
