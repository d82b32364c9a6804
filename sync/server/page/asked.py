"""A request and an answer as the page sees them, whatever carries them; and the strict reading of a plain HTML form.

Decision 0020 says why forms are urlencoded here and nowhere else. Must not know who asks.
"""

from collections.abc import Iterator, Mapping
from urllib.parse import parse_qsl

import msgspec

from sync.server import central_errors as errors

FORM_BYTES = 64 * 1024
FORM_FIELDS = 400
_FORM = "application/x-www-form-urlencoded"


class Asked(msgspec.Struct, frozen=True):
    """One request; `path` begins after /page. `came_from` is the address of the browser, or of the last proxy."""

    method: str
    path: str
    query: Mapping[str, str] = {}
    cookies: Mapping[str, str] = {}
    content_type: str = ""
    body: bytes = b""
    host: str = ""
    origin: str = ""
    secure: bool = False
    came_from: str = ""
    languages: str = ""

    def form(self) -> dict[str, str]:
        """The fields of a form of ours, each once. KnownError `form-broken`.

        The browser says where the form stood: only our own pages' forms are read, before anybody is logged in too.
        """
        ours = {f"http://{self.host}", f"https://{self.host}"}
        if self.content_type.partition(";")[0].strip() != _FORM or len(self.body) > FORM_BYTES:
            raise errors.form_broken()
        if self.origin and self.origin not in ours:
            raise errors.form_broken()
        try:
            text = self.body.decode("ascii")
            pairs = parse_qsl(text, keep_blank_values=True, strict_parsing=bool(text), errors="strict",
                              max_num_fields=FORM_FIELDS)  # fmt: skip
        except (ValueError, UnicodeError) as error:
            raise errors.form_broken() from error
        fields = dict(pairs)
        if len(fields) != len(pairs) or any("\0" in part for pair in pairs for part in pair):
            raise errors.form_broken()
        return {name: value.replace("\r\n", "\n") for name, value in fields.items()}


class Answer(msgspec.Struct, frozen=True):
    """What goes back. `body` in pieces where it is long; `cookies` by name, "" takes one away."""

    status: int
    body: bytes | Iterator[bytes] = b""
    media: str = "text/html; charset=utf-8"
    headers: dict[str, str] = {}
    cookies: dict[str, str] = {}


def moved(to: str, cookies: dict[str, str] | None = None) -> Answer:
    """Go to another page (after a form: with GET)."""
    return Answer(303, headers={"Location": to}, cookies=cookies or {})
