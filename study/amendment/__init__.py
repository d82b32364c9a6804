"""What another version of the definition would change: in itself, and for every child, before it happens.

Pure; adopts nothing. `effects` is the way in.
"""

from study.amendment.children import effects
from study.amendment.differences import differences
from study.amendment.result import KINDS, ChildEffects, Difference, Effect, Effects, Kind

__all__ = ["KINDS", "ChildEffects", "Difference", "Effect", "Effects", "Kind", "differences", "effects"]
