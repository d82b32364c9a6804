"""The clinic day with real keys: unlock, find the child, the whole visit M3, lock, another user, sign, send.

Presses what a person who reads the screen would press, and nothing that only a program knows.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from desktop_app.demo.people import WANG, ZHOU, Colleague
from tests.keyed.typed import ACTION, CHILD, FORMS, HALF, VISIT, WHY, Typed
from tests.keyed.window import LostError, Told, Window

_MOST_STEPS = 40
"""Keys after which somebody gives up finding a part of the window."""


class Cost(NamedTuple):
    """What a form cost: rows passed, texts typed, keys that were none of a text."""

    form: str
    rows: int
    typed: int
    keys: int

    @property
    def a_field(self) -> float:
        """Keys beside the texts for each row of the form."""
        return self.keys / max(1, self.rows)


def total(costs: list[Cost]) -> Cost:
    """The whole visit."""
    return Cost("visit", sum(c.rows for c in costs), sum(c.typed for c in costs), sum(c.keys for c in costs))


def unlock(window: Window, person: Colleague) -> None:
    """Choose the name at the gate with the arrow keys, type the passphrase."""
    window.until(lambda now: now["page"] == "gate" and now["focus"] != "", "the gate")
    window.keyboard.in_front("Cartella")
    if window.now["offered"] != person.user:
        _tab_back_to(window, "用户")
        _choose(window, person)
        window.press("Return")
    window.keyboard.type(person.passphrase)
    window.press("Return")
    window.until(lambda now: now["page"] not in ("", "gate") and now.get("who") == person.user, f"{person.name} in")


def _choose(window: Window, person: Colleague) -> None:
    """Up or down the names to the one that is meant."""
    names = list(window.now["people"])
    here, there = names.index(window.now["offered"]), names.index(person.user)
    step = 1 if there > here else -1
    for place in range(here + step, there + step, step):
        window.press("Down" if step > 0 else "Up")
        window.until(lambda now, name=names[place]: now.get("offered") == name, f"the name {names[place]}")  # type: ignore[misc]


def _tab_back_to(window: Window, name: str) -> None:
    for _ in range(_MOST_STEPS):
        if str(window.now["focus"]).partition(" ")[2].startswith(name):
            return
        before = window.now["focus"]
        window.press("shift+Tab")
        window.until(lambda now, before=before: now["focus"] != before, f"Shift+Tab from {before}")  # type: ignore[misc]
    raise LostError(f"Shift+Tab never comes to {name}")


def find(window: Window, text: str, page: str) -> None:
    """Ctrl+K, a text, Enter."""
    window.press("ctrl+k")
    window.until(lambda now: bool(now.get("search")), "the search")
    window.keyboard.type(text)
    window.press("Return")
    window.until(lambda now: now["page"] == page and not now["search"] and now.get("read", True), f"{text}: {page}")


def open_visit(window: Window) -> None:
    """The child, and from its page the visit that is due."""
    find(window, CHILD, "child")
    window.press("Return")
    window.until(lambda now: now["page"] == "visit" and now["item"] != "", f"the visit {VISIT}")


def enter_visit(window: Window, tell: Callable[[Cost], None]) -> list[Cost]:
    """Every form of the visit, one after the other, each completed."""
    costs: list[Cost] = []
    for form, texts in FORMS.items():
        window.until(lambda now, form=form: now.get("form") == form and now["item"] != "", f"the form {form}")  # type: ignore[misc]
        costs.append(enter_form(window, form, texts))
        tell(costs[-1])
    return costs


def enter_form(window: Window, form: str, texts: Typed) -> Cost:
    """Row by row with Enter; what is asked is answered at once; completing the form opens the next one."""
    began = window.others
    rows = walk(window, form, texts)
    window.press("Return")
    window.until(lambda now: form in now.get("done", ()), f"{form} to be complete")
    return Cost(form, rows, len(texts), window.others - began)


def walk(window: Window, form: str, texts: Typed) -> int:
    """From the row with the focus to the button behind the last one; how many rows it passed."""
    left, passed = dict(texts), set[str]()
    while True:
        while item := str(window.now["item"]):
            passed.add(item)
            _row(window, form, item, left.pop(item, ""))
        if not left:
            window.until(lambda now: bool(now["saved"]), "what was typed to be kept")
            return len(passed)
        # Questions that came to apply while the next text was being typed stand above: nobody is pulled away from one.
        _up_to(window, next(iter(left)))


def _row(window: Window, form: str, item: str, text: str) -> None:
    """One row: its text, Enter, and what is asked of it; ends on another row."""
    if text:
        window.type(text)
    window.press("Return")
    if text:
        # As long as it takes to read what was understood: an answer may bring a question, which is the next then.
        window.until(lambda now: item in now.get("filled", ()), f"{item} to be shown")
    window.until(partial(_left, item), f"the focus to leave {item}")
    if (form, item) in ASKED:
        ASKED[form, item](window)
        while window.now.get("item") == item:
            window.press("Down")
            window.until(partial(_left, item), f"the focus to leave {item}")


def _left(item: str, now: Told) -> bool:
    """Whether the focus is on another item, or on the button behind the last one."""
    return bool(now.get("item") != item and (now.get("item") or "button" in str(now["focus"])))


def _answer(window: Window, item: str) -> None:
    """The first answer to what is asked of a text."""
    _up_to(window, item, "Ask")
    window.press("Tab")
    _on(window, "button")
    window.press("Return")
    window.until(lambda now: "Ask" not in now.get("below", ()), f"{item} to be answered")


def _correct(window: Window) -> None:
    """The potassium that cannot be is typed again, and the critical one acknowledged."""
    _up_to(window, "K", "Refused")
    window.type("6.41")
    window.press("Return")
    window.until(partial(_left, "K"), "the focus to leave K")
    _up_to(window, "K", "Critical")
    window.press("Tab", "Tab", "Tab")
    window.keyboard.type(ACTION)
    window.press("Return")
    window.until(partial(_left, "K"), "the potassium to be acknowledged")


def _explain(window: Window) -> None:
    """A word for the creatine kinase."""
    _up_to(window, "CK", "SoftLimit")
    window.press("Tab")
    _on(window, "field")
    window.keyboard.type(WHY)
    window.press("Return")
    window.until(partial(_left, "CK"), "creatine kinase to be explained")


ASKED: dict[tuple[str, str], Callable[[Window], None]] = {
    ("CHEM", "UREA"): partial(_answer, item="UREA"),
    ("CHEM", "CYSC"): partial(_answer, item="CYSC"),
    ("CHEM", "K"): _correct,
    ("CHEM", "CK"): _explain,
}
"""By form and item: what follows its text."""


def _up_to(window: Window, item: str, below: str = "") -> None:
    """Up, row by row, to an item, and until `below` stands under it."""
    while window.now.get("item") != item:
        before = str(window.now.get("item"))
        window.press("Up")
        window.until(lambda now, before=before: now.get("item") != before, f"the row above {before}")  # type: ignore[misc]
    if below:
        window.until(lambda now: below in now.get("below", ()), f"{below} at {item}")


def _on(window: Window, kind: str) -> None:
    window.until(lambda now: str(now["focus"]).startswith(kind), f"the focus on a {kind}")


def lock_in_the_middle(window: Window) -> None:
    """Half a text, lock; a colleague comes and does not get it; back in, the text is offered and kept."""
    item, text = HALF
    window.until(lambda now: now["item"] == item, f"the focus on {item}")
    window.type(text)
    window.press("ctrl+l")
    unlock(window, WANG)
    open_visit(window)
    _at(window, item)
    if "DraftBack" in window.now["below"]:
        raise LostError("what was half typed came to somebody else")
    window.press("ctrl+shift+l")
    unlock(window, ZHOU)
    if window.now["page"] != "visit":
        open_visit(window)
    _at(window, item)
    window.until(lambda now: "DraftBack" in now["below"], "what was half typed")
    window.press("Tab")
    _on(window, "button")
    window.press("Return")
    window.until(lambda now: item in now.get("filled", ()) and bool(now["saved"]), "what was half typed to be kept")
    _at(window, item)


def _at(window: Window, item: str) -> None:
    """Down to an item, from wherever the form opened or an answer led."""
    window.until(lambda now: now["page"] == "visit" and now.get("form") != "", "the visit")
    for _ in range(_MOST_STEPS):
        if window.now.get("item") == item:
            return
        before = window.now.get("item")
        window.press("alt+1" if not before else "Up")
        window.until(lambda now, before=before: now.get("item") != before, "the focus to move")  # type: ignore[misc]
    raise LostError(f"the keyboard does not come to {item}")


def _tab_to(window: Window, name: str) -> None:
    """Tab until the part of this name has the keyboard, as a person looks for it."""
    for _ in range(_MOST_STEPS):
        if str(window.now["focus"]).partition(" ")[2].startswith(name):
            return
        before = window.now["focus"]
        window.press("Tab")
        window.until(lambda now, before=before: now["focus"] != before, f"Tab to go on from {before}")  # type: ignore[misc]
    raise LostError(f"Tab never comes to {name}")


def sign(window: Window) -> int:
    """Review, the passphrase once more; how many forms were ticked and signed."""
    window.press("ctrl+r")
    ticked = window.until(lambda now: now["page"] == "review" and now["ticked"] > 0, "the review")["ticked"]
    _tab_to(window, "再次输入口令")
    window.keyboard.type(ZHOU.passphrase)
    window.press("ctrl+Return")
    window.until(lambda now: now["signed"] > 0, "the signatures")
    return int(ticked)


def send(window: Window) -> None:
    """The room of the EDC, and everything goes out."""
    window.press("ctrl+5")
    window.until(lambda now: now["page"] == "sync" and now["may_sync"], "the room of the EDC")
    _tab_to(window, "立即同步")
    window.press("Return")
    window.until(lambda now: now["waiting"] == 0, "nothing to wait any more")


def lock(window: Window) -> None:
    """The gate again."""
    window.press("ctrl+l")
    window.until(lambda now: now["page"] == "gate", "the gate again")
