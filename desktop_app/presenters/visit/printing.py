"""Prints the forms of the visit that is open, as they stand or blank, on paper or into a PDF.

What is printed of a child is noted in the record first. Must not lay out a page: `desktop_app.presenters.printed` does.
"""

from collections.abc import Callable
from pathlib import Path

from desktop_app.jobs.note import PRINT
from desktop_app.paper import Folio, ask_printer, print_folios, write_folios
from desktop_app.presenters.letters import Letters
from desktop_app.presenters.page import Desk
from desktop_app.presenters.printed.crf import blank, filled, filled_visit
from desktop_app.presenters.printed.foot import Printed, printed_now
from desktop_app.records import Records
from desktop_app.session import Session
from study.address import parse_key
from study.text import Language, Text
from ui.file_dialog import save_file
from ui.visit.acts import PrintAsked
from ui.visit.view import VisitView
from ui.widgets.state import Tone

_NOTHING = Text("Nothing was entered there yet; a blank form can be printed.", "此处尚无录入内容，可打印空白表。")
_SAVED = Text("Saved as PDF.", "已另存为 PDF。")
_TITLE = Text("Save the forms", "保存表单")


class VisitPrinting:
    """The printing of one bedside."""

    def __init__(self, desk: Desk, view: VisitView) -> None:
        self._desk = desk
        self._view = view
        self.letters = Letters(desk, view)
        view.print_asked.connect(self._asked)

    def _asked(self, asked: PrintAsked) -> None:
        if not asked.form:
            return
        if asked.letter:
            place = parse_key(asked.form)
            self.letters.ask(place.subject, place.visit)
            return
        session, language = self._desk.session, self._desk.language
        self._desk.read(
            lambda records: folios_of(records, session, asked, language), lambda folios: self._made(asked, folios)
        )

    def _made(self, asked: PrintAsked, folios: list[Folio]) -> None:
        if not folios:
            self._desk.tell("nothing-to-print", _NOTHING)
        elif asked.pdf:
            name = f"{parse_key(asked.form).visit}{'-blank' if asked.blank else ''}.pdf"
            title = _TITLE.get(self._desk.language)
            save_file(self._view, title, name, "PDF (*.pdf)", lambda path, _kind: self.save(asked, folios, Path(path)))
        else:
            self._print(asked, folios)

    def _print(self, asked: PrintAsked, folios: list[Folio]) -> None:
        printer = ask_printer(self._view)
        if printer is not None:
            self._noted(asked, folios, lambda: print_folios(folios, printer))

    def save(self, asked: PrintAsked, folios: list[Folio], path: Path) -> None:
        """Write the PDF; what went wrong is told."""

        def write() -> None:
            self._desk.long(
                lambda: write_folios(folios, path),
                lambda _none: self._desk.tell("printed", _SAVED, Tone.ACCENT),
                self._desk.failed,
            )

        self._noted(asked, folios, write)

    def _noted(self, asked: PrintAsked, folios: list[Folio], then: Callable[[], None]) -> None:
        """A blank form tells nothing of anybody."""
        if asked.blank:
            then()
        else:
            place = parse_key(asked.form)
            self._desk.noted(PRINT, f"crf {place.visit} {place.subject}", len(folios), then=then)


def folios_of(records: Records, session: Session, asked: PrintAsked, language: Language) -> list[Folio]:
    """The pages that were asked for. For the reader's lane."""
    place = parse_key(asked.form)
    page = printed_now(session)
    if asked.blank:
        visit = session.study.visit(place.visit)
        codes = visit.forms if asked.whole else (place.form,)
        return blank(session.study, visit, [session.study.forms[code] for code in codes], Printed(page.site), language)
    course = records.child(place.subject).course
    people = {person.user: person.name for person in session.store.reader.users()}
    if not asked.whole:
        return [filled(course, place.in_form, people, page, language)] if course.filled(place.in_form) else []
    return filled_visit(course, place.in_visit, people, page, language)
