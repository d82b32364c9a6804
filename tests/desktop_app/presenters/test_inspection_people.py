"""The inspector's third question: each certification once, another key said, an end with its reason."""

from typing import Any

import msgspec

from desktop_app.jobs.reference import adopt
from desktop_app.presenters.inspection.house import TASKS, ethics, intervals, may_here, people
from desktop_app.presenters.inspection.model import Inspected
from storage.log import Author
from study.changes import facts as f
from study.rights import RIGHTS
from study.state.slots import Slot


def test_the_same_roles_under_the_same_key_are_one_row(desk_fixture: Any) -> None:
    store, session = desk_fixture.store, desk_fixture.session
    user = session.person.user
    [entry] = store.reader.history(Slot("user", user))
    assert isinstance(entry.fact, f.UserCertified)
    before = people(Inspected(session)).rows
    again = msgspec.structs.replace(entry.fact, id=store.new_id(), bases=(entry.fact.id,))
    store.append(Author(user, "admin", session.unlocked.sign), (again,))
    assert people(Inspected(session)).rows == before


def test_what_each_may_do_is_what_the_program_allows(desk_fixture: Any) -> None:
    found = people(Inspected(desk_fixture.session))
    heading = [column.en for column in found.columns]
    said = {row[0]: row[heading.index("May here")] for row in found.rows}
    roles = desk_fixture.session.person.roles
    assert said[desk_fixture.session.person.name] == may_here(roles)
    assert all(len(row) == len(heading) for row in found.rows)
    clerk, doctor = may_here(("data_entry",)), may_here(("investigator",))
    assert "enters data" in clerk.en
    for task in ("signs", "sees names", "decides conflicts"):
        assert task in doctor.en
        assert task not in clerk.en
    assert "录入数据" in clerk.zh
    assert may_here(("monitor", "data_entry")).en.count("enters data") == 1


def test_every_task_is_somebodys_and_nobodys_is_all() -> None:
    for task, allows in TASKS:
        able = {role for role in RIGHTS if allows(role)}
        assert able, task
        assert able < set(RIGHTS), task


def test_the_certificate_stands_beside_the_intervals_it_covers(desk_fixture: Any) -> None:
    text = (
        "item,sex,age_from,age_below,low,high,unit,effective_from,certificate,certificate_until\n"
        "CREAT,A,2y,18y,19,66,umol/L,2024-01-01,CNAS MT0123,2027-05-31\n"
        "ALB,A,2y,18y,39,54,g/L,2024-01-01,,\n"
    )
    adopt(desk_fixture.session, text)
    found = intervals(Inspected(desk_fixture.session))
    heading = [column.en for column in found.columns]
    rows = [dict(zip(heading, row, strict=True)) for row in found.rows]
    assert {row["Items"]: (row["Certificate"], row["Certificate valid until"]) for row in rows} == {
        "CREAT": ("CNAS MT0123", "2027-05-31"),
        "ALB": ("", ""),
    }


def test_the_dates_say_who_watches_over_the_data(desk_fixture: Any) -> None:
    said = [row[0] for row in ethics(Inspected(desk_fixture.session)).rows]
    assert "data and safety monitoring board: none yet" in [getattr(each, "en", each) for each in said]
