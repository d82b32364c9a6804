"""What the bedside screen shows. Owns the plain frozen state a presenter hands to `VisitView.render`.

Words of the domain come as `Text` (both languages); numbers, units and dates come as they are to be shown.
A row is known by its address key for as long as it is on the screen. No logic.
"""

from dataclasses import dataclass
from typing import Literal

from study.text import Text
from ui.charts.state import Band, Point, Tick
from ui.child.state import ChildHeader, FileRow
from ui.visit.meaning import Criteria
from ui.visit.offered import Offer, Records, Waiting
from ui.visit.preview import Preview

FlagKind = Literal["", "low", "high", "critical_low", "critical_high", "critical"]
FieldKind = Literal["number", "text", "lookup", "choice", "multichoice", "date", "datetime", "table"]
FieldState = Literal["empty", "filled", "notdone", "conflict", "held", "readonly"]
Trend = Literal["better", "worse", ""]


@dataclass(frozen=True)
class Option:
    """One thing to choose: a code with its words and the other ways people type it ("1+", "+", "阳性")."""

    code: str
    label: Text
    aliases: tuple[str, ...] = ()
    doubt: Text | None = None
    """Why nobody may rely on this answer yet: it is marked in the list, and dotted where it was given."""
    beside: Text | None = None
    """Of one among hundreds, the class it belongs to: shown beside it in the list."""


@dataclass(frozen=True)
class ReadAs:
    """What was read from what was typed; "change" gives the typed text back to the field."""

    typed: str
    shown: str
    how: Text | None = None


@dataclass(frozen=True)
class Ask:
    """A text with two readings; nothing is saved until one is chosen. The text stays in the field.

    `usual`: the first is what it was last time, and stands out.
    """

    typed: str
    question: Text
    options: tuple[Option, ...]
    usual: bool = False


@dataclass(frozen=True)
class Refused:
    """Not taken, with the reason; the typed text stays. `may_confirm`: an investigator may say it is on the report."""

    typed: str
    reason: Text
    may_confirm: bool = False


@dataclass(frozen=True)
class SoftLimit:
    """Outside the usual range. Saved already; a word makes it explained, none makes it a query. `always`: a query in
    any case. Who does not enter here reads the explanation and gives none.
    """

    message: Text
    explanation: str = ""
    explained: bool = False
    always: bool = False
    may_explain: bool = True
    draft: str = ""
    draft_at: str = ""
    """An explanation half typed before a lock or a crash, and when: it stands in the field and is not said yet."""


@dataclass(frozen=True)
class FailedCheck:
    """A check of the form that certainly fails, known by its code; explained and queried as what is unusual is."""

    check: str
    message: Text
    explanation: str = ""
    explained: bool = False
    always: bool = False
    may_explain: bool = True
    draft: str = ""
    draft_at: str = ""


@dataclass(frozen=True)
class Critical:
    """A critical value. `acknowledged` says by whom, when and what was done; None asks for it. `check` is the code of
    the critical check that it breaks; "" for its own limits. `value` names the value that is critical, for the act.
    """

    limit: Text
    people: tuple[Option, ...] = ()
    person: str = ""
    at: str = ""
    actions: tuple[Text, ...] = ()
    acknowledged: Text | None = None
    check: str = ""
    value: str = ""


@dataclass(frozen=True)
class ReasonForChange:
    """A signed or sent value is being changed: the new text waits for a reason."""

    before: str
    typed: str
    reasons: tuple[Option, ...]


@dataclass(frozen=True)
class DraftBack:
    """A half-typed field found after a crash: shown in the field, not saved, kept or discarded by the person."""

    text: str
    at: str


@dataclass(frozen=True)
class InConflict:
    """Two devices disagree here; the link opens the conflict."""

    values: Text


@dataclass(frozen=True)
class Note:
    """A plain line under a row (held by the EDC and why, a query, a hint of the study)."""

    text: Text
    tone: Literal["plain", "amber"] = "plain"


@dataclass(frozen=True)
class Suggested:
    """What the record suggests for an item; nothing is filled by it. `answer` None: a person must look.

    `may_take`: it can be taken with one key; where somebody answered otherwise it is only named.
    """

    answer: Text | None
    why: Text
    may_take: bool = False


Strip = (
    ReadAs | Ask | Refused | SoftLimit | FailedCheck | Critical | ReasonForChange | DraftBack | InConflict | Note
    | Suggested
)  # fmt: skip


@dataclass(frozen=True)
class ItemRow:
    """One item of the form. `text` is what the field shows when nobody is typing in it."""

    key: str
    label: Text
    kind: FieldKind
    text: str = ""
    unit: str = ""
    choices: tuple[Option, ...] = ()
    flag: FlagKind = ""
    reference: str = ""
    reference_note: Text | None = None
    """Where the interval comes from, for the tooltip."""
    previous: str = ""
    previous_day: str = ""
    change: str = ""
    trend: Trend = ""
    state: FieldState = "empty"
    not_done: Text | None = None
    """With state "notdone": the reason."""
    strips: tuple[Strip, ...] = ()
    required: bool = False
    hint: Text | None = None
    """The note of the study on this item, for the tooltip."""
    unconfirmed: bool = False
    """Nobody has checked the item's limits or wording yet: its label is dotted."""
    answer_doubt: Text | None = None
    """Why nobody may rely on an answer that was given: it is dotted, with this for the tooltip."""
    reference_unconfirmed: bool = False
    """The interval was not checked in print: it is dotted."""
    applies: bool = True
    """False: the question does not apply and is shown only for the value that stands there; the keyboard passes it."""
    opens: str = ""
    """With kind "table": the address key of the log whose rows it stands for."""
    chooses: bool = False
    """With kind "table": rows of the log can be chosen here."""


@dataclass(frozen=True)
class FormRow:
    """One form in the list at the left. `number` is the digit of Alt+digit, or "". `key` is the form's address key."""

    key: str
    code: str
    label: Text
    number: str = ""
    filled: int = 0
    awaiting: int = 0
    missing: int = 0
    flag: FlagKind = ""
    complete: bool = False
    note: Text | None = None
    """Words instead of numbers: "not applicable", "2 open / 5"."""
    log: bool = False
    """A log of the child, below the line."""
    applies: bool = True
    wants: int = 0
    """How many values and checks want a word, an acknowledgement or a decision between two."""


@dataclass(frozen=True)
class Repeat:
    """One filling of a repeating form (a specimen, a reading, a prescription). `ended`: it no longer goes on."""

    key: str
    label: Text
    ended: bool = False
    withdrawn: bool = False


@dataclass(frozen=True)
class FormHead:
    """The form that is open. `key` is its address key with its repeat, `code` chooses the row at the left."""

    key: str
    code: str
    title: Text
    detail: Text | None = None
    """The specimen in words: "drawn 11-17 08:10 · venous"."""
    repeats: tuple[Repeat, ...] = ()
    may_add: bool = False
    may_withdraw: bool = False
    may_reinstate: bool = False
    may_complete: bool = True
    complete: bool = False
    may_reopen: bool = False
    reopening: Text | None = None
    """What reopening means here: that changes need a reason, which signatures they make void."""
    reopened: Text | None = None
    """Why the form is open again, who opened it and when."""
    may_await: bool = False
    awaiting: Text | None = None
    """"awaiting results, chase 11-19"."""
    chase_days: tuple[Option, ...] = ()
    """Days to ask again that are offered with "rest awaiting" (code: ISO date); none: no day is asked for."""
    may_all_normal: bool = False
    may_as_last: bool = False
    attachments: bool = False
    """The form has files beside it (ECG, echo, EEG)."""
    readonly: Text | None = None
    """Why nothing can be typed: frozen, another role, withdrawn."""
    signed: Text | None = None
    """Who signed the form and when, and that it is void where it is; with `signed_detail`: meaning, or what changed."""
    signed_void: bool = False
    signed_detail: Text | None = None
    not_applicable: Text | None = None
    """Why the form does not apply to this child."""


@dataclass(frozen=True)
class VisitHeader:
    """The child and the visit in one line, with the window as a bar. Days None: no window."""

    child: ChildHeader
    title: Text
    """"M3 · 3 months"."""
    when: Text
    """"D+91 · 2026-11-17"."""
    standing: Literal["", "in", "before", "after"] = ""
    standing_words: Text | None = None
    low_day: int | None = None
    high_day: int | None = None
    window_note: Text | None = None
    """What nobody has confirmed of the window; dots under its days."""
    target_day: int | None = None
    today_day: int | None = None
    may_review: bool = True
    may_import: bool = False
    """Results of this visit can be taken from a laboratory report."""


@dataclass(frozen=True)
class DerivedRow:
    """A derived value with its reasons in `detail`, or `missing` with what it lacks; `used`: all that went in."""

    code: str
    label: Text
    value: Text | None = None
    unit: str = ""
    detail: Text | None = None
    missing: Text | None = None
    updated: bool = False
    flag: FlagKind = ""
    unconfirmed: bool = False
    """Nobody has checked the formula or its limits yet."""
    used: Text | None = None


@dataclass(frozen=True)
class EpisodeRow:
    """An episode of CRS or ICANS, or a sentence about one (then without `detail`). `warn`: somebody should look."""

    text: Text
    detail: Text | None = None
    warn: bool = False
    key: str = ""
    """The address key of the assessment it is about, or ""."""
    elsewhere: bool = False
    """The assessment stands at another visit."""


@dataclass(frozen=True)
class Message:
    """A line at the right; `key` jumps to the row."""

    kind: Literal["critical", "high", "low", "waiting", "conflict", "asked", "info"]
    text: Text
    key: str = ""


@dataclass(frozen=True)
class TrendState:
    """The trend of the field that has the focus."""

    title: Text
    subtitle: Text | None
    points: tuple[Point, ...]
    bands: tuple[Band, ...] = ()
    ticks: tuple[Tick, ...] = ()
    note: Text | None = None
    """Instead of a curve: why there is none."""


@dataclass(frozen=True)
class Saved:
    """The line under the form."""

    state: Literal["", "saving", "saved", "failed"] = ""
    at: str = ""
    words: Text | None = None


@dataclass(frozen=True)
class FileWithdrawing:
    """What withdrawing a file of the open form means, in sentences, and the reasons offered; None: nobody can here."""

    about: tuple[Text, ...]
    reasons: tuple[Option, ...]


@dataclass(frozen=True)
class VisitState:
    """The whole bedside screen."""

    header: VisitHeader
    forms: tuple[FormRow, ...]
    form: FormHead | None
    rows: tuple[ItemRow, ...] = ()
    derived: tuple[DerivedRow, ...] = ()
    messages: tuple[Message, ...] = ()
    trend: TrendState | None = None
    saved: Saved = Saved()
    not_done_reasons: tuple[Option, ...] = ()
    confirm_reasons: tuple[Option, ...] = ()
    withdraw_reasons: tuple[Option, ...] = ()
    reopen_reasons: tuple[Option, ...] = ()
    reinstate_reasons: tuple[Option, ...] = ()
    files: tuple[FileRow, ...] = ()
    """Those that stand, then those that were withdrawn."""
    file_withdrawing: FileWithdrawing | None = None
    preview: Preview | None = None
    preview_of: str = ""
    """The key of the file that `preview` shows."""
    focus: str = ""
    """The row that gets the focus when the form is first shown; "" = the first empty one."""
    episodes: tuple[EpisodeRow, ...] = ()
    """Of the form that is open; none: the card goes."""
    criteria: Criteria | None = None
    offer: Offer | None = None
    waiting: Waiting | None = None
    records: Records | None = None
    """None: nothing is entered from records here."""
    undo: Text | None = None
    """The field whose last entry would be taken back; None: nothing to take back here."""
