"""What every part of the command line is made of: a command, a group of commands, the options of all.

The function that a command is handed to is named, and imported only when the command runs.
"""

import argparse
from pathlib import Path
from typing import TypeAlias

from desktop_app.cli.usage import Parser

Actions: TypeAlias = "argparse._SubParsersAction[Parser]"


def common(made: argparse.ArgumentParser, top: bool = True) -> None:
    """Options that stand before or after the command."""
    absent = None if top else argparse.SUPPRESS
    made.add_argument("--store", type=Path, metavar="DIR", default=absent, help="the folder of the record")
    made.add_argument("--lang", choices=("en", "zh"), default=absent, help="language of what is said")
    made.add_argument(
        "--json", action="store_true", default=False if top else absent, help="say it as JSON on standard output"
    )
    made.add_argument("--user", metavar="NAME", default=absent, help="who unlocks: name or id")
    made.add_argument(
        "--passphrase-file", type=Path, metavar="FILE", default=absent, help="its first line is the passphrase"
    )


def leaf_of(commands: Actions, name: str, module: str, run: str, about: str) -> argparse.ArgumentParser:
    """A command with the options of all; `run` of the module `module` in this package does it."""
    made = commands.add_parser(name, help=about, description=about)
    common(made, top=False)
    made.set_defaults(module=module, run=run)
    return made


def group(commands: Actions, name: str, about: str) -> Actions:
    """A noun with commands of its own."""
    made = commands.add_parser(name, help=about, description=about)
    return made.add_subparsers(metavar="action", required=True)
