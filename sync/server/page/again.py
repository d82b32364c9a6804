"""A form that was not carried out, shown once more to be sent or left: nothing typed is lost without a word.

Owns what is kept of a form and how it is shown. Passphrases are never kept. Must not act.
"""

from collections.abc import Mapping, Sequence

import msgspec

from study.errors import KnownError
from study.text import Text
from sync.server import central_errors as errors
from sync.server.page.asked import Answer
from sync.server.page.visit import ROLE, SITE, TICKED, Visitor
from sync.server.page.words import ROLES, WORDS

SECRETS = frozenset({"passphrase", "old", "new", "again"})
_ASKED_ANEW = ("person-add", "person-passphrase")
_BY_ADDRESS = {"/page/export": "export", "/page/own": "own_passphrase"}
Stands = Sequence[tuple[object, str, int]]


def kept(fields: Mapping[str, str]) -> dict[str, str]:
    """What of a form is shown again and sent again."""
    return {name: value for name, value in fields.items() if name != "csrf" and name not in SECRETS}


def again(
    visitor: Visitor, fields: Mapping[str, str], back: str, error: KnownError | None, stands: Stands = (),
) -> Answer:  # fmt: skip
    """The form with everything in it that is kept. What can't be done any more can only be read and left."""
    action = fields.get("action", f"/page{visitor.asked.path}")
    return visitor.page(
        "again.html", 409, back=back, fields=kept(fields), action=action, error=error, stands=stands,
        what=_named(fields, action), told=_told(fields, action), secret=fields.get("act", "") in _ASKED_ANEW,
        final=action == "/page/own" or (error is not None and error.code == "nothing-there"),
    )  # fmt: skip


def too_old(visitor: Visitor) -> Answer | None:
    """The answer to a form from before the person's last login; None where nobody can say that it was our page's."""
    if not visitor.asked.origin:
        return None
    fields = visitor.asked.form()
    page = again(visitor, fields, visitor.way_back(fields.get("back", "")), errors.form_old())
    return msgspec.structs.replace(page, status=400)


def wrote(visitor: Visitor) -> str:
    """The text of a form that failed, as far as it can be read."""
    try:
        return visitor.asked.form().get("text", "") if visitor.asked.method == "POST" else ""
    except KnownError:
        return ""


def _named(fields: Mapping[str, str], action: str) -> Text:
    """What the form would do."""
    name = f"act_{fields.get('act', '').replace('-', '_')}"
    return WORDS[name if name in WORDS else _BY_ADDRESS.get(action, "new_code")]


def _told(fields: Mapping[str, str], action: str) -> list[Text | str]:
    """What was chosen beside the text: a person, their roles and sites, how many values were ticked."""
    said: list[Text | str] = [fields[name] for name in ("name", "who") if fields.get(name)]
    said += [ROLES[role] for role in ROLES if fields.get(f"{ROLE}{role}")]
    said += [WORDS["everywhere"]] if fields.get("every") else []
    said += [name.removeprefix(SITE) for name in fields if name.startswith(SITE)]
    ticked = sum(name.startswith(TICKED) for name in fields)
    if ticked:
        word = WORDS["ticked"]
        said.append(Text(word.en.format(count=ticked), word.zh.format(count=ticked)))
    if action == "/page/export":
        said.append(fields.get("site", "") or WORDS["all"])
    return said
