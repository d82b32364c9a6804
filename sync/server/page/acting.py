"""What is done on the page: each form of ours is one change of the EDC's device in the person's name, done once.

Owns which field means what. A refusal gives back what was written, with what stands now, to be sent again.
"""

from collections.abc import Callable, Mapping

from study.address import Address
from study.changes import facts as f
from study.changes.envelope import UnknownFact
from study.errors import KnownError
from study.record import heads
from study.state.settle import Settled
from study.state.slots import Slot
from sync.server import central_errors as errors
from sync.server.admin import Admin, Once
from sync.server.page.again import again
from sync.server.page.around import Around
from sync.server.page.asked import Answer, moved
from sync.server.page.fact_words import fact_words
from sync.server.page.figures import SOURCE_VERIFIED
from sync.server.page.places import sent_back
from sync.server.page.reading import course, makers_of, people, slot
from sync.server.page.visit import TICKED, Visitor, act_name, text_of

Fields = Mapping[str, str]


def act(around: Around, visitor: Visitor, parts: Mapping[str, str]) -> Answer:
    """Do what a form asks for, then go back to the page it stood on."""
    fields = visitor.fields()
    site, back = parts["site"], visitor.way_back(fields.get("back", ""))
    kind = fields.get("act", "")
    if kind not in ACTS:
        raise errors.form_broken()
    right, run = ACTS[kind]
    visitor.must(right)
    once = Once(act_name(fields), tuple(fields["seen"].split()) if "seen" in fields else None)
    admin = Admin(around.service, visitor.name, once)
    try:
        done = admin.done(site)
        if done is None:
            run(around, admin, site, fields)
        elif not _said_by(done, fields):
            raise errors.sent_before()
    except KnownError as error:
        return _again(around, visitor, site, {**fields, "back": back}, error)
    return moved(back)


def _again(around: Around, visitor: Visitor, site: str, fields: Fields, error: KnownError) -> Answer:
    """What was written, why it was not done, and what stands now; sending it again rests on that."""
    stands: list[tuple[object, str, int]] = []
    fresh = dict(fields)
    if error.code == "sent-before":
        fresh["id"] = visitor.new_id()
    named = _slot(fields)
    if named is not None and error.code in ("acted-meanwhile", "nothing-there"):
        with around.reading.site(site) as scene:
            settled = slot(scene, named)
            made = makers_of(scene.connection, site, {entry.change for entry in settled.heads})
            known = people(scene.connection, site)
            for entry in settled.heads:
                by = made[entry.change]
                stands.append((fact_words(scene, entry.fact), known.get(by.author, by.author), by.received_utc))
        fresh["seen"] = " ".join(heads(settled))
    return again(visitor, fresh, fields["back"], error, stands)


def _said_by(fact: f.Fact | UnknownFact, fields: Fields) -> bool:
    """Whether a form says what an act of the same name said: the page may have been filled in anew after going back."""
    text = next(
        (str(said) for name in ("text", "reason", "note") if (said := getattr(fact, name, None)) is not None), ""
    )
    about = [(field, getattr(fact, field)) for field in ("query", "change", "device") if hasattr(fact, field)]
    named = all(fields.get(field, said) == said for field, said in about)
    if isinstance(fact, f.MarkSet):
        ticked = [value for name, value in fields.items() if name.startswith(TICKED)]
        named = fact.target == (ticked[-1] if ticked else fields.get("digest", ""))
    elif isinstance(fact, f.QueryOpened | f.Frozen | f.Locked | f.FreezeReleased):
        named = fact.address.key == fields.get("at", "")
    return named and _FACTS[fields["act"]] is type(fact) and text == fields.get("text", "").strip()


def _slot(fields: Fields) -> Slot | None:
    """The slot that an act moves."""
    kind, at = fields.get("act", ""), fields.get("at", "")
    if kind.startswith("query-") and fields.get("query"):
        return Slot("query", fields["query"])
    if kind in ("freeze", "lock", "release"):
        return Slot("freeze", at)
    return Slot("verdict", fields["change"]) if kind.startswith("held-") and fields.get("change") else None


def _place(around: Around, site: str, fields: Fields) -> Address:
    """The place that a form names; it must be there."""
    asked = sent_back(fields.get("at", ""))
    with around.reading.site(site) as scene:
        of = course(scene, asked.subject)
        if not of.record.enrolment.heads and not of.record.values:
            raise errors.not_here()
        return sent_back(asked.key, of)


def _open_query(around: Around, admin: Admin, site: str, fields: Fields) -> None:
    admin.open_query(site, _place(around, site, fields), text_of(fields))


def _close_query(_around: Around, admin: Admin, site: str, fields: Fields) -> None:
    admin.close_query(site, fields.get("query", ""), text_of(fields, required=False))


def _reopen_query(_around: Around, admin: Admin, site: str, fields: Fields) -> None:
    admin.reopen_query(site, fields.get("query", ""), text_of(fields))


def _freeze(around: Around, admin: Admin, site: str, fields: Fields) -> None:
    admin.freeze(site, _place(around, site, fields), text_of(fields))


def _lock(around: Around, admin: Admin, site: str, fields: Fields) -> None:
    admin.lock(site, _place(around, site, fields), text_of(fields))


def _release(around: Around, admin: Admin, site: str, fields: Fields) -> None:
    admin.release_freeze(site, _place(around, site, fields), text_of(fields))


def _release_change(_around: Around, admin: Admin, site: str, fields: Fields) -> None:
    admin.release_change(site, fields.get("change", ""), text_of(fields))


def _reject_change(_around: Around, admin: Admin, site: str, fields: Fields) -> None:
    admin.reject_change(site, fields.get("change", ""), text_of(fields))


def _verify_items(around: Around, admin: Admin, site: str, fields: Fields) -> None:
    """Each ticked item with the fact that was shown: one that changed meanwhile is not verified unseen."""
    asked = sent_back(fields.get("at", ""))
    targets = []
    with around.reading.site(site) as scene:
        of = course(scene, asked.subject)
        place = sent_back(asked.key, of).in_form
        for name, target in fields.items():
            if name.startswith(TICKED):
                address = sent_back(f"{place.key}{name.removeprefix(TICKED)}", of)
                _check_standing(of.record.settled(address), target)
                targets.append((address, target))
    if not targets:
        raise errors.nothing_ticked()
    admin.verify_source(site, targets, SOURCE_VERIFIED, text_of(fields, required=False))


def _check_standing(settled: Settled, target: str) -> None:
    if settled.conflict:
        raise errors.in_conflict()
    if settled.shown is None or settled.shown.fact.id != target or not isinstance(settled.shown.fact, f.ValueSet):
        raise errors.acted_meanwhile()


def _verify_form(around: Around, admin: Admin, site: str, fields: Fields) -> None:
    asked = sent_back(fields.get("at", ""))
    with around.reading.site(site) as scene:
        of = course(scene, asked.subject)
        place = sent_back(asked.key, of).in_form
        if any(place.covers(address) for address in of.record.conflicts):
            raise errors.in_conflict()
        if of.record.digest(place) != fields.get("digest", ""):
            raise errors.acted_meanwhile()
    admin.verify_source(site, [(place, fields["digest"])], SOURCE_VERIFIED, text_of(fields, required=False))


def _end_device(_around: Around, admin: Admin, site: str, fields: Fields) -> None:
    admin.end_device(site, fields.get("device", ""), text_of(fields))


Run = Callable[[Around, Admin, str, Fields], None]
ACTS: dict[str, tuple[str, Run]] = {
    "query-open": ("query", _open_query), "query-close": ("query", _close_query),
    "query-reopen": ("query", _reopen_query), "freeze": ("freeze", _freeze), "lock": ("freeze", _lock),
    "release": ("freeze", _release), "held-release": ("held", _release_change),
    "held-reject": ("held", _reject_change), "verify-items": ("verify", _verify_items),
    "verify-form": ("verify", _verify_form), "device-end": ("device", _end_device),
}  # fmt: skip
"""What may be done, with the right it takes."""
_FACTS: dict[str, type] = {
    "query-open": f.QueryOpened, "query-close": f.QueryClosed, "query-reopen": f.QueryReopened, "freeze": f.Frozen,
    "lock": f.Locked, "release": f.FreezeReleased, "held-release": f.ChangeReleased, "held-reject": f.ChangeRejected,
    "verify-items": f.MarkSet, "verify-form": f.MarkSet, "device-end": f.DeviceEnded,
}  # fmt: skip
"""What each act says."""
