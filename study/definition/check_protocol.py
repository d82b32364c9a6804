"""Whether the dates, ages and numbers of a protocol go together. Reports; changes nothing."""

from datetime import date

from study.definition.faults import Report
from study.definition.fields import Fields
from study.definition.trial import Clock, ConsentVersion, Protocol

PATH = ("protocol",)
CONSENT = ("consent",)
_SPANS = (("runs_from", "runs_to"), ("recruits_from", "recruits_to"))
MOST_HOURS = 24 * 366
"""Hours of the longest deadline: a year."""


def check_protocol(protocol: Protocol, report: Report) -> None:
    """Reports what is reversed, below 1 or said twice."""
    for first, last in _SPANS:
        if _reversed(getattr(protocol, first), getattr(protocol, last)):
            report.add_at((*PATH, last), "", f"`{last}` lies before `{first}`", f"“{last}”早于“{first}”")
    for key in ("planned_subjects", "contact_attempts"):
        number = getattr(protocol, key)
        if number is not None and number < 1:
            report.add_at((*PATH, key), "", f"`{key}` is 1 at least", f"“{key}”至少为1")
    if protocol.assent_from.rank > protocol.own_consent_from.rank:
        report.add_at(
            (*CONSENT, "assent_from"),
            "",
            f"a child assents from {protocol.assent_from.written}, after it consents itself from "
            f"{protocol.own_consent_from.written}",
            f"患儿知情同意起始年龄（{protocol.assent_from.written}）晚于本人同意年龄（{protocol.own_consent_from.written}）",
        )
    dose = protocol.vaccination.steroid_mg_day
    if dose is not None and dose <= 0:
        report.add_at(PATH, "", "`steroid_mg_day` must be above 0", "“steroid_mg_day”须大于0")
    _versions(protocol.consent_versions, report)
    for clock in protocol.clocks:
        _clock(clock, report)


def _clock(clock: Clock, report: Report) -> None:
    if not 0 < clock.hours <= MOST_HOURS:
        en, zh = f"a deadline lies 1 to {MOST_HOURS} hours ahead", f"时限须为1至{MOST_HOURS}小时"
        report.add_at(("clock", clock.code, "hours"), clock.code, en, zh)
    if not clock.recipients:
        en, zh = "nobody is told of it (`recipients`)", "未写明报告对象“recipients”"
        report.add_at(("clock", clock.code, "recipients"), clock.code, en, zh)


def _versions(versions: tuple[ConsentVersion, ...], report: Report) -> None:
    seen: set[tuple[str, str]] = set()
    for version in versions:
        if _reversed(version.approved, version.until):
            en, zh = "its use ended before it was approved", "停用日期早于批准日期"
            report.add_at((*CONSENT, "versions"), version.code, en, zh)
        if (version.kind, version.code) in seen:
            report.add_at((*CONSENT, "versions"), version.code, "the version stands twice", "版本重复")
        seen.add((version.kind, version.code))


def _reversed(first: date | None, last: date | None) -> bool:
    """Whether two days stand the wrong way round; a day that could not be read was told already."""
    return first is not None and last is not None and Fields.no_date not in (first, last) and last < first
