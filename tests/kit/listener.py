"""A port of this machine where a test decides what is said: a dead line, a login page, a proxy, a wrong certificate."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable
from typing import Self

Handler = Callable[[socket.socket], None]


class Listener:
    """A context manager; `handle` gets every connection on a thread of its own and closes it when it returns."""

    def __init__(self, handle: Handler, trust: ssl.SSLContext | None = None) -> None:
        self._handle = handle
        self._trust = trust
        self._threads: list[threading.Thread] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"{'https' if self._trust else 'http'}://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._run(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for thread in self._threads:
            thread.join()

    def _run(self, job: Callable[[], None]) -> None:
        self._threads.append(threading.Thread(target=job, daemon=True))
        self._threads[-1].start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                line, _address = self._listening.accept()
                self._run(lambda line=line: self._serve(line))  # type: ignore[misc]

    def _serve(self, line: socket.socket) -> None:
        # Whoever was sent away closes first, and a certificate that is not trusted ends the handshake.
        with contextlib.suppress(OSError), line:
            if self._trust is None:
                self._handle(line)
                return
            with self._trust.wrap_socket(line, server_side=True) as secure:
                self._handle(secure)


def asked(line: socket.socket) -> bytes:
    """A whole request."""
    got = b""
    while b"\r\n\r\n" not in got and (part := line.recv(65536)):
        got += part
    head, _, body = got.partition(b"\r\n\r\n")
    lengths = [row.partition(b":")[2] for row in head.lower().split(b"\r\n") if row.startswith(b"content-length:")]
    while lengths and len(body) < int(lengths[0]) and (part := line.recv(65536)):
        body += part
        got += part
    return got


def closed(line: socket.socket) -> bool:
    """Waits until the other end has closed."""
    while line.recv(65536):
        continue
    return True


def saying(status: str, *headers: str, body: bytes = b"") -> Handler:
    """Answers every request with this."""
    rows = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}", "Connection: close", "", ""]

    def handle(line: socket.socket) -> None:
        if asked(line):
            line.sendall("\r\n".join(rows).encode() + body)

    return handle


def joining(port: int) -> Handler:
    """A proxy: lets a CONNECT through to a port of this machine, whatever name was asked for."""

    def handle(line: socket.socket) -> None:
        asked(line)
        with socket.create_connection(("127.0.0.1", port)) as there:
            line.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            back = threading.Thread(target=_copy, args=(there, line), daemon=True)
            back.start()
            _copy(line, there)
            back.join()

    return handle


def _copy(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while part := source.recv(65536):
            target.sendall(part)
    with contextlib.suppress(OSError):
        target.shutdown(socket.SHUT_WR)
