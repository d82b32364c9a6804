"""Who sent a request: checks the signature, the time and the nonce of every call. Knows headers, not a web framework.

A stale time is told apart from a stranger, with the EDC's own time, so that a device with a wrong clock can go on.
"""

import threading
from collections.abc import Mapping

import msgspec

from study.changes.envelope import decode, facts_of
from study.errors import KnownError
from sync.protocol.messages import Enrolment
from sync.protocol.signing import (
    DEVICE_HEADER,
    NONCE_HEADER,
    SIGNATURE_HEADER,
    SITE_HEADER,
    TIME_HEADER,
    Signing,
)
from sync.protocol.versions import TIME_WINDOW_MS
from sync.server import errors
from sync.server.accept import begun_in
from sync.server.crypto import verify
from sync.server.rate import Rates
from sync.server.service import Service, Session

_NONCE_LENGTH = 64


class Nonces:
    """Nonces seen inside the time window, in this process's memory (decision 0024): every call may be repeated."""

    def __init__(self) -> None:
        # In the order in which they may be forgotten.
        self._seen: dict[tuple[str, str, str], int] = {}
        self._lock = threading.Lock()

    def use(self, signing: Signing, now: int) -> bool:
        """True the first time a device uses a nonce inside the window."""
        key = (signing.site, signing.device, signing.nonce)
        with self._lock:
            while self._seen and next(iter(self._seen.values())) < now:
                del self._seen[next(iter(self._seen))]
            if key in self._seen:
                return False
            self._seen[key] = now + 2 * TIME_WINDOW_MS
            return True


class Doorkeeper:
    """Lets a request in as a `Session`, no more often than a device may ask."""

    def __init__(self, service: Service, rates: Rates) -> None:
        self._service = service
        self._nonces = Nonces()
        self._rates = rates

    def admit(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Session:
        """Whom a request speaks for. KnownError `device-unknown`, `stale-time`, `used-nonce`, `edc-busy`."""
        signing = _signing(method, path, headers)
        signature = _hex(headers.get(SIGNATURE_HEADER, ""))
        key = self._key(signing, path, body)
        if not verify(key, signature, signing.message(body)):
            raise errors.device_unknown()
        now = self._service.clock()
        # After the signature, so that nobody uses up what is another's.
        wait = self._rates.wait((signing.site, signing.device), now)
        if wait:
            raise errors.BusyError(wait, rate=True)
        if abs(now - signing.time) > TIME_WINDOW_MS:
            raise KnownError(
                "stale-time",
                "This computer's clock is off, or the request was held up on the way.",
                "本机时钟有偏差，或请求在途中被延误。",
            )
        if not self._nonces.use(signing, now):
            raise KnownError("used-nonce", "This request was answered before.", "该请求此前已被应答。")
        return self._service.session(signing.site, signing.device)

    def _key(self, signing: Signing, path: str, body: bytes) -> bytes:
        """The device's key as certified; for an enrolment the one its first change names."""
        if not path.endswith("/enrol"):
            return self._service.device_key(signing.site, signing.device)
        try:
            first = msgspec.json.decode(body, type=Enrolment).changes[0]
            change = decode(first.body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, IndexError) as error:
            raise errors.bad_enrolment() from error
        begun = begun_in(change, facts_of(change))
        if begun is None or begun.device != signing.device:
            raise errors.bad_enrolment()
        return begun.public_key


def _signing(method: str, path: str, headers: Mapping[str, str]) -> Signing:
    time = headers.get(TIME_HEADER, "")
    nonce = headers.get(NONCE_HEADER, "")
    # Digits only, and few of them: int() of a long string is slow, of other scripts' digits surprising.
    if not (time.isascii() and time.isdigit() and len(time) <= 15 and 0 < len(nonce) <= _NONCE_LENGTH):
        raise errors.device_unknown()
    return Signing(method, path, headers.get(SITE_HEADER, ""), headers.get(DEVICE_HEADER, ""), int(time), nonce)


def _hex(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""
