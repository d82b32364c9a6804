"""`cartella demo`: hands over to the demonstration."""

import argparse
import importlib

from desktop_app.cli.outcome import HouseOf


def demo(args: argparse.Namespace, _house_of: HouseOf) -> int:
    """Play the day; the exit code is the demonstration's."""
    # Start-up: the demonstration brings the EDC and every invented child with it.
    played: int = importlib.import_module("desktop_app.demo.run").run(args.headless, args.lang or "zh")
    return played
