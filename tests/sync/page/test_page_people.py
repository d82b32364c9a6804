"""Central people managed on the page, one's own passphrase, and codes for workstations; each noted."""

import re

from sync.server.central import People
from tests.kit.clinic import Centre
from tests.kit.page import CHEAP_KIB, PASSPHRASE, Visitor, central, form_fields, text
from tests.sync.page.conftest import World

NEW = "another quiet river"


def csrf(visitor: Visitor, path: str) -> str:
    return text(visitor.get(path)).partition('name="csrf" value="')[2].partition('"')[0]


def boss(centre: Centre) -> Visitor:
    return central(centre.service, "Admin", "administrator", every=True)


def noted(centre: Centre) -> list[tuple[str, str, str]]:
    return [(line.name, line.what, line.detail) for line in People(centre.service, CHEAP_KIB).accesses()]


def test_somebody_changes_their_own_passphrase_and_other_sessions_end(centre: Centre) -> None:
    here, there = central(centre.service, "Wang Min", "monitor", every=True), Visitor(centre.service)
    there.login("Wang Min")
    token = csrf(here, "/own")

    def send(old: str, new: str, again: str) -> int:
        return here.post("/own", {"csrf": token, "old": old, "new": new, "again": again}).status

    assert send("wrong words here", NEW, NEW) == 409
    assert send(PASSPHRASE, NEW, f"{NEW}s") == 409
    assert send(PASSPHRASE, "short", "short") == 409
    assert here.post("/own", {"old": PASSPHRASE, "new": NEW, "again": NEW}).status == 400
    assert send(PASSPHRASE, NEW, NEW) == 303
    assert 'name="passphrase"' not in text(here.get("/")), "this session goes on"
    assert 'name="passphrase"' in text(there.get("/"))
    assert there.login("Wang Min").status == 403
    assert there.login("Wang Min", NEW).status == 303
    assert ("Wang Min", "passphrase", "") in noted(centre)


def test_guessing_the_present_passphrase_of_an_open_session_has_the_same_brake(centre: Centre) -> None:
    here = central(centre.service, "Wang Min", "monitor", every=True)
    token = csrf(here, "/own")
    for _ in range(5):
        here.post("/own", {"csrf": token, "old": "some wrong words", "new": NEW, "again": NEW})
    answer = here.post("/own", {"csrf": token, "old": PASSPHRASE, "new": NEW, "again": NEW})
    assert "Too many wrong attempts" in text(answer)


def test_an_administrator_adds_changes_and_ends_people_and_each_is_noted(centre: Centre) -> None:
    admin, site = boss(centre), centre.site
    page = admin.get("/people")
    fields = {"name": "  Li   Na ", "role.monitor": "y", f"site.{site}": "y", "passphrase": PASSPHRASE}
    assert admin.send(page, "person-add", **fields).status == 303
    again = admin.send(page, "person-add", **fields)
    assert again.status == 409
    assert "There is a central user of this name" in text(again)
    assert PASSPHRASE not in text(again)
    li = Visitor(centre.service)
    assert li.login("Li Na").status == 303
    page = admin.get("/people")
    assert admin.send(page, "person-rights", **{"role.manager": "y", "every": "y"}).status == 303
    assert 'name="passphrase"' in text(li.get("/")), "other rights end the session"
    assert admin.send(admin.get("/people"), "person-passphrase", passphrase=NEW).status == 303
    assert li.login("Li Na").status == 403
    assert li.login("Li Na", NEW).status == 303
    assert admin.send(admin.get("/people"), "person-end").status == 303
    assert 'name="passphrase"' in text(li.get("/"))
    assert li.login("Li Na", NEW).status == 403
    acts = [line for line in noted(centre) if line[1].startswith("person")]
    assert sorted(acts) == [
        ("Admin", "person-add", f"Li Na: monitor; {site}"), ("Admin", "person-end", "Li Na"),
        ("Admin", "person-passphrase", "Li Na"), ("Admin", "person-rights", "Li Na: manager; *"),
    ]  # fmt: skip
    assert "rights changed" in text(admin.get("/access"))


def test_what_an_administrator_can_not_do_on_the_page(centre: Centre) -> None:
    admin, manager = boss(centre), central(centre.service, "Wang Min", "manager", "monitor", every=True)
    one_site = central(centre.service, "Local", "administrator", sites=(centre.site,))
    page = admin.get("/people")
    token = form_fields(page, "person-add")["csrf"]
    for fields in (
        {"act": "person-end", "who": "Admin"}, {"act": "person-end", "who": "Nobody"},
        {"act": "person-add", "name": "A\u202eB", "role.monitor": "y", "every": "y", "passphrase": PASSPHRASE},
        {"act": "person-add", "name": "x" * 101, "role.monitor": "y", "every": "y", "passphrase": PASSPHRASE},
        {"act": "person-add", "name": "No Role", "every": "y", "passphrase": PASSPHRASE},
        {"act": "person-add", "name": "No Site", "role.monitor": "y", "passphrase": PASSPHRASE},
        {"act": "person-add", "name": "Weak", "role.monitor": "y", "every": "y", "passphrase": "aaaaaaaaaaaaaaaaa"},
    ):  # fmt: skip
        assert admin.post("/people", {"csrf": token, **fields}).status == 409, fields
    assert admin.post("/people", {"csrf": token, "act": "erase"}).status == 400
    assert admin.post("/people", {"act": "person-end", "who": "Wang Min"}).status == 400
    for stranger in (manager, one_site):
        assert stranger.get("/people").status == 403
        own = csrf(stranger, "/own")
        assert stranger.post("/people", {"csrf": own, "act": "person-end", "who": "Admin"}).status == 403
    assert {user.name for user in People(centre.service).users() if not user.ended_utc} == {
        "Admin",
        "Wang Min",
        "Local",
    }


def test_a_code_from_the_page_lets_a_workstation_in_once_and_is_noted(world: World) -> None:
    admin = boss(world.centre)
    path = f"/s/{world.site}/code"
    assert admin.post(path, {}).status == 400
    page = admin.post(path, {"csrf": csrf(admin, f"/s/{world.site}/devices")})
    found = re.search(r'<code class="big">([^<]+)</code>', text(page))
    assert found is not None
    assert ("Admin", "code", world.site) in noted(world.centre)
    assert found.group(1) not in str(noted(world.centre))
    manager = central(world.centre.service, "Wang Min", "manager", every=True)
    assert manager.post(path, {"csrf": csrf(manager, "/own")}).status == 403
    local = central(world.centre.service, "Local", "administrator", sites=("ELSEWHERE",))
    assert local.post(path, {"csrf": csrf(local, "/own")}).status == 404
