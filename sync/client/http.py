"""The EDC over HTTP: the only module of the workstation that knows it. Signs every request with the device's key.

KnownError
+-- edc-away           no answer (offline, too slow, a gateway says the EDC is down): try later
+-- edc-fault          the EDC answered that it met a fault: try later
+-- not-the-edc        somebody else answered: a login page of the network
+-- edc-not-trusted    the certificate does not verify: nothing was sent
+-- any code of `sync.server.errors`, as the EDC said it
"""

import ipaddress
import secrets
import ssl
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

import httpx
import msgspec

from study.errors import KnownError
from sync.client import errors
from sync.protocol.messages import (
    Batch,
    Digest,
    Enrolled,
    Enrolment,
    Greeting,
    Heads,
    HeadsAsked,
    Hello,
    Lacking,
    LackingAsked,
    Page,
    Problem,
    PullAsked,
    PushAnswer,
    RosterAsked,
    RosterPage,
    SignedReceipt,
)
from sync.protocol.signing import (
    DEVICE_HEADER,
    EDC_HEADER,
    NONCE_HEADER,
    SIGNATURE_HEADER,
    SITE_HEADER,
    TIME_HEADER,
    Signing,
)

T = TypeVar("T")
VERSION = "v1"
_GATEWAY = (502, 503, 504)
# A bedside line may have 30 s of latency and 8 kbit/s; a connection that is not made in 20 s is not there.
_TIMEOUT = httpx.Timeout(120.0, connect=20.0)


def _nonce() -> str:
    return secrets.token_hex(16)


class Line(msgspec.Struct, frozen=True):
    """How to reach the EDC: address, certificate authority's file (None: the system's), proxy ("" for none)."""

    url: str
    ca_file: Path | None = None
    proxy: str = ""


class Signer(msgspec.Struct, frozen=True):
    """For whom the line speaks: site, device, the device's signature, this computer's clock (UTC ms), a fresh nonce."""

    site: str
    device: str
    sign: Callable[[bytes], bytes]
    clock: Callable[[], int]
    nonce: Callable[[], str] = _nonce


class HttpEdc:
    """An `Edc` at the end of a line. `drift` is how far the EDC's clock was ahead of this computer's (ms)."""

    def __init__(self, line: Line, signer: Signer, transport: httpx.BaseTransport | None = None) -> None:
        self._signer = signer
        # Not signed: a reverse proxy may take it away.
        self._prefix = urlsplit(line.url).path.rstrip("/")
        self.drift = 0
        self._http = httpx.Client(
            base_url=_checked(line.url), verify=_trust(line.ca_file), proxy=line.proxy or None, timeout=_TIMEOUT,
            transport=transport, trust_env=False, follow_redirects=False, headers={"Accept": "application/json"},
        )  # fmt: skip

    def enrol(self, enrolment: Enrolment) -> Enrolled:
        return self._call("enrol", enrolment, Enrolled)

    def greet(self, hello: Hello) -> Greeting:
        return self._call("greet", hello, Greeting)

    def roster(self, since: int, limit: int) -> RosterPage:
        return self._call("roster", RosterAsked(since=since, limit=limit), RosterPage)

    def push(self, batch: Batch) -> PushAnswer:
        return self._call("push", batch, PushAnswer)

    def pull(self, since: int, limit: int, *, own: bool = False) -> Page:
        return self._call("pull", PullAsked(since=since, limit=limit, own=own), Page)

    def heads(self, numbers: Sequence[int]) -> Heads:
        return self._call("heads", HeadsAsked(numbers=tuple(numbers)), Heads)

    def lacking(self, hashes: Sequence[str]) -> Lacking:
        return self._call("lacking", LackingAsked(hashes=tuple(hashes)), Lacking)

    def digest(self) -> Digest:
        return self._call("digest", {}, Digest)

    def receipt(self) -> SignedReceipt:
        return self._call("receipt", {}, SignedReceipt)

    def close(self) -> None:
        """Close the line."""
        self._http.close()

    def _call(self, name: str, asked: object, kind: type[T]) -> T:
        body = msgspec.json.encode(asked)
        try:
            return self._once(name, body, kind)
        except _StaleTimeError as stale:
            # The EDC said what time it is: sign once more with the distance measured.
            self.drift = stale.server_utc - self._signer.clock()
        return self._once(name, body, kind)

    def _once(self, name: str, body: bytes, kind: type[T]) -> T:
        answer = self._send(name, body)
        if answer.headers.get(EDC_HEADER) is None:
            raise _no_edc(answer.status_code)
        try:
            if answer.status_code == httpx.codes.OK:
                return msgspec.json.decode(answer.content, type=kind)
            problem = msgspec.json.decode(answer.content, type=Problem)
        except msgspec.DecodeError as error:
            raise errors.not_the_edc() from error
        if problem.code == "stale-time":
            raise _StaleTimeError(problem)
        raise KnownError(problem.code, problem.en, problem.zh)

    def _send(self, name: str, body: bytes) -> httpx.Response:
        signer = self._signer
        signing = Signing(
            "POST", f"/{VERSION}/{name}", signer.site, signer.device, signer.clock() + self.drift, signer.nonce()
        )
        headers = {
            SITE_HEADER: signing.site, DEVICE_HEADER: signing.device, TIME_HEADER: str(signing.time),
            NONCE_HEADER: signing.nonce, SIGNATURE_HEADER: signer.sign(signing.message(body)).hex(),
            "Content-Type": "application/json",
        }  # fmt: skip
        try:
            return self._http.post(f"{self._prefix}/{VERSION}/{name}", content=body, headers=headers)
        except httpx.TransportError as error:
            raise errors.not_trusted() if _untrusted(error) else errors.edc_away() from error
        except httpx.DecodingError as error:
            raise errors.not_the_edc() from error


class _StaleTimeError(KnownError):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code, problem.en, problem.zh)
        self.server_utc = problem.server_utc


def _no_edc(status: int) -> KnownError:
    """An answer that does not bear the EDC's mark."""
    if status in _GATEWAY:
        return errors.edc_away()
    return errors.edc_fault() if status >= httpx.codes.INTERNAL_SERVER_ERROR else errors.not_the_edc()


def _untrusted(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _trust(ca_file: Path | None) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=str(ca_file) if ca_file else None)
    except (OSError, ssl.SSLError) as error:
        raise errors.ca_missing() from error


def _checked(url: str) -> str:
    """The address without its path. Subjects' data never leaves this computer unencrypted."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise errors.bad_address()
    if parts.scheme == "http" and not _local(parts.hostname):
        raise errors.bad_address()
    return f"{parts.scheme}://{parts.netloc}"


def _local(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
