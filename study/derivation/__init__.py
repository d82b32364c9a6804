"""Feeds the formulas of `study.derived` from a child's record, as the definition says; see `engine`.

Must not know a formula's arithmetic, and no formula knows where its inputs come from.
"""
