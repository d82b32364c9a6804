"""Who comes in at the EDC's page, who does not, and what is written down of it."""

import contextlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.errors import KnownError
from sync.server.central import LEAST, People, check_passphrase
from sync.server.page.asked import FORM_BYTES, FORM_FIELDS, Asked
from sync.server.page.visit import SESSION
from sync.server.sessions import IDLE_MS, WHOLE_MS, Sessions
from tests.kit.clinic import Centre
from tests.kit.page import CHEAP_KIB, FORM, PASSPHRASE, Visitor, central, form_fields, text
from tests.sync.page.conftest import World


class Moving:
    """A clock that a test moves."""

    def __init__(self, centre: Centre) -> None:
        self.now = centre.service.clock()
        centre.service.clock = lambda: self.now


def test_a_stranger_gets_the_login_page_and_nothing_else(world: World) -> None:
    stranger = Visitor(world.centre.service)
    for path in ("/", "/queries", f"/s/{world.site}", f"/s/{world.site}/child?of={world.child.subject}", "/nowhere"):
        page = text(stranger.get(path))
        assert 'name="passphrase"' in page
        assert world.child.code not in page
        assert "Children's hospital" not in page
    assert not stranger.inside


def test_a_wrong_passphrase_an_unknown_and_an_ended_person_hear_the_same(centre: Centre) -> None:
    people = People(centre.service, CHEAP_KIB)
    for name in ("Wang Min", "Li Na"):
        people.add(name, ("monitor",), PASSPHRASE)
    people.end("Li Na")
    answers = [Visitor(centre.service).login(*each) for each in (
        ("Wang Min", "some other words"), ("Nobody", PASSPHRASE), ("Li Na", PASSPHRASE),
    )]  # fmt: skip
    assert {answer.status for answer in answers} == {403}
    assert all("do not belong together" in text(answer) for answer in answers)
    noted = [(line.what, line.name) for line in people.accesses()]
    assert sorted(noted) == [("login-failed", ""), ("login-failed", "Li Na"), ("login-failed", "Wang Min")]


def test_after_five_wrong_passphrases_even_the_right_one_waits_and_then_counts_anew(centre: Centre) -> None:
    clock = Moving(centre)
    People(centre.service, CHEAP_KIB).add("Wang Min", ("monitor",), PASSPHRASE)
    visitor = Visitor(centre.service)
    assert [visitor.login("Wang Min", "some other words").status for _ in range(5)] == [403] * 5
    assert visitor.login("Wang Min").status == 429
    clock.now += 31_000
    assert visitor.login("Wang Min").status == 303
    assert visitor.inside
    visitor.get("/")
    assert [Visitor(centre.service).login("Wang Min", "some other words").status for _ in range(4)] == [403] * 4
    assert Visitor(centre.service).login("Wang Min").status == 303


def test_guessing_names_from_one_address_is_stopped_for_that_address_alone(centre: Centre) -> None:
    Moving(centre)
    People(centre.service, CHEAP_KIB).add("Wang Min", ("monitor",), PASSPHRASE)
    people = People(centre.service, CHEAP_KIB)
    for _ in range(30):
        people.note("", "login-failed", "", "10.6.6.6")
    assert Visitor(centre.service, "10.6.6.6").login("Wang Min").status == 429
    assert Visitor(centre.service, "10.0.0.7").login("Wang Min").status == 303


def test_a_session_ends_when_idle_and_in_any_case_after_half_a_day(centre: Centre) -> None:
    clock = Moving(centre)
    visitor = central(centre.service, "Wang Min", "monitor", every=True)
    clock.now += IDLE_MS - 1
    assert 'name="passphrase"' not in text(visitor.get("/"))
    clock.now += IDLE_MS
    assert 'name="passphrase"' in text(visitor.get("/"))
    visitor.login("Wang Min")
    begun = clock.now
    while clock.now + IDLE_MS // 2 < begun + WHOLE_MS:
        clock.now += IDLE_MS // 2
        assert 'name="passphrase"' not in text(visitor.get("/"))
    clock.now += IDLE_MS // 2
    assert 'name="passphrase"' in text(visitor.get("/"))


def test_a_session_is_over_after_a_logout_and_when_rights_or_passphrase_change(centre: Centre) -> None:
    people = People(centre.service, CHEAP_KIB)
    visitor = central(centre.service, "Wang Min", "monitor", every=True)
    stolen = dict(visitor.cookies)
    page = visitor.get("/")
    assert visitor.post("/logout", {"csrf": _csrf(text(page))}).status == 303
    assert not visitor.inside
    visitor.cookies = stolen
    assert 'name="passphrase"' in text(visitor.get("/"))
    changes: list[Callable[[], None]] = [
        lambda: people.set_rights("Wang Min", ("manager",), (), every=False),
        lambda: people.set_passphrase("Wang Min", PASSPHRASE),
        lambda: people.end("Wang Min"),
    ]
    for change in changes:
        visitor.login("Wang Min")
        assert 'name="passphrase"' not in text(visitor.get("/"))
        change()
        assert 'name="passphrase"' in text(visitor.get("/"))


def test_the_database_holds_no_session_that_a_copy_could_log_in_with(centre: Centre) -> None:
    visitor = central(centre.service, "Wang Min", "monitor", every=True)
    token = visitor.cookies[SESSION]
    with centre.service.database.reading(centre.site) as connection:
        rows = connection.exec_driver_sql("SELECT * FROM central_session").all()
        users = connection.exec_driver_sql("SELECT * FROM central_user").all()
    assert rows
    assert token not in str(rows)
    assert PASSPHRASE not in str(users)
    assert Sessions(centre.service).whose(token) == "Wang Min"


def test_a_site_that_a_person_may_not_see_is_as_unknown_as_one_that_is_not_there(world: World) -> None:
    world.centre.admin.add_site(f"{world.site}B", "Another hospital")
    visitor = central(world.centre.service, f"Wang {world.site}", "monitor", "manager", sites=(f"{world.site}B",))
    assert "Children's hospital" not in text(visitor.get("/"))
    assert "Another hospital" in text(visitor.get("/"))
    paths = ("", "/outcomes", "/children", "/conflicts", "/held", "/devices", "/versions")
    hidden = [visitor.get(f"/s/{world.site}{path}") for path in paths]
    absent = [visitor.get(f"/s/NOWHERE{path}") for path in paths]
    assert {answer.status for answer in (*hidden, *absent)} == {404}
    assert [text(answer).count("or you may not see it") for answer in (*hidden, *absent)] == [1] * len(paths) * 2


def test_a_role_does_what_it_may_and_is_told_what_it_may_not(world: World) -> None:
    site, child = world.site, world.child
    administrator = central(world.centre.service, "Admin", "administrator", every=True)
    assert administrator.get(f"/s/{site}").status == 403
    assert administrator.get(f"/s/{site}/devices").status == 200
    monitor = central(world.centre.service, "Monitor", "monitor", every=True)
    form = monitor.get(f"/s/{site}/form", at=child.form.key)
    assert form.status == 200
    assert "Freeze" not in text(form)
    fields = {**form_fields(form, "query-open"), "act": "freeze", "at": child.form.key, "text": "no", "seen": ""}
    assert monitor.post(f"/s/{site}/act", fields).status == 403
    assert monitor.get("/export").status == 403
    assert monitor.get("/access").status == 403
    assert world.centre.admin.freezes(site) == []


def test_a_form_of_another_session_another_page_or_another_kind_is_not_read(world: World) -> None:
    monitor = central(world.centre.service, "Monitor", "monitor", every=True)
    form = monitor.get(f"/s/{world.site}/form", at=world.child.form.key)
    fields = {**form_fields(form, "query-open"), "text": "Which unit?"}
    act = f"/s/{world.site}/act"
    assert monitor.post(act, {**fields, "csrf": "0" * 64}).status == 400
    assert monitor.post(act, {**fields, "id": "mine"}).status == 400
    assert monitor.post(act, {**fields, "act": "erase"}).status == 400
    assert monitor.post(act, fields, origin="https://elsewhere.test").status == 400
    assert monitor.post(act, fields, kind="application/json").status == 400
    assert world.centre.admin.queries(world.site) == []
    assert monitor.post(act, fields).status == 303
    assert len(world.centre.admin.queries(world.site)) == 1


@given(body=st.binary(max_size=200))
def test_no_body_of_a_form_does_more_than_be_refused_or_read_whole(body: bytes) -> None:
    with contextlib.suppress(KnownError):
        fields = Asked("POST", "/login", content_type=FORM, body=body).form()
        assert len(fields) <= body.count(b"&") + 1


@pytest.mark.parametrize(
    "body",
    [b"a=1&a=2", b"a=%00", b"a=%ff", b"a", b"a=" + b"x" * FORM_BYTES, b"&".join(
        f"f{number}=1".encode() for number in range(FORM_FIELDS + 1)
    )],
)  # fmt: skip
def test_bounds_of_a_form(body: bytes) -> None:
    with pytest.raises(KnownError, match="form-broken"):
        Asked("POST", "/login", content_type=FORM, body=body).form()


@pytest.mark.parametrize("short", ["", "a" * (LEAST - 1), "a" * 40, "ababababababababab", "Wang Min Wang Min"])
def test_a_passphrase_that_is_guessed_early_is_not_taken(short: str) -> None:
    with pytest.raises(KnownError, match="passphrase-"):
        check_passphrase(short, "Wang Min")


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.test", "//evil.test", "/page//evil.test", "/page/\\evil", "/other"]
)
def test_a_login_sends_nobody_elsewhere(centre: Centre, elsewhere: str) -> None:
    People(centre.service, CHEAP_KIB).add("Wang Min", ("monitor",), PASSPHRASE)
    visitor = Visitor(centre.service)
    answer = visitor.post("/login", {"name": "Wang Min", "passphrase": PASSPHRASE, "back": elsewhere})
    assert answer.headers["Location"] == "/page/"


def _csrf(page: str) -> str:
    return page.partition('name="csrf" value="')[2].partition('"')[0]
