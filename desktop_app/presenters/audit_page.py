"""The audit room: the filter and lines of the trail, an auditor's questions, verification, what is saved or printed.

Reads on the reader's lane only; long jobs run beside it. Lines are `audit_trail`'s, answers `audit_inspection`'s.
"""

from collections.abc import Callable
from pathlib import Path

from desktop_app.paper import ask_printer
from desktop_app.presenters.audit_inspection import InspectionRoom
from desktop_app.presenters.audit_lines import choices, filter_words, sought
from desktop_app.presenters.audit_out import AuditOut, Wanted
from desktop_app.presenters.audit_trail import Trail
from desktop_app.presenters.backup_words import STEPS
from desktop_app.presenters.keeping import Keeping
from desktop_app.presenters.page import Desk
from study.address import parse_key
from study.text import Text
from ui.audit.state import AuditState, Choices, Filter, Job, Tab
from ui.audit.view import AuditView
from ui.file_dialog import Purpose, open_folder, save_file

_CSV, _PDF = "CSV (*.csv)", "PDF (*.pdf)"


class AuditPage:
    """See `desktop_app.presenters.page.Page`."""

    def __init__(self, desk: Desk, keeping: Keeping) -> None:
        self._desk = desk
        self._keeping = keeping
        self._tab = Tab.TRAIL
        self._filter = Filter()
        self._choices = Choices()
        self._verifying = False
        self.out = AuditOut(desk)
        self.out.changed.connect(self._show)
        self.inspection = InspectionRoom(desk, self.out, self._show)
        self._keeping.changed.connect(self._kept)
        self.view = AuditView(desk.look)
        self._trail = Trail(desk, self.view.trail.begin, self.view.show_page)
        self._connect()

    def _connect(self) -> None:
        view = self.view
        view.tab_chosen.connect(self.choose_tab)
        view.trail.filter_chosen.connect(self.seek)
        view.trail.page_wanted.connect(self._trail.want)
        view.trail.opened.connect(self.open)
        view.verify_asked.connect(self.verify)
        view.csv_asked.connect(self._ask_csv)
        view.pdf_asked.connect(self._ask_pdf)
        view.print_asked.connect(self._print)
        view.stop_asked.connect(self._stop_asked)
        panel = view.inspection
        panel.chosen.connect(self.inspection.choose)
        panel.read_asked.connect(self.inspection.read)
        panel.csv_asked.connect(self._ask_answers)
        panel.pdf_asked.connect(self._ask_pdf)
        panel.print_asked.connect(self._print)

    def refresh(self) -> None:
        """Read the choices again and what is newer than the newest line."""
        session, form = self._desk.session, self._filter.form
        self._desk.read(lambda _records: choices(session, form), self._offered)
        if not self._trail.running:
            self._trail.begin(sought(session, self._filter))
        else:
            self._trail.catch_up()
            self.view.trail.table.lines.renew()
        if self._tab is Tab.INSPECTION:
            self.inspection.show()

    def leave(self) -> None:
        """Another page comes to the front; what is saved goes on, questions wait."""
        self.inspection.hide()

    def stop(self) -> None:
        """The desk goes: nothing goes on."""
        self.out.stop()
        self.inspection.hide()

    def choose_tab(self, tab: Tab) -> None:
        """The other half of the room."""
        self._tab = tab
        self._show()
        if tab is Tab.INSPECTION:
            self.inspection.show()
        else:
            self.inspection.hide()

    def seek(self, chosen: Filter) -> None:
        """Show other entries, from the newest on."""
        session, before = self._desk.session, self._filter
        self._filter = chosen
        self._show()
        if chosen.form != before.form:
            self._desk.read(lambda _records: choices(session, chosen.form), self._offered)
        self._trail.begin(sought(session, chosen))

    def open(self, key: str) -> None:
        """Go to where a line speaks of."""
        place = parse_key(key)
        if place.visit:
            self._desk.open_visit(place.in_visit.key, key if place.item else "")
        elif place.subject:
            self._desk.open_child(place.subject)

    def verify(self) -> None:
        """Check the whole record; what came of it is told in a sentence."""
        if self._keeping.busy:
            busy = Text("Another check or a backup is running.", "正在进行其他校验或备份。")
            self._desk.tell("verify-busy", busy)
            return
        self._verifying = True
        self._keeping.verify()

    def _kept(self) -> None:
        """The check began, got on or ended."""
        if not self._verifying:
            return
        if not self._keeping.busy:
            self._verifying = False
            self._tell_result()
        self._show()

    def _tell_result(self) -> None:
        result, findings = self._keeping.result, self._keeping.findings
        if result is None:
            return
        detail = Text(*(" ".join(each.get(language) for each in findings) for language in ("en", "zh")))
        self._desk.tell(f"verified-{result.code}", result.text, result.tone, detail if findings else result.detail)

    def _stop_asked(self) -> None:
        if self._verifying:
            self._keeping.cancel()
        self.out.stop()

    # What leaves the record

    @property
    def wanted(self) -> Wanted:
        """What the filter shows, for a file or for paper."""
        session, about = self._desk.session, filter_words(self._choices, self._filter)
        every = Text("all entries", "全部记录")
        return Wanted(sought(session, self._filter), about if about.en else every, self._desk.language)

    def _ask_csv(self) -> None:
        self._ask_file(f"audit-{self._desk.session.today}.csv", _CSV, lambda path: self.out.csv(path, self.wanted))

    def _ask_pdf(self) -> None:
        question = self.inspection.question
        if self._tab is Tab.TRAIL:
            name = f"audit-{self._desk.session.today}"
            self._ask_file(f"{name}.pdf", _PDF, lambda path: self.out.pdf(path, self.wanted))
        else:
            self._ask_file(f"{question.number:02d}-{question.name}.pdf", _PDF, self.inspection.pdf)

    def _ask_answers(self, every: bool) -> None:
        question = self.inspection.question
        if not every:
            self._ask_file(f"{question.number:02d}-{question.name}.csv", _CSV, self.inspection.csv)
            return
        title = Text("A folder for the answers", "选择保存文件夹").get(self._desk.language)
        open_folder(self.view, title, Purpose.SAVE, lambda folder: self.inspection.csv_all(Path(folder)))

    def _ask_file(self, name: str, kind: str, then: Callable[[Path], None]) -> None:
        """A place for a file; one that is there already is refused when it is written, not overwritten."""
        title = Text("Save as", "保存为").get(self._desk.language)
        save_file(self.view, title, name, kind, lambda path, _kind: then(Path(path)), confirm=False)

    def _print(self) -> None:
        printer = ask_printer(self.view, wide=True)
        if printer is None:
            return
        if self._tab is Tab.TRAIL:
            self.out.paper(printer, self.wanted)
        else:
            self.inspection.paper(printer)

    # What is shown

    def _offered(self, found: Choices) -> None:
        self._choices = found
        self._show()

    def _show(self) -> None:
        self.view.render(
            AuditState(
                tab=self._tab,
                choices=self._choices,
                filter=self._filter,
                inspection=self.inspection.state(),
                job=self._job(),
            )
        )

    def _job(self) -> Job | None:
        if not self._verifying:
            return self.out.job
        progress = self._keeping.progress
        word = Text("Verifying", "正在校验")
        if progress is None:
            return Job(word)
        step = STEPS.get(progress.step)
        said = Text(f"{word.en}: {step.en}", f"{word.zh}：{step.zh}") if step else word
        return Job(said, progress.done, progress.total)
