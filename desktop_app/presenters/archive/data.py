"""The data of all children as tables (CSV): one a form, every value ever set with who and why, derived values, lists.

Grows child by child. Codes and values are as they were kept, without words of a language; the dictionary has both.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from desktop_app.presenters import words
from desktop_app.presenters.archive.children import Archived
from desktop_app.presenters.archive.folder import Folder, Table
from desktop_app.presenters.archive.html import one_line
from desktop_app.presenters.archive.still import Still
from desktop_app.records import Child
from study.address import Address, parse_key
from study.changes import facts as f
from study.definition.table import COLUMNS, rows
from study.derived.result import Derived
from study.form_tables import CODELISTS, EARLIER, columns, earlier_rows, form_rows, plain
from study.state.settle import Entry, Settled
from study.text import Text
from study.timeline import VisitAt
from study.value_words import both
from study.values import Cleared, NotDone, Quantity, Range, Sealed

CHILDREN = ("subject", "code", "duplicate_code", "sex", "enrolled", "infusion", "withdrawn", "goes_on_as", "folder")
VALUES = (
    "subject", "code", "visit", "visit_repeat", "form", "form_repeat", "row", "item", "kind", "value", "comparator",
    "unit", "shown", "conflict", "withdrawn", "typed", "reason", "explanation", "report_low", "report_high",
    "report_flag", "laboratory", "method", "collected", "report", "judged_low", "judged_high", "judged_by", "author",
    "made", "change",
)  # fmt: skip
DERIVED = (
    "subject", "code", "visit", "visit_repeat", "visit_date", "value_code", "result", "unit", "verdict_en",
    "verdict_zh", "formula_version", "unconfirmed", "why_not_en", "why_not_zh",
)  # fmt: skip
SIGNED = (
    "subject", "code", "visit", "visit_repeat", "form", "form_repeat", "who", "role", "when", "meaning_en",
    "meaning_zh", "digest", "basis", "values_and_files", "stands_en", "stands_zh", "proof_en", "proof_zh", "void_by_en",
    "void_by_zh", "entry", "derived_values_shown",
)  # fmt: skip
QUERIES = (
    "subject",
    "code",
    "query",
    "state_en",
    "state_zh",
    "place",
    "did_en",
    "did_zh",
    "who",
    "when",
    "text",
    "check",
)
FILES = (
    "subject", "code", "visit", "visit_repeat", "form", "form_repeat", "type", "bytes", "sha256_of_the_original",
    "file", "header_emptied", "withdrawn", "why_not_in_it_en", "why_not_in_it_zh", "change",
)  # fmt: skip


class Data:
    """The tables while they grow; made by `data`."""

    def __init__(self, still: Still, tables: dict[str, Table]) -> None:
        self._still = still
        self._tables = tables
        self._site = still.home.site

    def add(self, made: Archived) -> None:
        """One more child."""
        child = made.child
        self._put("children", [self._child(child)])
        for form in self._still.study.forms.values():
            self._put(f"forms/{form.code}", self._forms(child, form.code))
        self._put("earlier-versions", (tuple(self._hide(child, row)) for row in earlier_rows(child.course, self._site)))
        self._put("values", self._values(child))
        self._put("derived", self._derived(child))
        self._put("signatures", self._signatures(made))
        self._put("queries", self._queries(made))
        self._put("files", self._files(made))

    def _put(self, name: str, lines: "Iterator[tuple[str, ...]] | list[tuple[str, ...]]") -> None:
        for line in lines:
            self._tables[name].add(line)

    def _hide(self, child: Child, row: tuple[str, ...]) -> Iterator[str]:
        return (self._still.hide(cell, child.subject.id) for cell in row)

    def _child(self, child: Child) -> tuple[str, ...]:
        course, subject = child.course, child.subject
        infusion = course.infusion.isoformat() if course.infusion is not None else ""
        on = child.aside.on.label if child.aside is not None else ""
        enrolled, folder = self._still.moment(subject.enrolled), self._still.folders[subject.id]
        return (
            subject.id, subject.code, _yes(subject.duplicate), course.person.sex or "", enrolled, infusion,
            _yes(subject.withdrawn), on, folder,
        )  # fmt: skip

    def _forms(self, child: Child, form: str) -> Iterator[tuple[str, ...]]:
        course = child.course
        for row in form_rows(course, course.study.forms[form], self._site):
            yield tuple(self._hide(child, row))

    def _values(self, child: Child) -> Iterator[tuple[str, ...]]:
        record, place = child.course.record, Address(child.subject.id)
        for slot, settled in self._still.reader.slots("value", place).items():
            at = parse_key(slot.key)
            gone = record.withdrawn(at)
            for entry in settled.heads:
                if isinstance(entry.fact, f.ValueSet):
                    yield self._value(child, at, (settled, entry, entry.fact), withdrawn=gone)

    def _value(
        self, child: Child, at: Address, said: tuple[Settled, Entry, f.ValueSet], *, withdrawn: bool
    ) -> tuple[str, ...]:
        settled, entry, fact = said
        record, value = child.course.record, fact.value
        quantity = value if isinstance(value, Quantity) else None
        shown = settled.shown is not None and settled.shown.fact.id == fact.id
        report, judged = fact.report or f.Report(), fact.judged or f.Judged()
        sealed = isinstance(value, Sealed)
        author = record.authors.get(entry.change, "")
        at_utc = record.made.get(entry.change)
        texts = (fact.typed if not sealed else "", fact.reason, fact.explanation, report.laboratory, report.source)
        typed, reason, explanation, laboratory, source = (self._still.hide(text, child.subject.id) for text in texts)
        number = quantity.number if quantity else self._still.hide(_kept(fact), child.subject.id)
        unit = value.unit if isinstance(value, Quantity | Range) else ""
        return (
            at.subject, child.subject.code, *at.parts[1:], type(value).__name__.lower(), number,
            quantity.comparator if quantity else "", unit, _yes(shown), _yes(bool(settled.conflict)), _yes(withdrawn),
            typed, reason, explanation, report.low, report.high, report.flag, laboratory, report.method,
            report.collected, source, judged.low, judged.high, judged.source,
            self._still.people.get(author, author), self._still.moment(at_utc) if at_utc is not None else "",
            entry.change,
        )  # fmt: skip

    def _derived(self, child: Child) -> Iterator[tuple[str, ...]]:
        course = child.course
        for at in course.visits:
            for code, derived in course.derived(at.address).items():
                yield self._result(child, at, code, derived)

    def _result(self, child: Child, at: VisitAt, code: str, derived: Derived) -> tuple[str, ...]:
        study = child.course.study
        spec = study.derived[code]
        said = words.derived_value(study, spec, derived) if derived.known else both("")
        verdict = said if derived.value is None else both("")
        unit = derived.unit if derived.value is not None else ""
        why = both("") if derived.known else derived.why or Text("cannot be computed", "无法计算")
        day, unsure = at.day.isoformat() if at.day else "", _yes(not spec.confirmed)
        return (
            at.address.subject, child.subject.code, at.address.visit, at.address.visit_repeat, day, code, derived.shown,
            unit, verdict.en, verdict.zh, derived.version, unsure, why.en, why.zh,
        )  # fmt: skip

    def _signatures(self, made: Archived) -> Iterator[tuple[str, ...]]:
        for each in made.signed:
            why = Text("; ".join(w.en for w in each.why), "；".join(w.zh for w in each.why))
            yield (
                each.place.subject, made.child.subject.code, *each.place.parts[1:5], each.who, each.role, each.at,
                each.meaning.en, each.meaning.zh, each.digest, str(each.basis), each.rests, each.standing.en,
                each.standing.zh, each.proof.en, each.proof.zh, why.en, why.zh, each.entry, each.evidence,
            )  # fmt: skip

    def _queries(self, made: Archived) -> Iterator[tuple[str, ...]]:
        subject = made.child.subject
        for t in made.turns:
            yield (
                subject.id, subject.code, t.query, t.standing.en, t.standing.zh, t.key, t.did.en, t.did.zh, t.who.en,
                t.at, t.text, t.check,
            )  # fmt: skip

    def _files(self, made: Archived) -> Iterator[tuple[str, ...]]:
        subject = made.child.subject
        for each in made.files:
            fact, why = each.fact, each.why or both("")
            path = f"children/{self._still.folders[subject.id]}/{each.path}" if each.path else ""
            yield (
                subject.id, subject.code, *fact.address.parts[1:5], fact.kind, str(fact.size), fact.digest, path,
                _yes(each.cleaned), _yes(each.withdrawn), why.en, why.zh, each.change,
            )  # fmt: skip


@contextmanager
def data(still: Still, folder: Folder) -> Iterator[Data]:
    """Open every table; they are whole when the block ends."""
    heads: dict[str, tuple[str, ...]] = {
        "children": CHILDREN, "values": VALUES, "derived": DERIVED, "signatures": SIGNED, "queries": QUERIES,
        "files": FILES, "earlier-versions": EARLIER,
    }  # fmt: skip
    heads |= {f"forms/{code}": columns(form) for code, form in still.study.forms.items()}
    with ExitStack() as opened:
        tables = {
            name: opened.enter_context(folder.open_table(f"data/{name}.csv", head)) for name, head in heads.items()
        }
        yield Data(still, tables)
    _dictionary(still, folder)


def _dictionary(still: Still, folder: Folder) -> None:
    """What every column of the forms' tables means, in both languages, and every code of an answer."""
    study = still.study
    head = [one_line(column) for column in COLUMNS.values()]
    folder.table("data/dictionary.csv", head, (list(row.values()) for row in rows(study)))
    lines = (
        (name, choice.code, choice.label.en, choice.label.zh)
        for name, every in study.codelists.items()
        for choice in every
    )
    folder.table("data/codelists.csv", CODELISTS, lines)


def _kept(fact: f.ValueSet) -> str:
    """A value without comparator; what stands in for one: a reason why not, that it was cleared or is sealed."""
    match fact.value:
        case NotDone(reason=reason):
            return reason
        case Cleared() | Sealed():
            return ""
        case value:
            return plain(value)


def _yes(said: bool) -> str:
    return "Y" if said else ""
