"""Which consents of a child stand, which are due and from which day, and what must not have happened.

Pure. Ages are exact to the day; a child whose date of birth is not known here is said to be so and never guessed.
"""

from collections.abc import Iterator
from datetime import date
from typing import Literal

import msgspec

from study.consent_faults import findings
from study.consent_log import (
    LOG_FORM,
    LONG_TERM,
    OWN,
    PERSONAL,
    SAMPLE,
    TRIAL,
    Consent,
    Withdrawal,
    consents_given,
    kind_name,
    standing,
    withdrawals,
)
from study.definition.trial import ConsentVersion
from study.finding import Finding
from study.followup import ending
from study.logs import filled, rows
from study.text import Text
from study.timeline import Timeline

Why = Literal["first", "version", "assent", "own", "kind"]
NO_BIRTH = Text("Date of birth not known here: whether assent or own consent is due cannot be told.",
                "出生日期未知，无法判断是否需儿童赞同或本人同意。")  # fmt: skip
BIRTH_ERASED = Text("Date of birth erased: whether assent or own consent is due cannot be told.",
                    "出生日期已删除，无法判断是否需儿童赞同或本人同意。")  # fmt: skip


class DueConsent(msgspec.Struct, frozen=True):
    """A consent that somebody has to ask for, from the day on which that began."""

    kind: str
    why: Why
    since: date
    sentence: Text


class Consents(msgspec.Struct, frozen=True):
    """Everything about the consents of a child on a day. `current` is the last standing consent by kind."""

    current: dict[str, Consent]
    given: tuple[Consent, ...]
    withdrawn: tuple[Withdrawal, ...]
    due: tuple[DueConsent, ...]
    findings: tuple[Finding, ...]
    untold: Text | None = None


def consents(line: Timeline, today: date) -> Consents:
    """The consents of a child as they stand on a day."""
    given, withdrawn = consents_given(line), withdrawals(line)
    current = {kind: standing(kind, given, withdrawn) for kind in dict.fromkeys(each.kind for each in given)}
    stand = {kind: each for kind, each in current.items() if each is not None}
    over = ending(line) is not None or any({"VISIT", "CONTACT"} & set(each.scope) for each in withdrawn)
    due = () if over else tuple(_due(line, stand, given, today))
    unknown = NO_BIRTH if line.record.erased is None else BIRTH_ERASED
    untold = unknown if line.person.birth is None and stand and not over else None
    return Consents(stand, given, withdrawn, due, tuple(findings(line, given)), untold)


def _due(line: Timeline, stand: dict[str, Consent], given: tuple[Consent, ...], today: date) -> Iterator[DueConsent]:
    trial = stand.get(TRIAL)
    if trial is None:
        yield DueConsent(TRIAL, "first", today, Text("No consent for the trial stands.", "无有效的研究知情同意。"))
    for kind, consent in stand.items():
        newer = _newer_version(line, kind, consent, today)
        if newer is not None:
            yield DueConsent(kind, "version", newer.approved, _of_version(line, kind, newer))
    if trial is not None:
        yield from _due_by_age(line, given, trial, today)
        yield from _due_kinds(line, stand, given, trial)


def _newer_version(line: Timeline, kind: str, consent: Consent, today: date) -> ConsentVersion | None:
    """The newest approved version of the form, when the one that was signed is another and is no later one."""
    known = [each for each in line.study.protocol.consent_versions if each.kind == kind and each.approved <= today]
    newest = max(known, key=lambda each: each.approved, default=None)
    if newest is None or newest.code == consent.version:
        return None
    return newest


def _of_version(line: Timeline, kind: str, version: ConsentVersion) -> Text:
    name = kind_name(line, kind)
    return Text(
        f"{name.en}: version {version.code} of the form, approved {version.approved}, is not signed yet.",
        f"{name.zh}：{version.approved} 批准的 {version.code} 版知情同意书尚未签署。",
    )


def _due_by_age(line: Timeline, given: tuple[Consent, ...], trial: Consent, today: date) -> Iterator[DueConsent]:
    """The child's own word: assent from one birthday on, the own consent from the other."""
    birth, protocol = line.person.birth, line.study.protocol
    if birth is None:
        return
    assent, own = protocol.assent_from.starts(birth), protocol.own_consent_from.starts(birth)
    about = [each for each in given if each.kind == TRIAL]
    if today >= own:
        if not any(OWN in each.who and each.on is not None and each.on >= own for each in about):
            years = protocol.own_consent_from.months // 12
            yield DueConsent(TRIAL, "own", own, Text(
                f"Turned {years} on {own}: the own consent is due.", f"{own} 年满{years}周岁，须本人签署知情同意书。"
            ))  # fmt: skip
    elif today >= assent and not any(each.child == "Y" and each.on is not None and each.on >= assent for each in about):
        years = protocol.assent_from.months // 12
        yield DueConsent(TRIAL, "assent", max(assent, trial.on or assent), Text(
            f"{years} years old since {assent}: the child's assent is due.",
            f"{assent} 年满{years}周岁，须取得儿童本人赞同。",
        ))  # fmt: skip


def _due_kinds(
    line: Timeline, stand: dict[str, Consent], given: tuple[Consent, ...], trial: Consent
) -> Iterator[DueConsent]:
    """Consents of their own that something else calls for: personal information, kept samples, yearly follow-up."""
    if LOG_FORM not in line.study.forms:
        return
    asked = {PERSONAL: trial.on}
    kept = [row.days("SAMPDTC") for row in rows(line, "SAMP") if row.code("SAMPSTAT") == "STORED"]
    asked[SAMPLE] = min((days[0] for days in kept if days is not None), default=None)
    goes_on = [row.day("DSSTDTC") or (row.at.day if row.at else None) for row in filled(line, "DS")
               if row.code("DSLT") == "Y"]  # fmt: skip
    asked[LONG_TERM] = next((day for day in goes_on if day is not None), None)
    ever = {each.kind for each in given}
    for kind, since in asked.items():
        if since is not None and kind not in stand and kind not in ever:
            name = kind_name(line, kind)
            yield DueConsent(
                kind, "kind", since, Text(f"{name.en}: no consent stands.", f"{name.zh}：无有效知情同意。")
            )
