"""The command line: reads the words, runs one command, says its outcome, and ends with the code that tells how it went.

0 done, 1 something a person can understand (one sentence on standard error), 2 wrong usage, 3 done but something is
left, 70 a bug.
"""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from desktop_app.cli.arguments import parser
from desktop_app.cli.outcome import BUG, DONE, KNOWN, LEFT, USAGE, HouseOf, Outcome, as_data
from desktop_app.cli.usage import WrongUsage
from desktop_app.dumps import forbid_dumps
from desktop_app.fault import where
from desktop_app.place import Place, default_folder
from study.errors import KnownError
from study.text import Language


def main(argv: Sequence[str] | None = None, house_of: HouseOf | None = None) -> int:
    """Run one command and return the exit code. `house_of` is for tests."""
    try:
        args = parser().parse_args(argv)
    except WrongUsage as wrong:
        return _wrong(wrong, sys.argv if argv is None else argv)
    except SystemExit:
        # argparse has shown its help.
        return DONE
    args.store = args.store or default_folder()
    args.lang = language = _language(args)
    try:
        outcome = _command(args, house_of)
    except KnownError as error:
        sys.stderr.write(error.sentence.get(language) + "\n")
        if args.json:
            _print({"error": error.code, "sentence": error.sentence.get(language)})
        return KNOWN
    except KeyboardInterrupt:
        return KNOWN
    except Exception as error:
        if os.environ.get("CARTELLA_DEBUG"):
            raise
        sys.stderr.write(f"cartella: {where(error)}\n")
        return BUG
    if isinstance(outcome, int):
        return outcome
    if args.json:
        _print(as_data(outcome.data))
    else:
        sys.stdout.writelines(line.get(language) + "\n" for line in outcome.lines)
    return LEFT if outcome.left else DONE


def _wrong(wrong: WrongUsage, argv: Sequence[str]) -> int:
    """Both languages: which one is wanted stands in the words that could not be read."""
    sys.stderr.write(f"{wrong.usage}cartella: {wrong.said.en}\ncartella: {wrong.said.zh}\n")
    if "--json" in argv:
        _print({"error": "usage", "sentence": wrong.said.en, "sentence_zh": wrong.said.zh})
    return USAGE


def _command(args: argparse.Namespace, house_of: HouseOf | None) -> Outcome | int:
    # Start-up: a command loads what it needs and nothing more; the window alone takes most of a second.
    module = importlib.import_module(f"desktop_app.cli.{args.module}")
    if house_of is None:
        forbid_dumps()
        # Start-up: reads the study definition's module only for commands that open a store.
        house_of = importlib.import_module("desktop_app.cli.opening").real_house
    if (folder := getattr(args, "definition", None)) is not None:
        # Start-up: only who names a definition reads one.
        house_of = importlib.import_module("desktop_app.cli.opening").with_definition(house_of, folder)
    made: Outcome | int = getattr(module, args.run)(args, house_of)
    return made


def _language(args: argparse.Namespace) -> Language:
    folder: Path = args.store
    if args.lang in ("en", "zh"):
        return "en" if args.lang == "en" else "zh"
    return Place(folder).settings.language


def _print(data: object) -> None:
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(data), indent=1).decode() + "\n")
