"""`cartella print letter`: the letter of an appointment for a child's family, as PDF; noted in the record first."""

import argparse
from datetime import datetime

from desktop_app.cli.opening import opened
from desktop_app.cli.outcome import HouseOf, Outcome
from desktop_app.cli.print_out import child_of, drawing
from desktop_app.jobs.note import NAMES, PRINT, note
from desktop_app.paper import write_folios
from desktop_app.presenters.access_words import letter_detail
from desktop_app.presenters.printed.foot import printed_now
from desktop_app.presenters.printed.letter import Written, letter
from study.errors import KnownError
from study.letter import Appointment, content, misgivings, stop_of
from study.text import Language, Text

_UNCHECKED = Text(
    "The advice in it was not checked by the hospital yet; the letter says so.",
    "其中的说明尚待本院核对，通知单上已注明。",
)


def print_letter(args: argparse.Namespace, house_of: HouseOf) -> Outcome:
    """KnownError `no-letter`, `not-a-moment`, `name-not-shown`."""
    language: Language = args.lang or "zh"
    appointment = _appointment(args.at)
    with opened(args, house_of) as session:
        child = child_of(session, args.subject)
        stop = stop_of(child.course, session.today, args.visit)
        name = child.identity.name if session.sees_names else ""
        if args.name and not name:
            raise _no_name()
        written = Written(session.today, appointment, name if args.name else "")
        folios = letter(child.course, stop, written, printed_now(session), language)
        note(session, PRINT, letter_detail(stop.visit.code, child.subject.id, named=args.name))
        if args.name:
            note(session, NAMES, child.subject.id)
        with drawing():
            write_folios(folios, args.to)
        warned = misgivings(stop, appointment, session.now)
        unchecked = content(child.course, stop, None).unconfirmed
    about = Text(
        f"The letter of {stop.visit.code} is in {args.to.name}.", f"{stop.visit.code} 的通知单已写入 {args.to.name}。"
    )
    data = {
        "file": str(args.to), "visit": stop.visit.code,
        "opens": stop.opens, "closes": stop.closes, "target": stop.target,
        "warnings": [text.get(args.lang or "en") for text in warned], "unchecked": unchecked,
    }  # fmt: skip
    return Outcome(data, (about, *warned, *((_UNCHECKED,) if unchecked else ())))


def _appointment(text: str) -> Appointment | None:
    """A day, or a day and a time; None for "". KnownError `not-a-moment`."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise _not_a_moment(text) from error
    if moment.tzinfo is not None:
        raise _not_a_moment(text)
    return Appointment(moment.date(), moment.time() if len(text) > len("2026-11-17") else None)


def _not_a_moment(text: str) -> KnownError:
    return KnownError(
        "not-a-moment",
        f"{text} is neither a day such as 2026-11-17 nor a day and time such as 2026-11-17T09:30.",
        f"{text} 不是如 2026-11-17 的日期，也不是如 2026-11-17T09:30 的日期和时间。",
    )


def _no_name() -> KnownError:
    return KnownError(
        "name-not-shown",
        "The name can't be printed: your role is not shown names, no site key is here, or no name was entered.",
        "无法打印姓名：您的角色不显示姓名、本工作站没有中心密钥，或未录入姓名。",
    )
