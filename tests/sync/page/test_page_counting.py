"""Long lists and many children: the page comes soon, says how far it counted, and shows the same as counting whole."""

import re

from study.changes import facts as f
from sync.server.page.desk import Desk
from sync.server.page.reading import Reading
from tests.kit.page import Visitor, central, enrol_child, say, text
from tests.sync.page.conftest import World


def impatient(world: World) -> Visitor:
    """Somebody whose page counts one child and no more."""
    visitor = central(world.centre.service, "Wang Min", "manager", "monitor", every=True)
    visitor.desk = Desk(world.centre.service, Reading(world.centre.service, 0))
    return visitor


def test_a_page_says_how_far_it_counted_and_is_whole_in_the_end(world: World) -> None:
    for code in ("LN002", "LN003"):
        enrol_child(world.clinic, code)
    world.sync()
    visitor, whole = impatient(world), central(world.centre.service, "Li Na", "monitor", every=True)
    for number in (1, 2):
        page = visitor.get("/")
        assert f"counting, {number} of 3 children" in text(page)
        assert page.headers["Refresh"] == "1"
    done = visitor.get("/")
    assert "Refresh" not in done.headers
    assert _row(text(done)) == _row(text(whole.get("/")))
    for path in ("", "/outcomes", "/children"):
        assert "LN003" in text(visitor.get(f"/s/{world.site}{path}"))


def test_a_page_of_a_site_waits_until_every_child_is_counted(world: World) -> None:
    enrol_child(world.clinic, "LN002")
    world.sync()
    for path in ("", "/outcomes", "/children"):
        visitor = Visitor(world.centre.service)
        visitor = impatient(world) if path == "" else visitor
        if path:
            visitor.desk = Desk(world.centre.service, Reading(world.centre.service, 0))
            visitor.login("Wang Min")
        assert "counting, 1 of 2 children" in text(visitor.get(f"/s/{world.site}{path}"))
        assert "LN002" in text(visitor.get(f"/s/{world.site}{path}"))


def test_only_a_child_that_moved_is_counted_again(world: World) -> None:
    for code in ("LN002", "LN003"):
        enrol_child(world.clinic, code)
    world.sync()
    visitor = impatient(world)
    pages = [visitor.get("/") for _ in range(3)]
    assert "counting" not in text(pages[-1])
    subject, store = world.child.subject, world.clinic.store
    say(world.clinic, [f.FormReopened(id=store.new_id(), address=world.child.form, reason="look")])
    world.sync()
    assert "counting" not in text(visitor.get("/")), "one child is counted at each call at least"
    assert subject


def _row(page: str) -> str:
    return re.sub(r"\s+", " ", page.partition("<tbody>")[2].partition("</tbody>")[0])


def test_queries_are_paged_by_the_database_in_the_order_in_which_they_were_opened(world: World) -> None:
    visitor = central(world.centre.service, "Wang Min", "manager", "monitor", every=True)
    admin = world.centre.admin
    names = [admin.open_query(world.site, world.child.creatinine, f"question {number:03}") for number in range(53)]
    admin.close_query(world.site, names[0], "settled")
    first, second = visitor.get("/queries"), visitor.get("/queries", page="2")
    assert re.findall(r"question (\d{3})", text(first)) == [f"{number:03}" for number in range(1, 51)]
    assert re.findall(r"question (\d{3})", text(second)) == ["051", "052"]
    assert "1–50 of 52" in text(first)
    assert "51–52 of 52" in text(second)
    assert "settled" in text(visitor.get("/queries", state="closed"))
    assert "1–1 of 1" in text(visitor.get("/queries", state="closed"))
    assert "No query fits" in text(visitor.get("/queries", age="7"))
    assert "No query fits" in text(visitor.get("/queries", state="nonsense"))
    assert "LN001" in text(first)
    assert ">52</a>" in text(visitor.get("/"))
