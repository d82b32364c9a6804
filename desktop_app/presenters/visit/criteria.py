"""What the answers of an item mean for the term that was chosen beside it, in the words of its dictionary. Pure."""

from desktop_app.presenters import words
from desktop_app.presenters.visit.scene import Scene
from study.definition.read_dictionary import dictionary_of
from study.text import Text
from study.values import Codes, TextValue
from ui.visit.meaning import Criteria, Criterion


def criteria(scene: Scene) -> Criteria | None:
    """Of the first item of the open form whose term says so; None where no term is chosen or nothing is said of it."""
    for item in scene.form.items:
        found, fact = dictionary_of(scene.study, item), scene.fact(item)
        if found is None or not item.narrows or fact is None or not isinstance(fact.value, TextValue):
            continue
        term, asked = found.find(fact.value.text), scene.form.item(item.narrows)
        if term is None or not term.says:
            continue
        stands = scene.fact(asked)
        given = stands.value.codes if stands is not None and isinstance(stands.value, Codes) else ()
        labels = {choice.code: choice.label for choice in scene.study.codelists.get(asked.choices, ())}
        lines = (Criterion(labels.get(code, Text(code, code)), said, code in given) for code, said in term.says)
        return Criteria(
            Text(f"{asked.label.en}: {term.label.en}", f"{asked.label.zh}：{term.label.zh}"),
            tuple(lines),
            words.join(
                Text(f"in the words of {found.name.en}", f"{found.name.zh}原文"),
                words.UNCONFIRMED if found.unconfirmed is not None else None,
            ),
        )
    return None
