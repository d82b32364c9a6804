"""What of a definition nobody has confirmed, for the clinical page: one line a thing, and what awaits whose word."""

from collections.abc import Iterator

from study import vaccines as live_vaccines
from study.clinical_at_once import unconfirmed_at_once
from study.clinical_dictionaries import unconfirmed_dictionaries
from study.clinical_drugs import unconfirmed_drugs
from study.definition.model import Item, Study
from study.definition.standards import NAMES, STANDARDS
from study.text import Text


def both(text: Text) -> str:
    """The English with the Chinese beside it, where they differ."""
    return text.en if text.en == text.zh else f"{text.en} / {text.zh}"


def unconfirmed(study: Study) -> Iterator[str]:
    """The section, as lines of Markdown."""
    yield "## What is unconfirmed"
    yield ""
    yield "Nothing below may be relied on before somebody has checked it against its source or decided it."
    yield ""
    found = [
        f"- {spec.code}: {both(spec.label)}{' (its interval)' if spec.confirmed else ''}"
        for spec in study.derived.values()
        if not spec.confirmed or (spec.reference is not None and not spec.reference.confirmed)
    ]
    for form in study.forms.values():
        for item in form.items:
            what = [word for word, holds in _left_open(item) if holds]
            if what:
                found.append(f"- {form.code}.{item.code}: {' and '.join(what)}")
    found += _awaiting(study)
    found += _not_looked_up(study)
    yield from found
    yield ""


def _not_looked_up(study: Study) -> Iterator[str]:
    """Codes of standards that nobody found in the published standard yet."""
    for standard in STANDARDS:
        codes = [
            f"{form.code}.{item.code} {coding.code}"
            for form in study.forms.values()
            for item in form.items
            if (coding := item.coding(standard)) is not None and not coding.confirmed
        ]
        if codes:
            yield f"- {NAMES[standard]} codes not yet looked up (代码尚未核对): {', '.join(codes)}"


def _left_open(item: Item) -> Iterator[tuple[str, bool]]:
    yield "limits or wording", not item.confirmed
    yield "interval", item.reference is not None and not item.reference.confirmed
    yield "critical limits", item.critical is not None and not item.critical_confirmed


def _awaiting(study: Study) -> Iterator[str]:
    """What awaits an approval beside the items: windows, target days, critical limits of derived values, rules."""
    lists = {
        "Answers (选项)": (
            f"{name}.{choice.code} ({both(choice.label)})"
            for name, choices in study.codelists.items()
            for choice in choices
            if not choice.confirmed
        ),
        "Windows of visits (时间窗)": (v.code for v in study.visits if v.window is not None and not v.confirmed),
        "Target days (目标日)": (v.code for v in study.visits if v.target_day is not None and not v.day_confirmed),
        "Critical limits of derived values (衍生值危急值界限)": (
            spec.code for spec in study.derived.values() if spec.critical is not None and not spec.critical_confirmed
        ),
        "Critical rules (危急值规则)": (
            f"{form.code}.{check.code}"
            for form in study.forms.values()
            for check in form.checks
            if check.severity == "critical" and not check.confirmed
        ),
        "Advice of the letter to families (家属通知单)": (
            f"{advice.code} ({both(advice.label)})"
            for advice in (study.letter.advice if study.letter is not None else ())
            if not advice.confirmed
        ),
        "Filled at once (一键填写)": unconfirmed_at_once(study),
        "Names and bounds of the prescription line (医嘱行药名与剂量界限)": unconfirmed_drugs(study),
        "Dictionaries (词典)": unconfirmed_dictionaries(study),
        "Settings (设置)": study.settings,
        "How old a result may be for a criterion (入排标准检验时限)": (
            f"{criterion.code} {criterion.within} d" for criterion in study.eligibility.criteria if criterion.within
        ),
        "Reporting clocks (报告时限)": (clock.code for clock in study.protocol.clocks if not clock.confirmed),
        "How long records are kept (资料保存期限)": (
            rule.code for rule in study.protocol.retention if not rule.confirmed
        ),
        "Live vaccines (活疫苗)": (
            ("the steroid limit", "the months after CAR-T")
            if live_vaccines.FORM in study.forms and not study.protocol.vaccination.confirmed
            else ()
        ),
    }
    yield from (f"- {name}: {', '.join(codes)}" for name, found in lists.items() if (codes := tuple(found)))
