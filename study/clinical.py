"""The clinical page of a definition: every formula, limit, interval and rule with its source, and what is unconfirmed.

Owns the page's content as Markdown, in English with the Chinese terms beside. Must not read or write files.
"""

from collections.abc import Iterable, Iterator

from study import vaccines as live_vaccines
from study.clinical_at_once import filled_at_once
from study.clinical_dictionaries import dictionaries
from study.clinical_drugs import prescription_lines
from study.clinical_open import both, unconfirmed
from study.definition.model import Check, DerivedSpec, Form, Item, Limits, Reference, Source, Study
from study.derived.names import NAMES as INPUTS
from study.derived.registry import FORMULAS

UNCONFIRMED = "**unconfirmed**"


def clinical_page(study: Study) -> str:
    """The whole page."""
    parts = (
        *(_head(study), _schedule(study), _formulas(study), _settings(study), _limits(study), _intervals(study)),
        *(_rules(study), filled_at_once(study), prescription_lines(study), dictionaries(study), unconfirmed(study)),
        _sources(study),
    )
    return "\n".join(line for part in parts for line in part) + "\n"


def _head(study: Study) -> Iterator[str]:
    yield f"# Clinical definitions of {study.code}, version {study.version}"
    yield ""
    yield "This page is generated from the study's definition (`cartella study clinical`); it is not edited by hand."
    yield "It is a working document for the investigators, no medical advice, and the application is no medical device."
    yield f"{UNCONFIRMED} marks what nobody has yet checked in print or approved: {study.unconfirmed.en}"
    yield ""


def table(heading: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """A Markdown table; nothing for no rows."""
    written = [tuple(cell.replace("|", "\\|").replace("\n", " ") for cell in row) for row in rows]
    if not written:
        return
    for row in (heading, ("---",) * len(heading), *written):
        yield f"| {' | '.join(row)} |"
    yield ""


def _marked(text: str, confirmed: bool) -> str:
    return text if confirmed else f"{text} {UNCONFIRMED}"


def _span(limits: Limits | None) -> str:
    if limits is None:
        return ""
    if limits.low is None:
        return f"≤ {limits.high}"
    return f"≥ {limits.low}" if limits.high is None else f"{limits.low} to {limits.high}"


def _schedule(study: Study) -> Iterator[str]:
    yield "## Visits"
    yield ""
    yield "Days count from the infusion (day 0), from the planned infusion until there was one."
    yield f"A target day that the registry does not give, and a window that nobody approved, are {UNCONFIRMED}:"
    yield "the windows are a proposal and await the investigators' approval (时间窗为建议方案，待研究者批准)."
    yield ""
    rows = (
        (
            visit.code,
            both(visit.label),
            "" if visit.target_day is None else _marked(str(visit.target_day), visit.day_confirmed),
            "" if visit.window is None else _marked(f"{visit.window[0]} to {visit.window[1]}", visit.confirmed),
            ", ".join(
                word
                for word, holds in (
                    ("baseline", visit.baseline),
                    ("repeating", visit.repeating),
                    ("optional", visit.optional),
                )
                if holds
            ),
            " ".join(visit.forms),
        )
        for visit in study.visits
    )
    yield from table(("Visit", "Name", "Target day", "Window", "Kind", "Forms"), rows)


def _formulas(study: Study) -> Iterator[str]:
    yield "## Derived values"
    yield ""
    yield "Formulas use full precision; results are rounded half away from zero for display only."
    yield "A comparator such as `<` is carried through; where two limits pull in opposite directions nothing is said."
    yield "A result that cannot be computed says why."
    yield ""
    for spec in study.derived.values():
        yield from _formula(study, spec)


def _formula(study: Study, spec: DerivedSpec) -> Iterator[str]:
    formula = FORMULAS.get(spec.formula or spec.code)
    yield f"### {spec.code}: {both(spec.label)}"
    yield ""
    if spec.written_out:
        yield f"- Formula: {spec.written_out}"
    if formula is not None:
        yield f"- Version {formula.version} ({formula.source})"
    if spec.unit:
        yield f"- Unit: {spec.unit}, shown with {spec.decimals} decimals"
    if spec.choices:
        words = (
            _marked(f"{choice.code} = {both(choice.label)}", choice.confirmed)
            for choice in study.codelists.get(spec.choices, ())
        )
        yield f"- Result: {'; '.join(words)}"
    yield f"- Valid: {both(spec.valid)}"
    yield f"- Source: {study.sources.get(spec.source, spec.source)}"
    if spec.pick == "worst":
        yield "- Of several specimens of a visit the worst counts."
    if spec.reference is not None:
        of = study.sources.get(spec.reference.source, spec.reference.source)
        yield f"- Interval: {'; '.join(_rows(spec.reference))} ({of}) {_mark(spec.reference)}".rstrip()
    if spec.critical is not None:
        yield f"- Critical outside {_marked(_span(spec.critical), spec.critical_confirmed)}"
    for name in formula.inputs if formula else ():
        sources = spec.inputs.get(name, ())
        if sources:
            unit = f" ({INPUTS[name].unit})" if INPUTS[name].unit else ""
            yield f"- `{name}`{unit}: {both(INPUTS[name].label)}: {', else '.join(map(_source, sources))}"
    if not spec.confirmed:
        yield f"- {UNCONFIRMED}"
    yield ""


def _source(source: Source) -> str:
    """Where an input comes from, in words."""
    said = {
        "item": f"{source.of}",
        "derived": f"derived {source.of}{f' ({source.part})' if source.part else ''}",
        "person": f"the child's {source.of.replace('_', ' ')}",
        "limit": f"{'upper' if source.part == 'high' else 'lower'} limit of {source.of}",
        "series": f"all values of {source.of}",
        "rows": f"the rows of {source.of}",
        "setting": f"setting {source.of}",
        "table": f"table {source.of}{f', {source.part}' if source.part else ''}",
        "codes": f"items {source.of} answered {source.part or 'with nothing'}",
        "hours": f"hours from {source.of} to {source.part}",
        "rate": f"60,000 / {source.of}",
        "word": source.of,
    }[source.kind]
    if source.at:
        said += {"baseline": " at baseline", "previous": " at the visit before"}.get(source.at, f" at {source.at}")
    if source.days is not None:
        said += f" of days {source.days[0]} to {source.days[1]}"
    if source.within is not None:
        fresh = f", with a note from {source.fresh} days on" if source.fresh is not None else ""
        said += f" (not older than {source.within} days{fresh})"
    return said + (f" when `{source.when}`" if source.when else "")


def _settings(study: Study) -> Iterator[str]:
    """The choices that are the investigator's to make, as they stand, and what is computed by each."""
    if not study.settings:
        return
    yield "## Settings"
    yield ""
    yield f"Each is the investigator's to confirm or to change: {UNCONFIRMED} (待研究者确认)."
    yield ""
    rows = ((name, value, ", ".join(_fed_by(study, name))) for name, value in study.settings.items())
    yield from table(("Setting", "Stands at", "Decides"), rows)


def _fed_by(study: Study, setting: str) -> Iterator[str]:
    for spec in study.derived.values():
        formula = FORMULAS.get(spec.formula or spec.code)
        sources = (source for name in (formula.inputs if formula else ()) for source in spec.inputs.get(name, ()))
        if any(source.kind == "setting" and source.of == setting for source in sources):
            yield spec.code
    yield from (f"the line of {p.code}" for p in study.panels if any(line.less_by == setting for line in p.lines))


def _limits(study: Study) -> Iterator[str]:
    yield "## Limits of entry"
    yield ""
    yield "*Hard*: refused, unless an investigator confirms the value on the report."
    yield "*Soft*: asks for a word, else it becomes a query."
    yield "*Critical*: must be acknowledged; the hospital's own list of critical values comes first."
    yield f"A limit that neither that list nor the protocol gives is {UNCONFIRMED}"
    yield "(危急值以本院危急值目录为准；目录和方案均未给出的界限待确认)."
    yield "*Better*: the direction in which a change is called better. While both results lie within the limit that"
    yield "matters, while `in_range` has no interval, and where nothing stands here, it is told without judgement."
    yield ""
    for form in study.forms.values():
        numbers = [item for item in form.items if item.type == "number"]
        if numbers:
            yield f"### {form.code}: {both(form.label)}"
            yield ""
            heading = ("Item", "Name", "Unit", "Hard", "Soft", "Soft by study day", "Critical", "Better", "")
            yield from table(heading, map(_limit_row, numbers))


def _limit_row(item: Item) -> tuple[str, ...]:
    early = item.soft_by_day
    by_day = f"day {early.first} to {early.last}: {_span(early.limits)}" if early is not None else ""
    critical = [_marked(_span(item.critical), item.critical_confirmed)] if item.critical else []
    if item.critical_quiet is not None:
        critical.append(f"expected from day {item.critical_quiet[0]} to {item.critical_quiet[1]}: marked, no alarm")
    return (
        item.code,
        both(item.label),
        item.unit,
        _span(item.hard),
        _span(item.soft),
        by_day,
        "; ".join(critical),
        item.better if item.better != "none" else "",
        "" if item.confirmed else UNCONFIRMED,
    )


def _intervals(study: Study) -> Iterator[str]:
    yield "## Reference intervals"
    yield ""
    yield "Defaults only. The limits printed on the report come first, then the laboratory's own table, then these."
    yield ""
    rows = (
        (
            item.code,
            item.unit,
            row + _of_method(study, form, item) + _noted(item.reference),
            study.sources.get(item.reference.source, item.reference.source),
            _mark(item.reference),
        )
        for form in study.forms.values()
        for item in form.items
        if item.reference is not None
        for row in _rows(item.reference)
    )
    yield from table(("Item", "Unit", "Interval", "Source", ""), rows)


def _of_method(study: Study, form: Form, item: Item) -> str:
    """For which method a default holds; "" for any."""
    wanted = item.reference.method if item.reference is not None else ""
    if not wanted:
        return ""
    words = {choice.code: choice.label.en for choice in study.codelists.get(form.item(item.method).choices, ())}
    return f" (only for: {words.get(wanted, wanted)})"


def _noted(reference: Reference) -> str:
    return f" ({both(reference.note)})" if reference.note is not None else ""


def _mark(reference: Reference) -> str:
    return "" if reference.confirmed else UNCONFIRMED


def _rows(reference: Reference) -> Iterator[str]:
    sexes = {"A": "both", "F": "girls", "M": "boys"}
    for row in reference.rows:
        span = _span(Limits(row.low, row.high))
        yield f"from {row.start.written} to below {row.below.written}, {sexes[row.sex]}: {span}"


def _rules(study: Study) -> Iterator[str]:
    yield "## Checks between items"
    yield ""
    yield "A check fails only when it is certainly false; a missing value or a limit such as `<0.5` decides nothing."
    yield ""
    yield from table(("Form", "Code", "Must hold", "Said when it does not", "Kind"), _checks(study.forms.values()))
    if study.eligibility.criteria:
        yield from _eligibility(study)
    if study.protocol.clocks:
        yield "## Reporting clocks"
        yield ""
        clocks = (
            (
                c.code,
                both(c.label),
                f"`{c.when}`",
                f"{c.hours} h",
                ", ".join(c.recipients),
                "" if c.confirmed else UNCONFIRMED,
            )
            for c in study.protocol.clocks
        )
        yield from table(("Code", "Name", "When", "Within", "To", ""), clocks)
    yield from _kept(study)
    if live_vaccines.FORM in study.forms:
        yield from _live_vaccines(study)


def _kept(study: Study) -> Iterator[str]:
    """How long records are kept, rule by rule."""
    if not study.protocol.retention:
        return
    yield "## How long records are kept"
    yield ""
    yield "The rule that ends last counts; nothing is deleted when its day is over."
    yield ""
    starts = {"study_end": "the end of the study", "last_visit": "the last visit"}
    rules = (
        (
            rule.code,
            both(rule.label),
            f"{rule.years} years from {starts[rule.starts]}",
            study.sources.get(rule.source, ""),
            "" if rule.confirmed else UNCONFIRMED,
        )
        for rule in study.protocol.retention
    )
    yield from table(("Code", "Name", "At least", "Source", ""), rules)


def _live_vaccines(study: Study) -> Iterator[str]:
    limits = study.protocol.vaccination
    yield "## Live vaccines"
    yield ""
    yield f"A vaccination marked as live ({live_vaccines.FORM}.{live_vaccines.LIVE}) is spoken of, wants a word and is"
    yield "otherwise queried while, on its day, one of these holds or cannot be told:"
    yield ""
    yield f"- the last count up to that day, and since the infusion, says depleted B cells ({live_vaccines.STATUS})"
    if limits.steroid_mg_day is not None:
        dose = f"- systemic steroid of {limits.steroid_mg_day} mg/day prednisone equivalent or more"
        yield _marked(dose, limits.confirmed)
    yield "- an immunosuppressant or a biologic of the log of medicines runs; how long one acts on is not looked at"
    yield f"- how many months live vaccines wait after CAR-T is the investigator's to confirm: {UNCONFIRMED}"
    yield ""


def _checks(forms: Iterable[Form]) -> Iterator[tuple[str, ...]]:
    for form in forms:
        for check in form.checks:
            yield form.code, check.code, f"`{check.holds}`", both(check.sentence), _kind(check)


def _kind(check: Check) -> str:
    if check.severity == "critical":
        return _marked(f"critical: acknowledged at {check.at}", check.confirmed)
    return "refused" if check.severity == "hard" else "query" if check.query else "explained or query"


def _eligibility(study: Study) -> Iterator[str]:
    yield "## Eligibility"
    yield ""
    gates = ", ".join(f"{gate.code} ({both(gate.label)}, visit {gate.visit})" for gate in study.eligibility.gates)
    yield f"Gates: {gates}."
    if all(criterion.kind != "inclusion" for criterion in study.eligibility.criteria):
        yield "The registry gives no inclusion criteria, so none are defined."
    yield ""
    rows = (
        (
            criterion.code,
            both(criterion.label),
            criterion.gate,
            "; ".join(f"`{limb.meets}`" for limb in criterion.limbs)
            + (f"; results of at most {criterion.within} days {UNCONFIRMED}" if criterion.within else ""),
            "analysis flag only" if criterion.analysis else criterion.kind,
        )
        for criterion in study.eligibility.criteria
    )
    yield from table(("Criterion", "Words", "First gate", "Measured limbs", "Kind"), rows)


def _sources(study: Study) -> Iterator[str]:
    yield "## Sources"
    yield ""
    yield from table(("Key", "Source and what was verified of it"), study.sources.items())
