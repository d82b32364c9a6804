"""Where the expressions of a definition find their values: one filled form, or a whole visit of a course.

Must not judge; `study.checks`, `study.eligibility` and the progress of a form ask through here.
"""

from collections.abc import Mapping

from study.checks import operand
from study.definition.model import Form
from study.expression import Operand
from study.values import Value


class FormScope:
    """The values of one form by item code, and nothing else: other forms, the child and other visits are unknown."""

    def __init__(self, form: Form, values: Mapping[str, Value]) -> None:
        self._items = {item.code: item for item in form.items}
        self._values = values

    def value(self, name: str) -> Operand:
        """An item of this form."""
        item = self._items.get(name)
        return operand(item, self._values.get(name)) if item is not None else None

    def ask(self, function: str, name: str) -> Operand:
        """Nothing is known beyond the form."""
        return None

    def child(self, function: str) -> Operand:
        """Nothing is known of the child."""
        return None
