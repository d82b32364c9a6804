"""Eligibility and the protocol's dates, ages and clocks, each from its YAML. No cross-checks here."""

from typing import Literal

from study.definition.fields import Fields
from study.definition.trial import (
    Age,
    Clock,
    ConsentVersion,
    Criterion,
    Eligibility,
    Gate,
    Limb,
    Outcome,
    Protocol,
    RetentionRule,
    Sharing,
    StoppingRule,
    Vaccination,
)

AMONG: tuple[Literal["enrolled", "infused"], ...] = ("enrolled", "infused")
CRITERIA: tuple[Literal["inclusion", "exclusion"], ...] = ("inclusion", "exclusion")
STARTS: tuple[Literal["study_end", "last_visit"], ...] = ("study_end", "last_visit")
_DEFAULT = Protocol()


def read_eligibility(fields: Fields) -> Eligibility:
    """The gates and the criteria; either list may be empty."""
    gates = tuple(map(_gate, fields.each("gates")))
    criteria = tuple(map(_criterion, fields.each("criteria")))
    fields.done()
    return Eligibility(gates, criteria)


def _gate(fields: Fields) -> Gate:
    fields.item = fields.code()
    fields.remember("gate", fields.item)
    gate = Gate(fields.item, fields.label(), fields.text("visit", required=True))
    fields.done()
    return gate


def _criterion(fields: Fields) -> Criterion:
    fields.item = fields.code()
    fields.remember("criterion", fields.item)
    criterion = Criterion(
        code=fields.item,
        kind=fields.one_of("kind", CRITERIA, "exclusion", required=True),
        label=fields.label(),
        item=fields.text("item", required=True),
        gate=fields.text("gate", required=True),
        limbs=tuple(map(_limb, fields.each("limbs"))),
        analysis=fields.flag("analysis"),
        within=fields.integer("within"),
    )
    fields.done()
    return criterion


def _limb(fields: Fields) -> Limb:
    limb = Limb(fields.code(), fields.label(), fields.text("meets", required=True), fields.text("value"))
    fields.done()
    return limb


def read_protocol(fields: Fields) -> Protocol:
    """What the registry and the protocol fix."""
    parts = ("consent", "safety", "vaccination", "sharing")
    consent, safety, vaccination, sharing = (fields.inner(part) for part in parts)
    fields.remember("protocol")
    if consent is not None:
        consent.remember("consent")
    protocol = Protocol(
        planned_subjects=fields.integer("planned_subjects"),
        ethics_approved=fields.date("ethics_approved"),
        runs_from=fields.date("runs_from"),
        runs_to=fields.date("runs_to"),
        recruits_from=fields.date("recruits_from"),
        recruits_to=fields.date("recruits_to"),
        share_by=fields.date("share_by"),
        contact_attempts=_or(fields.integer("contact_attempts"), _DEFAULT.contact_attempts),
        assent_from=_age(consent, "assent_from", _DEFAULT.assent_from),
        own_consent_from=_age(consent, "own_consent_from", _DEFAULT.own_consent_from),
        consent_versions=tuple(map(_version, consent.each("versions"))) if consent else (),
        clocks=tuple(map(_clock, safety.each("clocks"))) if safety else (),
        vaccination=_vaccination(vaccination) if vaccination else _DEFAULT.vaccination,
        outcomes=tuple(map(_outcome, fields.each("outcomes"))),
        monitoring_board=fields.wording("monitoring_board"),
        stopping_rules=tuple(map(_stopping_rule, safety.each("stopping_rules"))) if safety else (),
        sharing=_sharing(sharing) if sharing else _DEFAULT.sharing,
        ended=fields.date("ended"),
        retention=tuple(map(_retention, fields.each("retention"))),
    )
    for part in (fields, consent, safety, vaccination, sharing):
        if part is not None:
            part.done()
    return protocol


def _or(number: int | None, default: int) -> int:
    return default if number is None else number


def _age(fields: Fields | None, key: str, default: Age) -> Age:
    return fields.age(key) if fields is not None and fields.has(key) else default


def _version(fields: Fields) -> ConsentVersion:
    approved = fields.date("approved", required=True)
    version = ConsentVersion(
        fields.text("code", required=True),
        fields.text("kind", required=True),
        approved or fields.no_date,
        fields.date("until"),
    )
    fields.done()
    return version


def _vaccination(fields: Fields) -> Vaccination:
    return Vaccination(fields.number("steroid_mg_day"), fields.flag("confirmed"))


def _outcome(fields: Fields) -> Outcome:
    fields.item = fields.code()
    fields.remember("outcome", fields.item)
    outcome = Outcome(
        fields.item, fields.label(), fields.strings("forms", required=True), fields.flag("primary")
    )  # fmt: skip
    fields.done()
    return outcome


def _retention(fields: Fields) -> RetentionRule:
    fields.item = fields.code()
    fields.remember("retention", fields.item)
    rule = RetentionRule(
        code=fields.item,
        label=fields.label(),
        years=fields.integer("years", required=True) or 0,
        starts=fields.one_of("from", STARTS, "study_end", required=True),
        source=fields.text("source"),
        confirmed=fields.flag("confirmed"),
    )
    fields.done()
    return rule


def _clock(fields: Fields) -> Clock:
    fields.item = fields.code()
    fields.remember("clock", fields.item)
    clock = Clock(
        code=fields.item,
        label=fields.label(),
        when=fields.text("when", required=True),
        hours=fields.integer("hours", required=True) or 0,
        recipients=fields.strings("recipients", required=True),
        confirmed=fields.flag("confirmed"),
    )
    fields.done()
    return clock


def _stopping_rule(fields: Fields) -> StoppingRule:
    fields.item = fields.code()
    fields.remember("stopping", fields.item)
    rule = StoppingRule(
        code=fields.item,
        label=fields.label(),
        form=fields.text("form", required=True),
        when=fields.text("when", required=True),
        among=fields.one_of("among", AMONG, "infused"),
        count=fields.integer("count"),
        proportion=fields.number("proportion"),
        days=fields.days("days"),
        confirmed=fields.flag("confirmed"),
    )
    fields.done()
    return rule


def _sharing(fields: Fields) -> Sharing:
    fields.remember("sharing")
    return Sharing(fields.strings("withheld"), _or(fields.integer("smallest"), _DEFAULT.sharing.smallest))
