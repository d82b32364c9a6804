"""What is done on the page becomes changes of the EDC's device in the person's name, once, on what was seen."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator

from study.address import Address
from study.changes import facts as f
from study.changes.envelope import decode, facts_of
from study.sheet import harmless
from study.state.slots import Slot
from study.values import Quantity, TextValue
from sync.protocol.messages import Batch, Hello
from sync.server.page.asked import Answer
from tests.kit.page import SECRET_BOX, Visitor, central, form_fields, say, text
from tests.sync.page.conftest import World


def manager(world: World, name: str = "Wang Min") -> Visitor:
    """A data manager who is a monitor too."""
    return central(world.centre.service, name, "manager", "monitor", every=True)


def form_page(world: World, visitor: Visitor) -> Answer:
    return visitor.get(f"/s/{world.site}/form", at=world.child.form.key)


def change_creatinine(world: World, number: str) -> None:
    bases = tuple(head.fact.id for head in world.clinic.at(world.child.creatinine).heads)
    value = Quantity(number, "umol/L")
    say(world.clinic, [
        f.ValueSet(id=world.clinic.store.new_id(), bases=bases, address=world.child.creatinine, value=value,
                   reason="misread"),
    ])  # fmt: skip


def test_a_query_goes_to_the_workstation_and_its_answer_comes_back(world: World) -> None:
    visitor, site = manager(world), world.site
    page = visitor.get(f"/s/{site}/form", at=world.child.form.key)
    creatinine = {**form_fields(page, "query-open"), "at": world.child.creatinine.key, "text": "Which unit?"}
    done = visitor.post(f"/s/{site}/act", creatinine)
    assert done.status == 303
    assert "Which unit?" in text(visitor.get(done.headers["Location"])), "back on the form"
    world.sync()
    [query] = [row.key for row in world.centre.admin.queries(site)]
    shown = world.clinic.store.reader.slot(Slot("query", query)).shown
    assert shown is not None
    assert isinstance(shown.fact, f.QueryOpened)
    assert shown.fact.text == "Which unit?"
    answer = f.QueryAnswered(
        id=world.clinic.store.new_id(), bases=(shown.fact.id,), query=query, address=world.child.creatinine,
        text="umol/L, as printed",
    )  # fmt: skip
    say(world.clinic, [answer])
    world.sync()
    listed = text(visitor.get("/queries", state="answered"))
    assert "umol/L, as printed" in listed
    page = visitor.get(f"/s/{site}/query", id=query)
    assert "Answered by" in text(page)
    assert visitor.send(page, "query-close", text="").status == 303
    assert "closed" in text(visitor.get(f"/s/{site}/query", id=query))
    world.sync()
    settled = world.clinic.store.reader.slot(Slot("query", query)).shown
    assert settled is not None
    assert isinstance(settled.fact, f.QueryClosed)


def test_every_act_is_signed_for_by_the_edc_and_names_the_person(world: World) -> None:
    visitor = manager(world)
    visitor.send(form_page(world, visitor), "query-open", text="Which unit?", at=world.child.creatinine.key)
    with world.centre.service.database.reading(world.site) as connection:
        body = connection.exec_driver_sql("SELECT body FROM change ORDER BY number DESC LIMIT 1").scalar_one()
    change = decode(body)
    assert (change.author, change.role) == ("Wang Min", "edc")
    assert isinstance(facts_of(change)[0], f.QueryOpened)
    assert world.centre.admin.verify(world.site).fault == ""


def test_a_form_sent_twice_acts_once(world: World) -> None:
    visitor = manager(world)
    page = form_page(world, visitor)
    for act, words in (("query-open", "Which unit?"), ("freeze", "clean")):
        before = world.centre.admin.sites()[0].number
        assert [visitor.send(page, act, text=words).status for _ in range(3)] == [303, 303, 303]
        assert world.centre.admin.sites()[0].number == before + 1


def test_two_managers_at_once_the_second_sees_what_the_first_did_and_keeps_the_text(world: World) -> None:
    first, second = manager(world), manager(world, "Li Na")
    seen_by_both = form_page(world, first), form_page(world, second)
    assert first.send(seen_by_both[0], "freeze", text="clean file").status == 303
    refused = second.send(seen_by_both[1], "lock", text="data base lock of 2026")
    assert refused.status == 409
    assert "Somebody acted on this" in text(refused)
    assert "data base lock of 2026" in text(refused)
    assert "clean file" in text(refused)
    assert "Wang Min" in text(refused)
    fields = dict(form_fields(refused, "lock"), text="data base lock of 2026")
    assert second.post(f"/s/{world.site}/act", fields).status == 303
    standing = [row.fact for row in world.centre.admin.freezes(world.site)]
    assert [type(fact) for fact in standing] == [f.Locked]


def test_a_freeze_holds_an_entry_until_it_is_released_by_name(world: World) -> None:
    visitor, site = manager(world), world.site
    visitor.send(form_page(world, visitor), "freeze", text="clean file")
    change_creatinine(world, "61")
    world.sync()
    held = visitor.get(f"/s/{site}/held")
    assert "frozen at the EDC" in text(held)
    assert "61" in text(held)
    assert visitor.send(held, "held-release", text="entered before the freeze was heard").status == 303
    assert "Nothing is held" in text(visitor.get(f"/s/{site}/held"))
    world.sync()
    assert world.clinic.shown(world.child.creatinine) == "61"
    assert visitor.send(form_page(world, visitor), "release", text="open again").status == 303


def test_a_rejected_entry_stays_without_effect_for_good(world: World) -> None:
    visitor, site = manager(world), world.site
    visitor.send(form_page(world, visitor), "lock", text="data base lock")
    change_creatinine(world, "61")
    world.sync()
    visitor.send(visitor.get(f"/s/{site}/held"), "held-reject", text="after the lock")
    world.sync()
    assert world.clinic.shown(world.child.creatinine) == "54"
    assert "rejected" in text(visitor.get(f"/s/{site}/history", at=world.child.creatinine.key))


def test_source_verification_stands_for_the_value_that_was_seen_and_no_later_one(world: World) -> None:
    visitor = manager(world)
    page = form_page(world, visitor)
    target = text(page).partition('name="v.CREAT" value="')[2].partition('"')[0]
    assert visitor.send(page, "verify-items", **{"v.CREAT": target}).status == 303
    assert ">verified</span>" in text(form_page(world, visitor))
    change_creatinine(world, "61")
    world.sync()
    changed = form_page(world, visitor)
    assert "changed since" in text(changed)
    stale = visitor.send(changed, "verify-items", **{"v.CREAT": target})
    assert stale.status == 409
    fresh = text(changed).partition('name="v.CREAT" value="')[2].partition('"')[0]
    assert visitor.send(changed, "verify-items", **{"v.CREAT": fresh}).status == 303
    assert "changed since" not in text(form_page(world, visitor))


def test_a_whole_form_is_verified_until_anything_on_it_changes(world: World) -> None:
    visitor = manager(world)
    page = form_page(world, visitor)
    assert visitor.send(page, "verify-form").status == 303
    assert ">verified</span>" in text(form_page(world, visitor))
    change_creatinine(world, "61")
    world.sync()
    assert "changed since" in text(form_page(world, visitor))
    assert visitor.send(page, "verify-form", id=_other(page)).status == 409


def _other(page: Answer) -> str:
    """The id of another form on the page."""
    return form_fields(page, "query-open")["id"]


def test_nothing_is_done_at_a_place_that_is_not_there(world: World) -> None:
    visitor = manager(world)
    page = form_page(world, visitor)
    places = ("", "a/b", "nobody/M3//CHEM///CREAT", f"{world.child.subject}/NOPE//CHEM///",
              f"{world.child.subject}/M3//CHEM///NOPE", f"{world.child.subject}/M3//SLEDAI/x//")  # fmt: skip
    for place in places:
        refused = visitor.send(page, "query-open", text="?", at=place)
        assert refused.status == 409, place
        assert "There is no such page" in text(refused)
        assert visitor.get(f"/s/{world.site}/form", at=place).status == 404
        assert visitor.get(f"/s/{world.site}/history", at=place).status == 404
    assert visitor.get(f"/s/{world.site}/child", of="nobody").status == 404
    assert visitor.get(f"/s/{world.site}/query", id="none").status == 404
    assert world.centre.admin.queries(world.site) == []


def test_a_text_that_is_missing_or_too_long_is_said_and_what_was_written_is_kept(world: World) -> None:
    visitor = manager(world)
    page = form_page(world, visitor)
    assert "Write a text first" in text(visitor.send(page, "query-open", text="  "))
    long = visitor.send(page, "query-open", text="word " * 500)
    assert "longer than 2000" in text(long)
    assert text(long).count("word ") >= 400


def test_what_was_written_when_the_session_ended_is_there_after_the_login(world: World) -> None:
    visitor = manager(world)
    page = form_page(world, visitor)
    visitor.cookies.clear()
    late = visitor.send(page, "query-open", text="Which <unit> & method?", at=world.child.creatinine.key)
    assert "Which &lt;unit&gt; &amp; method?" in text(late)
    assert "You were logged out" in text(late)
    assert world.centre.admin.queries(world.site) == []
    kept = {
        f"kept.{name}": value.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        for name, value in _kept(text(late))
    }
    back = visitor.post(
        "/login", {"name": "Wang Min", "passphrase": "a quiet river in autumn", "back": "/page/", **kept}
    )
    assert "You are logged in again as Wang Min" in text(back)
    assert world.centre.admin.queries(world.site) == []
    sent = visitor.post(f"/s/{world.site}/act", {**form_fields(back, "query-open"), "text": kept["kept.text"]})
    assert sent.status == 303
    [query] = world.centre.admin.queries(world.site)
    assert isinstance(query.fact, f.QueryOpened)
    assert query.fact.text == "Which <unit> & method?"


def _kept(page: str) -> Iterator[tuple[str, str]]:
    for part in page.split('name="kept.')[1:]:
        name, _, rest = part.partition('" value="')
        yield name, rest.partition('"')[0]


def test_an_export_has_a_table_a_form_the_trail_and_the_dictionary_and_no_identity(world: World) -> None:
    say(world.clinic, [
        f.ValueSet(id=world.clinic.store.new_id(), address=_comment(world), value=TextValue("=HYPERLINK(1)")),
    ])  # fmt: skip
    world.sync()
    visitor = manager(world)
    answer = visitor.post("/export", {"csrf": _csrf(text(visitor.get("/export"))), "site": world.site})
    assert answer.status == 200
    assert not isinstance(answer.body, bytes)
    whole = b"".join(answer.body)
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        assert archive.testzip() is None
        files = {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}
    rows = list(csv.DictReader(io.StringIO(files[f"{world.site}/forms/CHEM.csv"])))
    assert [(r["code"], r["visit"], r["CREAT"], r["CREAT_UNIT"]) for r in rows] == [("LN001", "M3", "54", "umol/L")]
    assert {f"{world.site}/{name}.csv" for name in ("audit", "dictionary", "codelists", "forms/SERO")} <= set(files)
    trail = list(csv.DictReader(io.StringIO(files[f"{world.site}/audit.csv"])))
    assert [line["value"] for line in trail if line["item"] == "CREAT"] == ["54"]
    assert [line["value"] for line in trail if line["item"] == "NAME"] == ["sealed"]
    assert all(line["author_name"] == "Dr lin" for line in trail if line["author"] == "lin")
    everything = "".join(files.values())
    assert "=HYPERLINK" not in everything.replace("'=HYPERLINK", "")
    assert SECRET_BOX.decode() not in everything
    assert SECRET_BOX not in whole
    noted = [fact for fact in _said(world) if isinstance(fact, f.Accessed)]
    assert [(fact.what, fact.count) for fact in noted] == [("export", 1)]


def _comment(world: World) -> Address:
    return Address(world.child.subject, "M3", form="VISIT", item="VISCOM")


def _said(world: World) -> Iterator[object]:
    with world.centre.service.database.reading(world.site) as connection:
        for body in connection.exec_driver_sql("SELECT body FROM change").scalars():
            yield from facts_of(decode(body))


def _csrf(page: str) -> str:
    return page.partition('name="csrf" value="')[2].partition('"')[0]


def test_a_workstation_says_what_it_has_not_sent_and_what_came_in_since_is_taken_off(world: World) -> None:
    visitor = central(world.centre.service, "Admin", "administrator", every=True)
    home, store = world.clinic.store.reader.home(), world.clinic.store
    for number in ("61", "62", "63"):
        change_creatinine(world, number)
    tip = store.reader.tip()
    hello = Hello(
        device=home.device, epoch="", number=0, head="", seq=tip.seq, seq_hash=tip.hash, pending=3, oldest_ms=7_300_000
    )  # fmt: skip
    world.edc.greet(hello)
    assert re.search(r">3</td><td>2 h</td>", text(visitor.get(f"/s/{world.site}/devices")))
    assert ">3</a>" in text(visitor.get("/"))
    world.edc.push(Batch(changes=tuple(store.reader.pending(2))))
    assert re.search(r">1</td><td>2 h</td>", text(visitor.get(f"/s/{world.site}/devices")))
    world.sync()
    assert re.search(r">0</td><td></td>", text(visitor.get(f"/s/{world.site}/devices")))


def test_an_administrator_ends_a_workstation_with_a_reason(world: World) -> None:
    visitor = central(world.centre.service, "Admin", "administrator", every=True)
    page = visitor.get(f"/s/{world.site}/devices")
    assert visitor.send(page, "device-end", text="stolen").status == 303
    assert "ended after entry" in text(visitor.get(f"/s/{world.site}/devices"))
    assert world.clinic.sync(world.edc).error_code == "device-ended"


def test_numbers_keep_their_sign_and_formulas_become_texts() -> None:
    assert [harmless(cell) for cell in ("-5", "+5", "-", "±", "=1+1", "@x", "-a", "+cmd|x", "54")] == [
        "-5", "+5", "-", "±", "'=1+1", "'@x", "'-a", "'+cmd|x", "54",
    ]  # fmt: skip
