"""The page of a form says what voided its signature: from what to what, by whom, why; the files that came and went."""

from study.address import Address
from study.changes import facts as f
from study.values import Quantity
from tests.kit.page import Visitor, central, say, text
from tests.sync.page.conftest import World


def sign(world: World) -> None:
    store, form = world.clinic.store, world.child.form
    digest = store.reader.record(world.child.subject).digest(form)
    say(world.clinic, [f.Signed(id=store.new_id(), address=form, meaning="reviewed", digest=digest, basis=2)])


def change(world: World, number: str, reason: str) -> None:
    bases = tuple(head.fact.id for head in world.clinic.at(world.child.creatinine).heads)
    value = Quantity(number, "umol/L")
    say(world.clinic, [
        f.ValueSet(id=world.clinic.store.new_id(), bases=bases, address=world.child.creatinine, value=value,
                   reason=reason),
    ])  # fmt: skip


def attach(world: World, at: Address) -> None:
    store = world.clinic.store
    file = f.AttachmentAdded(
        id=store.new_id(), address=at, name="ab" * 32, kind="pdf", size=10, sealed_size=20, digest="cd" * 32,
        key=b"sealed key", title="sealed title",
    )  # fmt: skip
    say(world.clinic, [file])


def form_text(world: World, language: str = "en") -> str:
    visitor: Visitor = central(world.centre.service, "Wang Min", "monitor", every=True)
    return text(visitor.get(f"/s/{world.site}/form", at=world.child.form.key, lang=language))


def before(world: World) -> str:
    shown = world.clinic.at(world.child.creatinine).shown
    assert shown is not None
    assert isinstance(shown.fact, f.ValueSet)
    assert isinstance(shown.fact.value, Quantity)
    return shown.fact.value.number


def test_a_valid_signature_says_nothing_of_changes(world: World) -> None:
    sign(world)
    world.sync()
    page = form_text(world)
    assert "Signed by" in page
    assert "signature void" not in page


def test_a_changed_value_is_said_with_its_reason(world: World) -> None:
    was = before(world)
    sign(world)
    change(world, "77", "misread <b>")
    world.sync()
    page = form_text(world)
    assert "signature void" in page
    assert f"Creatinine {was} µmol/L → 77 µmol/L" in page
    assert "misread &lt;b&gt;)" in page, "what somebody wrote is shown as text"


def test_a_file_that_came_is_said_without_its_name(world: World) -> None:
    sign(world)
    attach(world, world.child.form)
    world.sync()
    page = form_text(world)
    assert "file added: PDF cdcdcdcd" in page
    assert "sealed title" not in page


def test_a_value_that_came_back_makes_the_signature_stand_again(world: World) -> None:
    was = before(world)
    sign(world)
    change(world, "77", "misread")
    change(world, was, "it was right")
    world.sync()
    assert "signature void" not in form_text(world)
