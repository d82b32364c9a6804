"""The one door for people who work on Cartella: `python3 dev.py demo`, `test`, `check` ... (`--help` lists them).

Needs nothing but Python 3.11 or newer. The work is done in packaging/devtools; this file only finds it.
"""

import sys
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - nothing has checked the version before this line
    sys.exit("Cartella needs Python 3.11 or newer; this is Python %d.%d." % sys.version_info[:2])  # noqa: UP031

# First on the path: some systems ship a library whose name is also "packaging".
sys.path.insert(0, str(Path(__file__).resolve().parent / "packaging"))

from devtools.commands import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
