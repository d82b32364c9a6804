"""Clears away at start what a killed process left beside the record: plain copies, half-written and unnamed files.

Removes nothing the log might still ask for. Knows no screen.
"""

import contextlib
import shutil

from desktop_app.jobs.attach import SCRATCH_NAME, attachments
from storage.attached import goes_on, named
from storage.attachments import FOLDER_NAME
from storage.files import disk_errors
from storage.set_aside import clear_aside
from storage.store import Store
from study.errors import KnownError


def tidy(store: Store) -> None:
    """To be run once after a store was opened and before anything is attached; a disk that fails is left alone.

    Plain copies in the scratch folder go always. Sealed files that no entry names go only where the log is known to be
    whole: not when the anchor or anything else makes a fault, and not on a device that goes on from another one, for
    entries of that one may still come back from the EDC and name them.
    """
    with contextlib.suppress(KnownError):
        _empty_scratch(store)
    if store.fault is None and not goes_on(store.connection):
        with contextlib.suppress(KnownError):
            files = attachments(store)
            if files.any():
                clear_aside(store.folder / FOLDER_NAME)
                files.sweep_orphans({file.name for file in named(store.connection)})


def _empty_scratch(store: Store) -> None:
    folder = store.folder / SCRATCH_NAME
    with disk_errors(store.folder):
        for path in folder.iterdir() if folder.is_dir() else ():
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
