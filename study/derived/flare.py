"""Flare score of childhood lupus from SLEDAI-2K: Brunner et al., Arthritis Care Res 2018;70:813.

0.5 x change of SLEDAI-2K + 0.45 x change of UPCR (g/g) + 0.5 x change of the physician's global (0-10) + 0.02 x change
of ESR (mm/h), each given as a change or as the values of this and the previous visit. A class stands only when every
possible score falls into it.
"""

from decimal import Decimal

import msgspec

from study.derived.given import CANNOT_TELL, Given, first
from study.derived.limbs import opposite, under
from study.derived.result import Also, Formula, Outcome, Said
from study.span import span_of
from study.text import Text
from study.values import Quantity


class _Part(msgspec.Struct, frozen=True):
    """A term of the score: its weight and the names of its change, of its value now and of the one before."""

    weight: Decimal
    change: str
    now: str
    before: str

    def inputs(self, given: Given) -> tuple[str, ...]:
        """The inputs it is read from: the change when it is there, else the pair when any of it is."""
        paired = {self.now, self.before} & {*given.values, *given.absent}
        return (self.now, self.before) if paired and not given.has(self.change) else (self.change,)

    def points(self, given: Given) -> Decimal:
        """What it adds to the score."""
        names = self.inputs(given)
        change = given.number(names[0]) - (given.number(names[1]) if len(names) == 2 else 0)
        return self.weight * change


_PARTS = (
    _Part(Decimal("0.5"), "dSLEDAI", "sledai", "sledai_prev"),
    _Part(Decimal("0.45"), "dUPCR", "upcr", "upcr_prev"),
    _Part(Decimal("0.5"), "dMD", "mdglob", "mdglob_prev"),
    _Part(Decimal("0.02"), "dESR", "esr", "esr_prev"),
)
_INPUTS = tuple(name for part in _PARTS for name in (part.change, part.now, part.before))
CLASSES = (("major", Decimal("6.4")), ("moderate", Decimal("3.0")), ("minor", Decimal("0.6")))
_GLOBAL = Text(
    "The physician's global is the one of 0-10; the PGA of 0-3 must not be used here.",
    "此处采用0-10的医师总体评估，不得使用0-3的PGA。",
)
_NO_CLASS = Text("The score is only a limit that leaves more than one class open.", "评分仅为界限，无法确定复发分级。")


def _class(score: Quantity) -> str:
    """The class of every possible score; "" when they differ."""
    possible = span_of(score)
    for name, limit in CLASSES:
        reached = opposite(under(possible, limit))
        if reached is not False:
            return name if reached else ""
    return "none"


def _flare(given: Given) -> Outcome:
    used = [part.inputs(given) for part in _PARTS]
    why = first(
        given.missing(*(name for names in used for name in names)),
        given.outside("mdglob", "0", "10"),
        given.outside("mdglob_prev", "0", "10"),
        given.outside("dMD", "-10", "10"),
    )
    comparator = given.comparator(
        tuple(names[0] for names in used), tuple(names[1] for names in used if len(names) == 2)
    )
    if why or comparator is None:
        return Outcome(why=why or CANNOT_TELL)
    score = sum((part.points(given) for part in _PARTS), Decimal(0))
    found = _class(Quantity(format(score, "f"), "", comparator))
    return Outcome(
        score,
        comparator,
        said=(Said("class", found),) if found else (),
        notes=(_GLOBAL, *(() if found else (_NO_CLASS,))),
        also=(Also("score", score, "", 2, comparator),),
        used=tuple(name for names in used for name in names),
    )


FLARE = Formula(
    "FLARE", "", 2, "1", "cSLE flare score, Brunner 2018", _INPUTS, _flare, "several", parts=("class", "score")
)
