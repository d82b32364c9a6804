"""The forms at the left of the bedside: how far each is, what waits in it; below them the child's logs. Pure."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, repeat

from desktop_app.presenters.visit.scene import Scene
from desktop_app.presenters.visit.side import loud_forms, wanting
from study.address import LOG, Address
from study.definition.model import Form
from study.judgement import AWAITING
from study.progress import Completeness, completeness
from study.relevance import Relevance, goes_on, relevance
from study.text import Text
from ui.visit.state import FormRow, Message

NOT_APPLICABLE = Text("not applicable", "不适用")


def form_rows(scene: Scene, messages: tuple[Message, ...]) -> Iterator[FormRow]:
    """Every form of the visit, then every log; `messages` say where something waits, so that both agree."""
    loud, waits = loud_forms(scene), wanting(messages)
    for place, digit in zip(scene.forms, chain("1234567890", repeat("")), strict=False):
        row = _row(scene, place, waits.get(place.key, 0))
        beside = row.log and scene.at.visit.code != LOG
        yield replace(row, number="" if beside else digit, flag=loud.get(place.form, ""))


def _row(scene: Scene, key: Address, wants: int) -> FormRow:
    course, form = scene.child.course, scene.study.forms[key.form]
    places = course.form_places(key.in_visit, form.code)
    log = key.visit == LOG
    relevant = relevance(course, _standing(scene, form, key))
    counts = Completeness(0, 0, 0, 0, (), 0) if log else _counts(scene, form, key, relevant)
    return FormRow(
        key=key.key,
        code=form.code,
        label=form.short or form.label,
        filled=counts.filled + counts.not_done,
        awaiting=counts.awaiting,
        missing=counts.empty + len(counts.missing),
        complete=bool(places) and all(course.record.form_state(place) == "complete" for place in places),
        note=_open_rows(scene, form, places) if log else None if relevant.form else NOT_APPLICABLE,
        log=log,
        applies=relevant.form,
        wants=wants,
    )


def _standing(scene: Scene, form: Form, key: Address) -> Address:
    """Of a repeating form its open repeat or its latest; the form itself while it has none."""
    if scene.place.form == form.code and scene.place.in_visit == key.in_visit:
        return scene.place
    places = scene.child.course.form_places(key.in_visit, form.code)
    return places[-1] if places else key


def _counts(scene: Scene, form: Form, key: Address, relevant: Relevance) -> Completeness:
    course = scene.child.course
    place = _standing(scene, form, key)
    waiting = bool(course.record.marks(AWAITING, place))
    values = {i.code: v for i in form.items if (v := course.record.value(_at(place, i.code))) is not None}
    return completeness(form, values, awaiting=waiting, relevance=relevant)


def _at(place: Address, item: str) -> Address:
    return Address(*place.parts[:6], item)


def _open_rows(scene: Scene, form: Form, places: tuple[Address, ...]) -> Text:
    """How many rows a log has and how many of them go on."""
    if not form.open_when or not places:
        return Text(str(len(places) or ""), str(len(places) or ""))
    open_ = sum(goes_on(scene.child.course, place) for place in places)
    return Text(f"{open_} open / {len(places)}", f"{open_} 进行中 / {len(places)}")
