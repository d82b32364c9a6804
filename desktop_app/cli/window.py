"""`cartella`: the window."""

import argparse

from desktop_app.app import run
from desktop_app.cli.outcome import HouseOf
from desktop_app.place import Place


def window(args: argparse.Namespace, _house_of: HouseOf) -> int:
    """Show the window until it is closed."""
    return run(Place(args.store))
