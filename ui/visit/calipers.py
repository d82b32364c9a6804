"""Two marks on a tracing and what lies between them. Pure: seconds in, words out; knows no widget."""

from dataclasses import dataclass

NEAR_PX = 6.0


@dataclass(frozen=True)
class Reading:
    """Between two marks: ms with the error of a px, and what the lead rises by in its unit where that is known."""

    ms: float
    error_ms: float
    lead: str = ""
    rise: str = ""

    @property
    def rate(self) -> int | None:
        """Beats a minute where the marks stand a beat apart."""
        return round(60_000 / self.ms) if self.ms >= 150 else None


class Calipers:
    """None, one or two marks in seconds; `chosen` is the one that is moved."""

    def __init__(self) -> None:
        self.marks: list[float] = []
        self.chosen = 0

    def clear(self) -> None:
        """Take the marks away."""
        self.marks, self.chosen = [], 0

    def put(self, at_s: float, per_s: float) -> None:
        """A mark here: an old one that is near is taken up, else a new one; a third begins anew."""
        for number, mark in enumerate(self.marks):
            if abs(mark - at_s) * per_s <= NEAR_PX:
                self.chosen = number
                return
        self.marks = [*self.marks, at_s] if len(self.marks) < 2 else [at_s]
        self.chosen = len(self.marks) - 1

    def drag(self, at_s: float, longest_s: float) -> None:
        """Move the chosen mark."""
        if self.marks:
            self.marks[self.chosen] = min(max(at_s, 0.0), longest_s)

    def set(self, number: int, at_s: float) -> None:
        """Choose mark 0 or 1; where it is not there yet, it is put at `at_s`."""
        if number >= len(self.marks):
            self.marks.append(at_s)
            number = len(self.marks) - 1
        self.chosen = number

    @property
    def ms(self) -> float | None:
        """Between the two; None while there are not two, or they are one."""
        if len(self.marks) < 2 or self.marks[0] == self.marks[1]:
            return None
        return abs(self.marks[1] - self.marks[0]) * 1000
