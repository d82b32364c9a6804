"""What still stands in the way of a form's completion. Pure; writes nothing."""

from desktop_app.presenters.visit.critical_strips import alarms
from desktop_app.presenters.visit.scene import Scene
from desktop_app.presenters.visit.typing import Typing, item_of
from study.address import parse_key
from study.definition.model import Item
from study.text import Text


def obstacle(scene: Scene, typing: Typing) -> tuple[Item, Text] | None:
    """The first item that keeps the form open, with the reason; None when it may be completed."""
    waiting = [key for key in typing.unsaved if scene.place.covers(parse_key(key))]
    if waiting:
        item = item_of(scene, waiting[0])
        return item, Text(f"{item.label.en} holds a text that is not saved.", f"“{item.label.zh}”中有未保存的内容。")
    for item in scene.form.items:
        if alarms(scene, item):
            return item, Text(f"Acknowledge {item.label.en} first.", f"请先确认危急值“{item.label.zh}”。")
    for item in scene.form.items:
        asked = scene.relevance.form and item.code not in scene.relevance.without and item.type != "table"
        if item.required and asked and typing.current(scene, scene.address(item).key) is None:
            return item, Text(f"{item.label.en} is required.", f"“{item.label.zh}”为必填项。")
    return None
