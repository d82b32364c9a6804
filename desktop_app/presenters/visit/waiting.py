"""Texts that stand in fields of a visit without being saved: in which order, and what is said of them. Pure."""

from collections.abc import Iterable, Mapping

from desktop_app.presenters import words
from desktop_app.presenters.visit.scene import Scene, Unsaved
from study.address import parse_key
from study.text import Text
from ui.visit.offered import Waiting
from ui.visit.state import Ask, ReasonForChange


def waiting(scene: Scene) -> Waiting | None:
    """What waits anywhere on the visit or in the logs, in the order of the forms; None where nothing does."""
    keys = in_order(scene, scene.unsaved)
    return Waiting(keys, sentence(scene, keys, scene.unsaved)) if keys else None


def in_order(scene: Scene, keys: Iterable[str]) -> tuple[str, ...]:
    """Rows in the order in which they stand at the left and on their forms."""
    forms = [form.form for form in scene.forms]

    def place_of(key: str) -> tuple[int, str, int]:
        place = parse_key(key)
        items = [item.code for item in scene.study.forms[place.form].items]
        return forms.index(place.form), place.in_form.key, items.index(place.item)

    return tuple(sorted((key for key in keys if parse_key(key).form in forms), key=place_of))


def sentence(scene: Scene, keys: tuple[str, ...], unsaved: Mapping[str, Unsaved]) -> Text:
    """How many wait, and the first of them by name, with its form where that is not the one on the screen."""
    first = parse_key(keys[0])
    form, item = scene.study.forms[first.form], scene.study.item(first.form, first.item)
    name = item.short or item.label
    if not scene.place.covers(first):
        name = words.join(form.short or form.label, name)
    asks = all(isinstance(unsaved[key].strip, Ask | ReasonForChange) for key in keys)
    number, more = len(keys), len(keys) > 1
    if asks:
        en = f"{number} questions wait" if more else "1 question is waiting"
        zh = f"{number} 个询问待答"
    else:
        en, zh = f"{number} not saved", f"{number} 项未保存"
    return Text(f"{en}: {name.en}{', …' * more}", f"{zh}：{name.zh}{'等' * more}")
