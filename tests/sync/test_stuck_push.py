"""A change that the EDC will not number holds up nothing that waits behind it."""

from typing import TYPE_CHECKING

from study.changes.envelope import SignedChange
from sync.protocol.messages import Batch, Placed, PushAnswer
from sync.protocol.versions import PUSH_BYTES
from sync.server.service import Session

if TYPE_CHECKING:
    from tests.kit.clinic import Centre
    from tests.sync.conftest import NewClinic


class Refusing(Session):
    """An EDC that numbers nothing as large as a push may be; what came after it is asked for all the same."""

    asked: tuple[str, ...] = ()

    def push(self, batch: Batch) -> PushAnswer:
        self.asked += tuple(signed.hash for signed in batch.changes)
        if not any(_large(signed) for signed in batch.changes):
            return super().push(batch)
        placed = tuple(Placed(id="", hash=signed.hash, number=None, standing="refused") for signed in batch.changes)
        return PushAnswer(placed=placed, next_seq=1)


def _large(signed: SignedChange) -> bool:
    return len(signed.body) > PUSH_BYTES


def test_what_waits_behind_a_large_refused_change_is_sent(centre: "Centre", new_clinic: "NewClinic") -> None:
    clinic = new_clinic("bedside")
    centre.enrol(clinic)
    clinic.sync(centre.connect(clinic))
    clinic.write("60", reason="x" * (PUSH_BYTES + 1))
    clinic.write("61", reason="again")
    waiting = [signed.hash for signed in clinic.store.reader.pending(max_bytes=1 << 30)]
    edc = Refusing(centre.service, centre.site, clinic.store.device)
    report = clinic.sync(edc)
    assert edc.asked == tuple(waiting)
    assert {refusal.hash for refusal in report.refused} == set(waiting)
    assert report.step == "done", "the rest of the cycle went on"
    assert report.left == 2
