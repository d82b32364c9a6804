"""What a machine measured of a recording, as offers to the fields of the open form. Pure; keeps nothing."""

from desktop_app.presenters import words
from desktop_app.presenters.visit.scene import Scene
from study.definition.model import Item
from sync.files.recording import Measure, Measures
from ui.visit.preview import MachineValue


def machine_values(scene: Scene, measures: Measures) -> tuple[MachineValue, ...]:
    """What the open form asks of what the machine measured; nothing where this person can't enter it."""
    if not scene.may_write:
        return ()
    asked = {item.code: item for item in scene.form.items if item.code not in scene.relevance.without}
    return tuple(_offer(scene, asked[each.item], each) for each in measures if each.item in asked)


def _offer(scene: Scene, item: Item, measure: Measure) -> MachineValue:
    """Typed with its unit where that is not the field's: the field reads it, or asks."""
    said = f"{measure.number} {words.unit_label(scene.study, measure.unit)}"
    typed = measure.number if measure.unit == item.unit else f"{measure.number} {measure.unit}"
    return MachineValue(scene.address(item).key, item.short or item.label, said, typed)
