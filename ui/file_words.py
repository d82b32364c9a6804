"""Where an attached file stands, in words."""

from typing import Literal

from ui.language import translate

AttachmentState = Literal["sealing", "sealed", "sent", "centre", "elsewhere", "missing", "failed"]
"""sealed: here only; sent: here and at the centre; centre: there only; elsewhere: not received there yet; missing: was
sealed here and is in neither place.
"""


def file_state_words(state: AttachmentState) -> str:
    """In the language on the screen."""
    return {
        "sealing": translate("FileWords", "sealing…"),
        "sealed": translate("FileWords", "here, not sent yet"),
        "sent": translate("FileWords", "here and at the centre"),
        "centre": translate("FileWords", "at the centre"),
        "elsewhere": translate("FileWords", "not yet received"),
        "missing": translate("FileWords", "missing here, not at the centre"),
        "failed": translate("FileWords", "could not be taken"),
    }[state]
