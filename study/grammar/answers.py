"""The three answers of the grammar: understood, a question, a refusal."""

import msgspec

from study.text import Text
from study.values import Value


class Understood(msgspec.Struct, frozen=True):
    """One reading: the value, how it is shown back, and what was read into the text, if anything was."""

    value: Value
    shown: Text
    note: Text | None = None


class Option(msgspec.Struct, frozen=True):
    """One way to read the text."""

    label: Text
    value: Value


class Ask(msgspec.Struct, frozen=True):
    """The text has more than one reading, or needs a person's yes; choosing no option leaves the text as typed."""

    question: Text
    options: tuple[Option, ...]


class Refused(msgspec.Struct, frozen=True):
    """The text cannot be a value of this item; the sentence says why and what to type."""

    sentence: Text


Reading = Understood | Ask | Refused
