"""Derived values as pure functions: the number with its comparator, unit, version and inputs, or why there is none.

Never part of the record: recomputed from values whenever they are shown.
"""

from study.derived.result import Also, Derived
from study.derived.typed import derive
from study.derived.visit import Earlier, Person, derive_visit

__all__ = ["Also", "Derived", "Earlier", "Person", "derive", "derive_visit"]
