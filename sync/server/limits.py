"""What one request may cost: time, depth, a place among others, and under which name the EDC is called.

Plain ASGI around the web application: knows neither its framework nor what a request says. A body's length is bounded
where it is read (`web`, `inflate`).
"""

import asyncio
import ipaddress
import re
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import msgspec

from sync.protocol.messages import Problem
from sync.protocol.signing import EDC_HEADER
from sync.protocol.versions import PROTOCOL
from sync.server import errors

_Message = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[_Message]]
_Send = Callable[[_Message], Awaitable[None]]
_App = Callable[..., Awaitable[None]]

DEPTH = 16
# Strings are passed over whole and never twice (possessive): a body of quotation marks costs no more than another.
_MARKS = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)
_CUT_OFF = (408, 413, 503)
_KINDS = (b"application/json", b"application/octet-stream")


class Limits(msgspec.Struct, frozen=True):
    """`requests` at once in one process; seconds; bytes a second below which a body is given up.

    `per_second` and `burst` bound one device's requests. `names`: the host names the EDC is called by; addresses in
    numbers and localhost always are, for no page of another site can be made to call them by a name of its own.
    """

    requests: int = 100
    connections: int = 1000
    head_seconds: float = 15
    kept_seconds: int = 15
    idle_seconds: float = 30
    body_seconds: float = 60
    slowest: float = 400
    per_second: float = 20
    burst: int = 100
    names: tuple[str, ...] = ()


def check_depth(body: bytes) -> None:
    """KnownError `malformed` for JSON nested deeper than any message is."""
    depth = 0
    for mark in _MARKS.finditer(body):
        match body[mark.start()]:
            case 0x5B | 0x7B:
                depth += 1
            case 0x5D | 0x7D:
                depth -= 1
        if depth > DEPTH:
            raise errors.malformed()


def limiting(limits: Limits) -> Callable[[_App], _App]:
    """A wrapper that keeps one process's requests within these limits."""
    names = {name.lower() for name in limits.names}
    under_way = 0

    def around(app: _App) -> _App:
        async def limited(scope: _Message, receive: _Receive, send: _Send) -> None:
            nonlocal under_way
            if scope["type"] != "http":
                await app(scope, receive, send)
                return
            if not _called(scope, names):
                raise errors.unknown_host()
            if not _readable(scope):
                raise errors.not_json()
            if under_way >= limits.requests:
                raise errors.BusyError(seconds=2)
            under_way += 1
            try:
                await app(scope, _in_time(receive, limits), _patiently(send, limits))
            finally:
                under_way -= 1

        return limited

    return around


def _called(scope: _Message, names: set[str]) -> bool:
    """Whether the request calls the EDC by a name that is its own."""
    called = next((value for name, value in scope["headers"] if name == b"host"), b"").decode("latin-1").lower()
    name = called.rpartition("]")[0].lstrip("[") if called.startswith("[") else called.partition(":")[0]
    if name == "localhost" or name in names:
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _readable(scope: _Message) -> bool:
    """Whether the body of a device's call is of a kind that is read at all: no form ever is."""
    if not scope["path"].startswith("/v1/"):
        return True
    kind = next((value for name, value in scope["headers"] if name == b"content-type"), b"")
    return kind.partition(b";")[0].strip() in _KINDS


def _in_time(receive: _Receive, limits: Limits) -> _Receive:
    """The request's parts, as long as they keep coming and not slower than any line is."""
    begun, taken, ended = time.monotonic(), 0, False

    async def part() -> _Message:
        nonlocal taken, ended
        if ended:
            return await receive()
        left = begun + limits.body_seconds + taken / limits.slowest - time.monotonic()
        try:
            message = await asyncio.wait_for(receive(), min(left, limits.idle_seconds))
        except TimeoutError as error:
            raise errors.too_slow() from error
        taken += len(message.get("body", b""))
        ended = not message.get("more_body", False)
        return message

    return part


def _patiently(send: _Send, limits: Limits) -> _Send:
    """The answer's parts, as long as somebody takes them. After a request that was cut off nothing follows it."""

    async def part(message: _Message) -> None:
        if message["type"] == "http.response.start" and message["status"] in _CUT_OFF:
            message["headers"] = [*message["headers"], (b"connection", b"close")]
        await asyncio.wait_for(send(message), limits.body_seconds)

    return part


def refuse(clock: Callable[[], int]) -> _App:
    """An application that tells everybody to come later. `clock` gives UTC in milliseconds."""

    async def busy(_scope: _Message, _receive: _Receive, send: _Send) -> None:
        error = errors.BusyError(seconds=5)
        said = Problem(code=error.code, en=error.sentence.en, zh=error.sentence.zh, server_utc=clock())
        headers = {
            "content-type": "application/json", EDC_HEADER: str(PROTOCOL), "retry-after": str(error.seconds),
            "connection": "close",
        }  # fmt: skip
        raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": 503, "headers": raw})
        await send({"type": "http.response.body", "body": msgspec.json.encode(said)})

    return busy
