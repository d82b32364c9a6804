"""What is wrong with a definition: every fault with its file, line and item, in both languages.

Owns the fault, the error that carries all of them, and the report in which readers collect them.
"""

import msgspec

from study.errors import KnownError
from study.text import Text

Place = tuple[str, int]


class Fault(msgspec.Struct, frozen=True, order=True):
    """One fault. `item` is the code it concerns ("" = the file); `sentence` begins with file:line and that code."""

    file: str
    line: int
    item: str
    sentence: Text = msgspec.field(default_factory=lambda: Text("", ""))


class DefinitionError(KnownError):
    """The definition can't be used; `faults` names everything found, in the order of the files and lines."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        more = len(faults) - 1
        en = faults[0].sentence.en + (f" (and {more} more)" if more else "")
        zh = faults[0].sentence.zh + (f"(另有{more}处)" if more else "")
        super().__init__("definition_faulty", en, zh)
        self.faults = faults


class Report:
    """Collects faults while files are read, and remembers on which line each thing was said."""

    def __init__(self) -> None:
        self.unreadable: set[str] = set()
        """Files that gave nothing; what they should have defined is not missed a second time."""
        self._faults: set[tuple[str, int, str, str, str]] = set()
        self._places: dict[tuple[str, ...], Place] = {}

    def add(self, file: str, line: int, item: str, en: str, zh: str) -> None:
        """One more fault."""
        start = f"{file}:{line} {item}".rstrip()
        self._faults.add((file, line, item, f"{start}: {en}", f"{start}: {zh}"))

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
        """Everything found, by file and line."""
        return tuple(Fault(file, line, item, Text(en, zh)) for file, line, item, en, zh in sorted(self._faults))
