"""Requests that come squeezed are unpacked before anybody reads them, and never beyond the bound of a plain one.

Plain ASGI around the web application: knows neither its framework nor what a request says.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from sync.protocol.body import TooLongError, Unpacked
from sync.protocol.versions import BODY_BYTES

_Message = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[_Message]]
_App = Callable[..., Awaitable[None]]


def inflating(app: _App) -> _App:
    """The application with squeezed requests unpacked; one that unpacks to too much is announced as too large."""

    async def unpacked(scope: _Message, receive: _Receive, send: Callable[..., Any]) -> None:
        headers = dict(scope.get("headers") or ())
        if scope["type"] != "http" or headers.get(b"content-encoding") != b"gzip":
            await app(scope, receive, send)
            return
        try:
            body, length = await _body(receive)
        except TooLongError as error:
            # An empty body is signed by nobody; a length beyond the bound is refused before it is read.
            body, length = b"", BODY_BYTES + 1 if str(error) == "long" else 0
        kept = [
            (name, value) for name, value in scope["headers"] if name not in (b"content-encoding", b"content-length")
        ]
        asked = {**scope, "headers": [*kept, (b"content-length", str(length).encode())]}
        waiting: list[_Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def given() -> _Message:
            return waiting.pop() if waiting else await receive()

        await app(asked, given, send)

    return unpacked


async def _body(receive: _Receive) -> tuple[bytes, int]:
    unpacked, more = Unpacked("gzip", BODY_BYTES), True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            raise TooLongError("short")
        unpacked.take(message.get("body", b""))
        more = message.get("more_body", False)
    body = unpacked.whole()
    return body, len(body)
