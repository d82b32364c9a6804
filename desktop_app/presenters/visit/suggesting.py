"""What the record suggests for rows of the open form, and what taking it means. Pure; nothing is filled by itself."""

from desktop_app.presenters.visit.scene import Scene
from study.address import parse_key
from study.definition.model import Item
from study.derived.sledai import PREFIX
from study.entry import Given
from study.sledai_evidence import FORM
from study.suggested import Suggested as Found
from study.suggested import suggested
from study.terms import term_text
from study.text import Text
from study.values import Cleared, Codes, TextValue, Value
from ui.visit.state import Suggested

_DESCRIPTOR = {"Y": Text("present", "有"), "N": Text("absent", "无")}


def suggestion(scene: Scene, item: Item) -> Suggested | None:
    """The strip under a row; none where nothing is suggested, or the answer is the one that is suggested."""
    found = suggested(scene.child.course, scene.place, item.code)
    if found is None or scene.settled(item).conflict:
        return None
    fact = scene.fact(item)
    if fact is None or isinstance(fact.value, Cleared):
        return Suggested(_answer(scene, item, found), found.why, bool(found.code) and scene.may_write)
    same = fact.value == _value(item, found)
    return None if same or not found.code else Suggested(_answer(scene, item, found), found.why)


def taken(scene: Scene, key: str) -> Given | None:
    """The answer that is suggested for a row now, with what it stands on; None where there is none any more."""
    item = parse_key(key).item
    found = suggested(scene.child.course, scene.place, item)
    if found is None or not found.code:
        return None
    why = f"采纳系统提示：{found.why.zh} / suggestion taken: {found.why.en}"
    return Given(chosen=_value(scene.form.item(item), found), explanation=why)


def _value(item: Item, found: Found) -> Value:
    return TextValue(found.code) if item.dictionary else Codes((found.code,))


def _answer(scene: Scene, item: Item, found: Found) -> Text | None:
    if not found.code:
        return None
    if scene.form.code == FORM and item.code.startswith(PREFIX):
        return _DESCRIPTOR[found.code]
    if item.dictionary:
        return term_text(scene.study, item, found.code)
    named = {choice.code: choice.label for choice in scene.study.codelists.get(item.choices, ())}
    return named.get(found.code, Text(found.code, found.code))
