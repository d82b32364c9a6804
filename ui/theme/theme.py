"""The theme in use: hands out tokens, fonts and icons, and dresses the application. Knows no screen."""

from string import Template

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

import resources
from ui.theme import fonts, icons
from ui.theme.tokens import THEMES, ThemeName, Tokens


def palette(tokens: Tokens) -> QPalette:
    """The Qt palette of a theme, for whatever the style sheet does not reach."""
    made = QPalette()
    roles = {
        QPalette.ColorRole.Window: tokens.bg,
        QPalette.ColorRole.WindowText: tokens.text,
        QPalette.ColorRole.Base: tokens.surface,
        QPalette.ColorRole.AlternateBase: tokens.sunken,
        QPalette.ColorRole.Text: tokens.text,
        QPalette.ColorRole.Button: tokens.surface,
        QPalette.ColorRole.ButtonText: tokens.text,
        QPalette.ColorRole.BrightText: tokens.on_red,
        QPalette.ColorRole.Highlight: tokens.accent,
        QPalette.ColorRole.HighlightedText: tokens.on_accent,
        QPalette.ColorRole.Link: tokens.accent,
        QPalette.ColorRole.ToolTipBase: tokens.surface,
        QPalette.ColorRole.ToolTipText: tokens.text,
        QPalette.ColorRole.PlaceholderText: tokens.text_3,
        QPalette.ColorRole.Mid: tokens.line_mid,
        QPalette.ColorRole.Dark: tokens.line_strong,
    }
    for role, colour in roles.items():
        made.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.text_3))
    return made


def style_sheet(tokens: Tokens) -> str:
    """The style sheets, in order of name, with the theme's colours. KeyError for a colour that is no token."""
    sheets = sorted(resources.path("style").glob("*.qss"))
    template = "\n".join(sheet.read_text(encoding="utf-8") for sheet in sheets)
    return Template(template).substitute(tokens.as_dict())


class Theme(QObject):
    """Which theme is on. `switched` is sent after the application is dressed anew."""

    switched = Signal()

    def __init__(self, name: ThemeName = "light", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name: ThemeName = name

    @property
    def name(self) -> ThemeName:
        """The theme that is on."""
        return self._name

    @property
    def tokens(self) -> Tokens:
        """The colours that are on."""
        return THEMES[self._name]

    def dress(self, application: QApplication) -> None:
        """Give the application style, palette, font and style sheet of this theme."""
        application.setStyle("Fusion")
        application.setPalette(palette(self.tokens))
        application.setFont(fonts.font())
        application.setStyleSheet(style_sheet(self.tokens))

    def switch(self, name: ThemeName) -> None:
        """Turn to another theme at run time."""
        self._name = name
        application = QApplication.instance()
        if isinstance(application, QApplication):
            self.dress(application)
        self.switched.emit()

    def colour(self, ink: str) -> QColor:
        """A token's colour for painting. Raises KeyError for a name that is no token."""
        return QColor(self.tokens.named(ink))

    def font(self, size: int = fonts.BODY, bold: bool = False) -> QFont:
        """A font of the scale."""
        return fonts.font(size, bold)

    def icon(self, name: str, ink: str = "text_2", size: int = 16) -> QIcon:
        """An icon in the colour of a token."""
        return icons.icon(name, self.tokens.named(ink), size)

    def pixmap(self, name: str, ink: str = "text_2", size: int = 16, scale: float = 1.0) -> QPixmap:
        """An icon as a pixmap, for labels and painters."""
        return icons.pixmap(name, self.tokens.named(ink), size, scale)
