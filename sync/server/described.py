"""The published description of the calls (OpenAPI 3.1), finished: names, errors, signature headers, bytes as base64.

Works on the document as plain data; knows no web framework and no secret: everything in it stands in this repository.
"""

import copy
from typing import Any

import msgspec

from study.changes.envelope import SignedChange
from sync.protocol import attachments, messages
from sync.protocol.messages import Problem
from sync.protocol.signing import (
    DEVICE_HEADER,
    EDC_HEADER,
    NONCE_HEADER,
    SIGNATURE_HEADER,
    SITE_HEADER,
    TIME_HEADER,
)
from sync.protocol.versions import BODY_BYTES, TIME_WINDOW_MS

Document = dict[str, Any]

_SIGNED = {
    SITE_HEADER: "The site of the device.",
    DEVICE_HEADER: "The device.",
    TIME_HEADER: f"UTC in milliseconds, within {TIME_WINDOW_MS} of the EDC's clock; else `stale-time` names the EDC's.",
    NONCE_HEADER: "Any text of at most 64 characters, used once.",
    SIGNATURE_HEADER: (
        "Ed25519 by the device's key, in hexadecimal, over these lines joined by line feeds: cartella/request/1, "
        "method, path, site, device, time, nonce, SHA-256 of the body (plain, before any compression) in hexadecimal."
    ),
}
_ERRORS = {
    "400": "malformed: not a message of this protocol, or nested deeper than 16.",
    "401": "device-unknown, stale-time or used-nonce.",
    "403": "device-ended, code-unknown.",
    "404": "site-unknown, or no such call.",
    "408": "too-slow: the body did not come in time.",
    "409": "Any other refusal; its code says which.",
    "413": f"too-large: a body of more than {BODY_BYTES} bytes.",
    "415": "not-json: another kind of body.",
    "421": "unknown-host: the EDC has no such name.",
    "426": "protocol-old: install the present version.",
    "429": "edc-busy or too-many-codes: this device asks too often; come again after Retry-After seconds.",
    "500": "edc-fault: a bug. Nothing was lost.",
    "503": "edc-busy, edc-database-away or edc-unprotected: come again after Retry-After seconds.",
}
_ABOUT = (
    "What a workstation of Cartella says to the central EDC. Every call may be repeated: changes are known by "
    "their hash. Whole numbers are those of 64 bits."
)
_WHOLE = {"minimum": -(2**63), "maximum": 2**63 - 1}


def described(document: Document) -> Document:
    """The document as it is published, from what the web framework made of the handlers."""
    made = copy.deepcopy(document)
    made["info"] = {**made["info"], "description": _ABOUT}
    components = made.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    schemas["Problem"] = _problem()
    for kind in _kinds():
        if kind.__name__ in schemas:
            _bytes_as_text(kind, schemas[kind.__name__])
    _bounded(schemas)
    components["securitySchemes"] = {
        name: {"type": "apiKey", "in": "header", "name": name, "description": text} for name, text in _SIGNED.items()
    }
    for path, methods in made["paths"].items():
        for operation in methods.values():
            _operation(path, operation)
    return made


def _operation(path: str, operation: Document) -> None:
    name = path.rpartition("/")[2]
    operation["operationId"] = "".join(part.capitalize() if at else part for at, part in enumerate(name.split("-")))
    operation["security"] = [{header: [] for header in _SIGNED}] if path.startswith("/v1/") else []
    errors = _ERRORS if path.startswith("/v1/") else {code: _ERRORS[code] for code in ("421", "500", "503")}
    for status, text in errors.items():
        operation["responses"][status] = _answer(status, text)
    if path.endswith("/file-put"):
        raw = {"type": "string", "format": "binary"}
        operation["requestBody"] = {"required": True, "content": {"application/octet-stream": {"schema": raw}}}


def _answer(status: str, text: str) -> Document:
    headers = {EDC_HEADER: {"schema": {"type": "string"}, "description": "The protocol's version: an EDC answered."}}
    if status in ("429", "503"):
        headers["Retry-After"] = {"schema": {"type": "integer"}, "description": "Seconds."}
    said = {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": text, "headers": headers, "content": said}


def _problem() -> Document:
    texts = {"code": "Stable; for programs.", "en": "A sentence for people.", "zh": "The same in Chinese."}
    properties: Document = {name: {"type": "string", "description": about} for name, about in texts.items()}
    properties["server_utc"] = {"type": "integer", "description": "The EDC's UTC in milliseconds."}
    return {
        "type": "object", "title": "Problem", "description": Problem.__doc__, "properties": properties,
        "required": sorted(properties),
    }  # fmt: skip


def _kinds() -> list[type[msgspec.Struct]]:
    """Everything that crosses the line."""
    found = [SignedChange, *vars(messages).values(), *vars(attachments).values()]
    return [kind for kind in found if isinstance(kind, type) and issubclass(kind, msgspec.Struct)]


def _bytes_as_text(kind: type[msgspec.Struct], schema: Document) -> None:
    for field in msgspec.structs.fields(kind):
        if field.type is bytes and field.name in schema.get("properties", {}):
            said: Document = {"type": "string", "contentEncoding": "base64"}
            if field.default == b"":
                said["default"] = ""
            schema["properties"][field.name] = said


def _bounded(part: Any) -> None:
    """Whole numbers with the bounds that their readers keep."""
    if isinstance(part, dict):
        if part.get("type") == "integer":
            part.update({name: bound for name, bound in _WHOLE.items() if name not in part})
        for inner in part.values():
            _bounded(inner)
    elif isinstance(part, list):
        for inner in part:
            _bounded(inner)
