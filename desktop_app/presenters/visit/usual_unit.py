"""Which unit a laboratory printed last time, so that a question for the unit offers it first.

Decides nothing: the person chooses.
"""

import msgspec

from desktop_app.presenters import words
from desktop_app.presenters.visit.scene import Scene
from study.address import Address
from study.definition.model import Item
from study.grammar import Option
from study.specimen import circumstances
from study.text import Text
from study.values import Quantity

_AS_LAST_TIME = Text("as last time", "同上次")


def usual_first(scene: Scene, item: Item, place: Address, options: tuple[Option, ...]) -> tuple[Option, ...] | None:
    """The readings with that one in front which is in this child's last unit at this laboratory, and says so.

    None where the question is about anything but a unit, or where no last time at a laboratory that is named is known.
    """
    asked = [option.value.unit for option in options if isinstance(option.value, Quantity)]
    usual = _last_unit(scene, item, place) if len(set(asked)) == len(options) > 1 else ""
    if usual not in asked:
        return None
    first = options[asked.index(usual)]
    said = msgspec.structs.replace(first, label=words.join(first.label, _AS_LAST_TIME))
    return (said, *(option for option in options if option is not first))


def _last_unit(scene: Scene, item: Item, place: Address) -> str:
    """The unit of the last result by the laboratory and the method that this form names; "" when there is none."""
    course, here = scene.child.course, _laboratory(scene, item, place)
    for at in course.visits_before(place.in_visit) if here else ():
        stood = course.stands_at(at.address, place.form, item.code)
        value = course.value(stood) if stood is not None else None
        if stood is not None and isinstance(value, Quantity) and _laboratory(scene, item, stood) == here:
            return value.unit
    return ""


def _laboratory(scene: Scene, item: Item, place: Address) -> tuple[str, str, str] | None:
    """The laboratory that a form names, by code and name, with its method; None where it names no laboratory."""
    said = circumstances(scene.child.course, item, place, None)
    named = bool(said.laboratory or said.laboratory_name)
    return (said.laboratory, said.laboratory_name, said.method) if named else None
