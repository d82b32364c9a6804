"""A reference interval in words: where it comes from, and how it differs from the one a value was judged by. Pure."""

from decimal import Decimal, InvalidOperation

from desktop_app.presenters import words
from study.changes.facts import Judged
from study.definition.model import Study
from study.reference import REPORT, Interval
from study.text import Text

ON_REPORT = Text("limits printed on the report", "报告单所附参考区间")


def source_words(study: Study, interval: Interval) -> Text:
    """Where an interval comes from, with the version of a laboratory's table and a note of the definition."""
    if interval.version:
        table = Text(f"laboratory's table {interval.version}", f"实验室参考区间表{interval.version}")
        return words.join(table, words.both(interval.source))
    if interval.source == REPORT:
        return ON_REPORT
    return words.join(words.both(study.sources.get(interval.source, interval.source)), interval.note)


def judged_words(study: Study, judged: Judged) -> Text:
    """The interval that was kept with a value."""
    span = judged_span(judged)
    source, _, digest = judged.source.partition("@")
    if judged.source == REPORT:
        return words.join(words.both(span), ON_REPORT)
    said = words.both(f"{study.sources[source]} ({digest})") if source in study.sources else words.both(judged.source)
    return words.join(words.both(span), said)


def judged_span(judged: Judged) -> str:
    """Its limits as a report prints them."""
    if not judged.low:
        return f"≤ {judged.high}"
    return f"{judged.low}–{judged.high}" if judged.high else f"≥ {judged.low}"


def judged_then(study: Study, judged: Judged | None, now: Interval | None) -> Text | None:
    """That a value was judged by other limits when it was entered than today; None where they are the same."""
    if judged is None or _same(judged, now):
        return None
    then = judged_words(study, judged)
    if now is None:
        return Text(f"when entered: {then.en}; no interval holds now", f"录入时按 {then.zh} 判断；现无适用参考区间")
    here, today = now.shown.replace("-", "–"), source_words(study, now)
    return Text(
        f"when entered: {then.en}; now: {here} ({today.en})", f"录入时按 {then.zh} 判断；现按 {here}（{today.zh}）"
    )


def _same(judged: Judged, now: Interval | None) -> bool:
    """True for equal numbers, however they are written; what another program kept may be no number at all."""
    try:
        then = tuple(Decimal(end) if end else None for end in (judged.low, judged.high))
    except InvalidOperation:
        return False
    return then == ((None, None) if now is None else (now.low, now.high))
