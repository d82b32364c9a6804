"""What befell each invented child after the infusion: cytokine release, blood counts, B cells, methods. Data only.

Days count from the infusion; a grade is the one that the assessment of that day gives.
"""

import msgspec

from desktop_app.demo.cast import Points

Grades = tuple[tuple[int, int], ...]
_COUNTS = {
    "neutrophils": ((-28, 4.2), (-5, 4.4), (0, 1.9), (3, 1.0), (7, 0.82), (10, 0.95), (14, 1.9), (30, 2.9), (91, 3.6)),
    "platelets": ((-28, 245), (-5, 240), (0, 190), (7, 104), (10, 112), (14, 152), (30, 215), (91, 250)),
    "b_cells": ((-28, 210), (-5, 190), (0, 20), (3, 2), (7, 0), (75, 0), (100, 31), (150, 95), (365, 260)),
}


class Fate(msgspec.Struct, frozen=True, kw_only=True):
    """Counts in 10^9/L and per uL by study day; `early` are the days with an assessment in the first two weeks."""

    early: tuple[int, ...] = (3, 5, 8)
    crs: Grades = ((3, 1), (5, 1))
    icans: Grades = ()
    tocilizumab: tuple[int, ...] = ()
    neutrophils: Points = _COUNTS["neutrophils"]
    platelets: Points = _COUNTS["platelets"]
    b_cells: Points = _COUNTS["b_cells"]
    anti_dna: float = 240.0
    complement: float = 0.48
    igg: float = 8.2
    immunoglobulin: tuple[int, ...] = ()
    arthritis: bool = False
    rash: bool = False
    other_method_until: int = -1000

    def grade(self, day: int) -> int:
        """The grade of cytokine release on a day, 0 for none."""
        return dict(self.crs).get(day, 0)

    def neurotoxicity(self, day: int) -> int:
        """The grade of ICANS on a day, 0 for none."""
        return dict(self.icans).get(day, 0)


_DAILY = tuple(range(1, 12))
_OFTEN = (1, 2, 3, 4, 5, 7, 10)
_LATE = ((-28, 4.0), (-5, 4.1), (0, 1.8), (7, 0.8), (14, 1.4), (29, 0.96), (45, 1.3), (92, 0.78), (180, 2.2))

FATES = {
    "LN-001": Fate(anti_dna=310, rash=True),
    # Late haematotoxicity, and anti-dsDNA by another method until M3.
    "LN-002": Fate(neutrophils=_LATE, anti_dna=420, complement=0.41, arthritis=True, other_method_until=100),
    # B cells are back when the lupus is.
    "LN-003": Fate(
        b_cells=((-28, 260), (0, 20), (7, 0), (62, 0), (90, 42), (181, 210), (245, 340)), anti_dna=380, rash=True,
        igg=7.1,
    ),
    "LN-004": Fate(crs=(), anti_dna=96, complement=0.72, igg=6.4),
    # The stormiest of them: grade 3 with two doses of tocilizumab, a day later ICANS grade 1.
    "LN-005": Fate(
        early=_DAILY, crs=((2, 1), (3, 2), (4, 3), (5, 3), (6, 2), (7, 1)), icans=((5, 1), (6, 1)), tocilizumab=(4, 5),
        anti_dna=520, complement=0.36, igg=5.2, immunoglobulin=(38, 69), arthritis=True,
    ),
    "LN-006": Fate(crs=((3, 1), (5, 1)), anti_dna=150, complement=0.62),
    "LN-007": Fate(
        early=_OFTEN, crs=((2, 1), (3, 2), (4, 1)), anti_dna=285, complement=0.44, rash=True,
    ),
    "LN-008": Fate(crs=((5, 1),), anti_dna=175, complement=0.66, igg=7.4),
    "LN-009": Fate(crs=((3, 1), (5, 1)), anti_dna=210, complement=0.51, igg=4.9, immunoglobulin=(24,)),
    "LN-010": Fate(
        early=_OFTEN, crs=((2, 1), (3, 2), (4, 2), (5, 1)), tocilizumab=(3,), anti_dna=330, complement=0.47,
        arthritis=True,
    ),
    "LN-011": Fate(early=_OFTEN, crs=((3, 1), (4, 2), (5, 1)), anti_dna=455, complement=0.39, igg=5.6),
    "LN-012": Fate(anti_dna=390, complement=0.42, igg=5.9, rash=True, arthritis=True),
}  # fmt: skip
