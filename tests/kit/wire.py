"""A bad wire on this machine: passes bytes on both ways, and cuts, alters or slows down what is planned.

Knows neither HTTP nor TLS: what it does to a connection falls at any byte of it, inside a record or a handshake.
"""

import contextlib
import socket
import socketserver
import threading
from collections import Counter
from collections.abc import Callable
from typing import Literal, NamedTuple

_PART = 65536
_TICK_S = 0.05


class Trouble(NamedTuple):
    """What happens to one connection: at which byte, and on the way there or back."""

    what: Literal["pass", "cut", "flip"] = "pass"
    at: int = 0
    back: bool = False


Plan = Callable[[], Trouble]


class BadWire:
    """A context manager; `port` is where the wire begins. `slow`: bytes a second each way, None for no bound."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.plan: Plan = Trouble
        self.slow: int | None = None
        self.done: Counter[str] = Counter()
        self._server = _Server(("127.0.0.1", 0), self)
        self.port = int(self._server.server_address[1])
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    def __enter__(self) -> "BadWire":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def carry(self, near: socket.socket) -> None:
        """One connection until either end closes it or its trouble comes."""
        trouble = self.plan()
        self.done[trouble.what] += 1
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.target), timeout=60) as far:
            far.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            there = threading.Thread(target=self._pump, args=(near, far, None if trouble.back else trouble))
            there.start()
            self._pump(far, near, trouble if trouble.back else None)
            there.join()

    def _pump(self, source: socket.socket, target: socket.socket, trouble: Trouble | None) -> None:
        most = max(1, round(self.slow * _TICK_S)) if self.slow else _PART
        gone = 0
        try:
            while part := source.recv(most):
                if self.slow:
                    threading.Event().wait(_TICK_S)
                if trouble is not None and gone <= trouble.at < gone + len(part):
                    at = trouble.at - gone
                    if trouble.what == "cut":
                        target.sendall(part[:at])
                        return
                    if trouble.what == "flip":
                        part = part[:at] + bytes([part[at] ^ 4]) + part[at + 1 :]
                gone += len(part)
                target.sendall(part)
        except OSError:
            return
        finally:
            for end in (source, target):
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, address: tuple[str, int], wire: BadWire) -> None:
        super().__init__(address, _Handler)
        self.wire = wire


class _Handler(socketserver.BaseRequestHandler):
    server: _Server

    def handle(self) -> None:
        self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.server.wire.carry(self.request)
