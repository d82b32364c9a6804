"""Coming in and going out; what somebody wrote when their session ended is kept in the page until they are back.

Nothing is done by itself after a login: the text is shown and the person sends it again, under the name they came with.
"""

from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from study.errors import KnownError
from sync.server import central_errors as errors
from sync.server.page.again import again, kept
from sync.server.page.around import Around
from sync.server.page.asked import Answer, moved
from sync.server.page.visit import SESSION, Visitor

_KEPT = "kept."


def logged_out(visitor: Visitor) -> Answer:
    """The page that asks who it is; a form that came too late is taken along."""
    asked = visitor.asked
    if asked.method != "POST":
        words = f"?{urlencode(asked.query)}" if asked.query else ""
        return _asks(visitor, f"/page{asked.path}{words}", {}, None if asked.path == "/" else errors.session_over())
    fields = asked.form()
    carried = {**kept(fields), "action": f"/page{asked.path}"}
    return _asks(visitor, visitor.way_back(fields.get("back", "")), carried, errors.session_over())


def _asks(visitor: Visitor, back: str, carried: Mapping[str, str], error: KnownError | None) -> Answer:
    return visitor.page("login.html", back=back, kept=carried, error=error, named="")


def _login(around: Around, visitor: Visitor) -> Answer:
    asked = visitor.asked
    if asked.method != "POST":
        return _asks(visitor, visitor.way_back(asked.query.get("back", "")), {}, None)
    fields = asked.form()
    back = visitor.way_back(fields.get("back", ""))
    carried = kept({name.removeprefix(_KEPT): value for name, value in fields.items() if name.startswith(_KEPT)})
    try:
        user = around.people.login(fields.get("name", "").strip(), fields.get("passphrase", ""), asked.came_from)
    except KnownError as error:
        status = 429 if error.code == "login-wait" else 403
        return visitor.page("login.html", status, back=back, kept=carried, error=error, named=fields.get("name", ""))
    token = around.sessions.begin(user.name)
    if carried.get("action"):
        inside = Visitor(asked, visitor.language, visitor.now, user, token)
        page = again(inside, {**carried, "action": visitor.way_back(carried["action"])}, back, None)
        return Answer(200, page.body, cookies={SESSION: token})
    return moved(back, {SESSION: token})


def _logout(around: Around, visitor: Visitor) -> Answer:
    if visitor.asked.method == "POST" and visitor.user is not None:
        visitor.fields()
        around.sessions.end(visitor.token)
        around.people.note(visitor.name, "logout", "", visitor.asked.came_from)
    return moved("/page/login", {SESSION: ""})


DOORS: dict[str, Callable[[Around, Visitor], Answer]] = {"/login": _login, "/logout": _logout}
"""What is open to somebody who has not logged in."""
