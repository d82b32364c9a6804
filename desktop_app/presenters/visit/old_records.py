"""A visit entered from old records, on paper or elsewhere: asks once, calmly, where the data come from. Pure."""

from collections.abc import Iterator

import msgspec

from desktop_app.presenters.visit.scene import ON, Scene
from study.address import Address
from study.followup import entered_late
from study.text import Text
from study.values import Cleared, Codes
from ui.visit.state import Message

SOURCES = "SRCTYP"
"""The code list of sources; the item that asks with it says where the data of its visit come from."""
_ASKED = Text("Entered from old records: note where the data come from.", "由既往记录补录：请注明资料来源。")


def source_wanted(scene: Scene) -> Iterator[Message]:
    """A line that leads to the question, while nobody answered it; nothing for a visit that is entered in time."""
    course = scene.child.course
    if entered_late(course, scene.at) is None and scene.records != ON:
        return
    for address in _asks(scene):
        value = course.record.value(address)
        if value is None or isinstance(value, Cleared):
            yield Message("info", _ASKED, address.key)


def visit_source(scene: Scene) -> str:
    """The answer of the visit on the screen, "" while there is none."""
    answers = (scene.child.course.record.value(address) for address in _asks(scene))
    return next((value.codes[0] for value in answers if isinstance(value, Codes) and value.codes), "")


def _asks(scene: Scene) -> Iterator[Address]:
    """Where the visit on the screen asks for its source."""
    for form in scene.at.visit.forms:
        asked = scene.study.forms[form]
        if not asked.repeating:
            place = msgspec.structs.replace(scene.at.address, form=form)
            yield from (msgspec.structs.replace(place, item=i.code) for i in asked.items if i.choices == SOURCES)
