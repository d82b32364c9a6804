"""A visit entered with nothing but a keyboard, on a screen, through the window system; what a field costs in keys.

A slice of the day that `dev.py keys` plays whole.
"""

from collections.abc import Iterator

import pytest

from desktop_app.demo.people import ZHOU
from desktop_app.demo.workstation import Workstation
from desktop_app.jobs.unlock import unlock
from study.values import Quantity
from tests.keyed import day
from tests.keyed.kept import value_at
from tests.keyed.run import MOST_KEYS_A_FIELD
from tests.keyed.window import SIZE, open_window
from tests.kit.screen import Keyboard, screen

SIGNS = {
    "TEMP": "36,7", "PULSE": "88", "RESP": "20", "SYSBP": "112", "DIABP": "68", "OXYSAT": "99", "HEIGHT": "1.485m",
    "WEIGHT": "42.6",
}  # fmt: skip
"""With a comma for the point, and with another unit."""
KEPT = {"TEMP": ("36.7", "Cel"), "HEIGHT": ("1.485", "m"), "WEIGHT": ("42.6", "kg")}


@pytest.fixture
def keyboard() -> Iterator[Keyboard]:
    with screen(*SIZE) as display:
        yield Keyboard(display)


def test_a_visit_is_entered_with_real_keys_alone(clinic: Workstation, keyboard: Keyboard) -> None:
    folder = clinic.house.place.folder
    clinic.close()
    with open_window(folder, clinic.clock.ahead, keyboard) as window:
        day.unlock(window, ZHOU)
        day.open_visit(window)
        window.press("alt+2")
        window.until(lambda now: now.get("form") == "VS" and now["item"] != "", "its second form")
        cost = day.enter_form(window, "VS", SIGNS)
        window.until(lambda now: now.get("form") == "CBC" and now["item"] != "", "the next form")
        day.lock(window)
        assert window.now["made"] == 0, "no key came from anywhere but the window system"
    assert cost.typed == len(SIGNS)
    assert cost.a_field <= MOST_KEYS_A_FIELD
    assert kept_of(clinic) == KEPT


def kept_of(clinic: Workstation) -> dict[str, tuple[str, str]]:
    """Number and unit in the store of some of what was typed, when the window is gone."""
    session = unlock(clinic.house, ZHOU.user, ZHOU.passphrase)
    try:
        record = session.store.reader.record(session.store.reader.subjects()[0].id)
        values = {item: value_at(record, "VS", item) for item in KEPT}
    finally:
        session.store.close()
        session.unlocked.close()
    return {item: (value.number, value.unit) for item, value in values.items() if isinstance(value, Quantity)}
