"""How the EDC is reached from this workstation, as the dialog shows it and asks for it. Plain data."""

from dataclasses import dataclass
from typing import Literal

ProxyUse = Literal["system", "none", "this"]


@dataclass(frozen=True)
class LineState:
    """How it stands. `address` is empty before the enrolment; `authority` is a fingerprint, "" for the system's.

    `password` only says whether one is kept. `minutes` between two syncs, 0: by hand only.
    """

    address: str
    authority: str
    proxy_use: ProxyUse
    proxy_address: str
    proxy_user: str
    password: bool
    minutes: int
    at_network: bool


@dataclass(frozen=True)
class LineWanted:
    """What somebody wants. `authority`: a file to take over, "" the system's again, None as it is; `password` None as
    it is.
    """

    address: str
    authority: str | None
    proxy_use: ProxyUse
    proxy_address: str
    proxy_user: str
    password: str | None
    minutes: int
    at_network: bool
