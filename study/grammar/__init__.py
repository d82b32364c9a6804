"""What people type -> a value, a question or a refusal. Pure; never raises; never guesses between two readings."""

from study.grammar.answers import Ask, Option, Reading, Refused, Understood
from study.grammar.reader import understand

__all__ = ["Ask", "Option", "Reading", "Refused", "Understood", "understand"]
