"""How fast and how high traces are drawn: paper speeds and gains in the words of ECG and EEG machines. Pure."""

from bisect import bisect_left
from dataclasses import dataclass, replace

from ui.visit.preview import TraceLead

SPEEDS = (1.0, 2.5, 5.0, 10.0, 15.0, 25.0, 30.0, 50.0, 100.0, 200.0, 400.0)
"""Mm a second; 25 is the usual ECG, 30 the usual EEG."""
ECG_GAINS = (1.0, 2.5, 5.0, 10.0, 20.0, 40.0, 80.0)
"""Mm for 1 mV; 10 is usual."""
EEG_GAINS = (200.0, 100.0, 70.0, 50.0, 30.0, 20.0, 15.0, 10.0, 7.0, 5.0, 3.0, 2.0, 1.0)
"""µV for 1 mm, the flattest first; 7 to 10 are usual."""
_MILLIVOLTS = {"V": 1000.0, "mV": 1.0, "µV": 0.001, "nV": 0.000001}
VOLTAGES = frozenset(_MILLIVOLTS)
_BARS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
"""µV whose height may be shown."""


@dataclass(frozen=True)
class Scale:
    """`mm` is px for a millimetre of paper; `speed` and `gain` are places in the lists of steps."""

    paper: bool
    mm: float
    speed: int
    gain: int

    @property
    def per_s(self) -> float:
        """Px for a second."""
        return SPEEDS[self.speed] * self.mm

    @property
    def per_mv(self) -> float:
        """Px for a millivolt."""
        return self.mm * (ECG_GAINS[self.gain] if self.paper else 1000 / EEG_GAINS[self.gain])

    @property
    def words(self) -> str:
        """25 mm/s · 10 mm/mV."""
        gain = f"{ECG_GAINS[self.gain]:g} mm/mV" if self.paper else f"{EEG_GAINS[self.gain]:g} µV/mm"
        return f"{SPEEDS[self.speed]:g} mm/s · {gain}"

    def faster(self, steps: int) -> "Scale":
        """More px for a second."""
        return replace(self, speed=min(max(self.speed + steps, 0), len(SPEEDS) - 1))

    def higher(self, steps: int) -> "Scale":
        """More px for a millivolt."""
        most = len(ECG_GAINS if self.paper else EEG_GAINS) - 1
        return replace(self, gain=min(max(self.gain + steps, 0), most))

    def per_unit(self, lead: TraceLead, lane: float) -> float:
        """Px for one unit of a lead; what is no voltage fills most of its lane at the usual gain."""
        factor = _MILLIVOLTS.get(lead.unit)
        if factor is not None:
            return factor * self.per_mv
        usual = usual_scale(self.paper, self.mm).per_mv
        return 0.7 * lane / (lead.spread or 1.0) * self.per_mv / usual


def usual_scale(paper: bool, mm: float) -> Scale:
    """25 mm/s and 10 mm/mV for an ECG; 30 mm/s and 10 µV/mm for an EEG."""
    if paper:
        return Scale(paper, mm, SPEEDS.index(25.0), ECG_GAINS.index(10.0))
    return Scale(paper, mm, SPEEDS.index(30.0), EEG_GAINS.index(10.0))


def height_bar(scale: Scale, most: float = 46.0) -> tuple[str, float]:
    """The highest round voltage that stands at most `most` px high, and its px; 1 mV where it fits, as on ECG paper."""
    fitting = [bar for bar in _BARS if bar * scale.per_mv / 1000 <= most]
    amount = 1000 if scale.paper and 1000 in fitting and scale.per_mv >= most / 4 else max(fitting, default=_BARS[0])
    words = f"{amount / 1000:g} mV" if amount >= 1000 else f"{amount} µV"
    return words, amount * scale.per_mv / 1000


def ruler_step(per_s: float, room: float = 56.0) -> float:
    """Seconds between two numbers of the ruler that stand at least `room` px apart."""
    steps = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 300.0, 600.0)
    return steps[min(bisect_left(steps, room / per_s), len(steps) - 1)]


def clock(second: float) -> str:
    """0:07.4, 12:30: minutes and seconds from the beginning."""
    minutes, left = divmod(round(second, 1), 60)
    return f"{int(minutes)}:{left:04.1f}" if left % 1 else f"{int(minutes)}:{int(left):02d}"
