"""Where an attached file stands, in words."""

from ui.child.state import AttachmentState
from ui.language import translate


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
