"""Who measured a specimen and by which method, as a report prints it, as answers to the form's own questions.

Owns recognising them. What is not recognised is no answer of a list: a laboratory's name stays words, a method none.
"""

import re

import msgspec

from study.definition.model import Form, Item, Study
from study.grammar.choices import find
from study.grammar.fold import bare
from study.lab_table import LABORATORY, LABORATORY_NAME
from study.values import Codes, TextValue, Value

OWN = "LOCAL"
"""The answer that means the laboratory of the hospital whose record this is."""
_DEPARTMENT = re.compile(
    r"(医学)?(检验|化验|临床检验|检验医学|中心实验)(科|室|中心)?|临床实验室|laboratory|(dept\.?|department)of\w+"
)


class Header(msgspec.Struct, frozen=True):
    """The answers: laboratory as a code or a name ("" = not known), the item that asks for the method, its answer."""

    laboratory: str = ""
    laboratory_name: str = ""
    asked: str = ""
    method: str = ""
    choice: bool = False

    @property
    def values(self) -> dict[str, Value]:
        """What would stand on the form, by item."""
        found: dict[str, Value] = {}
        if self.laboratory:
            found[LABORATORY] = Codes((self.laboratory,))
        elif self.laboratory_name:
            found[LABORATORY_NAME] = TextValue(self.laboratory_name)
        if self.method:
            found[self.asked] = Codes((self.method,)) if self.choice else TextValue(self.method)
        return found


def read_header(study: Study, form: Form, item: Item, *, laboratory: str, method: str, site: str) -> Header:
    """What a report's laboratory and method say on a form; `site` is the name of the hospital whose record this is."""
    code, name = _laboratory(study, form, laboratory, site)
    asked = _asked(form, item.method)
    return Header(
        code, name, item.method, _method(study, asked, method), choice=asked is not None and asked.type == "choice"
    )


def _laboratory(study: Study, form: Form, printed: str, site: str) -> tuple[str, str]:
    """Its code, or its name where the list does not know it. Nobody guesses that it is another hospital's."""
    asked = _asked(form, LABORATORY)
    choices = study.codelists.get(asked.choices, ()) if asked is not None else ()
    found = find(choices, printed) if printed else ()
    if len(found) == 1:
        return found[0].code, ""
    if any(choice.code == OWN for choice in choices) and _own(printed, site):
        return OWN, ""
    return "", printed if _asked(form, LABORATORY_NAME) is not None else ""


def _own(printed: str, site: str) -> bool:
    """True for the hospital's own name, alone or with its laboratory's; a branch of that name is another one."""
    name, own = bare(printed), bare(site)
    return bool(own) and name.startswith(own) and (name == own or bool(_DEPARTMENT.fullmatch(name.removeprefix(own))))


def _method(study: Study, asked: Item | None, printed: str) -> str:
    if asked is None or not printed:
        return ""
    if asked.type != "choice":
        return printed
    found = find(study.codelists.get(asked.choices, ()), printed)
    return found[0].code if len(found) == 1 else ""


def _asked(form: Form, code: str) -> Item | None:
    return next((each for each in form.items if code and each.code == code), None)
