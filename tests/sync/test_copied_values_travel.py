"""A value that was filled at once arrives elsewhere as it was entered, with the word of where it came from."""

from typing import TYPE_CHECKING

from desktop_app.presenters.visit.copied import copied, reason_of
from study.address import Address
from study.changes import facts as f
from study.state.slots import Slot
from study.text import Text
from study.values import Codes

if TYPE_CHECKING:
    from tests.kit.clinic import Centre, Clinic
    from tests.sync.conftest import NewClinic

SOURCE = Text("M1, 2026-09-18, 60 d before", "M1（2026-09-18，60 天前）")


def at(item: str) -> Address:
    """An item of the echo of M3."""
    return Address("child-1", "M3", form="ECHO", item=item)


def standing(clinic: "Clinic", item: str) -> f.Fact | None:
    """What is shown at an item."""
    shown = clinic.store.reader.slot(Slot("value", at(item).key)).shown
    assert shown is not None
    return shown.fact if isinstance(shown.fact, f.ValueSet) else None


def test_what_was_copied_and_filled_in_one_change_arrives_whole(centre: "Centre", new_clinic: "NewClinic") -> None:
    bedside, ward = new_clinic("bedside"), new_clinic("ward", user="wang")
    here, there = centre.enrol(bedside), centre.enrol(ward)
    reasons = {"EFMETH": reason_of(SOURCE), "WALLMO": "按“全部正常”填入 / filled by all normal"}
    facts = [
        f.ValueSet(
            id=bedside.store.new_id(),
            address=at(item),
            value=Codes(("N",)),
            reason=reason,
        )
        for item, reason in reasons.items()
    ]
    bedside.store.append(bedside.author, facts)
    for clinic, edc in ((bedside, here), (ward, there)):
        assert clinic.sync(edc).agrees is True
    for fact in facts:
        assert standing(ward, fact.address.item) == fact
    assert copied(facts[0]) == Text("as last time: M1, 2026-09-18, 60 d before", "沿用上次：M1（2026-09-18，60 天前）")
    assert copied(facts[1]) is None
