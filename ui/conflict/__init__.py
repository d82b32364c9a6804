"""Two values for one place: every side, what each author saw, and a decision with its reason.

ConflictView: resolved(Resolution), step_asked(int: -1 or +1), back_asked().
"""
