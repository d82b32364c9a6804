"""`cartella demo`: hands over to the demonstration."""

import argparse
import importlib
from pathlib import Path

from desktop_app.cli.outcome import HouseOf


def demo(args: argparse.Namespace, _house_of: HouseOf) -> int:
    """Play the day; the exit code is the demonstration's. Or be its EDC, which the packaged program asks itself for."""
    if args.serve_edc:
        folder, ahead = args.serve_edc
        # Start-up: the EDC's process needs no window.
        importlib.import_module("desktop_app.demo.centre").serve_centre(Path(folder), int(ahead))
        return 0
    # Start-up: the demonstration brings the EDC and every invented child with it.
    played: int = importlib.import_module("desktop_app.demo.run").run(args.headless)
    return played
