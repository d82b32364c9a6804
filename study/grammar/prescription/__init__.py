"""One line of a prescription as it is written on a ward -> what it says, what has two readings, what stays as words.

Pure; never raises; never guesses; nothing of the line is dropped. `read_line(words, typed, today)`, `write_line(...)`.
"""

from study.grammar.prescription.model import Dose, LineAsk, LineOption, LineRead, Prescription, Token
from study.grammar.prescription.read import read_line
from study.grammar.prescription.words import Vocabulary, vocabulary
from study.grammar.prescription.write import write_line

__all__ = [
    "Dose",
    "LineAsk",
    "LineOption",
    "LineRead",
    "Prescription",
    "Token",
    "Vocabulary",
    "read_line",
    "vocabulary",
    "write_line",
]
