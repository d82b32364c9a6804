"""The rows of the room of safety as the grouped table wants them: events and episodes, in the language that is on."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from ui.language import fill, translate
from ui.look import Look
from ui.safety.state import EpisodeLine, EventLine
from ui.safety.strip import axis_of, paint_grades
from ui.theme.tokens import Tokens
from ui.widgets.grouped import Cell, Column, GroupLine, RowLine
from ui.widgets.state import Tone


def event_columns() -> tuple[Column, ...]:
    """Child, event, how bad and how it went, serious, related, since, outcome."""
    return (
        Column(translate("SafetyTables", "Child"), 138),
        Column(translate("SafetyTables", "Event")),
        Column(translate("SafetyTables", "Worst"), 56),
        Column(translate("SafetyTables", "Grade over time"), 186),
        Column(translate("SafetyTables", "Serious"), 128),
        Column(translate("SafetyTables", "CAR-T"), 84),
        Column(translate("SafetyTables", "Since"), 92),
        Column(translate("SafetyTables", "Outcome"), 84),
    )


def event_lines(look: Look, events: tuple[EventLine, ...]) -> tuple[GroupLine | RowLine, ...]:
    """The open ones above, those that are over below and paler."""
    lines: list[GroupLine | RowLine] = []
    for title, found in (
        (translate("SafetyTables", "Open"), [each for each in events if each.open]),
        (translate("SafetyTables", "Over"), [each for each in events if not each.open]),
    ):
        if found:
            lines += [GroupLine(title, len(found)), *(_event(look, each) for each in found)]
    return tuple(lines)


def _event(look: Look, each: EventLine) -> RowLine:
    serious = translate("SafetyTables", "serious") if each.serious else ""
    clock = look.text(each.clock) if each.clock is not None else ""
    return RowLine(
        key=each.key,
        over=not each.open,
        hint=look.text(each.hint) if each.hint is not None else "",
        cells=(
            Cell(" ".join(part for part in (each.code, each.name) if part), strong=True),
            Cell(each.term, strong=each.serious),
            Cell(each.grade, Tone.AMBER if each.severe and each.open else Tone.PLAIN, strong=each.severe),
            Cell(each.course, Tone.QUIET),
            Cell(clock or serious, Tone.AMBER if each.late else Tone.PLAIN, strong=each.serious),
            Cell(look.text(each.related), Tone.QUIET),
            Cell(each.since, Tone.QUIET),
            Cell(look.text(each.outcome), Tone.QUIET),
        ),
    )


def episode_columns(episodes: tuple[EpisodeLine, ...]) -> tuple[Column, ...]:
    """Child, what, when; the days of all episodes on one axis."""
    first, last = axis_of(tuple(each.days for each in episodes))
    return (
        Column(translate("SafetyTables", "Child"), 138),
        Column(translate("SafetyTables", "Episode"), 104),
        Column(fill(translate("SafetyTables", "Grade by day, D%1 to D%2"), _day(first), _day(last))),
        Column(translate("SafetyTables", "How long"), 300),
    )


def _day(day: int) -> str:
    return "0" if not day else f"+{day}" if day > 0 else f"\N{MINUS SIGN}{-day}"


def episode_lines(look: Look, episodes: tuple[EpisodeLine, ...]) -> tuple[GroupLine | RowLine, ...]:
    """One line an episode; those that are over recede."""
    axis = axis_of(tuple(each.days for each in episodes))
    return tuple(_episode(look, each, axis) for each in episodes)


def _episode(look: Look, each: EpisodeLine, axis: tuple[int, int]) -> RowLine:
    said = ", ".join(f"D{_day(day.day)} {'?' if day.grade is None else day.grade}" for day in each.days)
    note = f" · {look.text(each.note)}" if each.note is not None else ""

    def draw(painter: QPainter, rect: QRectF, tokens: Tokens) -> None:
        paint_grades(painter, rect, each.days, axis, tokens)

    return RowLine(
        key=each.key,
        over=not each.open,
        hint=f"{look.text(each.text)} · {look.text(each.hint or each.span)}\n{said}{note}",
        cells=(
            Cell(" ".join(part for part in (each.code, each.name) if part), strong=True),
            Cell(look.text(each.text), strong=each.open),
            Cell(said, drawn=draw),
            Cell(look.text(each.span) + note, Tone.AMBER if each.warn else Tone.QUIET),
        ),
    )
