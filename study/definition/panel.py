"""What a definition says of a chart: its curves and axes, lines, bars of logs, ribbons, spans, cautions. Frozen data.

Owns the shape only. Reading it is `study.definition.read_panels`, agreement `check_panels`.
"""

from decimal import Decimal
from typing import Literal, get_args

import msgspec

from study.text import Text

Axis = Literal["left", "right"]
AXES: tuple[Axis, ...] = get_args(Axis)
PanelKind = Literal["curves", "heat", "swimmer", "response"]


class Curve(msgspec.Struct, frozen=True):
    """That an item or derived value is drawn on a panel. A verdict on a panel of curves is a row of marks.

    Of one axis those with a lower `order` come first; without one they follow the forms.
    """

    panel: str
    axis: Axis = "left"
    order: int = 0


class Line(msgspec.Struct, frozen=True):
    """A horizontal line on a panel, in the unit of its axis.

    Without `of` it stands at `value`. `of` names a value drawn on that axis: with `less_by` (a setting, a share such as
    0.15) the line stands at what that was at baseline less the share, with `value` at so many times the baseline, with
    neither at the upper limit that each report of it printed for itself.
    """

    label: Text
    value: Decimal | None = None
    axis: Axis = "left"
    of: str = ""
    less_by: str = ""


class Bar(msgspec.Struct, frozen=True):
    """The rows of a form as stretches of days below the curves or on a swimmer: from one date to another.

    Only rows are drawn for which `when` holds and whose grade is at least `least`; without `ends` a row is a single
    day. A row without an end goes on where `lasting` holds ("": always), else nobody said until when and it stands on
    its first day. Bars of one `label` share a row (one stretch a day, whatever says it); without a label the form's is
    used.
    """

    form: str
    starts: str
    ends: str = ""
    grade: str = ""
    least: int = 0
    when: str = ""
    label: Text | None = None
    code: str = ""
    lasting: str = ""


class Span(msgspec.Struct, frozen=True):
    """A stretch between two study days that a derived value tells as its parts `starts` and `ends`.

    Without them it is so many days up to the visit. `reached` is what the day of its end is called.
    """

    of: str
    label: Text
    starts: str = ""
    ends: str = ""
    reached: Text | None = None


class Caution(msgspec.Struct, frozen=True):
    """That points of the curve `of` do not tell what they seem to: `note` says why, and they are drawn half filled.

    It holds for so many `days` from the last day of a stretch of the bar `after` on, and where the condition `when` on
    the form of the result holds.
    """

    of: str
    note: Text
    after: str = ""
    days: int = 0
    when: str = ""


class Panel(msgspec.Struct, frozen=True):
    """A chart over days since infusion. Everything on one axis has one unit, but on a heat map, which shows folds.

    "curves": values over days, in `step` from one to the next. "heat": how many times the baseline, by visit; two
    results are compared only where the answers to the questions `alike` of their form are the same. "swimmer": phases,
    treatment, toxicity and the `bars` of the child's logs. "response": how many children had which verdict, by visit
    (of all children only).
    `zero_left` and `zero_right`: the logarithmic axis goes down to 0. `range_left` and `range_right`: the axis shows at
    least these. `days`: the study days it is clipped to until somebody asks for all. `toxicity`: forms of CRS and ICANS
    whose grades are ribbons. `graded`: a grade of CTCAE whose limits are bands of the left axis.
    """

    code: str
    label: Text
    log_left: bool = False
    log_right: bool = False
    lines: tuple[Line, ...] = ()
    kind: PanelKind = "curves"
    step: bool = False
    alike: tuple[str, ...] = ()
    bars: tuple[Bar, ...] = ()
    zero_left: bool = False
    zero_right: bool = False
    range_left: tuple[Decimal, Decimal] | None = None
    range_right: tuple[Decimal, Decimal] | None = None
    days: tuple[int, int] | None = None
    toxicity: tuple[str, ...] = ()
    graded: str = ""
    spans: tuple[Span, ...] = ()
    cautions: tuple[Caution, ...] = ()
