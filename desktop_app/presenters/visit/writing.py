"""The facts that an act on the bedside becomes. Pure but for the identifiers it is handed.

Every act is one change: a first value brings with it the opened visit or the new repeat it stands in.
"""

from collections.abc import Callable, Iterator

import msgspec

from desktop_app.presenters.visit.scene import Scene
from study.address import LOG, Address, parse_key
from study.changes import facts as f
from study.definition.model import Item
from study.entry import Given
from study.form_review import completing
from study.judgement import ACKNOWLEDGED, AWAITING, judged
from study.record import Record, heads
from study.unusual import EXPLAINED
from study.values import Codes, Value
from ui.visit.acts import Acknowledged, CheckExplained, Explained

NewId = Callable[[], str]


def opening(scene: Scene, new_id: NewId, written: Address | None = None) -> Iterator[f.Fact]:
    """What a first entry at `written` brings with it: the visit opened, the repeat begun, to what the row belongs."""
    at, record = scene.stands.address, scene.child.course.record
    yield from visit_opening(record, at, new_id)
    repeat = scene.place.form_repeat
    form = msgspec.structs.replace(scene.place, form_repeat="")
    if repeat and all(r.address.form_repeat != repeat for r in record.form_repeats(form)):
        yield f.RowCreated(id=repeat, address=form, level="form", order=str(len(record.form_repeats(form)) + 1))
        yield from _belonging(scene, new_id, written)


def _belonging(scene: Scene, new_id: NewId, written: Address | None) -> Iterator[f.ValueSet]:
    """Which row a new one belongs to, where it was begun from there and is not just being said."""
    for item in scene.form.items:
        address = scene.address(item)
        offered = {choice.code for choice in scene.study.codelists.get(item.choices, ())}
        if item.links and scene.under in offered and address != written:
            yield f.ValueSet(id=new_id(), address=address, value=Codes((scene.under,)))


def visit_opening(record: Record, visit: Address, new_id: NewId) -> Iterator[f.VisitOpened]:
    """The visit opened, where nobody did so before."""
    if visit.visit != LOG and not visit.visit_repeat and not record.visit_settled(visit).heads:
        yield f.VisitOpened(id=new_id(), address=visit)


def value_set(
    new_id: NewId, address: Address, value: Value, *, typed: str, given: Given, bases: tuple[str, ...]
) -> f.ValueSet:
    """A value as the person left it."""
    return f.ValueSet(
        id=new_id(), bases=bases, address=address, value=value, typed=typed, reason=given.reason,
        confirmed=given.confirmed, explanation=given.explanation, report=given.report,
    )  # fmt: skip


def judged_now(scene: Scene, fact: f.ValueSet) -> f.ValueSet:
    """The value with the interval by which it is judged where it comes to stand."""
    [made] = judged(scene.child.course, (fact,), scene.now.date())
    return made if isinstance(made, f.ValueSet) else fact


def explained(scene: Scene, item: Item, act: Explained, new_id: NewId) -> f.ValueSet | None:
    """The same value, with the word of explanation; without words, and with the reason why they go."""
    fact = scene.fact(item)
    if fact is None:
        return None
    bases = heads(scene.settled(item))
    reason = fact.reason if act.words else act.reason
    return msgspec.structs.replace(fact, id=new_id(), bases=bases, explanation=act.words, reason=reason)


def check_explained(scene: Scene, act: CheckExplained, new_id: NewId) -> f.MarkSet | f.MarkWithdrawn | None:
    """A word about a check that fails now, for the values that stand now; no words take the explanation back."""
    address = parse_key(act.key)
    each = next((e for e in scene.unusual_at(address) if e.code == act.check), None)
    if each is None:
        return None
    if not act.words:
        mark = each.mark
        if mark is None:
            return None
        return f.MarkWithdrawn(id=new_id(), bases=(mark.id,), mark=mark.id, address=address, reason=act.reason)
    return f.MarkSet(
        id=new_id(), kind=EXPLAINED, address=address, target=each.fact.id if each.fact else "", note=act.words,
        data={"check": each.code, "values": each.values},
    )  # fmt: skip


def withdrawn(scene: Scene, reason: str, new_id: NewId) -> f.Withdrawn:
    """The open row no longer counts."""
    bases = heads(scene.child.course.record.presence(scene.place))
    return f.Withdrawn(id=new_id(), bases=bases, address=scene.place, reason=reason)


def reinstated(scene: Scene, reason: str, new_id: NewId) -> f.Reinstated:
    """The open row counts again."""
    bases = heads(scene.child.course.record.presence(scene.place))
    return f.Reinstated(id=new_id(), bases=bases, address=scene.place, reason=reason)


def acknowledged(scene: Scene, item: Item, act: Acknowledged, new_id: NewId) -> f.MarkSet | None:
    """Somebody was told of the critical value that stands now, or of the critical check that it breaks now.

    None where the value that was on the screen does not stand any more.
    """
    facts = [entry.fact for entry in scene.settled(item).heads if isinstance(entry.fact, f.ValueSet)]
    fact = next((each for each in facts if act.value in ("", each.id)), None)
    broken = {found.check.code for found in scene.criticals_at(scene.address(item)) if found.check is not None}
    if fact is None or (act.check and act.check not in broken):
        return None
    name = scene.people.get(act.person, act.person)
    return f.MarkSet(
        id=new_id(), kind=ACKNOWLEDGED, address=scene.address(item), target=fact.id, note=act.action,
        data={"user": act.person, "person": name, "at": act.at, **({"check": act.check} if act.check else {})},
    )  # fmt: skip


def awaiting(scene: Scene, chase: str, new_id: NewId) -> f.MarkSet:
    """The rest of the form waits for results."""
    return f.MarkSet(id=new_id(), kind=AWAITING, address=scene.place, data={"chase": chase} if chase else {})


def completed(scene: Scene, new_id: NewId) -> tuple[f.Fact, ...]:
    """The form is complete; see `study.form_review.completing`."""
    return completing(scene.child.course.record, scene.place, scene.unusual, new_id)


def reopened(scene: Scene, reason: str, new_id: NewId) -> f.FormReopened:
    """The open form, which was complete, takes entries as before."""
    bases = scene.child.course.record.form_heads(scene.place)
    return f.FormReopened(id=new_id(), bases=bases, address=scene.place, reason=reason)


def item_at(scene: Scene, key: str) -> Item:
    """The item at an address key of the open form."""
    return scene.form.item(parse_key(key).item)
