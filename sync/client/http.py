"""The EDC over HTTP: the only module of the workstation that knows it. Signs every request with the device's key.

KnownError
+-- edc-busy                    come again later, as asked (`BusyError`): no failure
+-- edc-away, edc-no-name, edc-refused, edc-slow, edc-cut       the line; see `sync.client.wire`
+-- edc-fault                   the EDC answered that it met a fault: try later
+-- not-the-edc                 somebody else answered: a login page of the network
+-- edc-not-trusted, edc-certificate-date, edc-wrong-name       the certificate: nothing was sent
+-- proxy-away, proxy-login, proxy-refuses, proxy-bad-address   the hospital's proxy
+-- any code of `sync.server.errors`, as the EDC said it
"""

import contextlib
import email.utils
import secrets
import ssl
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar
from urllib.parse import urlsplit

import httpcore
import httpx
import msgspec

from study.errors import KnownError
from sync.client import errors
from sync.client.line import Line, Proxy, check_address, proxy_for, trust
from sync.client.wire import Backend, Beat, Patience
from sync.protocol.attachments import (
    FileHeld,
    FilePart,
    FilesAsked,
    FilesHeld,
    PartAsked,
    decode_part,
    encode_part,
)
from sync.protocol.body import TooLongError, Unpacked, squeezed
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
_BUSY = (429, 503)
_NOT_SAID_MS = 60_000
_KEPT_S = 10.0
_CONNECTED = "connection.connect_tcp.complete"
_JSON, _OCTETS = "application/json", "application/octet-stream"


def _nonce() -> str:
    return secrets.token_hex(16)


def _reads(kind: type[T]) -> Callable[[bytes], T]:
    """Reads an answer of JSON."""
    return lambda said: msgspec.json.decode(said, type=kind)


def _silent(_sent: int, _received: int) -> None:
    """Nobody listens."""


class Signer(msgspec.Struct, frozen=True):
    """For whom the line speaks: site, device, the device's signature, this computer's clock (UTC ms), a fresh nonce."""

    site: str
    device: str
    sign: Callable[[bytes], bytes]
    clock: Callable[[], int]
    nonce: Callable[[], str] = _nonce


class HttpEdc:
    """An `Edc` at the end of a line. `drift` is how far the EDC's clock was ahead of this computer's (ms).

    `beat` hears of every byte and may raise to stop a request on its way; the connection is closed then.
    """

    def __init__(
        self,
        line: Line,
        signer: Signer,
        transport: httpx.BaseTransport | None = None,
        *,
        beat: Beat = _silent,
        patience: Patience | None = None,
    ) -> None:
        self._signer = signer
        # Not signed: a reverse proxy may take it away.
        self._prefix = urlsplit(line.url).path.rstrip("/")
        self.drift = 0
        self._takes_gzip = False
        address = check_address(line.url)
        carrier = transport or _Carrier(trust(line.ca_file), proxy_for(line), Backend(beat, patience or Patience()))
        self._http = httpx.Client(
            base_url=address, transport=carrier, trust_env=False, follow_redirects=False,
            headers={"Accept": "application/json", "Accept-Encoding": "gzip"},
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

    def files(self, names: Sequence[str]) -> FilesHeld:
        return self._call("files", FilesAsked(names=tuple(names)), FilesHeld)

    def put_part(self, part: FilePart) -> FileHeld:
        return self._signed("file-put", encode_part(part), _reads(FileHeld), _OCTETS)

    def get_part(self, asked: PartAsked) -> FilePart:
        return self._signed("file-get", msgspec.json.encode(asked), decode_part)

    def close(self) -> None:
        """Close the line."""
        self._http.close()

    def _call(self, name: str, asked: object, kind: type[T]) -> T:
        return self._signed(name, msgspec.json.encode(asked), _reads(kind))

    def _signed(self, name: str, body: bytes, read: Callable[[bytes], T], content: str = _JSON) -> T:
        try:
            return self._on_a_live_line(name, body, read, content)
        except _StaleTimeError as stale:
            # The EDC said what time it is: sign once more with the distance measured.
            self.drift = stale.server_utc - self._signer.clock()
        return self._on_a_live_line(name, body, read, content)

    def _on_a_live_line(self, name: str, body: bytes, read: Callable[[bytes], T], content: str) -> T:
        try:
            return self._once(name, body, read, content)
        except _KeptLineGoneError:
            # The far end closed it while it was kept. Every call may be repeated, under a nonce of its own.
            return self._once(name, body, read, content)

    def _once(self, name: str, body: bytes, read: Callable[[bytes], T], content: str) -> T:
        status, headers, said = self._send(name, body, content)
        if headers.get(EDC_HEADER) is None:
            raise _no_edc(status, headers)
        self._takes_gzip = "gzip" in headers.get("Accept-Encoding", "")
        try:
            if status == httpx.codes.OK:
                return read(said)
            problem = msgspec.json.decode(said, type=Problem)
        except msgspec.DecodeError as error:
            raise errors.not_the_edc() from error
        if problem.code == "stale-time":
            raise _StaleTimeError(problem)
        if problem.code == "edc-busy":
            wait = _asked_wait(headers)
            raise errors.BusyError(_NOT_SAID_MS if wait is None else wait)
        raise KnownError(problem.code, problem.en, problem.zh)

    def _send(self, name: str, body: bytes, content: str) -> tuple[int, httpx.Headers, bytes]:
        signer = self._signer
        signing = Signing(
            "POST", f"/{VERSION}/{name}", signer.site, signer.device, signer.clock() + self.drift, signer.nonce()
        )
        headers = {
            SITE_HEADER: signing.site, DEVICE_HEADER: signing.device, TIME_HEADER: str(signing.time),
            NONCE_HEADER: signing.nonce, SIGNATURE_HEADER: signer.sign(signing.message(body)).hex(),
            "Content-Type": content,
        }  # fmt: skip
        # What is sealed gets no shorter.
        small = squeezed(body) if self._takes_gzip and content == _JSON else None
        if small is not None:
            headers["Content-Encoding"] = "gzip"
        url = f"{self._prefix}/{VERSION}/{name}"
        try:
            with self._http.stream("POST", url, content=small or body, headers=headers) as answer:
                unpacked = Unpacked(answer.headers.get("Content-Encoding", ""))
                for part in answer.iter_raw():
                    unpacked.take(part)
                return answer.status_code, answer.headers, unpacked.whole()
        except httpx.TransportError as error:
            raise errors.cut() from error
        except TooLongError as error:
            raise errors.not_the_edc() from error


class _Carrier(httpx.BaseTransport):
    """Carries requests over wires of our own, which can be stopped; through a proxy where there is one."""

    def __init__(self, trust: ssl.SSLContext, proxy: Proxy | None, backend: Backend) -> None:
        self._proxied = proxy is not None
        if proxy is None:
            self._pool = httpcore.ConnectionPool(trust, keepalive_expiry=_KEPT_S, network_backend=backend)
        else:
            login = (proxy.user.encode(), proxy.password.encode()) if proxy.user else None
            self._pool = httpcore.HTTPProxy(
                proxy.address, login, ssl_context=trust, keepalive_expiry=_KEPT_S, network_backend=backend
            )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = httpcore.URL(
            scheme=request.url.raw_scheme, host=request.url.raw_host, port=request.url.port,
            target=request.url.raw_path,
        )  # fmt: skip
        steps: list[str] = []
        asked = httpcore.Request(
            request.method, url, headers=request.headers.raw, content=request.read(),
            extensions={"trace": lambda step, _info: steps.append(step)},
        )  # fmt: skip
        try:
            with self._told():
                answer = self._pool.handle_request(asked)
        except KnownError as error:
            if error.code == "edc-cut" and _CONNECTED not in steps:
                raise _KeptLineGoneError(error) from error
            raise
        return httpx.Response(answer.status, headers=answer.headers, stream=_Parts(answer, self._told))

    def close(self) -> None:
        self._pool.close()

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """The library's errors as ours."""
        try:
            yield
        except httpcore.ProxyError as error:
            raise errors.proxy_login() if str(error).startswith("407") else errors.proxy_refuses() from error
        except (httpcore.ProtocolError, httpcore.NetworkError, httpcore.TimeoutException) as error:
            raise errors.cut() from error
        except KnownError as error:
            if self._proxied and error.code in ("edc-no-name", "edc-refused", "edc-away"):
                raise errors.proxy_away() from error
            raise


class _Parts(httpx.SyncByteStream):
    """The body of an answer as it comes."""

    def __init__(self, answer: httpcore.Response, told: Callable[[], contextlib.AbstractContextManager[None]]) -> None:
        self._answer = answer
        self._told = told

    def __iter__(self) -> Iterator[bytes]:
        with self._told():
            yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


class _KeptLineGoneError(KnownError):
    """A line kept from an earlier request was closed before anything of an answer came."""

    def __init__(self, cut: KnownError) -> None:
        super().__init__(cut.code, cut.sentence.en, cut.sentence.zh)


class _StaleTimeError(KnownError):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code, problem.en, problem.zh)
        self.server_utc = problem.server_utc


def _no_edc(status: int, headers: httpx.Headers) -> KnownError:
    """An answer that does not bear the EDC's mark."""
    wait = _asked_wait(headers)
    if status in _BUSY and (wait is not None or status == httpx.codes.TOO_MANY_REQUESTS):
        return errors.BusyError(wait if wait is not None else _NOT_SAID_MS)
    if status in _GATEWAY:
        return errors.edc_away()
    if status == httpx.codes.PROXY_AUTHENTICATION_REQUIRED:
        return errors.proxy_login()
    if status == httpx.codes.NETWORK_AUTHENTICATION_REQUIRED:
        return errors.not_the_edc()
    return errors.edc_fault() if status >= httpx.codes.INTERNAL_SERVER_ERROR else errors.not_the_edc()


def _asked_wait(headers: httpx.Headers) -> int | None:
    """Milliseconds of Retry-After; as a date it is measured against the answer's own date: this clock may be wrong."""
    asked = headers.get("Retry-After", "").strip()
    if asked.isascii() and asked.isdigit():
        return int(asked[:9]) * 1000
    try:
        until, now = (email.utils.parsedate_to_datetime(text) for text in (asked, headers.get("Date", "")))
        return max(0, round((until - now).total_seconds() * 1000))
    except (ValueError, TypeError):
        return None
