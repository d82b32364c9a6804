"""Where the frozen EDC begins: `cartella-edc serve` is `cartella edc serve`. Knows no store and no window."""

import multiprocessing
import sys
from pathlib import Path
from typing import NoReturn

from desktop_app.cli import main


def no_house(_folder: Path) -> NoReturn:
    """The commands of the EDC open no workstation's store; one that did would be a bug."""
    raise RuntimeError("the EDC's program has no workstation")


if __name__ == "__main__":
    # The workers of `serve --workers` are this program again.
    multiprocessing.freeze_support()
    sys.exit(main(["edc", *sys.argv[1:]], no_house))
