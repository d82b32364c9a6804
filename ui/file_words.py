"""Where an attached file stands, in words."""

from typing import Literal

from ui.language import translate

AttachmentState = Literal["sealing", "sealed", "sent", "centre", "elsewhere", "missing", "damaged", "lost", "failed"]
"""sealed: here only; sent: here and at the centre; centre: there only; elsewhere: not received there yet; missing: was
sealed here and is in neither place; damaged: here, and to be fetched from the centre again; lost: damaged here and
not at the centre.
"""
WRONG: frozenset[AttachmentState] = frozenset({"missing", "damaged", "lost"})
"""What somebody should look at."""


def file_state_words(state: AttachmentState) -> str:
    """In the language on the screen."""
    return {
        "sealing": translate("FileWords", "sealing…"),
        "sealed": translate("FileWords", "here, not sent yet"),
        "sent": translate("FileWords", "here and at the centre"),
        "centre": translate("FileWords", "at the centre"),
        "elsewhere": translate("FileWords", "not yet received"),
        "missing": translate("FileWords", "missing here, not at the centre"),
        "damaged": translate("FileWords", "damaged here, fetched again at the next sync"),
        "lost": translate("FileWords", "damaged here, not at the centre"),
        "failed": translate("FileWords", "could not be taken"),
    }[state]
