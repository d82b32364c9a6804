"""`cartella print`: case report forms and trend pages as PDF. Every print of a child's data is noted in the record."""

import argparse
import importlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtGui import QGuiApplication

from desktop_app.cli.opening import opened
from desktop_app.cli.outcome import HouseOf, Outcome
from desktop_app.jobs.note import PRINT, note
from desktop_app.paper import Folio, write_folios
from desktop_app.presenters.charts import charts_state
from desktop_app.presenters.printed.crf import blank, filled_visit
from desktop_app.presenters.printed.foot import Printed, foot, printed_now
from desktop_app.records import Child
from desktop_app.session import Session
from study.address import Address
from study.definition.model import Form, Visit
from study.errors import KnownError
from study.text import Language, Text


def _qt() -> QGuiApplication:
    """Qt without a window; where there is no screen it draws all the same."""
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return _running() or QGuiApplication([])


@contextmanager
def drawing() -> Iterator[None]:
    """Qt for as long as something is drawn."""
    application = _qt()
    yield
    del application


def _running() -> QGuiApplication | None:
    found = QGuiApplication.instance()
    return found if isinstance(found, QGuiApplication) else None


def crf(args: argparse.Namespace, house_of: HouseOf) -> Outcome:
    """Forms of a visit: blank, or of one child as they stand."""
    language: Language = args.lang or "zh"
    with opened(args, house_of) as session:
        visit = _visit(session, args.visit)
        forms = _forms(session, visit, args.form)
        page = printed_now(session)
        application = _qt()
        folios = _of_child(session, args, visit, page, language) if args.subject else []
        if not args.subject:
            folios = blank(session.study, visit, forms, Printed(page.site), language)
        write_folios(folios, args.to)
        del application
    line = Text(f"{len(folios)} forms in {args.to.name}", f"{args.to.name}：{len(folios)} 张表")
    return Outcome({"file": str(args.to), "forms": len(folios)}, (line,))


def _of_child(
    session: Session, args: argparse.Namespace, visit: Visit, page: Printed, language: Language
) -> list[Folio]:
    """Every form of the visit, or every repeat of it, that holds something. KnownError `nothing-to-print`."""
    child = child_of(session, args.subject)
    course = child.course
    people = {person.user: person.name for person in session.store.reader.users()}
    at = [repeat.address for repeat in course.record.visit_repeats(visit.code)] if visit.repeating else []
    folios = [
        folio
        for place in at or [Address(child.subject.id, visit.code)]
        for folio in filled_visit(course, place, people, page, language, only=args.form)
    ]
    if not folios:
        raise nothing_to_print(child.subject.code, visit.code)
    note(session, PRINT, f"crf {visit.code} {child.subject.id}", len(folios))
    return folios


def trend(args: argparse.Namespace, house_of: HouseOf) -> Outcome:
    """The charts of one child on one page, by code and never by name."""
    language: Language = args.lang or "zh"
    with opened(args, house_of) as session:
        child = child_of(session, args.subject)
        state = charts_state(session.study, child, session.today, names=False)
        if not state.panels:
            raise nothing_to_draw(child.subject.code)
        application = _qt()
        note(session, PRINT, f"charts {child.subject.id}")
        said = foot(session.study, printed_now(session), language)
        # matplotlib takes longer to load than all else together, and few commands draw.
        importlib.import_module("ui.charts.export").export_charts(state, args.to, language, said)
        del application
    line = Text(f"{len(state.panels)} panels in {args.to.name}", f"{args.to.name}：{len(state.panels)} 幅图")
    return Outcome({"file": str(args.to), "panels": len(state.panels)}, (line,))


def nothing_to_print(code: str, visit: str) -> KnownError:
    """There is nothing on these forms yet."""
    return KnownError(
        "nothing-to-print",
        f"Nothing was entered for {code} {visit} yet; leave out --subject for blank forms.".replace("  ", " "),
        f"{code} {visit} 尚无录入内容；省略 --subject 可打印空白表。".replace("  ", " "),
    )


def nothing_to_draw(code: str) -> KnownError:
    """No chart of the child has a value yet, or no day counts as day 0."""
    return KnownError(
        "nothing-to-print",
        f"{code} has no value that a chart shows, or no infusion from which its days count.",
        f"{code} 尚无可绘图的数值，或无回输日期可供计算研究日。",
    )


def _visit(session: Session, code: str) -> Visit:
    found = next((visit for visit in session.study.visits if visit.code == code), None)
    if found is None:
        known = ", ".join(visit.code for visit in session.study.visits)
        raise KnownError(
            "visit-unknown", f"There is no visit {code}. There are {known}.", f"没有访视 {code}。现有：{known}。"
        )
    return found


def _forms(session: Session, visit: Visit, code: str) -> list[Form]:
    asked = [form for form in visit.forms if code in ("", form)]
    if not asked:
        known = ", ".join(visit.forms)
        raise KnownError(
            "form-unknown", f"Visit {visit.code} has no form {code}. It has {known}.",
            f"访视 {visit.code} 没有表单 {code}。现有：{known}。",
        )  # fmt: skip
    return [session.study.forms[form] for form in asked]


def child_of(session: Session, code: str) -> Child:
    """The child of that code. KnownError `subject-unknown`."""
    found = next((child for child in session.records.children() if child.subject.code == code), None)
    if found is None:
        raise KnownError("subject-unknown", f"There is no child {code} here.", f"此处没有患儿 {code}。")
    return found
