"""The pack for a monitoring board: every table in the order in which a board reads. Pure.

The same facts of a child as on the screens; a child that stands aside is not among `children`.
"""

from collections.abc import Sequence

from study.board.conduct import deviations, queries, rules
from study.board.facts import Facts
from study.board.frame import Frame, standing
from study.board.harm import events_by_term, infections, serious, toxicity
from study.board.organs import blood, immunity, kidney
from study.board.people import deaths, disposition, numbers, treated
from study.sheet import Sheet
from study.text import Text

TITLE = Text("Safety pack for the monitoring board", "数据安全监察报告")
_TABLES = (
    numbers, rules, deaths, serious, disposition, treated, events_by_term, toxicity, blood, infections, immunity,
    kidney, deviations, queries,
)  # fmt: skip


def pack(frame: Frame, children: Sequence[Facts]) -> tuple[Sheet, ...]:
    """The whole pack; children by code."""
    ordered = sorted(children, key=lambda each: each.code)
    first = standing(frame, sum(each.unsettled for each in ordered))
    return (first, *(table(frame, ordered) for table in _TABLES))
