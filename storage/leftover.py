"""Owns the copy of a write-ahead log that is kept when a store turns out to be behind its anchor.

SQLite ends at the first damaged frame and writes over the rest; the copy is what an expert could still read. Encrypted
like the original. Must not read it.
"""

import datetime as dt
import logging
import shutil
from pathlib import Path

_LOGGER = logging.getLogger("cartella.storage")


def set_aside(database: Path) -> Path | None:
    """Copy what a killed process left in the write-ahead log, before anything opens it; None when nothing was left.

    A store can be opened without the copy, so a full disk is only noted.
    """
    log = database.with_name(f"{database.name}-wal")
    aside = database.with_name(f"{log.name}.aside")
    try:
        if not log.exists() or not log.stat().st_size:
            return None
        shutil.copyfile(log, aside)
    except OSError as error:
        _LOGGER.warning("the write-ahead log was not copied: %s", type(error).__name__)
        aside.unlink(missing_ok=True)
        return None
    return aside


def keep(aside: Path, utc: int) -> None:
    """Entries are missing: the copy stays, named after the moment (UTC ms) it was found."""
    when = dt.datetime.fromtimestamp(utc / 1000, dt.UTC)
    aside.replace(aside.with_name(aside.name.removesuffix("aside") + f"damaged-{when:%Y%m%dT%H%M%SZ}"))


def drop(aside: Path | None) -> None:
    """Nothing is missing: no copy is needed."""
    if aside is not None:
        aside.unlink(missing_ok=True)
