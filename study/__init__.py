"""The protocol of the trial as pure code: values, changes and their effect, definition, formulas, checks, schedule.

Owns every domain rule. Must not do I/O, know Qt, a database, a network or the time of day.
"""
