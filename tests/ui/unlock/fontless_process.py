"""A process of its own, with the fonts of FONTCONFIG_FILE: shows the gate and the first run and prints, as JSON, how
many families have Chinese characters and what each screen says in each language.
"""

import json
import sys
from datetime import datetime

from PySide6.QtWidgets import QApplication, QLabel, QWidget

from study.text import Text
from ui.language import LANGUAGES, Language
from ui.look import Look
from ui.theme.fonts import chinese_families
from ui.theme.theme import Theme
from ui.unlock.first_run_view import FirstRunView
from ui.unlock.state import FirstRunState, Step, StudyChoice, UnlockState
from ui.unlock.unlock_view import UnlockView

_NOW = datetime(2026, 11, 17, 13, 48)  # noqa: DTZ001  # a wall-clock time at the site
_STUDY = Text("Follow-up after CAR-T", "CAR-T 随访")


def said(view: QWidget) -> list[str]:
    """The texts in sight."""
    return [label.text() for label in view.findChildren(QLabel) if label.isVisible()]


def main() -> None:
    """Say what stands there."""
    application = QApplication([])
    look = Look(Theme("light"), Language("en"))
    look.theme.dress(application)
    gate, first = UnlockView(look), FirstRunView(look)
    gate.render(UnlockState(_STUDY, "", "Site", "CR-02", "1", _NOW, ()))
    first.render(FirstRunState(Step.START, (StudyChoice("T", "1", _STUDY, ""),), (), (), "/srv/cartella"))
    told: dict[str, dict[str, list[str]]] = {"gate": {}, "first run": {}}
    for language in LANGUAGES:
        look.language.switch(language)
        for name, view in (("gate", gate), ("first run", first)):
            view.show()
            told[name][language] = said(view)
    sys.stdout.write(json.dumps({"families": len(chinese_families()), "told": told}) + "\n")


if __name__ == "__main__":
    main()
