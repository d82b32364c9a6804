"""Where each attached file stands: here, at the centre, both, or not received yet. Read on the reader's lane."""

from desktop_app.jobs.attach import attachments
from desktop_app.session import Session
from storage.attached import Named
from storage.attachments import FOLDER_NAME
from storage.set_aside import aside
from ui.file_words import AttachmentState


def file_standings(session: Session) -> dict[str, AttachmentState]:
    """The standing of every file that the log names, by its name."""
    files = attachments(session.store)
    damaged = aside(session.store.folder / FOLDER_NAME)
    return {
        file.name: _standing(file, here=files.has(file.name), damaged=file.name in damaged)
        for file in session.store.reader.files()
    }


def _standing(file: Named, *, here: bool, damaged: bool) -> AttachmentState:
    if here:
        return "sent" if file.at_centre else "sealed"
    if damaged:
        return "damaged" if file.at_centre else "lost"
    if file.at_centre:
        return "centre"
    return "missing" if file.here else "elsewhere"
