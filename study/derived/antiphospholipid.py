"""Whether any antiphospholipid antibody is present: lupus anticoagulant, anticardiolipin IgG and IgM, anti-β2GP1.

What laboratories report counts as it stands: a word, or a number above the report's own upper limit. That an antibody
persists for 12 weeks, which classifying the syndrome asks, is `study.derived.antiphospholipid_lasting`.
"""

from study.derived.given import Given
from study.derived.limbs import Truth
from study.derived.possible import above, possible
from study.derived.result import Formula, Outcome
from study.text import Text

POSITIVE = frozenset({"1P", "2P", "3P", "POS"})
NEGATIVE = "NEG"
_NUMBERED = ("aclg", "aclm", "b2g")
_ANTIBODIES = ("lac", *_NUMBERED)
_INPUTS = (*_ANTIBODIES, *(f"{name}_{part}" for name in _NUMBERED for part in ("n", "high")))
_BORDERLINE = Text("A result is borderline and none is positive.", "有结果为临界值，且无阳性结果。")


def _present(given: Given, name: str) -> Truth:
    """Whether one antibody is present, by its word or its number; None where neither decides."""
    word = given.word(name) if given.has(name) else ""
    number, limit = f"{name}_n", f"{name}_high"
    higher = above(possible(given, number), possible(given, limit)) if given.has(number, limit) else None
    if word in POSITIVE or higher:
        return True
    return False if word == NEGATIVE or (higher is False and not word) else None


def _any(given: Given) -> Outcome:
    found = {name: _present(given, name) for name in _ANTIBODIES}
    used = tuple(name for name in _INPUTS if given.has(name))
    if True in found.values():
        return Outcome(verdict="POS", used=used)
    open_ = [name for name, present in found.items() if present is None]
    if not open_:
        return Outcome(verdict="NEG", used=used)
    missing = [name for name in open_ if not given.has(name)]
    return Outcome(why=given.missing(*missing) if missing else _BORDERLINE)


APLAB = Formula(
    "APLAB",
    "",
    0,
    "1",
    "any of the four, as reported",
    _INPUTS,
    _any,
    "category",
    verdicts=("POS", "NEG"),
)
