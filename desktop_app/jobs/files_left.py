"""How the attached files of a store stand towards the centre, in numbers. Reads only; off the window's thread."""

from typing import NamedTuple

from desktop_app.jobs.attach import attachments
from desktop_app.session import Session
from storage.attachments import FOLDER_NAME
from storage.set_aside import aside


class FilesLeft(NamedTuple):
    """Files that the log names: all, here and not at the centre, only at the centre, and in neither place; `damaged`:
    put aside here, whether the centre has them or not.
    """

    named: int = 0
    to_send: int = 0
    to_send_bytes: int = 0
    centre_only: int = 0
    elsewhere: int = 0
    damaged: int = 0


def files_left(session: Session) -> FilesLeft:
    """Count them."""
    folder, left = attachments(session.store), FilesLeft()
    damaged = aside(session.store.folder / FOLDER_NAME)
    for file in session.store.reader.files():
        here = folder.has(file.name)
        sends = here and not file.at_centre
        left = FilesLeft(
            left.named + 1,
            left.to_send + sends,
            left.to_send_bytes + file.size * sends,
            left.centre_only + (file.at_centre and not here),
            left.elsewhere + (not here and not file.at_centre and file.name not in damaged),
            left.damaged + (file.name in damaged),
        )
    return left


def files_to_send(session: Session) -> tuple[int, int]:
    """How many are here and not at the centre, and their bytes."""
    left = files_left(session)
    return left.to_send, left.to_send_bytes
