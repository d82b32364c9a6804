"""Owns how a long job of the store says how far it is and hears that it shall stop. Knows no job."""

from collections.abc import Callable

from study.errors import KnownError

Listen = Callable[[str, int, int], None]
"""Hears the step's name, and how much of how much is done there (bytes, pages, entries: the step's own unit)."""


def _nobody(_step: str, _done: int, _total: int) -> None:
    """Nobody listens."""


def _never() -> bool:
    return False


class Watch:
    """Given to a long job; `says` is called often, and raises KnownError `stopped` once somebody wants it to end."""

    def __init__(self, listen: Listen = _nobody, cancelled: Callable[[], bool] = _never) -> None:
        self._listen = listen
        self._cancelled = cancelled

    def says(self, step: str, done: int, total: int) -> None:
        """So much of this step is done."""
        if self._cancelled():
            raise stopped()
        self._listen(step, done, total)


UNWATCHED = Watch()


def stopped() -> KnownError:
    """Somebody asked for it."""
    return KnownError("stopped", "It was stopped. Nothing was changed.", "已停止，未作任何改动。")
