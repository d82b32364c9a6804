"""Adverse events proposed from graded results: one an episode, never one a value; confirmed or dismissed by people.

Pure. An episode begins when a grade is worse than at baseline and ends when it is back there; what was before treatment
proposes nothing, and which side of it a specimen lies on is decided by `study.past`, to the minute on the day itself.
Without a grade before treatment every grade above 0 makes an episode, and the proposal says that none is known.
A grade that cannot be told neither begins nor ends one.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time

import msgspec

from study.course import Course
from study.definition.model import DerivedSpec
from study.derived.episodes import Assessment, Episode, episodes
from study.derived.result import Derived
from study.grammar.fold import bare
from study.past import moment, precedes, treated_from
from study.proposing import NO_EVENT, dismissals, proposal_id, taken
from study.safety import FORM, Event, events
from study.text import Text
from study.values import Quantity

TERMS: dict[str, Text] = {
    "CTC_NEUT": Text("Neutrophil count decreased", "中性粒细胞计数降低"),
    "CTC_PLAT": Text("Platelet count decreased", "血小板计数降低"),
    "CTC_HGB": Text("Anemia", "贫血"),
    "CTC_LYM": Text("Lymphocyte count decreased", "淋巴细胞计数降低"),
    "CTC_WBC": Text("White blood cell decreased", "白细胞降低"),
    "CTC_ALB": Text("Hypoalbuminemia", "低白蛋白血症"),
    "CTC_ALT": Text("Alanine aminotransferase increased", "丙氨酸氨基转移酶升高"),
    "CTC_AST": Text("Aspartate aminotransferase increased", "天冬氨酸氨基转移酶升高"),
    "CTC_BILI": Text("Blood bilirubin increased", "血胆红素升高"),
    "CTC_CREAT": Text("Creatinine increased", "肌酐升高"),
    "CTC_QTC": Text("Electrocardiogram QT corrected interval prolonged", "心电图QTc间期延长"),
    "CTC_EF": Text("Ejection fraction decreased", "射血分数降低"),
}
"""Terms of CTCAE v5.0 (NCI 2017) by the derived value that grades them."""
GRADED = frozenset({*TERMS, "CTC_TRANS"})


UNKNOWN_BEFORE = Text("the grade before treatment is not known", "治疗前分级未知")


class Graded(msgspec.Struct, frozen=True):
    """The grade of a specimen; None where it cannot be told. `of` is the result that was graded, where it is a number.

    `at` is the specimen's day, with its time where that is known, in ISO form.
    """

    at: str
    grade: int | None
    of: Quantity | None = None

    @property
    def on(self) -> date:
        """Its day."""
        return date.fromisoformat(self.at[:10])


class EventProposal(msgspec.Struct, frozen=True):
    """An episode that wants an adverse event: the term, from when to when (None: open), the worst grade.

    `baseline` is the last grade before treatment, None where none is known. `episode` names the proposal for good.
    `seen` are the graded results of the episode, the first one first.
    """

    episode: str
    code: str
    term: Text
    begun: date
    ended: date | None
    worst: int
    baseline: int | None
    seen: tuple[Graded, ...] = ()

    @property
    def before(self) -> Text:
        """The grade before treatment in words."""
        if self.baseline is None:
            return UNKNOWN_BEFORE
        return Text(f"baseline G{self.baseline}", f"基线 {self.baseline}级")


def proposals(course: Course) -> tuple[EventProposal, ...]:
    """The episodes of which no adverse event of the log speaks and that nobody dismissed, the latest first."""
    if FORM not in course.study.forms:
        return ()
    known, gone = events(course), dismissals(course, FORM, NO_EVENT)
    refused = [(mark.data.get("code", ""), mark.data.get("begun", "")) for mark in gone.values()]
    found = [
        proposal
        for spec in course.study.derived.values()
        if spec.code in GRADED or spec.formula in GRADED
        for proposal in _of(course, spec)
        if not (
            taken(course, FORM, proposal.episode)
            or any(_within(proposal, code, begun) for code, begun in refused)
            or any(_speaks(event, proposal) for event in known)
        )
    ]
    return tuple(sorted(found, key=lambda each: each.begun, reverse=True))


def _of(course: Course, spec: DerivedSpec) -> Iterator[EventProposal]:
    treated = treated_from(course)
    if not isinstance(treated, str) or not treated:
        return
    series = sorted(grades(course, spec.code), key=lambda each: each.at)
    baseline = baseline_grade(series, treated)
    since = [each for each in series if not precedes(each.at, treated)]
    term = TERMS.get(spec.code) or TERMS.get(spec.formula) or spec.label
    for episode in grade_episodes(since, baseline):
        begun = episode.onset.date()
        yield EventProposal(
            episode=proposal_id(course.record.subject, "event", spec.code, begun.isoformat()),
            code=spec.code,
            term=term,
            begun=begun,
            ended=episode.end.date() if episode.end is not None else None,
            worst=episode.worst,
            baseline=baseline,
            seen=tuple(each for each in since if begun <= each.on <= episode.seen.date()),
        )


def grades(course: Course, code: str) -> Iterator[Graded]:
    """The grades of a derived value, each specimen's at its own time; "at least 2" counts as 2."""
    form = _form(course, code)
    for at in course.visits:
        if form in at.visit.forms:
            for place, derived in course.derived_each(at.address, code, form):
                on = course.day_at(place)
                if on is not None:
                    yield _graded(moment(course, place, on), derived)
        elif not form and at.day is not None and (found := course.derived_one(at.address, code)) is not None:
            yield _graded(at.day.isoformat(), found)


def _form(course: Course, code: str) -> str:
    """The form whose results are graded; "" for a grade of another derived value."""
    sources = course.study.derived[code].inputs.get("x", ())
    return next((source.of.partition("/")[0] for source in sources if source.kind == "item" and not source.at), "")


def _graded(at: str, derived: Derived) -> Graded:
    known = derived.value is not None and derived.comparator in ("", ">=")
    of = next((given for _, given in derived.inputs if isinstance(given, Quantity)), None)
    return Graded(at, int(derived.value) if known and derived.value is not None else None, of)


def baseline_grade(series: Iterable[Graded], treated: str) -> int | None:
    """The last grade before treatment began (ISO, a day or a time); None where none is known."""
    before = [each for each in series if each.grade is not None and precedes(each.at, treated)]
    return max(before, key=lambda each: each.at).grade if before else None


def grade_episodes(series: Iterable[Graded], baseline: int | None) -> tuple[Episode, ...]:
    """The episodes of grades that are worse than at baseline (0 where it is not known), with their true worst grade.

    By the day: of several specimens of one day the worst counts, so no day begins two episodes.
    """
    floor = baseline or 0
    return episodes(Assessment(datetime.combine(each.on, time.min), _above(each.grade, floor)) for each in series)


def _above(grade: int | None, floor: int) -> int | None:
    return None if grade is None else grade if grade > floor else 0


def _within(proposal: EventProposal, code: str, begun: str) -> bool:
    """True when a dismissal is of this episode, also where an earlier result moved its beginning since."""
    if code != proposal.code or not begun:
        return False
    return proposal.begun <= date.fromisoformat(begun) <= (proposal.ended or date.max)


def _speaks(event: Event, proposal: EventProposal) -> bool:
    """True when an event of the log is about the same thing at the same time."""
    terms = {bare(proposal.term.en), bare(proposal.term.zh)}
    if not terms & {bare(event.ctcae), bare(event.term)} or event.begun is None:
        return False
    last = event.ended[1] if event.ended is not None else date.max
    return event.begun[0] <= (proposal.ended or date.max) and proposal.begun <= last
