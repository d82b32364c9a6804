"""The next field of a visit that had a value last time and is empty now. Pure; fills nothing."""

from collections.abc import Iterator

import msgspec

from desktop_app.presenters.visit.scene import Scene
from study.address import LOG, Address
from study.relevance import relevance
from study.values import Cleared, NotDone


def next_as_before(scene: Scene, after: str, taken: frozenset[str]) -> str | None:
    """The address key of the next one behind the row `after` ("": from the top of the open form), over the forms of the
    visit and round to where it began; None where there is none. `taken` are rows with a text that is not in the record.
    """
    places = list(_in_turn(scene))
    here = next((n + 1 for n, place in enumerate(places) if place.key == after), 0)
    wanted = (place for place in (*places[here:], *places[:here]) if place.key not in taken)
    return next((place.key for place in wanted if _as_before(scene, place)), None)


def _in_turn(scene: Scene) -> Iterator[Address]:
    """Every field that is asked at the visit, those of the open form first."""
    course, forms = scene.child.course, [form for form in scene.forms if form.visit != LOG]
    codes = [form.form for form in forms]
    begin = codes.index(scene.place.form) if scene.place.form in codes else 0
    for form in (*forms[begin:], *forms[:begin]):
        open_now = form.form == scene.place.form
        filled = course.form_places(form.in_visit, form.form)
        place = scene.place if open_now else filled[-1] if filled else form
        asked = relevance(course, place)
        if not asked.form or course.record.freeze(place) is not None or course.record.withdrawn(place):
            continue
        for item in scene.study.forms[form.form].items:
            if item.type != "table" and item.code not in asked.without:
                yield msgspec.structs.replace(place, item=item.code)


def _as_before(scene: Scene, place: Address) -> bool:
    course = scene.child.course
    now = course.record.value(place)
    if now is not None and not isinstance(now, Cleared):
        return False
    found = course.before(scene.at.address, (place.form, place.item))
    return found is not None and not isinstance(found[0], NotDone | Cleared)
