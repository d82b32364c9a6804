"""Sealed files over HTTP: parts as plain bytes, in and out, and nothing of them in a log.

A part that was damaged on the way is told apart from a stranger before its signature is looked at.
"""

from typing import Any

import anyio.to_thread
from litestar import Request, Response, post
from litestar.di import NamedDependency

from study.errors import KnownError
from sync.protocol.attachments import FileHeld, FilesAsked, FilesHeld, PartAsked, decode_part, encode_part
from sync.server.service import Session

_JSON, OCTETS = "application/json", "application/octet-stream"
GIVES = "/v1/file-get"
"""Sealed bytes do not get smaller by compression."""
_TAKES = "/file-put"


@post("/files", status_code=200)
async def files(session: NamedDependency[Session], data: FilesAsked) -> FilesHeld:
    """What the EDC has of some sealed files."""
    return await anyio.to_thread.run_sync(session.files, data.names)


@post(_TAKES, status_code=200)
async def file_put(session: NamedDependency[Session], request: Request[Any, Any, Any]) -> FileHeld:
    """Take a part of a sealed file in."""
    part = decode_part(await request.body())
    return await anyio.to_thread.run_sync(session.put_part, part)


@post("/file-get", status_code=200)
async def file_get(session: NamedDependency[Session], data: PartAsked) -> Response[bytes]:
    """Give a part of a sealed file out."""
    part = await anyio.to_thread.run_sync(session.get_part, data)
    return Response(encode_part(part), media_type=OCTETS)


FILE_CALLS = (files, file_put, file_get)


def check_body(path: str, content_type: str, body: bytes) -> None:
    """KnownError `not-json` for a body of the wrong kind, `part-damaged` for a part that is not what was sent."""
    takes = path.endswith(_TAKES)
    if content_type.partition(";")[0].strip() != (OCTETS if takes else _JSON):
        raise KnownError("not-json", "The EDC reads JSON only.", "中心库仅接受 JSON。")
    if takes:
        decode_part(body)
