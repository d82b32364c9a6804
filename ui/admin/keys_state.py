"""What the section of passphrases and keys shows and asks for. Plain data."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from study.text import Text
from ui.ids import UserId


class Deed(StrEnum):
    """What can be done with keys; `KeysState.done` names the one that just went through."""

    CHANGE = "change"
    RESET = "reset"
    REMOVE = "remove"
    TRY = "try"
    CODE = "code"
    RENEW = "renew"
    KEPT = "kept"


@dataclass(frozen=True)
class Behind:
    """Who has to unlock once before the keys can be renewed without leaving them out."""

    user: UserId
    name: str


@dataclass(frozen=True)
class KeysState:
    """How it stands with the keys.

    `code_since`/`drilled`: the recovery code's day and its last drill, None for never. `version` counts vault keys.
    `removed`: who left since the vault key was made; `behind`: who has to unlock once before it can be renewed.
    `damaged`: the key file can't be read, in words; then nothing else is known.
    `code`: a new recovery code that is to be written down and typed back, for the deed in `shown_for`.
    """

    code_since: date
    version: int
    drilled: date | None = None
    removed: tuple[str, ...] = ()
    behind: tuple[Behind, ...] = ()
    damaged: Text | None = None
    code: str = ""
    shown_for: Deed | None = None
    done: Deed | None = None


@dataclass(frozen=True)
class ChangePassphrase:
    """One's own passphrase."""

    old: str
    new: str


@dataclass(frozen=True)
class ResetPassphrase:
    """Somebody's passphrase; typed by its owner."""

    user: UserId
    new: str


@dataclass(frozen=True)
class RemoveUser:
    """Somebody's rights end."""

    user: UserId
    reason: str


@dataclass(frozen=True)
class TryCode:
    """The code from the paper, for the drill."""

    typed: str


@dataclass(frozen=True)
class NewCode:
    """A new recovery code is asked for: by itself, or with new keys, of which these people are left out."""

    deed: Deed
    leave: tuple[UserId, ...] = ()


@dataclass(frozen=True)
class UseKept:
    """The kept copy of the key file takes the place of the damaged one."""


@dataclass(frozen=True)
class TypedBack:
    """What was typed back from the paper; what it was shown for is done then."""

    deed: Deed
    typed: str


KeysRequest = ChangePassphrase | ResetPassphrase | RemoveUser | TryCode | NewCode | TypedBack | UseKept
