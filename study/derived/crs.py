"""Grade of cytokine release syndrome. ASTCT consensus: Lee et al., Biol Blood Marrow Transplant 2019;25:625.

Fever (38.0 or more, no other cause) opens it; after antipyretics, tocilizumab or steroids (`ongoing`) fever is no
longer needed, and without hypotension and hypoxia it is then over (grade 0). An investigator may overrule the grade.
"""

from study.derived.given import Given
from study.derived.limbs import every, some
from study.derived.possible import Rungs, at, at_least, between, decided, not_whole, possible
from study.derived.result import Formula, Outcome
from study.span import Span
from study.text import Text

_SIGNS = ("hypo", "hypox")
_INPUTS = ("fever", *_SIGNS, "ongoing", "death")
_OVER = Text(
    "No fever after treatment, no hypotension and no hypoxia: the episode is over.",
    "治疗后无发热，无低血压和低氧：本次CRS已缓解。",
)
_NO_EPISODE = Text(
    "Hypotension or hypoxia without fever and without an open, treated episode is not graded as CRS.",
    "无发热且无进行中的已治疗CRS，低血压或低氧不按CRS分级。",
)


def _code(given: Given, name: str) -> Span:
    """The code of a sign, 0 to 3; any of them when it is missing."""
    return possible(given, name) if given.has(name) else Span.of(0, 3)


def _crs(given: Given) -> Outcome:
    if given.flag("death"):
        return decided((5, 5), None, ("death",))
    why = not_whole(given, 0, 3, *_SIGNS)
    if why:
        return Outcome(why=why)
    fever, ongoing = given.flag("fever"), given.flag("ongoing")
    worse = tuple(some(at_least(_code(given, sign), at(code)) for sign in _SIGNS) for code in (1, 2, 3))
    present = some((fever, every((ongoing, worse[0]))))
    rungs: Rungs = (*((code + 1, every((present, worse[code - 1]))) for code in (3, 2, 1)), (1, present))
    grades = between(rungs)
    notes = ((_OVER,) if ongoing else (_NO_EPISODE,) if worse[0] else ()) if grades == (0, 0) else ()
    opening = () if fever or ongoing else ("fever", "ongoing")
    return decided(grades, given.missing(*opening, *_SIGNS), _INPUTS, notes)


CRSG = Formula("CRSG", "grade", 0, "1", "ASTCT consensus, Lee 2019", _INPUTS, _crs, "grade")
