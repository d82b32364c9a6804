"""Small expressions a definition may say: edit checks, when a question applies, limbs of a criterion.

`parse` reads one, `evaluate` answers it against a `Scope`. Three-valued throughout: a limit such as "<0.5" or a missing
value gives "cannot tell" (None), never a silent false.
"""

from study.expression.evaluate import UNKNOWN, Operand, Scope, evaluate, holds
from study.expression.moments import Moment
from study.expression.parse import Expression, NotAnExpressionError, parse

__all__ = ["UNKNOWN", "Expression", "Moment", "NotAnExpressionError", "Operand", "Scope", "evaluate", "holds", "parse"]
