"""Where the frozen workstation begins. Owns one question: is the SQLCipher inside the one that was tested?"""

import sys
from pathlib import Path

from desktop_app.cli import main
from desktop_app.cli.outcome import BUG
from freezing.engine import NAME, difference


def start(engine: Path) -> int:
    """Run the command line, unless the store's engine is a foreign one: then say so and touch nothing."""
    strange = difference(engine)
    if strange:
        sys.stderr.write(f"cartella: {strange}\n")
        return BUG
    return main()


if __name__ == "__main__":
    sys.exit(start(Path(__file__).resolve().parent / NAME))
