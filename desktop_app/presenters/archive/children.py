"""What an archive holds of each child: its forms as PDF, its files, and a page that leads to them.

Reads one moment of the record, child by child; hands on what the tables of all children are made of.
"""

from collections.abc import Iterator
from html import escape

import msgspec

from desktop_app.paper import Folio
from desktop_app.presenters.archive import html
from desktop_app.presenters.archive.asked import Turn, turns
from desktop_app.presenters.archive.attached import Attached, put_files
from desktop_app.presenters.archive.folder import Folder
from desktop_app.presenters.archive.signed import Broken, SignedLine, signed_lines
from desktop_app.presenters.archive.still import Still, safe
from desktop_app.presenters.audit_rows import item_place
from desktop_app.presenters.change_words import visit_words
from desktop_app.presenters.printed.crf import filled_visit
from desktop_app.records import Child
from study.address import LOG, Address
from study.text import Text

_DIGITS = 12


class Archived(msgspec.Struct, frozen=True):
    """What was written of one child. `visits`: the PDF, the visit, its day and how many forms it holds."""

    child: Child
    visits: tuple[tuple[str, Text, str, int], ...]
    files: tuple[Attached, ...]
    signed: tuple[SignedLine, ...]
    turns: tuple[Turn, ...]


def put_child(still: Still, folder: Folder, child: Child, broken: Broken) -> Archived:
    """Write everything of one child."""
    subject, place = child.subject.id, still.folders[child.subject.id]
    made = Archived(
        child=child,
        visits=tuple(_put_visits(still, folder, child)),
        files=tuple(put_files(still, folder, child.course.record)),
        signed=tuple(signed_lines(still, child, broken)),
        turns=tuple(turns(still, subject)),
    )
    folder.text(f"children/{place}/index.html", html.page(*_page(still, made)))
    return made


def _put_visits(still: Still, folder: Folder, child: Child) -> Iterator[tuple[str, Text, str, int]]:
    course, place = child.course, still.folders[child.subject.id]
    counted: dict[str, int] = {}
    for at in (*(each.address for each in course.visits), Address(child.subject.id, LOG)):
        if all(known.code != at.visit for known in course.study.visits):
            continue
        folios = filled_visit(course, at, still.people, still.page, still.language)
        if not folios:
            continue
        counted[at.visit] = counted.get(at.visit, 0) + 1
        name = f"{safe(at.visit)}{f'-{counted[at.visit]}' if at.visit_repeat else ''}.pdf"
        folder.pdf(f"children/{place}/{name}", [_without_names(still, folio, child) for folio in folios])
        seen = course.visit_at(at) if at.visit != LOG else None
        day = seen.day.isoformat() if seen is not None and seen.day else ""
        yield name, visit_words(still.study, at.visit), day, len(folios)


def _without_names(still: Still, folio: Folio, child: Child) -> Folio:
    """The code for machines is for paper that comes back, and takes half of the time."""
    body, head = (still.hide(text, child.subject.id) for text in (folio.html, folio.head))
    return folio._replace(html=body, head=head, code="")


def _page(still: Still, made: Archived) -> tuple[Text, list[str]]:
    child = made.child
    code = child.subject.label or child.subject.id
    name = f" · {child.identity.name}" if still.names and child.identity.name else ""
    body = [f"<p>{html.link('../../index.html', '← index')}</p>"]
    if child.subject.withdrawn:
        body.append(html.said(Text("This child was withdrawn from the record.", "该患儿已从记录中撤回。"), loud=True))
    if child.aside is not None:
        on = child.aside.on.label
        body.append(
            html.said(Text(f"{on} goes on for the same child.", f"同一患儿由 {on} 继续记录。"), loud=True)
        )  # fmt: skip
    body += [
        *_visits(made),
        *_files(still, made),
        *_signatures(still, made),
        *_queries(made),
        *_conflicts(still, child),
    ]
    return Text(f"Child {code}{name}", f"患儿 {code}{name}"), body


def _visits(made: Archived) -> Iterator[str]:
    yield html.heading(Text("Forms as they stand", "表单（现值）"))
    columns = (Text("Visit", "访视"), Text("Day", "日期"), Text("Forms", "表单数"), Text("File", "文件"))
    rows = ((html.both(words), day, str(count), html.link(name, name)) for name, words, day, count in made.visits)
    yield html.table(columns, rows)


def _files(still: Still, made: Archived) -> Iterator[str]:
    if not made.files:
        return
    yield html.heading(Text("Attached files", "附件"))
    columns = (
        Text("Where", "位置"), Text("Kind", "类型"), Text("File", "文件"),
        Text("SHA-256 of the original", "原件SHA-256"), Text("Remarks", "备注"),
    )  # fmt: skip
    yield html.table(columns, (_file(still, each) for each in made.files))


def _file(still: Still, each: Attached) -> tuple[str, ...]:
    shown = html.link(each.path, each.title or each.path.rpartition("/")[2]) if each.path else "—"
    remarks = [
        text for text in (each.why, _CLEANED if each.cleaned else None, _GONE if each.withdrawn else None) if text
    ]
    where = html.both(item_place(still.study, each.fact.address))
    said = "<br>".join(map(html.both, remarks))
    return where, escape(each.fact.kind), shown, f"<code>{each.fact.digest}</code>", said


_CLEANED = Text("header emptied of identity: not the bytes of the original", "已清除文件头中的身份信息，与原件字节不同")
_GONE = Text("withdrawn", "已撤回")


def _signatures(still: Still, made: Archived) -> Iterator[str]:
    if not made.signed:
        return
    yield html.heading(Text("Signatures", "签名"))
    columns = (
        Text("Form", "表单"), Text("Signed by, when", "签名人与时间"), Text("Meaning", "含义"),
        Text("Digest of what was signed", "所签内容摘要"), Text("Now", "现状"), Text("Proof", "验证"),
    )  # fmt: skip
    yield html.table(columns, (_signature(still, each) for each in made.signed))


def _signature(still: Still, each: SignedLine) -> tuple[str, ...]:
    now = "<br>".join([html.both(each.standing), *map(html.both, each.why)])
    where = html.both(item_place(still.study, each.place))
    who = escape(f"{each.who} {each.at}")
    return where, who, html.both(each.meaning), f"<code>{each.digest[:_DIGITS]}</code>", now, html.both(each.proof)


def _queries(made: Archived) -> Iterator[str]:
    if not made.turns:
        return
    yield html.heading(Text("Queries and answers", "质疑与答复"))
    columns = (
        Text("Where", "位置"), Text("State", "状态"), Text("What", "操作"), Text("Who, when", "人员与时间"),
        Text("Text", "内容"),
    )  # fmt: skip
    rows = (
        (html.both(t.where), html.both(t.standing), html.both(t.did), f"{html.both(t.who)} {t.at}", escape(t.text))
        for t in made.turns
    )
    yield html.table(columns, rows)


def _conflicts(still: Still, child: Child) -> Iterator[str]:
    places = child.course.record.conflicts
    if places:
        yield html.heading(Text("In conflict, nobody decided", "有冲突，尚未裁定"))
        yield html.listed(html.both(item_place(still.study, place)) for place in places)
