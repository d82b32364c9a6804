"""`cartella export board|results|shared`: what is given to others, as a folder; noted in the record first."""

import argparse
from collections.abc import Callable

from desktop_app.cli.opening import opened
from desktop_app.cli.outcome import HouseOf, Outcome
from desktop_app.cli.print_out import drawing
from desktop_app.presenters.giving.board import board_pack
from desktop_app.presenters.giving.sharing import results_file, shared_set
from desktop_app.presenters.giving.writing import Ask, Given, at_once, must_be_new, note_given, page_of, write_given
from desktop_app.session import Session
from storage.watch import UNWATCHED, Watch
from study.text import Text

Make = Callable[[Session, Ask, Watch], Given]


def board(args: argparse.Namespace, house_of: HouseOf) -> Outcome:
    """The safety pack for a monitoring board."""
    return _give(args, house_of, board_pack)


def results(args: argparse.Namespace, house_of: HouseOf) -> Outcome:
    """What every measure was at every visit."""
    return _give(args, house_of, results_file)


def shared(args: argparse.Namespace, house_of: HouseOf) -> Outcome:
    """The data set without identity and its dictionary."""
    return _give(args, house_of, shared_set)


def _give(args: argparse.Namespace, house_of: HouseOf, make: Make) -> Outcome:
    with opened(args, house_of) as session:
        must_be_new(args.to, session.store.folder)
        given = make(session, at_once, UNWATCHED)
        note_given(session, given)
        with drawing():
            files = write_given(args.to, given, session.study, page_of(session), UNWATCHED)
    said = Text(
        f"{given.title.en}: {given.children} children, {len(files)} files in {args.to.name}",
        f"{given.title.zh}：{given.children} 名患儿，{len(files)} 个文件，位于 {args.to.name}",
    )
    data = {"folder": str(args.to), "children": given.children, "files": files}
    return Outcome(data, (said,))
