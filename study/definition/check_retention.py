"""Whether the rules of how long records are kept can be counted, and name a source that is there. Changes nothing."""

from study.definition.faults import Report
from study.definition.fields import Fields
from study.definition.model import Study
from study.definition.trial import RetentionRule

MOST_YEARS = 200
"""Years of the longest retention."""


def check_retention(study: Study, report: Report) -> None:
    """Reports years that nobody means, a source that is not there, a code said twice, an end before the beginning."""
    protocol = study.protocol
    seen: set[str] = set()
    for rule in protocol.retention:
        if rule.code in seen:
            report.add_at(("retention", rule.code), rule.code, "the rule stands twice", "规则重复")
        seen.add(rule.code)
        _rule(study, rule, report)
    begins, ended = protocol.runs_from, protocol.ended
    if begins is not None and ended is not None and Fields.no_date not in (begins, ended) and ended < begins:
        report.add_at(("protocol", "ended"), "", "`ended` lies before `runs_from`", "“ended”早于“runs_from”")


def _rule(study: Study, rule: RetentionRule, report: Report) -> None:
    if not 0 < rule.years <= MOST_YEARS:
        en, zh = f"records are kept for 1 to {MOST_YEARS} years", f"保存年限须为1至{MOST_YEARS}年"
        report.add_at(("retention", rule.code, "years"), rule.code, en, zh)
    if rule.source and study.sources and rule.source not in study.sources:
        en, zh = f"there is no source `{rule.source}`", f"没有来源“{rule.source}”"
        report.add_at(("retention", rule.code, "source"), rule.code, en, zh)
