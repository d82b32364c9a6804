"""Nothing that a person typed is lost without a word: a session over, a page gone back to, two who decide at once."""

import html
import re
from typing import get_args

from study.changes import facts as f
from study.state.slots import Slot
from sync.server.central import People
from sync.server.page.asked import Answer
from sync.server.page.fact_words import KINDS
from tests.kit.page import CHEAP_KIB, PASSPHRASE, Visitor, central, form_action, form_fields, text
from tests.sync.page.conftest import World
from tests.sync.page.test_page_acts import change_creatinine, form_page, manager

NEW = "another quiet river"


def hidden(page: Answer) -> dict[str, str]:
    """Every hidden field of a page that has one form."""
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', text(page))
    return {name: html.unescape(value) for name, value in found}


def back_in(visitor: Visitor, late: Answer, name: str) -> Answer:
    """Log in at the page that a form which came too late was answered with."""
    return visitor.post("/login", {**hidden(late), "name": name, "passphrase": PASSPHRASE})


def send_again(visitor: Visitor, page: Answer, act: str, **fields: str) -> Answer:
    """The form that is shown again, with what the person adds."""
    return visitor.post(form_action(page, act), {**form_fields(page, act), **fields})


def test_a_new_person_typed_when_the_session_ended_is_asked_for_again_without_the_passphrase(world: World) -> None:
    admin = central(world.centre.service, "Admin", "administrator", every=True)
    page = admin.get("/people")
    fields = {"name": "Li Na", "role.monitor": "y", f"site.{world.site}": "y", "passphrase": NEW}
    admin.cookies.clear()
    late = admin.send(page, "person-add", **fields)
    assert "What you sent was not done" in text(late)
    assert NEW not in text(late), "no passphrase of a person stands on the page of a stranger"
    again = back_in(admin, late, "Admin")
    for word in ("Add a person", "Li Na", "monitor", world.site):
        assert word in text(again)
    people = People(world.centre.service, CHEAP_KIB)
    assert people.user("Li Na") is None
    assert send_again(admin, again, "person-add", passphrase=NEW).status == 303
    assert people.user("Li Na") is not None


def test_ticks_set_when_the_session_ended_are_asked_for_again(world: World) -> None:
    visitor = manager(world)
    page = form_page(world, visitor)
    target = text(page).partition('name="v.CREAT" value="')[2].partition('"')[0]
    visitor.cookies.clear()
    late = visitor.send(page, "verify-items", text="", **{"v.CREAT": target})
    again = back_in(visitor, late, "Wang Min")
    assert "1 ticked" in text(again)
    assert ">verified</span>" not in text(form_page(world, visitor))
    assert send_again(visitor, again, "verify-items", text="").status == 303
    assert ">verified</span>" in text(form_page(world, visitor))


def test_ones_own_passphrase_is_never_carried_along(world: World) -> None:
    visitor = manager(world)
    fields = {**hidden(visitor.get("/own")), "old": PASSPHRASE, "new": NEW, "again": NEW}
    visitor.cookies.clear()
    late = visitor.post("/own", fields)
    again = back_in(visitor, late, "Wang Min")
    for page in (late, again):
        assert NEW not in text(page)
        assert PASSPHRASE not in text(page)
    assert "This was not done" in text(again)
    assert 'href="/page/own"' in text(again)


def test_a_form_from_before_the_last_login_keeps_its_text_and_does_nothing(world: World) -> None:
    visitor = manager(world)
    page = form_page(world, visitor)
    visitor.login("Wang Min")
    old = visitor.send(page, "query-open", text="Which unit?", at=world.child.creatinine.key)
    assert old.status == 400
    assert "before you last logged in" in text(old)
    assert "Which unit?" in text(old)
    assert world.centre.admin.queries(world.site) == []
    assert send_again(visitor, old, "query-open", text="Which unit?").status == 303
    assert len(world.centre.admin.queries(world.site)) == 1


def test_a_form_that_does_not_say_where_it_stood_is_read_by_nobody(world: World) -> None:
    visitor = manager(world)
    page = form_page(world, visitor)
    fields = {**form_fields(page, "query-open"), "csrf": "0" * 64, "text": "Planted words"}
    refused = visitor.post(f"/s/{world.site}/act", fields, origin="")
    assert refused.status == 400
    assert 'name="id"' not in text(refused)


def test_who_goes_back_and_asks_something_else_is_asked_whether_to_send_that_too(world: World) -> None:
    visitor = manager(world)
    page = form_page(world, visitor)
    assert visitor.send(page, "query-open", text="Which unit?").status == 303
    other = visitor.send(page, "query-open", text="Which laboratory?")
    assert other.status == 409
    assert "Something else was sent from this page before" in text(other)
    assert "Which laboratory?" in text(other)
    assert send_again(visitor, other, "query-open", text="Which laboratory?").status == 303
    asked = [row.fact for row in world.centre.admin.queries(world.site)]
    assert sorted(fact.text for fact in asked if isinstance(fact, f.QueryOpened)) == [
        "Which laboratory?",
        "Which unit?",
    ]


def test_who_goes_back_after_a_freeze_and_locks_is_shown_the_freeze_first(world: World) -> None:
    visitor = manager(world)
    page = form_page(world, visitor)
    assert visitor.send(page, "freeze", text="clean file").status == 303
    first = visitor.send(page, "lock", text="data base lock")
    assert "Something else was sent" in text(first)
    second = send_again(visitor, first, "lock", text="data base lock")
    assert "clean file" in text(second), "it rests on what stood before: what stands now is shown"
    assert send_again(visitor, second, "lock", text="data base lock").status == 303
    assert [type(row.fact) for row in world.centre.admin.freezes(world.site)] == [f.Locked]


def test_of_two_managers_who_decide_a_held_change_the_second_sees_who_decided_what_and_why(world: World) -> None:
    first, second = manager(world), manager(world, "Li Na")
    first.send(form_page(world, first), "freeze", text="clean file")
    change_creatinine(world, "61")
    world.sync()
    seen = first.get(f"/s/{world.site}/held"), second.get(f"/s/{world.site}/held")
    assert "LN001" in text(seen[0]), "whose value it is"
    assert first.send(seen[0], "held-reject", text="haemolysed").status == 303
    refused = second.send(seen[1], "held-release", text="I called the ward")
    assert refused.status == 409
    for words in ("change rejected: haemolysed", "Wang Min", "I called the ward", "This was not done"):
        assert words in text(refused)
    assert "<form" not in text(refused).partition("<main")[2], "what is decided can't be sent once more"
    world.sync()
    assert world.clinic.shown(world.child.creatinine) == "54"
    assert world.clinic.store.reader.held() == []
    [rejected] = world.clinic.store.reader.rejected()
    assert (rejected.by, rejected.reason) == ("Wang Min", "haemolysed")
    assert rejected.slots == (Slot("value", world.child.creatinine.key),)
    assert "1 held" not in text(form_page(world, first))


def test_who_may_not_do_what_they_wrote_is_shown_it_beside_the_refusal(world: World) -> None:
    monitor = central(world.centre.service, "Monitor", "monitor", every=True)
    page = form_page(world, manager(world))
    own = hidden(monitor.get("/own"))["csrf"]
    fields = {**form_fields(page, "freeze"), "csrf": own, "act": "freeze", "text": "clean <file>"}
    refused = monitor.post(f"/s/{world.site}/act", fields)
    assert refused.status == 403
    assert "clean &lt;file&gt;" in text(refused)


def test_the_answer_to_a_form_has_no_way_out_that_would_lose_it(world: World) -> None:
    visitor = manager(world)
    refused = visitor.send(form_page(world, visitor), "query-open", text=" ")
    assert "中文" not in text(refused)
    assert "中文" in text(form_page(world, visitor))


def test_a_site_that_has_not_begun_stops_no_export_of_the_others(world: World) -> None:
    world.centre.admin.add_site("EMPTY", "A hospital that has not begun")
    visitor = manager(world)
    page = visitor.get("/export")
    assert "EMPTY" not in text(page)
    answer = visitor.post("/export", {**hidden(page), "site": ""})
    assert answer.status == 200
    assert not isinstance(answer.body, bytes)
    assert b"".join(answer.body)[:2] == b"PK"


def test_every_kind_of_fact_has_words() -> None:
    assert set(KINDS) == set(get_args(f.Fact))
