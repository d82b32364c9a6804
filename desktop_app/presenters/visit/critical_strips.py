"""What stands below a critical value on the bedside: who was told of it, or the question who was. Pure.

Where two values are in conflict, each critical one of them is asked about by itself.
"""

from collections.abc import Iterator

from desktop_app.presenters import words
from desktop_app.presenters.visit.scene import Scene
from study.changes import facts as f
from study.checks import Findings
from study.definition.model import Item
from study.judgement import Critical as Found
from study.judgement import acknowledgement
from study.state.settle import Settled
from study.text import Text
from ui.visit.state import Critical, Note, Option, Strip

ACTIONS = (
    Text("specimen repeated", "已复查标本"),
    Text("treated; see medication", "已处理，见用药记录"),
    Text("expected; watched", "符合预期，继续观察"),
    Text("doctor in charge told", "已通知主管医师"),
)


def alarms(scene: Scene, item: Item) -> bool:
    """True when the value that stands is critical, fresh, and nobody acknowledged it."""
    return any(found.loud for found in scene.criticals_at(scene.address(item)))


def critical_strips(
    scene: Scene, item: Item, settled: Settled, fact: f.ValueSet | None, findings: Findings
) -> Iterator[Strip]:
    """Of the value that stands, with what the checks say of it; in a conflict of each value."""
    found = scene.criticals_at(scene.address(item))
    if settled.conflict:
        yield from (_of_one_value(scene, item, each) for each in found)
        return
    if fact and findings.critical:
        yield _critical(scene, item, fact, findings)
    for rule in found:
        yield from _by_check(scene, rule)


def _critical(scene: Scene, item: Item, fact: f.ValueSet, findings: Findings) -> Strip:
    if not findings.alarm:
        return Note(findings.critical or Text("", ""), "amber")
    limits = item.critical
    high = findings.flag == "critical_high"
    bound = (limits.high if high else limits.low) if limits else None
    sign = ">" if high else "<"
    limit = words.join(
        Text(f"Critical {sign} {bound}", f"危急值 {sign} {bound}"),
        None if item.critical_confirmed else words.LIMIT_UNCONFIRMED,
    )
    return _to_acknowledge(scene, limit, acknowledgement(scene.child.course, fact), fact)


def _of_one_value(scene: Scene, item: Item, found: Found) -> Strip:
    """A critical value that is one of those in conflict, each to be acknowledged for itself."""
    en, zh = (words.with_unit(scene.study, item, found.fact.value, language) for language in ("en", "zh"))
    if not found.alarm:
        return Note(Text(f"{en}: {found.sentence.en}", f"{zh}：{found.sentence.zh}"), "amber")
    said = found.check.sentence if found.check is not None else Text("critical", "危急值")
    sure = found.check.confirmed if found.check is not None else item.critical_confirmed
    unsure = words.RULE_UNCONFIRMED if found.check is not None else words.LIMIT_UNCONFIRMED
    limit = words.join(Text(f"{en}: {said.en}", f"{zh}：{said.zh}"), None if sure else unsure)
    return _to_acknowledge(scene, limit, found.acknowledged, found.fact, found.check.code if found.check else "")


def _by_check(scene: Scene, found: Found) -> Iterator[Strip]:
    """What a critical check says, and who was told of it; nothing of a value that is critical by its own limits."""
    if found.check is None:
        return
    yield Note(found.sentence, "amber" if found.acknowledged is None else "plain")
    if found.alarm:
        unsure = None if found.check.confirmed else words.RULE_UNCONFIRMED
        limit = words.join(Text("Critical by rule", "危急值规则"), unsure)
        yield _to_acknowledge(scene, limit, found.acknowledged, found.fact, found.check.code)


def _to_acknowledge(scene: Scene, limit: Text, mark: f.MarkSet | None, fact: f.ValueSet, check: str = "") -> Critical:
    said = None
    if mark is not None:
        who, at = mark.data.get("person", ""), mark.data.get("at", "")
        said = Text(f"told {who} at {at}: {mark.note}", f"{at} 已告知 {who}：{mark.note}")
    return Critical(
        limit=limit,
        people=tuple(Option(user, words.both(name)) for user, name in scene.people.items()),
        person=scene.user,
        at=scene.now.strftime("%H:%M"),
        actions=ACTIONS,
        acknowledged=said,
        check=check,
        value=fact.id,
    )
