"""A greeting is answered while others write: what the workstation says of itself is worth no wait."""

import pytest

from sync.protocol.messages import Hello
from sync.server.database import EVERY_SITE
from sync.server.devices import unsent
from sync.server.service import Service
from tests.kit.clinic import Centre
from tests.sync.conftest import NewClinic


@pytest.fixture(params=["centre", "postgres_service"])
def either(request: pytest.FixtureRequest, site: str) -> Centre:
    """The EDC in process on either database."""
    made = request.getfixturevalue(request.param)
    return Centre(made, site) if isinstance(made, Service) else made


def test_greetings_are_answered_while_somebody_writes_and_kept_when_nobody_does(
    either: Centre, new_clinic: NewClinic
) -> None:
    clinic = new_clinic("bedside")
    edc, tip = either.enrol(clinic), clinic.store.reader.tip()

    def greet(pending: int) -> None:
        hello = Hello(
            device=clinic.store.device, epoch="", number=0, head="0" * 64, seq=tip.seq + 5, seq_hash="", pending=pending
        )
        assert edc.greet(hello).your_seq == tip.seq

    def kept() -> int:
        with either.service.database.reading(either.site) as connection:
            return unsent(connection, either.site)[clinic.store.device].pending

    greet(1)
    with either.service.database.writing(EVERY_SITE) as other:
        other.exec_driver_sql("UPDATE greeting SET oldest_ms = 7")
        greet(2)
    assert kept() == 1
    greet(3)
    assert kept() == 3
