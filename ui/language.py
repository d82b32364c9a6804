"""The language on the screen: Chinese or English, switchable at run time.

Owns the loading of the Qt catalogues (Qt's own, and one a package of screens) and the choice between the two wordings
of a `study.text.Text`. English is the language of the source; its catalogues hold only singular and plural.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from weakref import WeakSet

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QObject, QTranslator, Signal

import resources
from study.text import Language as LanguageCode
from study.text import Text

LANGUAGES: dict[LanguageCode, str] = {"zh": "中文", "en": "English"}
_LOCALES: dict[LanguageCode, str] = {"zh": "zh_CN", "en": "en"}
_IN_FORCE: WeakSet[QTranslator] = WeakSet()
"""What is installed in the application, which has one language at a time whoever chose it last."""


@dataclass(frozen=True)
class LanguageSwitch:
    """Somebody asked for another language."""

    language: LanguageCode


class Words(str):
    """Translated words; `of(count)` gives them for a number, in singular or plural."""

    __slots__ = ("_asked",)
    _asked: tuple[str, str, str]

    def of(self, count: int) -> str:
        """The wording for `count`, which fills %n."""
        return QCoreApplication.translate(*self._asked, count)


def translate(context: str, source: str, comment: str = "", count: int = -1) -> Words:
    """The catalogue's wording of `source`.

    Call it by this name and with literals: the catalogue's tool reads the source code, not the running program, and
    takes a text for a plural only where `count` is a literal number: `translate("Age", "%n min", "", 0).of(minutes)`.
    """
    words = Words(QCoreApplication.translate(context, source, comment, count))
    words._asked = (context, source, comment)
    return words


def fill(pattern: str, *parts: object) -> str:
    """`pattern` with %1, %2 ... replaced by `parts`; translators may put them in another order."""
    for place, part in enumerate(parts, start=1):
        pattern = pattern.replace(f"%{place}", str(part))
    return pattern


def age_of(span: timedelta) -> str:
    """How long ago, in the largest whole unit: 3 h, 2 d."""
    minutes = int(span.total_seconds() // 60)
    if minutes < 60:
        return translate("Age", "%n min", "", 0).of(max(minutes, 0))
    if minutes < 48 * 60:
        return translate("Age", "%n h", "", 0).of(minutes // 60)
    return translate("Age", "%n d", "", 0).of(minutes // (24 * 60))


def day_of(moment: date | datetime, today: date) -> str:
    """A day as people here write it: today, yesterday, 11-24, or with its year when that differs."""
    day = moment.date() if isinstance(moment, datetime) else moment
    if day == today:
        return translate("Day", "today")
    if (today - day).days == 1:
        return translate("Day", "yesterday")
    return f"{day:%m-%d}" if day.year == today.year else f"{day:%Y-%m-%d}"


def study_day(day: int) -> str:
    """A study day as it is printed: D0, D+91, D−28 (there is a day 0)."""
    if day == 0:
        return "D0"
    return f"D+{day}" if day > 0 else f"D\N{MINUS SIGN}{-day}"


def _of_qt(code: LanguageCode) -> Path:
    """Qt's own words, for its dialogs. What is not there (English needs none) is not loaded."""
    return Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)) / f"qtbase_{_LOCALES[code]}.qm"


class Language(QObject):
    """Which language is on. `switched` carries a LanguageSwitch, after the catalogues are in place."""

    switched = Signal(object)

    def __init__(self, code: LanguageCode = "zh", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._code: LanguageCode = code
        self._translators: list[QTranslator] = []
        self._install()

    @property
    def code(self) -> LanguageCode:
        """The language that is on."""
        return self._code

    def switch(self, code: LanguageCode) -> None:
        """Turn to another language; every view shows itself again."""
        if code == self._code:
            return
        self._code = code
        self._install()
        self.switched.emit(LanguageSwitch(code))

    def text(self, text: Text) -> str:
        """The wording in the language that is on."""
        return text.get(self._code)

    def other(self, text: Text) -> str:
        """The wording in the other language, for tooltips."""
        return text.get("en" if self._code == "zh" else "zh")

    def _install(self) -> None:
        for translator in tuple(_IN_FORCE):
            QCoreApplication.removeTranslator(translator)
        _IN_FORCE.clear()
        for translator in self._translators:
            translator.deleteLater()
        self._translators = []
        own = sorted(resources.path("translations").glob(f"*_{_LOCALES[self._code]}.qm"))
        for file in (_of_qt(self._code), *own):
            translator = QTranslator(self)
            if translator.load(str(file)):
                QCoreApplication.installTranslator(translator)
                _IN_FORCE.add(translator)
                self._translators.append(translator)
