"""The clinic day with real keys: `dev.py keys [--folder DIR]`. Xvfb is the screen, xdotool the keyboard; no mouse.

Prints what every form of the visit costs in keys beside its texts. Exit code 1 when a form costs too much, or when the
store holds something else than what was typed.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:1] = [str(ROOT), str(ROOT / "packaging")]
# For what is built before the window opens, which is another process.
os.environ["QT_QPA_PLATFORM"] = "offscreen"

from desktop_app.demo.cast import CAST  # noqa: E402  the path comes first
from desktop_app.demo.people import ZHOU  # noqa: E402
from desktop_app.demo.world import World, build  # noqa: E402
from tests.keyed import day, kept  # noqa: E402
from tests.keyed.typed import CHILD  # noqa: E402
from tests.keyed.window import SIZE, LostError, open_window  # noqa: E402
from tests.kit.screen import Keyboard, screen  # noqa: E402

MOST_KEYS_A_FIELD = 1.2
"""Beside the text itself: Enter, completing the form and going on to the next. A form in which something is asked,
refused and acknowledged on purpose counts in the visit as a whole.
"""


def main(words: list[str]) -> int:
    """Build the world, play, look into the store."""
    parser = argparse.ArgumentParser(prog="dev.py keys", description="The clinic day with real keys, no mouse.")
    parser.add_argument("--folder", type=Path, help="a new folder in which everything stays")
    asked = parser.parse_args(words)
    with tempfile.TemporaryDirectory(prefix="cartella-keys-", ignore_cleanup_errors=True) as made:
        folder = asked.folder or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        world = build(folder, cast=tuple(child for child in CAST if child.code in ("LN-001", CHILD)))
        try:
            world.first.close()
            costs = play(world)
            odd = {form for form, _item in day.ASKED}
            judged = [day.total(costs), *(cost for cost in costs if cost.form not in odd)]
            found = [f"{cost.form} costs {cost.a_field:.2f}" for cost in judged if cost.a_field > MOST_KEYS_A_FIELD]
            found += kept.faults(world.first.store.folder, world.study, world.clock, world.subjects[CHILD])
        finally:
            world.close()
    for fault in found:
        print(f"keys: {fault}", flush=True)  # noqa: T201
    print(f"keys: {len(found)} faults", flush=True)  # noqa: T201
    return 1 if found else 0


def play(world: World) -> list[day.Cost]:
    """The day on a screen of its own; the cost of every form."""
    with screen(*SIZE) as display:
        keyboard = Keyboard(display)
        with open_window(world.first.store.folder, world.clock.ahead, keyboard) as window:
            day.unlock(window, ZHOU)
            day.open_visit(window)
            day.lock_in_the_middle(window)
            costs = day.enter_visit(window, tell)
            signed = day.sign(window)
            day.send(window)
            day.lock(window)
            tell(day.total(costs))
            print(f"keys: {signed} forms signed; {window.now['made']} keys came from elsewhere", flush=True)  # noqa: T201
            if window.now["made"]:
                raise LostError("keys were made inside the program")
    return costs


def tell(cost: day.Cost) -> None:
    """One line a form."""
    a_value = cost.keys / max(1, cost.typed)
    line = f"{cost.form:8}{cost.rows:4} fields{cost.typed:4} typed{cost.keys:5} other keys"
    print(f"{line}   {cost.a_field:.2f} a field, {a_value:.2f} a text", flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
