"""SRI-4, and without BILAG the modified SRI-4. Furie et al., Arthritis Rheum 2009;61:1143.

Defined only from a baseline SLEDAI-2K of 4 on, and only between two assessments with the same look-back window.
"""

from study.derived.given import CANNOT_TELL, Given, first
from study.derived.limbs import Limb, joined, judged
from study.derived.result import Formula, Outcome, Said
from study.text import Text

_NEEDED = ("base", "cur", "pga_base", "pga_cur")
_BILAG = ("newA", "newB")
_INPUTS = (*_NEEDED, *_BILAG, "window_base", "window")
_TOO_LOW = Text("Only defined when the SLEDAI-2K at baseline is 4 or more.", "仅当基线SLEDAI-2K≥4时才可计算。")
_WINDOWS = Text(
    "The two assessments look back over different windows, so their totals do not compare.",
    "两次评估的评估时间窗不同，总分不可比较。",
)
_WINDOW_UNKNOWN = Text(
    "Whether both assessments look back over the same window was not given.", "未提供两次评估的评估时间窗是否相同。"
)


def _windows(given: Given) -> tuple[str, ...]:
    return tuple(word for word in (given.word("window_base"), given.word("window")) if word)


def _why(given: Given) -> Text | None:
    bilag = _BILAG if given.has("newA") or given.has("newB") else ()
    return first(
        given.missing(*_NEEDED, *bilag),
        given.outside("base", "0", "105"),
        given.outside("cur", "0", "105"),
        given.outside("pga_base", "0", "3"),
        given.outside("pga_cur", "0", "3"),
        CANNOT_TELL if given.comparator((*_NEEDED, *_BILAG)) != "" else None,
        _TOO_LOW if given.has("base") and given.number("base") < 4 else None,
        _WINDOWS if len(set(_windows(given))) > 1 else None,
    )


def _limbs(given: Given) -> tuple[Limb, ...]:
    fall = given.number("base") - given.number("cur")
    rise = given.number("pga_cur") - given.number("pga_base")
    limbs = (
        Limb(Text(f"SLEDAI-2K at least 4 lower ({fall})", f"SLEDAI-2K下降≥4({fall})"), fall >= 4),
        Limb(Text(f"PGA not 0.3 or more higher ({rise:+})", f"PGA升高<0.3({rise:+})"), rise * 10 < 3),
    )
    if not given.has(*_BILAG):
        return limbs
    new_a, new_b = given.number("newA"), given.number("newB")
    new = f"A {new_a}, B {new_b}"
    return (
        *limbs,
        Limb(
            Text(f"no new BILAG A, at most one new B ({new})", f"无新增BILAG A，新增B≤1({new})"),
            new_a == 0 and new_b <= 1,
        ),
    )


def _sri4(given: Given) -> Outcome:
    why = _why(given)
    if why:
        return Outcome(why=why)
    limbs = _limbs(given)
    outcome = judged(limbs, () if len(_windows(given)) == 2 else (_WINDOW_UNKNOWN,))
    met = (joined(Text("Met", "满足"), (limb.label for limb in limbs)),) if outcome.verdict == "Y" else ()
    instrument = "SRI-4" if given.has(*_BILAG) else "mSRI-4"
    return Outcome(
        verdict=outcome.verdict,
        said=(Said("instrument", instrument), Said("responder", outcome.verdict)),
        notes=(*met, *outcome.notes),
        used=_INPUTS,
    )


SRI4 = Formula(
    "SRI4",
    "",
    0,
    "1",
    "SRI-4, Furie 2009",
    _INPUTS,
    _sri4,
    "several",
    verdicts=("Y", "N"),
    parts=("instrument", "responder"),
)
