"""The page over HTTP (Litestar): requests in, answers out, the headers every answer bears. Decides nothing else."""

from typing import Any

import anyio.to_thread
from litestar import Request, Response, Router, get, post
from litestar.datastructures import Cookie
from litestar.response import Stream

from sync.server.page.asked import FORM_BYTES, Answer, Asked
from sync.server.page.desk import Desk
from sync.server.service import Service

_SAFETY = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
PAGE = "/page"
"""Where it is; nothing under it is compressed, since its forms carry a secret beside what was typed."""
_TLS_ONLY = {"Strict-Transport-Security": "max-age=31536000"}


def page_router(service: Service) -> Router:
    """Everything under /page."""
    desk = Desk(service)

    async def answered(request: Request[Any, Any, Any], path: str, body: bytes) -> Response[Any]:
        asked = _asked(request, path, body)
        return _response(asked, await anyio.to_thread.run_sync(desk.answer, asked))

    @get(["/", "/{rest:path}"])
    async def shown(request: Request[Any, Any, Any], rest: str = "/") -> Response[Any]:
        """A page."""
        return await answered(request, rest, b"")

    @post("/{rest:path}", status_code=200, request_max_body_size=FORM_BYTES)
    async def sent(request: Request[Any, Any, Any], rest: str) -> Response[Any]:
        """A form."""
        return await answered(request, rest, await request.body())

    return Router(PAGE, route_handlers=[shown, sent], include_in_schema=False)


def _asked(request: Request[Any, Any, Any], path: str, body: bytes) -> Asked:
    headers = request.headers
    return Asked(
        method=request.method,
        path=path,
        query={name: values[0] for name, values in request.query_params.dict().items()},
        cookies=request.cookies,
        content_type=headers.get("content-type", ""),
        body=body,
        host=headers.get("host", ""),
        origin=headers.get("origin", ""),
        secure=request.url.scheme == "https",
        came_from=request.client.host if request.client else "",
        languages=headers.get("accept-language", ""),
    )


def _response(asked: Asked, answer: Answer) -> Response[Any]:
    headers = {**_SAFETY, **(_TLS_ONLY if asked.secure else {}), **answer.headers}
    cookies = [_cookie(name, value, asked.secure) for name, value in answer.cookies.items()]
    if isinstance(answer.body, bytes):
        return Response(
            answer.body, status_code=answer.status, media_type=answer.media, headers=headers, cookies=cookies
        )
    return Stream(answer.body, status_code=answer.status, media_type=answer.media, headers=headers, cookies=cookies)


def _cookie(name: str, value: str, secure: bool) -> Cookie:
    """Out of reach of scripts and of other sites' pages, gone with the browser."""
    ends = None if value else 0
    return Cookie(key=name, value=value, path=PAGE, httponly=True, secure=secure, samesite="strict", max_age=ends)
