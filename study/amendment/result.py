"""What a comparison of two versions finds: differences of the definition, effects on children. Plain frozen data."""

from collections import Counter
from typing import Literal

import msgspec

from study.address import Address
from study.text import Text

Part = Literal[
    "study",
    "visit",
    "form",
    "item",
    "check",
    "answer",
    "derived",
    "panel",
    "table",
    "eligibility",
    "protocol",
    "letter",
    "drugs",
]
How = Literal["added", "removed", "changed"]
Kind = Literal["danger", "impossible", "vanishes", "answer", "lacks", "check", "unusual", "window", "open", "visit"]
"""In the order in which they want to be looked at. `danger`: a value whose unit or type changes keeps its own, and a
person decides; `impossible`, `unusual`, `check`: as the new limits and checks judge what stands; `vanishes`, `answer`:
no longer asked, stays readable; `lacks`: complete, and would lack what is required now; `window`: early, late or
overdue by another window; `open`: an open form that changes; `visit`: a visit still to come whose forms change.
"""
KINDS: tuple[Kind, ...] = (
    "danger", "impossible", "vanishes", "answer", "lacks", "check", "unusual", "window", "open", "visit",
)  # fmt: skip


class Difference(msgspec.Struct, frozen=True):
    """One thing that is added, removed or changed; `code` names it ("BODY/SYS"), `what` says how it changes.

    `danger`: values that stand would mean something else; a person has to decide.
    """

    part: Part
    how: How
    code: str
    label: Text
    what: tuple[Text, ...] = ()
    danger: bool = False


class Effect(msgspec.Struct, frozen=True):
    """One effect on one child: where, and in words what."""

    kind: Kind
    address: Address
    text: Text


class ChildEffects(msgspec.Struct, frozen=True):
    """Everything that would change for one child."""

    subject: str
    code: str
    effects: tuple[Effect, ...]


class Effects(msgspec.Struct, frozen=True):
    """What would happen if `new` were adopted over `old` (versions)."""

    old: str
    new: str
    differences: tuple[Difference, ...]
    children: tuple[ChildEffects, ...]

    @property
    def counts(self) -> dict[Kind, int]:
        """How many effects of each kind there are, of kinds that there are."""
        found = Counter(effect.kind for child in self.children for effect in child.effects)
        return {kind: found[kind] for kind in KINDS if found[kind]}

    @property
    def dangers(self) -> tuple[Difference, ...]:
        """What changes the meaning of values that stand or may stand."""
        return tuple(each for each in self.differences if each.danger)
