"""Somebody who means harm, at the page and at a workstation: nothing of theirs runs, leaks or acts."""

import csv
import io
import re
import zipfile
from html.parser import HTMLParser

import pytest

from study.address import Address
from study.changes import facts as f
from study.values import TextValue
from sync.server.central import People
from sync.server.page.asked import Answer
from sync.server.page.desk import Desk
from sync.server.page.visit import SESSION
from tests.kit.clinic import Centre
from tests.kit.page import CHEAP_KIB, PASSPHRASE, Visitor, central, enrol_child, say, text
from tests.sync.page.conftest import World

EVIL = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}{% raw %}"


_CALCULATED = re.compile(r"[=@\t\r\n＝＋＠－]|[+-](?!\d+(\.\d+)?$)")


class Tags(HTMLParser):
    """Collects what a browser would run of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        ours = tag == "script" and str(names.get("src", "")).startswith("/page/page.js")
        link = str(names.get("href") or "").strip().lower()
        if (tag in ("script", "img", "iframe", "object", "svg") and not ours) or link.startswith(
            ("javascript:", "data:")
        ):
            self.found.append(tag)
        self.found += [name for name in names if name.startswith("on")]


def runs(page: Answer) -> list[str]:
    tags = Tags()
    tags.feed(text(page))
    return tags.found


def test_no_text_that_a_workstation_sends_becomes_part_of_the_page(world: World) -> None:
    store, subject = world.clinic.store, world.child.subject
    evil = enrol_child(world.clinic, EVIL)
    comment = Address(subject, "M3", form="VISIT", item="VISCOM")
    say(world.clinic, [
        f.ValueSet(id=store.new_id(), address=comment, value=TextValue(EVIL), reason=EVIL, typed=EVIL),
    ])  # fmt: skip
    world.sync()
    world.centre.admin.add_site("SX", EVIL)
    query = world.centre.admin.open_query(world.site, world.child.creatinine, EVIL)
    world.centre.admin.freeze(world.site, world.child.form, EVIL)
    manager = central(world.centre.service, EVIL[:60], "manager", "monitor", "administrator", every=True)
    site = f"/s/{world.site}"
    paths = ["/", "/queries", "/export", "/access", "/people", "/own", site, "/s/SX/devices"]
    paths += [f"{site}/{name}" for name in ("outcomes", "children", "conflicts", "held", "devices", "versions")]
    pages = [manager.get(path) for path in paths]
    pages += [manager.get(f"{site}/child", of=each) for each in (subject, evil.subject)]
    pages += [
        manager.get(f"{site}/form", at=Address(subject, "M3", form="VISIT").key),
        manager.get(f"{site}/form", at=world.child.form.key),
        manager.get(f"{site}/history", at=comment.key),
        manager.get(f"{site}/query", id=query),
        manager.get(f"{site}/children", find=EVIL),
        manager.get("/queries", site=EVIL, state=EVIL, page=EVIL),
        manager.get(f"/{EVIL}"),
        manager.get(f"{site}/form", at=EVIL),
        Visitor(world.centre.service).get("/queries", back=EVIL, site=EVIL),
        Visitor(world.centre.service).post("/login", {"name": EVIL, "passphrase": EVIL, f"kept.{EVIL}": EVIL}),
    ]
    assert [(number, runs(page)) for number, page in enumerate(pages) if runs(page)] == []
    assert all(page.status != 500 for page in pages)
    assert any("&lt;script&gt;" in text(page) for page in pages), "the text is shown, and as text"
    assert not any("49" in text(page).partition("onerror")[2][:30] for page in pages)


def test_every_way_to_a_hidden_site_looks_like_one_that_is_not_there(world: World) -> None:
    world.centre.admin.add_site("OPEN", "Another hospital")
    visitor = central(world.centre.service, "Local", "manager", "monitor", "administrator", sites=("OPEN",))
    query = world.centre.admin.open_query(world.site, world.child.creatinine, "hidden words")
    own = text(visitor.get("/own")).partition('name="csrf" value="')[2].partition('"')[0]
    fields = {
        "csrf": own,
        "id": "01890a5d-ac96-774b-bcce-b302099a8057",
        "back": "/page/",
        "text": "x",
        "seen": "",
    }
    for site in (world.site, "NOWHERE"):
        for path in ("", "/child", "/form", "/history", "/query", "/conflicts", "/held", "/devices", "/versions"):
            answer = visitor.get(f"/s/{site}{path}", of=world.child.subject, at=world.child.form.key, id=query)
            assert answer.status == 404
            assert world.child.code not in text(answer)
        for act in ("query-open", "query-close", "freeze", "verify-form", "device-end", "held-release"):
            answer = visitor.post(f"/s/{site}/act", {**fields, "act": act, "at": world.child.form.key, "query": query})
            assert answer.status == 404
        assert visitor.post(f"/s/{site}/code", {"csrf": own}).status == 404
        assert visitor.post("/export", {"csrf": own, "site": site}).status == 404
        assert "hidden words" not in text(visitor.get("/queries", site=site, state="all"))
    # What is another site's is not found through a site that is one's own.
    assert visitor.get("/s/OPEN/child", of=world.child.subject).status in (404, 409)
    assert visitor.get("/s/OPEN/query", id=query).status in (404, 409)
    for twisted in (
        f"OPEN/../{world.site}",
        f"OPEN%2f..%2f{world.site}",
        "OPEN\x00",
        f"{world.site} ",
        world.site.lower(),
    ):
        assert visitor.get(f"/s/{twisted}").status == 404, twisted
    assert world.centre.admin.verify(world.site).fault == ""


def test_a_session_from_before_the_login_is_never_the_session_after_it(centre: Centre) -> None:
    People(centre.service, CHEAP_KIB).add("Wang Min", ("monitor",), PASSPHRASE, every=True)
    visitor = Visitor(centre.service)
    visitor.cookies[SESSION] = "chosen-by-somebody-else"
    visitor.login("Wang Min")
    first = visitor.cookies[SESSION]
    assert first != "chosen-by-somebody-else"
    visitor.login("Wang Min")
    assert visitor.cookies[SESSION] != first
    thief = Visitor(centre.service)
    thief.cookies[SESSION] = "chosen-by-somebody-else"
    assert 'name="passphrase"' in text(thief.get("/"))


@pytest.mark.parametrize(
    "back", ["/page/\r\nSet-Cookie: a=b", "/page/x\ny", "/page/\x01", "/page/é", "/page/" + "x" * 9000]
)
def test_nothing_that_is_typed_gets_into_a_header(centre: Centre, back: str) -> None:
    People(centre.service, CHEAP_KIB).add("Wang Min", ("monitor",), PASSPHRASE)
    answer = Visitor(centre.service).post("/login", {"name": "Wang Min", "passphrase": PASSPHRASE, "back": back})
    to = answer.headers["Location"]
    assert to.isascii()
    assert to.isprintable()
    assert len(to) < 4096


def test_two_workers_share_sessions_rights_and_acts(world: World) -> None:
    first = central(world.centre.service, "Wang Min", "manager", "monitor", every=True)
    second = Visitor(world.centre.service)
    second.desk, second.cookies = Desk(world.centre.service), dict(first.cookies)
    page = first.get(f"/s/{world.site}/form", at=world.child.form.key)
    assert first.send(page, "query-open", text="Which unit?").status == 303
    assert second.send(page, "query-open", text="Which unit?").status == 303
    assert len(world.centre.admin.queries(world.site)) == 1
    People(world.centre.service, CHEAP_KIB).set_rights("Wang Min", ("monitor",), (), every=True)
    for worker in (first, second):
        assert 'name="passphrase"' in text(worker.send(page, "freeze", text="too late"))
    assert world.centre.admin.freezes(world.site) == []


def test_a_guesser_behind_the_proxy_keeps_out_nobody_who_came_in_from_there_before(centre: Centre) -> None:
    people = People(centre.service, CHEAP_KIB)
    for name in ("Wang Min", "Li Na"):
        people.add(name, ("monitor",), PASSPHRASE)
    assert Visitor(centre.service).login("Wang Min").status == 303
    for _ in range(30):
        people.note("", "login-failed", "", "10.0.0.7")
    assert Visitor(centre.service).login("Wang Min").status == 303
    assert Visitor(centre.service).login("Li Na").status == 429
    assert [Visitor(centre.service).login("Wang Min", "wrong words here").status for _ in range(6)][-1] == 429


@pytest.mark.parametrize("cell", ["=1+1", "+cmd|' /C calc'!A0", "-2+3+cmd", "@SUM(1)", "\t=1", "\r=1", "＝1+1", "=\n1"])
def test_no_cell_of_an_export_is_calculated(world: World, cell: str) -> None:
    comment = Address(world.child.subject, "M3", form="VISIT", item="VISCOM")
    fact = f.ValueSet(id=world.clinic.store.new_id(), address=comment, value=TextValue(cell), reason=cell)
    say(world.clinic, [fact])
    world.sync()
    manager = central(world.centre.service, "=Wang Min", "manager", every=True)
    own = text(manager.get("/export")).partition('name="csrf" value="')[2].partition('"')[0]
    answer = manager.post("/export", {"csrf": own, "site": world.site})
    assert not isinstance(answer.body, bytes)
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.body))) as archive:
        for name in archive.namelist():
            for line in csv.reader(io.StringIO(archive.read(name).decode("utf-8-sig"), newline="")):
                bad = [each for each in line if _CALCULATED.match(each) and each.strip("+-±")]
                assert bad == [], name
