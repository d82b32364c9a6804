"""Derived values as pure functions: the number with its comparator, unit, version and inputs, or why there is none.

Never part of the record: recomputed from values whenever they are shown.
"""

from study.derived.result import Also, Derived

__all__ = ["Also", "Derived"]
