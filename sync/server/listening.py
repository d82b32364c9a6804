"""Takes connections and carries requests to an ASGI application (uvicorn): the only module that knows the web server.

Owns the patience with a connection that sends nothing, or no whole head, and the bound on connections.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from sync.server.limits import Limits

# A client that went away without a word must not keep a stopped EDC alive; what is not committed is sent again.
GRACE_SECONDS = 3
_HEAD_BYTES = 32 * 1024
_App = Callable[..., Awaitable[None]]


def listen_until_told(
    app: _App, listening: socket.socket, limits: Limits, refuse: _App, tls: tuple[Path, Path | None] | None = None
) -> None:
    """Serve until SIGINT or SIGTERM. `refuse` answers those who come while too many are connected."""
    certificate, private_key = tls or (None, None)
    config = uvicorn.Config(
        app, log_config=None, access_log=False, timeout_keep_alive=limits.kept_seconds,
        timeout_graceful_shutdown=GRACE_SECONDS, server_header=False,
        http=_impatient(limits, refuse), ws="none", h11_max_incomplete_event_size=_HEAD_BYTES,
        ssl_certfile=str(certificate) if certificate else None, ssl_keyfile=str(private_key) if private_key else None,
    )  # fmt: skip
    uvicorn.Server(config).run(sockets=[listening])


def _impatient(limits: Limits, refuse: _App) -> type[H11Protocol]:
    class Impatient(H11Protocol):
        """Closes a connection whose next head, or what is left of an answered request, takes too long to come."""

        _waiting: asyncio.TimerHandle | None = None

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            if len(self.connections) > limits.connections:
                self.app = refuse
            self._wait()

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            answered = getattr(self.cycle, "response_complete", True)
            if answered and self.conn.their_state in (h11.IDLE, h11.SEND_BODY):
                self._wait()
            else:
                self._came()

        def connection_lost(self, exc: Exception | None) -> None:
            self._came()
            super().connection_lost(exc)

        def _wait(self) -> None:
            if self._waiting is None:
                self._waiting = self.loop.call_later(limits.head_seconds, self._give_up)

        def _came(self) -> None:
            if self._waiting is not None:
                self._waiting.cancel()
                self._waiting = None

        def _give_up(self) -> None:
            self._waiting = None
            self.transport.close()

    return Impatient
