"""How much goes into one message: less on a line that breaks off or takes long, more again when it goes well. Pure."""

LONG_MS = 20_000
SHORT_MS = 5_000
_LEAST_BYTES = 8 * 1024


class Pace:
    """`count` entries and `size` bytes at most; both start at the most."""

    def __init__(self, count: int, size: int) -> None:
        self._most = (count, size)
        self.count = count
        self.size = size

    def went(self, took_ms: int) -> None:
        """A message went through in this time."""
        if took_ms > LONG_MS:
            self._set(self.count // 2, self.size // 2)
        elif took_ms < SHORT_MS:
            self._set(self.count * 2, self.size * 2)

    def broke(self, count: int, size: int) -> bool:
        """A message of this much did not get through; False when there is nothing smaller to try."""
        if count <= 1:
            return False
        self._set(count // 4, size // 4)
        return True

    def _set(self, count: int, size: int) -> None:
        self.count = min(max(count, 1), self._most[0])
        self.size = min(max(size, _LEAST_BYTES), self._most[1])
