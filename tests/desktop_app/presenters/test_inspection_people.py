"""The inspector's third question: each certification once, another key said, an end with its reason."""

from typing import Any

import msgspec

from desktop_app.presenters.inspection.house import people
from desktop_app.presenters.inspection.model import Inspected
from storage.log import Author
from study.changes import facts as f
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
