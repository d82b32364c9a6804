"""The scenes of filling at once and of entry from records at the bedside; nothing is entered by them."""

from collections.abc import Callable

from desktop_app.demo.player import Scene, Wait
from desktop_app.demo.stage import Stage

Draw = Callable[[str], Scene]


def offered_and_recorded(stage: Stage, child: str, draw: Draw) -> Scene:
    """Both, one after the other."""
    yield from _offered(stage, child, draw)
    yield from _from_records(stage, child, draw)


def _offered(stage: Stage, child: str, draw: Draw) -> Scene:
    """What stood last time, offered above the rows."""
    yield from stage.open_visit(f"{child}/M3/////")
    yield from stage.open_form("ECHO")
    state = stage.visit.state
    if state is not None and state.form is not None:
        stage.visit.as_last_asked.emit(state.form.key)
    yield Wait(lambda: stage.visit.state is not None and stage.visit.state.offer is not None, "the offer")
    yield from draw("as-last")
    stage.visit.offer.decline.click()
    yield Wait(lambda: stage.visit.state is not None and stage.visit.state.offer is None, "the form without it")


def _from_records(stage: Stage, child: str, draw: Draw) -> Scene:
    """A visit that is entered from records, with the source of the open form."""
    yield from stage.open_visit(f"{child}/M1/////")
    yield from stage.open_form("VS")
    yield from _turn(stage, on=True)
    yield from draw("records")
    yield from _turn(stage, on=False)


def _turn(stage: Stage, *, on: bool) -> Scene:
    def turned() -> bool:
        records = stage.visit.state.records if stage.visit.state is not None else None
        return records is not None and records.on == on

    stage.visit.header.turn_records()
    yield Wait(turned, "the visit entered in that way")
