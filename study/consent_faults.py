"""What must not have happened about consents: a procedure first, an approval later, a signature missing. Pure."""

from collections.abc import Iterator
from datetime import date, datetime, time

import msgspec

from study.address import Address
from study.consent_log import GUARDIANS, TRIAL, Consent
from study.finding import Finding
from study.logs import filled
from study.text import Text
from study.timeline import Timeline


def findings(line: Timeline, given: tuple[Consent, ...]) -> Iterator[Finding]:
    """Everything that must not be, what stops the study first."""
    trial = [each for each in given if each.kind == TRIAL]
    yield from _before_consent(line, trial[0] if trial else None)
    for each in given:
        yield from _not_approved(line, each)
        yield from _not_everybody(line, each)


class Procedure(msgspec.Struct, frozen=True):
    """Something that was done to the child: what, when, where it is written."""

    name: Text
    on: date
    at: datetime | None
    place: Address


def first_procedure(line: Timeline) -> Procedure | None:
    """The first thing that the study did: a visit, an apheresis, a day of lymphodepletion, an infusion."""
    found = [Procedure(at.visit.label, at.day, None, at.address) for at in line.visits if at.day is not None]
    for form in ("APH", "LDC", "INF"):
        for row in filled(line, form):
            dated_by = line.study.forms[form].dated_by
            days = row.days(dated_by)
            if days is not None:
                found.append(Procedure(line.study.forms[form].label, days[0], row.moment(dated_by), row.place))
    return min(found, key=lambda each: each.at or datetime.combine(each.on, time.max), default=None)


def _before_consent(line: Timeline, first: Consent | None) -> Iterator[Finding]:
    """A study procedure without a consent, or before it."""
    done = first_procedure(line)
    if done is None:
        return
    if first is None or first.on is None:
        yield Finding("no-consent", Text(
            f"{done.name.en} on {done.on}, and no dated consent for the trial.",
            f"{done.on} 已进行{done.name.zh}，但无研究知情同意日期。",
        ), done.place, stop=True)  # fmt: skip
        return
    same_day = done.on == first.on and done.at is not None and first.at is not None and done.at < first.at
    if done.on < first.on or same_day:
        when = done.at if same_day and done.at is not None else done.on
        signed = first.at if same_day and first.at is not None else first.on
        yield Finding("before-consent", Text(
            f"{done.name.en} on {when} came before the consent of {signed}.",
            f"{done.name.zh}（{when}）早于知情同意（{signed}）。",
        ), done.place, stop=True)  # fmt: skip


def _not_approved(line: Timeline, given: Consent) -> Iterator[Finding]:
    """A consent before the ethics approval, or on a version that was not in force that day."""
    protocol = line.study.protocol
    if given.on is None:
        return
    if protocol.ethics_approved is not None and given.on < protocol.ethics_approved:
        yield Finding("before-ethics", Text(
            f"The consent of {given.on} came before the ethics approval of {protocol.ethics_approved}.",
            f"知情同意（{given.on}）早于伦理批准（{protocol.ethics_approved}）。",
        ), given.place)  # fmt: skip
    versions = [each for each in protocol.consent_versions if each.kind == given.kind]
    signed = next((each for each in versions if each.code == given.version), None)
    if signed is not None and (given.on < signed.approved or (signed.until is not None and given.on > signed.until)):
        until = f" - {signed.until}" if signed.until is not None else ""
        yield Finding("version", Text(
            f"Version {signed.code} was signed on {given.on}; it was in force {signed.approved}{until}.",
            f"{given.on} 签署的 {signed.code} 版有效期为 {signed.approved}{until}。",
        ), given.place)  # fmt: skip
    elif signed is None and versions and given.version:
        yield Finding("version", Text(
            f"There is no approved version {given.version} of this form.",
            f"没有已批准的 {given.version} 版知情同意书。",
        ), given.place)  # fmt: skip


def _not_everybody(line: Timeline, given: Consent) -> Iterator[Finding]:
    """A minor's consent for the trial without a guardian, or with one where both are asked."""
    birth = line.person.birth
    adult = birth is not None and given.on is not None and line.study.protocol.own_consent_from.reached(birth, given.on)
    if given.kind != TRIAL or adult or (not given.who and not given.both):
        return
    if given.who and not GUARDIANS & set(given.who):
        said = Text("No guardian signed for a minor.", "未成年人知情同意无监护人签名。")
        yield Finding("guardian", said, given.place, stop=True)
    elif given.both == "N":
        yield Finding("guardians", Text("Only one guardian signed.", "仅一名监护人签名。"), given.place)
