"""`cartella`: the window."""

import argparse

from desktop_app.cli.outcome import HouseOf
from desktop_app.running import run


def window(args: argparse.Namespace, house_of: HouseOf) -> int:
    """Show the window until it is closed; a first run begins with the definition of the house."""
    house = house_of(args.store)
    return run(house.place, house.study)
