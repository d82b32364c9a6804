"""What the answers of a term mean, in the words of its dictionary: the state of the card beside the form. No logic."""

from dataclasses import dataclass

from study.text import Text


@dataclass(frozen=True)
class Criterion:
    """What a dictionary says of one answer, in its own words. `chosen`: it is the answer that stands there."""

    answer: Text
    words: str
    chosen: bool = False


@dataclass(frozen=True)
class Criteria:
    """Of the term that was chosen, what each answer of the item beside it means; `source` says whose words they are."""

    title: Text
    lines: tuple[Criterion, ...]
    source: Text
