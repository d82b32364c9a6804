"""What a person at the screen waits for: a panel drawn, and how long the window stands still while values are kept."""

import random
import threading
import time
from collections.abc import Sequence
from datetime import date

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from desktop_app.app import shipped_study
from desktop_app.desk import Desk
from desktop_app.presenters.enrol import enrolment
from desktop_app.session import Session
from desktop_app.tasks import ThreadTasks
from storage.log import Appended
from study.address import Address
from study.changes import facts as f
from study.text import Text
from study.values import Quantity
from tests.benchmarks.measure import Benchmark, Measured, Setting, median
from tests.kit.clinic import Clinic, Clock
from ui.charts.drawing import Canvas, PanelJob
from ui.charts.kinds import draw_panel
from ui.charts.state import PanelState, Point, Series
from ui.children.state import EnrolRequest
from ui.language import Language
from ui.look import Look
from ui.theme.theme import Theme

_VALUES = 60
_ITEMS = ("WEIGHT", "HEIGHT", "SYSBP", "DIABP")


def run(setting: Setting) -> Sequence[Measured]:
    """A panel, then the desk."""
    made = QApplication.instance()
    application = made if isinstance(made, QApplication) else QApplication([])
    look = Look(Theme("light"), Language("en"))
    look.theme.dress(application)
    return [_panel(look, setting), *_event_loop(look, setting)]


def _panel(look: Look, setting: Setting) -> Measured:
    draw = random.Random(setting.seed)
    numbers = [draw.uniform(40, 160) for _ in range(12)]
    points = tuple(Point(30 * n, number, f"{number:.0f}", f"c/M{n}/////") for n, number in enumerate(numbers))
    panel = PanelState("K", Text("Kidney", "肾脏"), (Series("CREAT", Text("Creatinine", "肌酐"), "umol/L", points),))
    job = PanelJob(panel, Canvas(600, 200, 1.0, look.tokens, "en"))

    def bare() -> None:
        figure = Figure((6, 2), dpi=100)
        canvas = FigureCanvasAgg(figure)
        figure.subplots().plot([point.day for point in points], numbers)
        canvas.draw()

    draw_panel(job)
    ours = median(lambda: draw_panel(job), setting.runs)
    return Measured("drawing a panel", ours, median(bare, setting.runs), "12 points; plain: one bare matplotlib line")


class Heart:
    """Beats on the window's thread whenever it is free; remembers the longest time between two beats."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, (now - self._last) * 1000)
        self._last = now

    def begin(self) -> None:
        """Forget what was."""
        self.longest, self._last = 0.0, time.perf_counter()

    def stop(self) -> None:
        """Beat no more."""
        self._timer.stop()


def _event_loop(look: Look, setting: Setting) -> list[Measured]:
    study = shipped_study()
    clinic = Clinic(setting.folder / "desk", "S01", Clock(), "lin", ("investigator",))
    store = clinic.store
    [person] = [each for each in store.reader.users() if each.user == clinic.user]
    session = Session(store, clinic.unlocked, study, person, clinic.clock)
    subject = store.new_id()
    request = EnrolRequest("LN-001", "", "", "F", date(2014, 7, 1), date(2026, 7, 1))
    store.append(session.author, enrolment(study, request, subject, None, store.new_id))
    failures: list[BaseException] = []
    tasks = ThreadTasks(failures.append)
    store.guard.forbidden = threading.get_ident()
    desk = Desk(session, tasks, look, failures.append)
    desk.frame.resize(1440, 900)
    desk.frame.show()
    desk.start()
    desk.open_child(subject)
    desk.open_visit(Address(subject, "M3").key)
    _wait(1500)
    heart = Heart()
    _wait(1000)
    idle = heart.longest
    heart.begin()
    _enter(desk, subject, random.Random(setting.seed))
    busy = heart.longest
    heart.stop()
    desk.close()
    tasks.close()
    store.guard.forbidden = None
    desk.frame.close()
    store.close()
    clinic.unlocked.close()
    if failures:
        raise failures[0]
    what = f"{_VALUES} values on an open visit; plain: the same desk at rest"
    return [Measured("longest gap of the loop", busy, idle, what)]


def _wait(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def _enter(desk: Desk, subject: str, draw: random.Random) -> None:
    """One value after the other, each when the one before is kept; the page shows what moved."""
    loop, left = QEventLoop(), [_VALUES]
    heads: dict[str, str] = {}

    def next_value(_before: Appended | None = None) -> None:
        left[0] -= 1
        if left[0] < 0:
            loop.quit()
            return
        item, number = draw.choice(_ITEMS), str(draw.randrange(30, 150))
        at = Address(subject, "M3", "", "VS", "", "", item)
        unit = desk.session.study.item("VS", item).unit
        bases = (heads[item],) if item in heads else ()
        heads[item] = desk.session.store.new_id()
        value = Quantity(number, unit)
        fact = f.ValueSet(id=heads[item], bases=bases, address=at, value=value, typed=number, reason="measured again")
        desk.append((fact,), next_value)

    QTimer.singleShot(0, next_value)
    QTimer.singleShot(120_000, loop.quit)
    loop.exec()
    if left[0] >= 0:
        raise RuntimeError("the values were not kept in two minutes")


BENCHMARK = Benchmark("screen", run)
