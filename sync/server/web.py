"""The EDC over HTTP (Litestar): the only module of the server that knows it. JSON in, JSON out, every call signed.

Owns status codes, size limits and error answers. Must not decide anything about data: `service.Session` does.
"""

import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any

import anyio.to_thread
import msgspec
from litestar import Litestar, MediaType, Request, Response, Router, get, post
from litestar.config.compression import CompressionConfig
from litestar.datastructures import ResponseHeader
from litestar.di import NamedDependency, Provide
from litestar.enums import ScopeType
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.types import ASGIApp, ExceptionHandlersMap, Message, Receive, Scope, Send

from study.errors import KnownError
from sync.protocol.body import WORTH
from sync.protocol.messages import (
    Batch,
    Digest,
    Enrolled,
    Enrolment,
    Greeting,
    Heads,
    HeadsAsked,
    Health,
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
from sync.protocol.signing import DEVICE_HEADER, EDC_HEADER, SITE_HEADER
from sync.protocol.versions import BODY_BYTES, PROTOCOL
from sync.server import errors
from sync.server.described import described
from sync.server.inflate import inflating
from sync.server.limits import Limits, check_depth, limiting
from sync.server.logs import place_of
from sync.server.page.web import PAGE, page_router
from sync.server.rate import Rates
from sync.server.requests import Doorkeeper
from sync.server.service import Service, Session
from sync.server.web_files import FILE_CALLS, GIVES, check_body

log = logging.getLogger("cartella.edc")

_STATUS = {
    "device-unknown": 401, "stale-time": 401, "used-nonce": 401, "device-ended": 403, "code-unknown": 403,
    "too-many-codes": 429, "site-unknown": 404, "too-large": 413, "not-json": 415, "malformed": 400,
    "protocol-old": 426, "edc-database-away": 503, "edc-fault": 500,
    "too-slow": 408, "unknown-host": 421, "edc-unprotected": 503, "edc-not-initialised": 503,
}  # fmt: skip
_KNOWN_ERROR = 409
_LIMITS = Limits()


@post("/enrol", status_code=200)
async def enrol(session: NamedDependency[Session], data: Enrolment) -> Enrolled:
    """Make a device known with a one-time code."""
    return await anyio.to_thread.run_sync(session.enrol, data)


@post("/greet", status_code=200)
async def greet(session: NamedDependency[Session], data: Hello) -> Greeting:
    """Compare where device and EDC stand."""
    return await anyio.to_thread.run_sync(session.greet, data)


@post("/roster", status_code=200)
async def roster(session: NamedDependency[Session], data: RosterAsked) -> RosterPage:
    """Who is certified, and which definitions are adopted."""
    return await anyio.to_thread.run_sync(session.roster, data.since, data.limit)


@post("/push", status_code=200)
async def push(session: NamedDependency[Session], data: Batch) -> PushAnswer:
    """Hand over changes."""
    return await anyio.to_thread.run_sync(session.push, data)


@post("/pull", status_code=200)
async def pull(session: NamedDependency[Session], data: PullAsked) -> Page:
    """The site's chain after a number."""
    return await anyio.to_thread.run_sync(lambda: session.pull(data.since, data.limit, own=data.own))


@post("/heads", status_code=200)
async def heads(session: NamedDependency[Session], data: HeadsAsked) -> Heads:
    """Heads of the site's chain at some numbers."""
    return await anyio.to_thread.run_sync(session.heads, data.numbers)


@post("/lacking", status_code=200)
async def lacking(session: NamedDependency[Session], data: LackingAsked) -> Lacking:
    """Which of these changes the EDC does not hold."""
    return await anyio.to_thread.run_sync(session.lacking, data.hashes)


@post("/digest", status_code=200)
async def digest(session: NamedDependency[Session]) -> Digest:
    """The state of the site as the EDC sees it."""
    return await anyio.to_thread.run_sync(session.digest)


@post("/receipt", status_code=200)
async def receipt(session: NamedDependency[Session]) -> SignedReceipt:
    """What the EDC vouches for to this device."""
    return await anyio.to_thread.run_sync(session.receipt)


class _Described(JsonRenderPlugin):
    """The description as data; no page of it, for that would load a program from somewhere else."""

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        return msgspec.json.encode(described(openapi_schema))


CALLS = (enrol, greet, roster, push, pull, heads, lacking, digest, receipt, *FILE_CALLS)


def create_app(service: Service, limits: Limits = _LIMITS) -> Litestar:
    """The web application of one EDC."""
    return Litestar(
        route_handlers=[_health(service), Router("/v1", route_handlers=CALLS), page_router(service)],
        dependencies={"session": Provide(_sessions(Doorkeeper(service, Rates(limits.per_second, limits.burst))))},
        exception_handlers=_faults(service),
        # A server may say what it takes (RFC 7694); a workstation squeezes nothing before it has heard so.
        response_headers=[
            ResponseHeader(name=EDC_HEADER, value=str(PROTOCOL)),
            ResponseHeader(name="Accept-Encoding", value="gzip"),
        ],
        compression_config=CompressionConfig(
            backend="gzip", minimum_size=WORTH, gzip_compress_level=6, exclude=[GIVES, PAGE]
        ),
        request_max_body_size=BODY_BYTES,
        middleware=[_log_requests, limiting(limits), inflating],
        openapi_config=OpenAPIConfig(
            title="Cartella EDC",
            version=str(PROTOCOL),
            path="/schema",
            render_plugins=[_Described(path="/openapi.json")],
        ),
        logging_config=None,
    )


def _sessions(door: Doorkeeper) -> Callable[[Request[Any, Any, Any]], Awaitable[Session]]:
    """Who asks, once the door has let the request in."""

    async def session(request: Request[Any, Any, Any]) -> Session:
        body = await request.body()
        check_body(request.url.path, request.headers.get("content-type", ""), body)
        if request.headers.get("content-type", "").startswith("application/json"):
            await anyio.to_thread.run_sync(check_depth, body)
        return await anyio.to_thread.run_sync(door.admit, request.method, request.url.path, request.headers, body)

    return session


def _health(service: Service) -> HTTPRouteHandler:
    @get("/health", sync_to_thread=True)
    def health() -> Health:
        """That the EDC is here, its database answers and its guards are in place."""
        service.ping()
        service.check_guards()
        return Health(edc="cartella", protocol=PROTOCOL, server_utc=service.clock())

    return health


def _faults(service: Service) -> ExceptionHandlersMap:
    """What each error is answered with; every answer is a `Problem`."""

    def known(_request: Request[Any, Any, Any], error: KnownError) -> Response[bytes]:
        answer = _problem(service, error.code, error.sentence.en, error.sentence.zh, _status(error))
        if isinstance(error, errors.BusyError):
            answer.headers["Retry-After"] = str(error.seconds)
        return answer

    def http(_request: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
        code = {413: "too-large", 415: "not-json", 400: "malformed"}.get(error.status_code, "no-such-call")
        en, zh = ("The EDC can't read this request.", "中心库无法读取该请求。")
        return _problem(service, code, en, zh, error.status_code)

    def unreadable(_request: Request[Any, Any, Any], _error: Exception) -> Response[bytes]:
        return _problem(service, "malformed", "The EDC can't read this request.", "中心库无法读取该请求。")

    def bug(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
        # Type and place only: a message or a local variable may hold what a person entered.
        log.error(
            "fault", extra={"data": {"path": request.url.path, "error": type(error).__name__, "at": place_of(error)}}
        )
        return _problem(
            service, "edc-fault", "The EDC met a fault. Nothing was lost; it is tried again.",
            "中心库发生故障。数据未丢失，将自动重试。",
        )  # fmt: skip

    return {
        KnownError: known,
        HTTPException: http,
        RecursionError: unreadable,
        UnicodeDecodeError: unreadable,
        Exception: bug,
    }


def _problem(service: Service, code: str, en: str, zh: str, status: int | None = None) -> Response[bytes]:
    problem = Problem(code=code, en=en, zh=zh, server_utc=service.clock())
    return Response(
        msgspec.json.encode(problem), status_code=status or _STATUS.get(code, _KNOWN_ERROR),
        media_type=MediaType.JSON, headers={EDC_HEADER: str(PROTOCOL)},
    )  # fmt: skip


def _status(error: KnownError) -> int:
    if isinstance(error, errors.BusyError):
        return 429 if error.rate else 503
    return _STATUS.get(error.code, _KNOWN_ERROR)


def _log_requests(app: ASGIApp) -> ASGIApp:
    """One line a request: path, status, milliseconds, and who asked. Never a body."""

    async def logged(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await app(scope, receive, send)
            return
        began = time.perf_counter()
        status = 0

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        await app(scope, receive, noting)
        taken = round((time.perf_counter() - began) * 1000)
        data = {"path": scope["path"], "status": status, "ms": taken, **_asking(scope)}
        log.info("request", extra={"data": data})

    return logged


def _asking(scope: Scope) -> dict[str, str]:
    headers = {name.lower(): value for name, value in scope["headers"]}
    names = {"site": SITE_HEADER, "device": DEVICE_HEADER}
    found = {key: headers.get(name.lower().encode(), b"").decode("latin-1")[:64] for key, name in names.items()}
    return {key: value for key, value in found.items() if value}
