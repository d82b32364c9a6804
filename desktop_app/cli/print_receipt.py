"""`cartella print receipt`: the receipt of the day as PDF, with what the EDC signed; noted in the record."""

import argparse

from desktop_app.cli.opening import opened
from desktop_app.cli.outcome import HouseOf, Outcome
from desktop_app.cli.print_out import drawing
from desktop_app.jobs.note import PRINT, note
from desktop_app.paper import write_folios
from desktop_app.presenters.printed.foot import printed_now
from desktop_app.presenters.receipt import receipt_folio, receipt_of
from desktop_app.presenters.sync_reading import read_sync
from study.errors import KnownError
from study.text import Language, Text


def receipt(args: argparse.Namespace, house_of: HouseOf) -> Outcome:
    """Exit code 3 while something of today is not confirmed. KnownError `nothing-to-print`."""
    language: Language = args.lang or "zh"
    with opened(args, house_of) as session:
        read = read_sync(session)
        last = read.exchange
        final = not read.queue.count and last is not None and last.agrees is True
        made = receipt_of(read, session.today, session.zone, final=final, whole=True)
        if made is None:
            raise KnownError("nothing-to-print", "Nothing was entered here today.", "今日在此没有录入。")
        note(session, PRINT, "receipt")
        with drawing():
            write_folios([receipt_folio(made, session.study, printed_now(session), language)], args.to)
    line = Text(f"The receipt is in {args.to.name}.", f"回执已写入 {args.to.name}。")
    data = {"file": str(args.to), "final": made.final, "unconfirmed": made.unconfirmed, "signed": len(read.receipts)}
    return Outcome(data, (line,), left=bool(made.unconfirmed))
