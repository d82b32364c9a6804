"""A bad line on this machine: passes HTTP requests on to a port, and cuts, loses, repeats or delays what is planned.

Owns no knowledge of the EDC. What it does with each request is drawn by `plan`.
"""

import contextlib
import socket
import socketserver
import threading
from collections import Counter
from collections.abc import Callable
from typing import Literal

What = Literal["pass", "refuse", "cut-request", "lose-answer", "cut-answer", "twice", "late", "flip"]
FAULTS: tuple[What, ...] = ("refuse", "cut-request", "lose-answer", "cut-answer", "twice", "late", "flip")
Plan = Callable[[bytes], What]


def passing(_request: bytes) -> What:
    """A good line."""
    return "pass"


class Proxy:
    """A context manager; `port` is where the bad line begins. Set `plan` between requests, `target` where it ends."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.plan: Plan = passing
        self.done: Counter[str] = Counter()
        self._held: list[bytes] = []
        self._server = _Server(("127.0.0.1", 0), self)
        self.port = int(self._server.server_address[1])
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def url(self) -> str:
        """Where the bad line begins."""
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> "Proxy":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def answer(self, request: bytes) -> bytes:
        """What comes back for a request; empty or short when the line breaks."""
        what = self.plan(request)
        self.done[what] += 1
        if what == "refuse":
            return b""
        if what == "late":
            # Whoever sent it believes it lost; it arrives behind a later one.
            self._held.append(request)
            return b""
        if what == "cut-request":
            self._pass_on(request[: len(request) * 2 // 3], listen=False)
            return b""
        if what == "flip":
            request = request[:-2] + bytes([request[-2] ^ 1]) + request[-1:]
        if what == "twice":
            self._pass_on(request)
        answer = self._pass_on(request)
        self.deliver_late()
        if what == "lose-answer":
            return b""
        return answer[: len(answer) // 2] if what == "cut-answer" else answer

    def deliver_late(self) -> None:
        """Deliver what was held back; its answers reach nobody."""
        while self._held:
            self._pass_on(self._held.pop(0))

    def _pass_on(self, request: bytes, *, listen: bool = True) -> bytes:
        head, _, body = request.partition(b"\r\n\r\n")
        lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
        with socket.create_connection(("127.0.0.1", self.target), timeout=30) as line:
            line.sendall(b"\r\n".join([*lines, b"Connection: close", b"", body]))
            parts = []
            while listen and (part := line.recv(65536)):
                parts.append(part)
            return b"".join(parts)


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, address: tuple[str, int], proxy: Proxy) -> None:
        super().__init__(address, _Handler)
        self.proxy = proxy


class _Handler(socketserver.StreamRequestHandler):
    """One request a connection: the answer closes it."""

    server: _Server

    def handle(self) -> None:
        request = self._request()
        if request:
            with contextlib.suppress(OSError):
                self.wfile.write(self.server.proxy.answer(request))

    def _request(self) -> bytes:
        head, length = b"", 0
        while line := self.rfile.readline():
            head += line
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
            if line == b"\r\n":
                return head + self.rfile.read(length)
        return b""
