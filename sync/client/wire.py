"""The bytes under the line: connecting, TLS and waiting, so that it can be stopped at any moment and gives up only when
nothing moves. Knows sockets; must not know HTTP (`http`) or what is sent.

A line of 8 kbit/s with 30 s on the way is slow and works: what counts is the time without any progress, never the
whole. Failures are told apart here, where they are seen: see `sync.client.errors`.
"""

import selectors
import socket
import ssl
import time
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import httpcore

from study.errors import KnownError
from sync.client import errors

T = TypeVar("T")
Beat = Callable[[int, int], None]
"""Called with bytes just sent and received, and with zeros a few times a second while waiting; may raise to stop."""

_LOOK_S = 0.2
_PART = 16 * 1024
# Small, so that what was handed to the system is what has nearly left: else a slow line looks as if it had stopped.
_SEND_BUFFER = 32 * 1024
_EXPIRED, _NOT_YET, _OTHER_NAME, _OTHER_ADDRESS = 10, 9, 62, 64
_NOWHERE = ("198.51.100.1", 9)


class Patience:
    """How long nothing may move, in seconds: until connected, and after that."""

    def __init__(self, connecting: float = 75.0, silent: float = 180.0) -> None:
        self.connecting = connecting
        self.silent = silent


class Backend(httpcore.NetworkBackend):
    """Connects as the HTTP library asks it to."""

    def __init__(self, beat: Beat, patience: Patience) -> None:
        self._beat = beat
        self._patience = patience

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> "Wire":
        """KnownError `edc-no-name`, `edc-refused`, `edc-away`, `edc-slow`; the other arguments are the library's."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise errors.no_name() from error
        problem = errors.edc_away()
        for family, kind, protocol, _name, address in found:
            try:
                return self._reach(socket.socket(family, kind, protocol), address)
            except ConnectionRefusedError:
                problem = errors.refused()
            except OSError:
                # Another address of the same name may answer.
                continue
        raise problem

    def _reach(self, line: socket.socket, address: Any) -> "Wire":
        wire = Wire(line, self._beat, self._patience)
        try:
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER)
            line.setblocking(False)
            try:
                line.connect(address)
            except BlockingIOError:
                wire.wait(selectors.EVENT_WRITE, time.monotonic() + self._patience.connecting)
                if number := line.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
                    raise OSError(number, "not connected") from None
        except BaseException:
            wire.close()
            raise
        return wire


class Wire(httpcore.NetworkStream):
    """One connection."""

    def __init__(self, line: socket.socket, beat: Beat, patience: Patience) -> None:
        self._line = line
        self._beat = beat
        self._patience = patience

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """What has come, "" at the end. KnownError `edc-slow`, `edc-cut`, or what `beat` raises."""
        data = self._patiently(lambda: self._line.recv(max_bytes), selectors.EVENT_READ)
        self._beat(0, len(data))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of it. KnownErrors as `read`."""
        rest = memoryview(buffer)
        while rest:
            part = rest[:_PART]
            sent = self._patiently(lambda part=part: self._line.send(part), selectors.EVENT_WRITE)  # type: ignore[misc]
            self._beat(sent, 0)
            rest = rest[sent:]

    def close(self) -> None:
        """Close it."""
        self._line.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> "Wire":
        """The same connection under TLS. KnownErrors of the certificate, `not-the-edc` when nobody there speaks TLS."""
        if isinstance(self._line, ssl.SSLSocket):
            raise errors.bad_proxy()
        secure = ssl_context.wrap_socket(self._line, server_hostname=server_hostname, do_handshake_on_connect=False)
        wire = Wire(secure, self._beat, self._patience)
        try:
            wire._patiently(secure.do_handshake, selectors.EVENT_READ)
        except BaseException:
            wire.close()
            raise
        return wire

    def get_extra_info(self, info: str) -> Any:
        """What the library asks about a connection that it kept."""
        if info == "ssl_object":
            return self._line if isinstance(self._line, ssl.SSLSocket) else None
        if info == "is_readable":
            return self._line.fileno() < 0 or self._ready(selectors.EVENT_READ, 0)
        return None

    def wait(self, event: int, until: float) -> None:
        """Until the line is ready. KnownError `edc-slow` at `until` (monotonic seconds), or what `beat` raises."""
        while not self._ready(event, _LOOK_S):
            self._beat(0, 0)
            if time.monotonic() > until:
                raise errors.slow()

    def _ready(self, event: int, seconds: float) -> bool:
        with selectors.DefaultSelector() as selector:
            selector.register(self._line, event)
            return bool(selector.select(seconds))

    def _patiently(self, act: Callable[[], T], event: int) -> T:
        until = time.monotonic() + self._patience.silent
        self._beat(0, 0)
        while True:
            try:
                return act()
            except ssl.SSLWantReadError:
                self.wait(selectors.EVENT_READ, until)
            except (ssl.SSLWantWriteError, BlockingIOError) as wanted:
                self.wait(event if isinstance(wanted, BlockingIOError) else selectors.EVENT_WRITE, until)
            except ssl.SSLCertVerificationError as error:
                raise _of_certificate(error.verify_code) from error
            except ssl.SSLEOFError as error:
                raise errors.cut() from error
            except ssl.SSLError as error:
                raise errors.not_the_edc() from error
            except OSError as error:
                raise errors.cut() from error


def _of_certificate(code: int) -> KnownError:
    if code in (_EXPIRED, _NOT_YET):
        return errors.certificate_out_of_date()
    return errors.certificate_of_another() if code in (_OTHER_NAME, _OTHER_ADDRESS) else errors.not_trusted()


def own_address() -> str:
    """The address this computer would speak from, "" without a network. Sends nothing: a route is only looked up."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_NOWHERE)
            return str(probe.getsockname()[0])
        except OSError:
            return ""
