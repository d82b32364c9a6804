"""Verify the open record, and put aside what is damaged of its sealed files, so that the next sync fetches it again."""

import contextlib
from pathlib import Path

from desktop_app.session import Session
from storage.attachments import FOLDER_NAME
from storage.finding import Report
from storage.set_aside import put_aside
from storage.verify import verify_store
from storage.watch import Watch
from study.errors import KnownError


def verify(session: Session, watch: Watch) -> Report:
    """Verify everything; see `storage.verify.verify_store`. Takes its time, beside all lanes."""
    report = verify_store(session.store, session.unlocked, watch)
    put_damaged_aside(session.store.folder, report)
    return report


def put_damaged_aside(folder: Path, report: Report) -> None:
    """Put aside the files that a verification of the store in `folder` found damaged; each is read once more."""
    for name in report.damaged:
        # One that somebody holds open, or on a disk that fails: the report says that it is damaged.
        with contextlib.suppress(KnownError):
            put_aside(folder / FOLDER_NAME, name)
