"""Whether a report belongs to the open child. Compares in memory; keeps nothing and says nothing of either name."""

import re
from typing import Literal

from study.grammar.fold import bare
from sync.files.lab.table import Printed

Whose = Literal["same", "doubt", "other", "unknown"]
_HIDDEN = "*×某○●"


def names_match(printed: Printed, name: str, numbers: tuple[str, ...] = ()) -> Whose:
    """Compare a report with the child's name and hospital numbers.

    "same": the name agrees and no number speaks against it, or the number agrees and no name is printed. "other":
    nothing agrees. "doubt": one agrees and another does not, or only a masked name (李*) agrees. "unknown": the report
    prints neither, or the child's own are not known. Only "same" goes on without a question.
    """
    by_name = _by_name(printed, name)
    mine = {_number(each) for each in numbers if each.strip()}
    theirs = {_number(each) for each in printed.numbers}
    by_number = bool(mine & theirs) if mine and theirs else None
    if by_name is None and by_number is None:
        return "unknown"
    if by_name == "masked":
        return "same" if by_number else "doubt"
    if by_name is not None and by_number is not None and (by_name == "same") != by_number:
        return "doubt"
    return "same" if by_name == "same" or (by_name is None and by_number) else "other"


def _by_name(printed: Printed, name: str) -> Literal["same", "masked", "other"] | None:
    mine = _letters(name)
    theirs = {_letters(each) for each in printed.names}
    if not mine or not theirs:
        return None
    if theirs == {mine}:
        return "same"
    return "masked" if all(_masked(each, mine) for each in theirs) else "other"


def _masked(theirs: str, mine: str) -> bool:
    hidden = any(letter in _HIDDEN for letter in theirs)
    return (
        hidden
        and len(theirs) == len(mine)
        and any(letter not in _HIDDEN for letter in theirs)
        and all(a == b or a in _HIDDEN for a, b in zip(theirs, mine, strict=True))
    )


def _letters(name: str) -> str:
    return re.sub(r"[\s·•.\-,']", "", bare(name))


def _number(text: str) -> str:
    return bare(text).lstrip("0")
