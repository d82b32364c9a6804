"""A folded line without what spaces, case and dots change; each character knows its place in the line."""

import msgspec

_SAME = {"µ": "u", "μ": "u", "²": "2", "×": "x"}


class Compact(msgspec.Struct, frozen=True):
    """The text that is compared, and for each of its characters the place in `line`."""

    line: str
    text: str
    at: tuple[int, ...]

    def glued(self, place: int) -> bool:
        """True when nothing stands between a character and the one before it."""
        return 0 < place < len(self.at) and self.at[place] == self.at[place - 1] + 1

    def span(self, first: int, after: int) -> tuple[int, int]:
        """The places in the line of the characters from `first` up to `after`."""
        return self.at[first], self.at[after - 1] + 1


def letter(character: str) -> bool:
    """A letter of a Latin abbreviation."""
    return character.isascii() and character.isalpha()


def digit(character: str) -> bool:
    """A digit."""
    return character.isascii() and character.isdigit()


def compact(line: str) -> Compact:
    """`line` is folded. A space stays only between two digits or two letters, where it parts words."""
    text: list[str] = []
    at: list[int] = []
    for place, character in enumerate(line):
        after = line[place + 1 : place + 2]
        if character == " " and not (text and after and _part(text[-1], after)):
            continue
        if character == "." and text and letter(text[-1]) and not digit(after or " "):
            continue
        small = character.lower()
        text.append(_SAME.get(character) or (small if len(small) == 1 else character))
        at.append(place)
    return Compact(line, "".join(text), tuple(at))


def _part(before: str, after: str) -> bool:
    return (digit(before) and digit(after)) or (letter(before) and letter(after))
