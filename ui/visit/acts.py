"""What a person does on the bedside screen: the payloads of `VisitView`'s signals. Plain frozen data.

`key` is always the address key of the row; `typed` is exactly what stands in the field, never preedit text.

Signals of `VisitView` with a payload from here: field_left, text_edited (DraftText), option_chosen, suggestion_taken,
explanation_given, check_explained, critical_acknowledged, not_done_chosen, confirmed_on_report, reason_given,
draft_answered, form_awaiting, row_withdrawn, row_reinstated, form_reopened, attachment_withdrawn. Signals with a
str: field_focused, history_asked, conflict_opened (row key), form_chosen, repeat_chosen (form key), form_completed,
form_repeat_added, all_normal_asked, as_last_asked (form key), attachment_dropped (path), attachment_opened,
visit_opened, child_opened (key); with two: source_chosen (form key, code), offer_answered (code,
bool); without: records_turned, review_asked, back_asked.
"""

from dataclasses import dataclass

from study.from_tracing import FromTracing


@dataclass(frozen=True)
class FieldLeft:
    """The field was left with other text than was shown. Empty `typed` means: cleared.

    `came`: from which tracing the text was taken over as it stands; None where somebody typed it.
    """

    key: str
    typed: str
    came: FromTracing | None = None


@dataclass(frozen=True)
class DraftText:
    """The text in a field changed; at most one a second for each field, for the draft.

    `explains`: a half-typed explanation of that check at the row ("" for the usual range); None: the field's own text.
    """

    key: str
    text: str
    explains: str | None = None


@dataclass(frozen=True)
class OptionChosen:
    """One reading of an `Ask`."""

    key: str
    option: str


@dataclass(frozen=True)
class SuggestionTaken:
    """What is suggested for the row is its answer; the person typed nothing."""

    key: str


@dataclass(frozen=True)
class Explained:
    """A word of explanation for a value outside the usual range; `words` empty takes it back.

    `reason`: why it is taken back, where the form was completed or signed.
    """

    key: str
    words: str
    reason: str = ""


@dataclass(frozen=True)
class CheckExplained:
    """A word of explanation for a failing check of the form; `words` empty takes it back.

    `reason`: why it is taken back, where the form was completed or signed.
    """

    key: str
    check: str
    words: str
    reason: str = ""


@dataclass(frozen=True)
class Acknowledged:
    """A critical value was acknowledged: who was told, at what time (as typed), what was done; `check` and `value` as
    asked.
    """

    key: str
    person: str
    at: str
    action: str
    check: str = ""
    value: str = ""


@dataclass(frozen=True)
class NotDoneChosen:
    """The item was not done; `reason` is a code of the state's `not_done_reasons`."""

    key: str
    reason: str


@dataclass(frozen=True)
class ConfirmedOnReport:
    """A refused text stands on the report all the same."""

    key: str
    typed: str
    reason: str


@dataclass(frozen=True)
class ReasonGiven:
    """Why a signed or sent value is changed; `reason` is a code or a sentence."""

    key: str
    typed: str
    reason: str


@dataclass(frozen=True)
class DraftAnswered:
    """A draft found after a crash is kept (then it is typed text like any other) or discarded."""

    key: str
    keep: bool
    text: str


@dataclass(frozen=True)
class FormReopened:
    """A completed form is to be open again, for this reason (the code of an option, or words)."""

    key: str
    reason: str


@dataclass(frozen=True)
class RowWithdrawn:
    """The open row no longer counts; `reason` is a code of the state's `withdraw_reasons` or a sentence."""

    form: str
    reason: str


@dataclass(frozen=True)
class RowReinstated:
    """A withdrawn row counts again; `reason` is a code of the state's `reinstate_reasons` or a sentence."""

    form: str
    reason: str


@dataclass(frozen=True)
class FileWithdrawn:
    """A file of the open form is to stand there no more; `reason` is a code of the state's reasons or a sentence."""

    file: str
    reason: str


@dataclass(frozen=True)
class FileNamesSomebody:
    """A file to attach whose header holds these filled fields; their names, never what stands in them."""

    path: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class FileDecided:
    """Attach the file: a copy without identity, or as it is."""

    path: str
    clean: bool


@dataclass(frozen=True)
class Awaiting:
    """The rest of the form awaits results; `chase` is the day to ask again, as typed, or ""."""

    form: str
    chase: str


@dataclass(frozen=True)
class PrintAsked:
    """Forms are to be printed: the one that is open (`form`, its address key) or those of the `whole` visit, `blank` or
    as they stand, into a `pdf` or on paper. `letter`: not forms but the letter to the family is asked for.
    """

    form: str
    whole: bool
    blank: bool
    pdf: bool
    letter: bool = False
