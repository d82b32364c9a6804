"""Theme and language of this workstation: worn once its settings are read, kept when somebody switches them.

Reads no file; what is kept is written on the writer's lane.
"""

from collections.abc import Callable

import msgspec

from desktop_app.place import Place, Settings
from desktop_app.tasks import Tasks
from ui.look import Look


class Remembered:
    """Until `take` the look is that of a new workstation."""

    def __init__(self, look: Look, place: Place, tasks: Tasks) -> None:
        self._look = look
        self._place = place
        self._tasks = tasks

    def take(self, settings: Settings) -> None:
        """Wear what was kept. What somebody chose while the folder was waited for stays, and is kept."""
        look, new = self._look, Settings()
        if look.language.code == new.language:
            look.language.switch(settings.language)
        if look.theme.name == new.theme:
            look.theme.switch(settings.theme)
        if look.language.code != settings.language:
            self._language_switched()
        if look.theme.name != settings.theme:
            self._theme_switched()
        self._look.language.switched.connect(self._language_switched)
        self._look.theme.switched.connect(self._theme_switched)

    def _language_switched(self, _switch: object = None) -> None:
        code = self._look.language.code
        self._keep(lambda known: msgspec.structs.replace(known, language=code))

    def _theme_switched(self) -> None:
        name = self._look.theme.name
        self._keep(lambda known: msgspec.structs.replace(known, theme=name))

    def _keep(self, change: Callable[[Settings], Settings]) -> None:
        place = self._place
        self._tasks.run("write", lambda: place.remember(change(place.settings)), lambda _none: None)
