"""The twelve invented children of the demonstration: who they are and the curves their year follows. Data only.

Every name is a term of the solar calendar behind a surname; nobody is meant by them. Days count from the infusion.
"""

from datetime import date, timedelta
from typing import Literal

import msgspec

Points = tuple[tuple[int, float], ...]
TODAY = date(2026, 11, 17)

USUAL = (
    ("SCR", -28), ("APH", -21), ("BL", -6), ("LD", -5), ("D0", 0), ("W2", 14), ("M1", 30), ("M3", 91), ("M6", 182),
    ("M12", 365),
)  # fmt: skip
TAPER: Points = ((-120, 30), (0, 20), (14, 15), (31, 10), (61, 5), (150, 2.5), (240, 0))


class Child(msgspec.Struct, frozen=True, kw_only=True):
    """A child: `upcr` in g/g, `egfr` in mL/min/1.73m2, `prednisone` in mg/day by study day; size at the infusion.

    `visits` are those that took place, with their days. `typed` replaces what the generator would have typed, by
    "visit/form/item"; "" leaves the item out.
    """

    code: str
    name: str
    sex: Literal["F", "M"]
    birth: date
    infusion: date | None = None
    planned: date
    ln_class: str
    diagnosed: str
    height: float
    growth: float
    weight: float
    upcr: Points
    egfr: Points
    prednisone: Points = TAPER
    visits: tuple[tuple[str, int], ...] = USUAL
    dialysis: bool = False
    lost_after: str = ""
    typed: dict[str, str] = {}

    @property
    def day_zero(self) -> date:
        """The day the schedule counts from."""
        return self.infusion or self.planned

    def on(self, day: int) -> date:
        """The date of a study day."""
        return self.day_zero + timedelta(days=day)


def _days(**other: int) -> tuple[tuple[str, int], ...]:
    """The usual schedule up to the visits named, with their own days; `UNS` is put in by its day."""
    days = {code: day for code, day in USUAL if day <= 14 or code in other} | other
    return tuple(sorted(days.items(), key=lambda visit: visit[1]))


# What the story of LN-007 fixes: the results that screens, conflict and clinic day speak of.
_STORY = {
    "BL/CHEM/CREAT": "71.6", "M1/CHEM/K": "4.40", "M1/CHEM/BICARB": "23.4", "M1/CHEM/CK": "88",
    "M1/CHEM/ALB": "32.0", "M1/VS/WEIGHT": "43.0", "M1/URINE/UCREAT": "8.00", "M1/URINE/UPROTC": "1231",
    "M1/U24/U24VOL": "1200", "M1/U24/U24PROTC": "567", "M1/U24/U24CREAT": "3.69", "M1/U24/UPROT24": "",
    "UNS/CHEM/CREAT": "58.3", "UNS/CHEM/K": "4.62", "UNS/CHEM/BICARB": "23.1", "UNS/CHEM/ALB": "35.1",
    "UNS/CHEM/PROT": "61.2", "UNS/CHEM/GGT": "18", "UNS/CHEM/BILI": "7.9", "UNS/CHEM/BILDIR": "2.0",
    "UNS/CHEM/LDH": "281", "UNS/CHEM/UREA": "5.82", "UNS/CHEM/URATE": "388", "UNS/CHEM/CYSC": "1.12",
    "UNS/CHEM/SODIUM": "139.2", "UNS/CHEM/CL": "103.8", "UNS/CHEM/CA": "2.24", "UNS/CHEM/PHOS": "1.38",
    "UNS/VS/WEIGHT": "42.1", "UNS/VS/HEIGHT": "148.1", "UNS/VISIT/VISRSN": "复查",
    "M3/VS/HEIGHT": "148.5", "M3/VS/WEIGHT": "41.2", "M3/VS/SYSBP": "112", "M3/VS/DIABP": "68",
}  # fmt: skip

CAST = (
    Child(
        code="LN-001", name="顾立春", sex="M", birth=date(2010, 9, 3), infusion=date(2025, 10, 28),
        planned=date(2025, 10, 28), ln_class="IV", diagnosed="2022-03", height=163.0, growth=4.5, weight=52.0,
        upcr=((-28, 4.1), (0, 4.2), (14, 3.2), (30, 1.9), (91, 0.75), (183, 0.38), (365, 0.28)),
        egfr=((-28, 58), (0, 60), (30, 66), (91, 80), (183, 92), (365, 101)),
        visits=_days(M1=30, M3=91, M6=183, M12=364),
    ),
    Child(
        code="LN-002", name="陆雨水", sex="F", birth=date(2013, 1, 22), infusion=date(2025, 12, 8),
        planned=date(2025, 12, 8), ln_class="III+V", diagnosed="2022-11", height=151.5, growth=3.5, weight=44.5,
        upcr=((-28, 3.6), (0, 3.7), (14, 2.7), (30, 1.5), (91, 0.6), (182, 0.34), (365, 0.3)),
        egfr=((-28, 66), (0, 65), (30, 72), (91, 86), (182, 96), (365, 99)),
        visits=_days(M1=29, M3=92, M6=180),
    ),
    Child(
        code="LN-003", name="许惊蛰", sex="F", birth=date(2016, 10, 9), infusion=date(2026, 2, 10),
        planned=date(2026, 2, 10), ln_class="IV+V", diagnosed="2023-08", height=130.0, growth=5.5, weight=29.0,
        upcr=((-28, 4.4), (0, 4.5), (14, 3.3), (30, 2.0), (91, 0.7), (181, 0.35), (230, 1.6), (245, 3.1)),
        egfr=((-28, 62), (0, 62), (30, 70), (91, 86), (181, 94), (245, 71)),
        prednisone=((-120, 25), (0, 15), (14, 10), (31, 7.5), (61, 5), (150, 2.5), (240, 20)),
        visits=_days(M1=31, M3=90, M6=181, UNS=245), typed={"UNS/VISIT/VISRSN": "病情加重或疑似复发"},
    ),
    Child(
        code="LN-004", name="秦立夏", sex="M", birth=date(2017, 12, 14), infusion=date(2026, 5, 6),
        planned=date(2026, 5, 6), ln_class="V", diagnosed="2024-01", height=126.5, growth=5.8, weight=26.5,
        upcr=((-28, 2.4), (0, 2.5), (14, 1.6), (30, 0.9), (91, 0.32), (182, 0.24)),
        egfr=((-28, 152), (0, 155), (30, 143), (91, 124), (182, 121)),
        prednisone=((-120, 15), (0, 10), (14, 7.5), (31, 5), (91, 2.5)), visits=_days(M1=30, M3=93),
    ),
    Child(
        code="LN-005", name="江谷雨", sex="M", birth=date(2012, 5, 20), infusion=date(2026, 5, 15),
        planned=date(2026, 5, 15), ln_class="IV+V", diagnosed="2021-09", height=158.0, growth=5.0, weight=50.5,
        upcr=((-28, 5.1), (0, 5.2), (14, 4.6), (30, 3.6), (91, 2.2), (183, 1.6)),
        egfr=((-28, 70), (0, 69), (30, 71), (91, 76), (183, 79)),
        prednisone=((-120, 40), (0, 30), (14, 25), (31, 20), (91, 10)), visits=_days(M1=31, M3=91, M6=183),
    ),
    Child(
        code="LN-006", name="宋夏至", sex="F", birth=date(2015, 4, 2), infusion=date(2026, 6, 30),
        planned=date(2026, 6, 30), ln_class="III", diagnosed="2024-06", height=139.5, growth=5.5, weight=34.0,
        upcr=((-28, 3.9), (0, 4.0), (14, 3.5), (30, 2.6)), egfr=((-28, 73), (0, 72), (30, 71)),
        visits=_days(M1=29), lost_after="M3",
    ),
    Child(
        code="LN-007", name="林小满", sex="F", birth=date(2014, 7, 5), infusion=date(2026, 8, 18),
        planned=date(2026, 8, 18), ln_class="IV+V", diagnosed="2023-05", height=147.4, growth=4.4, weight=43.4,
        upcr=((-28, 3.7), (-6, 3.8), (14, 2.6), (31, 1.36), (61, 0.74), (91, 0.42)),
        egfr=((-28, 64.2), (-6, 65.6), (14, 67.8), (31, 71.0), (61, 81.7), (91, 88.6)),
        prednisone=((-14, 30), (0, 20), (14, 15), (31, 10), (61, 5)),
        visits=_days(M1=31, UNS=61, M3=91), typed=_STORY,
    ),
    Child(
        code="LN-008", name="叶霜降", sex="M", birth=date(2017, 2, 11), infusion=date(2026, 8, 12),
        planned=date(2026, 8, 12), ln_class="IV", diagnosed="2024-02", height=134.0, growth=5.5, weight=30.5,
        upcr=((-28, 3.2), (0, 3.3), (14, 2.0), (30, 0.9), (92, 0.2)),
        egfr=((-28, 78), (0, 77), (30, 88), (92, 107)),
        prednisone=((-120, 20), (0, 15), (14, 10), (31, 5), (61, 2.5)), visits=_days(M1=30, M3=92),
    ),
    Child(
        code="LN-009", name="沈秋分", sex="F", birth=date(2010, 11, 28), infusion=date(2026, 8, 31),
        planned=date(2026, 8, 28), ln_class="IV", diagnosed="2021-02", height=156.0, growth=1.0, weight=45.0,
        upcr=((-28, 5.8), (0, 6.0), (14, 5.6), (30, 4.9)), egfr=((-28, 8.5), (0, 8.0), (14, 8.4), (30, 9.6)),
        visits=_days(M1=30), dialysis=True,
    ),
    Child(
        code="LN-010", name="何白露", sex="F", birth=date(2010, 12, 19), infusion=date(2026, 10, 10),
        planned=date(2026, 10, 9), ln_class="III+V", diagnosed="2022-07", height=160.5, growth=1.5, weight=51.0,
        upcr=((-28, 3.4), (0, 3.5), (14, 2.4)), egfr=((-28, 88), (0, 87), (14, 90)), visits=_days(),
    ),
    Child(
        code="LN-011", name="唐寒露", sex="M", birth=date(2013, 10, 1), infusion=date(2026, 11, 3),
        planned=date(2026, 11, 3), ln_class="IV+V", diagnosed="2024-09", height=149.0, growth=6.5, weight=41.5,
        upcr=((-28, 4.6), (0, 4.7), (14, 3.9)), egfr=((-28, 64), (0, 63), (14, 66)), visits=_days(),
    ),
    Child(
        code="LN-012", name="苏清明", sex="F", birth=date(2012, 11, 5), planned=date(2026, 11, 30), ln_class="IV",
        diagnosed="2023-12", height=154.0, growth=3.0, weight=47.0, upcr=((-28, 5.6), (0, 5.7)),
        egfr=((-28, 60), (0, 59)), visits=(("SCR", -25), ("APH", -20)),
    ),
)  # fmt: skip
