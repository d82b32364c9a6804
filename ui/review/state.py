"""What "Review and sign" shows and asks for. Plain data; words of the domain come in both languages."""

from dataclasses import dataclass
from typing import Literal

from study.text import Text
from ui.visit.state import DerivedRow, FlagKind, Option, VisitHeader
from ui.widgets.state import Message

Standing = Literal["ready", "blocked", "signed", "void", "empty", "not_applicable"]
"""`ready`: it can be signed now, completing it in the same act where `completes` says so."""


@dataclass(frozen=True)
class Matter:
    """One thing about a form that somebody should know or settle; `key` is the address key to go to, "" for none.

    `file`: it names a file that is signed with the form.
    """

    text: Text
    key: str = ""
    blocks: bool = False
    loud: bool = False
    file: bool = False


@dataclass(frozen=True)
class SignatureLine:
    """A signature on the form: whose, when, its meaning, the digest's first characters; void with what changed."""

    key: str
    text: Text
    detail: Text
    void: bool = False
    changes: tuple[Matter, ...] = ()
    may_withdraw: bool = False


@dataclass(frozen=True)
class FormLine:
    """One form, or one repeat of it. `token` names exactly what is shown and would be signed."""

    key: str
    label: Text
    standing: Standing
    standing_words: Text
    detail: Text | None = None
    """Which repeat: its name and time."""
    filled: int = 0
    awaiting: int = 0
    total: int = 0
    flag: FlagKind = ""
    flags: Text | None = None
    """The counts of what is out of its interval, beside the mark."""
    remarks: tuple[Matter, ...] = ()
    """What is not filled and why, explanations, queries: the weightiest first."""
    signatures: tuple[SignatureLine, ...] = ()
    token: str = ""
    digest: str = ""
    """The first characters of the digest."""
    completes: bool = False
    offered: bool = False
    """It is ticked to begin with."""

    @property
    def signable(self) -> bool:
        """True when it can be ticked."""
        return bool(self.token)


@dataclass(frozen=True)
class ReviewState:
    """The whole screen. `place` names the visit or the logs; another one begins with fresh ticks."""

    place: str
    header: VisitHeader
    lines: tuple[FormLine, ...]
    signer: Text
    time: Text
    """The site's wall clock with its offset, and UTC."""
    derived: tuple[DerivedRow, ...] = ()
    meanings: tuple[Option, ...] = ()
    why_not: Text | None = None
    """Why this person cannot sign here at all."""
    busy: bool = False
    message: Message | None = None
    elsewhere: tuple[Matter, ...] = ()
    """Signatures of the child's other visits that are void; each leads to its review."""
    withdraw_reasons: tuple[Option, ...] = ()
    opening: int = 0
    """Grows each time the page is opened, so that the ticks begin anew."""
    signed: int = 0
    """Grows with every signature made here, so that the ticks are taken away."""


@dataclass(frozen=True)
class SignAsked:
    """Sign these forms, exactly as they are shown: (address key, token); `meaning` is the code of the meaning."""

    forms: tuple[tuple[str, str], ...]
    meaning: str
    passphrase: str


@dataclass(frozen=True)
class WithdrawAsked:
    """Take one's own signature back."""

    form: str
    signature: str
    reason: str
