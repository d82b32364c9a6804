"""A child enrolled twice, on the EDC's page and in an export: counted once, and it is said which code goes on."""

import csv
import io
import re
import zipfile

from study.address import Address
from study.changes import facts as f
from study.rights import ASIDE
from tests.kit.page import central, enrol_child, say, text
from tests.sync.page.conftest import World


def second_of_the_same(world: World) -> str:
    """A second record of the child, which stands aside for the first; returns its id."""
    other = enrol_child(world.clinic, "LN002")
    say(world.clinic, [
        f.MarkSet(id=world.clinic.store.new_id(), kind=ASIDE, address=Address(other.subject),
                  target=world.child.subject, note="same hospital card"),
    ])  # fmt: skip
    world.sync()
    return other.subject


def due(page: str) -> list[str]:
    """What the cells of the row of M3 count."""
    row = page.partition('<th scope="row">M3')[2].partition("</tr>")[0]
    return re.findall(r"(\d+)</td>", row)


def test_a_child_under_two_codes_is_counted_once(world: World) -> None:
    visitor = central(world.centre.service, "Wang Min", "manager", "monitor", every=True)
    before = due(text(visitor.get(f"/s/{world.site}")))
    enrol_child(world.clinic, "LN003")
    world.sync()
    assert due(text(visitor.get(f"/s/{world.site}"))) != before, "another child counts"
    two = due(text(visitor.get(f"/s/{world.site}")))
    second_of_the_same(world)
    page = text(visitor.get(f"/s/{world.site}"))
    assert due(page) == two
    assert "stands aside: LN001 goes on" in page
    assert "Records that stand aside: 1." in page
    first = text(visitor.get("/"))
    assert ">2 <small" in first
    assert "+1 aside" in first


def test_an_export_names_the_records_that_stand_aside(world: World) -> None:
    other = second_of_the_same(world)
    visitor = central(world.centre.service, "Wang Min", "manager", "monitor", every=True)
    csrf = text(visitor.get("/export")).partition('name="csrf" value="')[2].partition('"')[0]
    answer = visitor.post("/export", {"csrf": csrf, "site": world.site})
    assert not isinstance(answer.body, bytes)
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.body))) as archive:
        said = archive.read(f"{world.site}/aside.csv").decode("utf-8-sig")
        chemistry = archive.read(f"{world.site}/forms/CHEM.csv").decode("utf-8-sig")
    assert list(csv.DictReader(io.StringIO(said))) == [
        {"site": world.site, "subject": other, "code": "LN002", "goes_on_as": "LN001", "reason": "same hospital card"}
    ]
    assert {row["code"] for row in csv.DictReader(io.StringIO(chemistry))} == {"LN001", "LN002"}, "nothing is lost"
