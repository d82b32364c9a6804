"""The theme in use: hands out tokens, fonts and icons, and dresses the application or parts of it. Knows no screen."""

from string import Template

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QColor, QFont, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

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


class _Worn(QObject):
    """A part that wears the sheet; one that nobody sees puts another on when it is shown."""

    def __init__(self, part: QWidget, theme: "Theme") -> None:
        super().__init__(part)
        self._part = part
        self._theme = theme
        self._wears = theme.name
        part.setStyleSheet(theme.sheet)
        part.installEventFilter(self)
        theme.turned.connect(self._turned)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Takes nothing away from anyone."""
        if event.type() == QEvent.Type.Show:
            self._put_on()
        return super().eventFilter(watched, event)

    def _turned(self) -> None:
        if self._part.isVisible():
            self._put_on()

    def _put_on(self) -> None:
        if self._wears != self._theme.name:
            self._wears = self._theme.name
            self._part.setStyleSheet(self._theme.sheet)


def wear_as(window: QWidget, owner: QWidget) -> None:
    """Give a window that is no child of `owner`, such as a list of answers, the sheet that `owner` is seen in.

    Before it is shown: a list that changes its style while it opens ends the program.
    """
    above: QWidget | None = owner
    while above is not None and not above.styleSheet():
        above = above.parentWidget()
    sheet = above.styleSheet() if above is not None else ""
    if sheet != window.styleSheet():
        window.setStyleSheet(sheet)


class Theme(QObject):
    """Which theme is on. `turned` is sent when parts are to wear it, `switched` after what is in sight does.

    An application that is dressed whole has one sheet, and a switch reads every widget's style again, hidden ones too:
    seconds. Where only the ground is laid, each part of the window wears the sheet by itself.
    """

    turned = Signal()
    switched = Signal()

    def __init__(self, name: ThemeName = "light", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name: ThemeName = name
        self._whole = False
        self._sheets: dict[ThemeName, str] = {}

    @property
    def name(self) -> ThemeName:
        """The theme that is on."""
        return self._name

    @property
    def tokens(self) -> Tokens:
        """The colours that are on."""
        return THEMES[self._name]

    @property
    def sheet(self) -> str:
        """The style sheet of the theme that is on."""
        if self._name not in self._sheets:
            self._sheets[self._name] = style_sheet(self.tokens)
        return self._sheets[self._name]

    def lay_ground(self, application: QApplication) -> None:
        """Give the application style, palette and font; its parts `wear` the sheet."""
        self._whole = False
        application.setStyleSheet("")
        application.setStyle("Fusion")
        application.setFont(fonts.font())
        application.setPalette(palette(self.tokens))

    def dress(self, application: QApplication) -> None:
        """Give the whole application style, palette, font and style sheet: for a window or two."""
        self.lay_ground(application)
        self._whole = True
        application.setStyleSheet(self.sheet)

    def wear(self, part: QWidget) -> None:
        """Let a part of a window, or a window, wear the theme that is on, from now on; what is in it follows."""
        if not self._whole:
            _Worn(part, self)

    def switch(self, name: ThemeName) -> None:
        """Turn to another theme at run time."""
        if name == self._name:
            return
        self._name = name
        application = QApplication.instance()
        if isinstance(application, QApplication):
            if self._whole:
                self.dress(application)
            else:
                application.setPalette(palette(self.tokens))
        self.turned.emit()
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
