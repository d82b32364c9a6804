"""The letter of an appointment on paper, for a child's family. Pure: what a definition tells in, HTML out.

It is carried in public: beside the definition's own texts it says dates, the child's code and the trial's number.
"""

from collections.abc import Iterable
from datetime import date
from html import escape

import msgspec

from desktop_app.paper import TABLE, Folio
from desktop_app.presenters.printed.foot import Printed, colon, foot
from study.calendar_words import long_date
from study.course import Course
from study.letter import Appointment, Content, Part, content
from study.schedule import Stop
from study.text import Language, Text

_WRITE_ON = "_" * 28
_DAY_ROOM = Text("______ - ____ - ____ &nbsp;", "______ 年 ____ 月 ____ 日 &nbsp;")
_TIME_ROOM = Text("at ____ : ____", "____ 时 ____ 分")
_FOR, _APPOINTMENT = Text("For", "就诊者"), Text("Appointment", "预约时间")
_POSSIBLE, _BEST = Text("Possible days", "可就诊日期"), Text("Best day", "最合适的日期")
_SOON = Text("This visit is due already: please come as soon as you can.", "本次复查已到期，请尽早来院。")
_MOVES = Text(
    "These days are planned and may move; we will tell you.", "以上日期为计划日期，如有变动，我们会另行通知。"
)
_UNCHECKED = Text(
    "The advice of this letter is general, and the hospital has not checked it yet. Where you were told otherwise, "
    "that holds.",
    "本通知中的说明为一般性说明，尚待本院核对；与医护人员告知不一致时，以医护人员的说明为准。",
)
_GREY = "color:#555555"
_BOX = "\N{BALLOT BOX}"
_TIGHT = "margin-top:0; margin-bottom:3px"


class Written(msgspec.Struct, frozen=True):
    """What a person chose for a letter: the appointment (None leaves room to write), the child's name ("" for none).

    `today` is the day at the site.
    """

    today: date
    appointment: Appointment | None = None
    name: str = ""


def letter(course: Course, stop: Stop, written: Written, page: Printed, language: Language) -> list[Folio]:
    """The letter, and what is to stand on a page of its own: one folio, its pages counted together. KeyError for a
    definition without a letter.
    """
    said = content(course, stop, written.appointment.on if written.appointment is not None else None)
    beside = [part for part in said.parts if not part.advice.apart]
    apart = [part for part in said.parts if part.advice.apart]
    html = [
        _title(said.letter.title, language),
        f"<p style='margin-bottom:8px'>{_said(said.letter.opening, language)}</p>",
        _dates(course, stop, written, language),
        _list(Text("What will be done", "本次检查"), said.examinations, language),
        *(_part(part, language) for part in beside),
        _unchecked(said, language),
        _contact(said, page, language),
        *(_page(part, said, language) for part in apart),
    ]
    return [
        Folio(
            "<div style='font-size:10.5pt'>" + "".join(html) + "</div>",
            foot(course.study, page, language, f"{course.code} {stop.visit.code}"),
        )
    ]


def _said(text: Text, language: Language) -> str:
    return escape(text.get(language))


def _title(title: Text, language: Language) -> str:
    return f"<p style='font-size:16pt'><b>{_said(title, language)}</b></p>"


def _heading(text: Text, language: Language) -> str:
    return f"<p style='font-size:11.5pt; margin-top:10px; margin-bottom:2px'><b>{_said(text, language)}</b></p>"


def _dates(course: Course, stop: Stop, written: Written, language: Language) -> str:
    """For whom, when, and on which days the visit may be; days that are over are left out."""
    who = f"{escape(written.name)} ({escape(course.code)})" if written.name else escape(course.code)
    rows = [(_FOR, f"<b>{who}</b>"), (_APPOINTMENT, _when(written.appointment, language))]
    late = stop.closes is not None and stop.closes < written.today
    if stop.opens is not None and stop.closes is not None and not late:
        first, last = long_date(max(stop.opens, written.today)), long_date(stop.closes)
        rows.append((_POSSIBLE, _said(Text(f"{first.en} to {last.en}", f"{first.zh} 至 {last.zh}"), language)))
    if stop.target is not None and stop.target >= written.today:
        rows.append((_BEST, _said(long_date(stop.target), language)))
    cells = "".join(f"<tr><td width='22%'>{_said(name, language)}</td><td>{value}</td></tr>" for name, value in rows)
    notes = [note for note, holds in ((_SOON, late), (_MOVES, stop.provisional)) if holds]
    return f"{TABLE} cellpadding='4'>{cells}</table>" + "".join(f"<p>{_said(note, language)}</p>" for note in notes)


def _when(appointment: Appointment | None, language: Language) -> str:
    """Day and time; room to write for what nobody said yet."""
    if appointment is None:
        return f"{_DAY_ROOM.get(language)} {_TIME_ROOM.get(language)}"
    day = _said(long_date(appointment.on), language)
    if appointment.at is None:
        return f"<b>{day}</b> {_TIME_ROOM.get(language)}"
    return f"<b>{day} {appointment.at:%H:%M}</b>"


def _list(title: Text, lines: Iterable[Text], language: Language, tag: str = "ul") -> str:
    """A heading with its lines; a line that is a box to be ticked has no mark beside it."""
    said = [_said(line, language) for line in lines]
    if not said:
        return ""
    if all(line.startswith(_BOX) for line in said):
        items = "".join(f"<p style='{_TIGHT}'>{line}</p>" for line in said)
        return f"{_heading(title, language)}{items}"
    items = "".join(f"<li style='margin-bottom:3px'>{line}</li>" for line in said)
    return f"{_heading(title, language)}<{tag} style='margin-top:0; margin-bottom:6px'>{items}</{tag}>"


def _part(part: Part, language: Language) -> str:
    numbered = "ol" if part.advice.numbered else "ul"
    rooms = "".join(
        f"<tr><td width='38%'>{_said(room, language)}<br/>&nbsp;</td><td>&nbsp;</td></tr>" for room in part.advice.rooms
    )
    table = f"{TABLE} cellpadding='4'>{rooms}</table>"
    return _list(part.advice.label, part.lines, language, numbered) + (table if rooms else "")


def _page(part: Part, said: Content, language: Language) -> str:
    """An advice on a page of its own, which is hung up where it is needed."""
    return f"<div style='page-break-before:always'>{_part(part, language)}{_unchecked(said, language)}</div>"


def _unchecked(said: Content, language: Language) -> str:
    return f"<p style='{_GREY}; font-size:9pt'>{_said(_UNCHECKED, language)}</p>" if said.unconfirmed else ""


def _contact(said: Content, page: Printed, language: Language) -> str:
    telephone = Text("Telephone", "联系电话").get(language) + colon(language)
    signed = Text("Signature", "签名").get(language) + colon(language)
    return (
        f"<p style='margin-top:12px'>{_said(said.letter.closing, language)}</p>"
        f"<p>{telephone}{_WRITE_ON} &nbsp;&nbsp; {signed}{_WRITE_ON}</p><p>{escape(page.site)}</p>"
    )
