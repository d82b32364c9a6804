"""What is wrong with a definition: the faults with file, line and item in both languages, and how many there are.

Owns the fault, the error that carries them, and the report in which readers collect them, with its bounds.
"""

import msgspec

from study.errors import KnownError
from study.text import Text

Place = tuple[str, int]
MOST_LISTED = 200
"""Faults that are listed; of more only the number is told."""
MOST_KEPT = 10_000
"""Faults that are told apart and put in order; from there on they are only counted."""
LONGEST = 300
"""Characters of a sentence: it quotes what was written, and that may be a whole book."""


class Fault(msgspec.Struct, frozen=True, order=True):
    """One fault. `item` is the code it concerns ("" = the file); `sentence` begins with file:line and that code."""

    file: str
    line: int
    item: str
    sentence: Text = msgspec.field(default_factory=lambda: Text("", ""))


class DefinitionError(KnownError):
    """The definition can't be used; `faults` names what was found, in the order of the files and lines.

    `total` counts all of them, those that are not listed too.
    """

    def __init__(self, faults: tuple[Fault, ...], total: int) -> None:
        more = total - 1
        en = faults[0].sentence.en + (f" (and {more} more)" if more else "")
        zh = faults[0].sentence.zh + (f"（另有{more}处）" if more else "")
        super().__init__("definition_faulty", en, zh)
        self.faults = faults
        self.total = total

    @property
    def sentences(self) -> tuple[Text, ...]:
        """Every listed fault, and how many are not listed."""
        said = tuple(fault.sentence for fault in self.faults)
        more = self.total - len(said)
        return (*said, Text(f"... and {more} more faults.", f"……另有{more}处错误。")) if more else said


class Report:
    """Collects faults while files are read, and remembers on which line each thing was said."""

    def __init__(self) -> None:
        self.unreadable: set[str] = set()
        """Files that gave nothing; what they should have defined is not missed a second time."""
        self._faults: set[tuple[str, int, str, str, str]] = set()
        self._beyond = 0
        self._places: dict[tuple[str, ...], Place] = {}

    def add(self, file: str, line: int, item: str, en: str, zh: str) -> None:
        """One more fault."""
        if len(self._faults) >= MOST_KEPT:
            self._beyond += 1
            return
        file, item = _short(file), _short(item)
        start = f"{file}:{line} {item}".rstrip()
        self._faults.add((file, line, item, f"{start}: {_short(en)}", f"{start}: {_short(zh)}"))

    def remember(self, path: tuple[str, ...], file: str, line: int) -> None:
        """That what `path` names was said there."""
        self._places.setdefault(path, (file, line))

    def where(self, path: tuple[str, ...]) -> Place:
        """Where the thing, or the smallest remembered thing around it, was said."""
        for size in range(len(path), 0, -1):
            if path[:size] in self._places:
                return self._places[path[:size]]
        return ("study.yaml", 1)

    def add_at(self, path: tuple[str, ...], item: str, en: str, zh: str) -> None:
        """One more fault, at the place that `path` names."""
        file, line = self.where(path)
        self.add(file, line, item, en, zh)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What was found first, by file and line."""
        first = sorted(self._faults)[:MOST_LISTED]
        return tuple(Fault(file, line, item, Text(en, zh)) for file, line, item, en, zh in first)

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self._faults) + self._beyond


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
