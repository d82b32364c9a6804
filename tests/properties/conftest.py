"""Random histories of several devices, as the state sees them: facts with bases seen, answers, verdicts."""

import contextlib
import random
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, Protocol

import pytest

from storage.driver import Connection, Guard, connect
from storage.migrations import migrate
from storage.projection import read_settled, state_digest
from storage.sql_slots import SqlSlots
from study.address import Address
from study.changes import facts as f
from study.changes.envelope import UnknownFact
from study.state.apply import Slots, apply, place
from study.state.memory import MemorySlots
from study.state.settle import PENDING, Placing, Settled
from study.state.slots import Slot, slot_of
from study.values import Cleared, Codes, Quantity, TextValue, Value

PLACE = Address("s1", "M3", "", "VS")
VALUES: list[Value] = [
    Quantity("53.9", "kg"), Quantity("53.90", "kg"), Quantity("54", "kg"), TextValue("n"), Codes(("Y",)), Cleared(),
]  # fmt: skip


class Call(NamedTuple):
    """One call on the state: `apply` with facts, or `place` without. `needs` are the calls it must follow."""

    change: str
    facts: tuple[f.Fact | UnknownFact, ...] | None
    placing: Placing
    needs: frozenset[int]


History = list[Call]
Verdict = f.ChangeHeld | f.ChangeReleased | f.ChangeRejected


class Keeper(Protocol):
    """A keeper of slots that can start empty again."""

    def run(self, calls: Sequence[Call]) -> tuple[dict[Slot, Settled], str]:
        """What stands after these calls on an empty keeper: every settled slot, and the state hash."""


def replay(calls: Sequence[Call], into: Slots) -> None:
    """Make these calls."""
    for call in calls:
        if call.facts is None:
            place(call.change, call.placing, into)
        else:
            apply(call.change, call.facts, call.placing, into)


class InMemory:
    """`MemorySlots`."""

    def run(self, calls: Sequence[Call]) -> tuple[dict[Slot, Settled], str]:
        slots = MemorySlots()
        replay(calls, slots)
        return slots.settled, slots.digest()


class _UndoError(Exception):
    pass


class InSql:
    """`SqlSlots`, in a transaction that is undone after each run."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def run(self, calls: Sequence[Call]) -> tuple[dict[Slot, Settled], str]:
        with contextlib.suppress(_UndoError), self._db.transaction():
            for name in {call.change for call in calls}:
                self._db.run(
                    "INSERT INTO change (id, device, seq, hash, author, role, at_utc, body, device_signature, "
                    "person_signature, unknown) VALUES (?, 'd', 1, ?, '', '', 0, x'', x'', x'', 0)",
                    (name, name),
                )
            slots = SqlSlots(self._db)
            for count, call in enumerate(calls, start=1):
                replay([call], slots)
                # When it is written, and whether anything is remembered after that, must not be seen.
                if count % 3 == 0:
                    slots.flush()
                if count % 6 == 0:
                    slots = SqlSlots(self._db)
            slots.flush()
            rows = self._db.rows("SELECT kind, key, settled FROM slot")
            found = {Slot(kind, key): read_settled(raw) for kind, key, raw in rows}, state_digest(self._db)
            raise _UndoError
        return found


def shuffled(history: History, draw: random.Random) -> list[Call]:
    """The same calls in another order in which none comes before one it needs."""
    done: set[int] = set()
    order: list[Call] = []
    while len(order) < len(history):
        ready = [n for n, call in enumerate(history) if n not in done and call.needs <= done]
        chosen = draw.choice(ready)
        done.add(chosen)
        order.append(history[chosen])
    return order


class Author:
    """Several devices at work on one child; each sees some of what the others wrote."""

    def __init__(self, draw: random.Random) -> None:
        self.draw = draw
        self.calls: History = []
        self.count = 0
        self.applied: dict[str, int] = {}
        self.facts: list[tuple[Slot | None, str]] = []
        self.last: dict[int, int] = {}

    def history(self, length: int) -> History:
        """A history of changes by three devices, then the EDC's numbers for most, verdicts between."""
        for _ in range(length):
            self.change(self.draw.randrange(3), tuple(self.fact() for _ in range(self.draw.randrange(1, 3))))
        numbered = list(self.applied)
        self.draw.shuffle(numbered)
        number = 0
        for name in numbered[: self.draw.randrange(len(numbered) + 1)]:
            number += 1
            standing = self.draw.choice(["accepted", "accepted", "accepted", "held"])
            self.place(name, Placing(number, standing))  # type: ignore[arg-type]
            if self.draw.random() < 0.25:
                number += 1
                self.verdict(name, number)
        return self.calls

    def change(self, device: int, facts: tuple[f.Fact | UnknownFact, ...], placing: Placing = PENDING) -> str:
        name = f"c{self.draw.randrange(10**6):06d}-{len(self.calls)}"
        needs = frozenset({self.last[device]} if device in self.last else ())
        self.calls.append(Call(name, facts, placing, needs))
        self.last[device] = self.applied[name] = len(self.calls) - 1
        return name

    def place(self, name: str, placing: Placing) -> None:
        self.calls.append(Call(name, None, placing, frozenset({self.applied[name]})))

    def verdict(self, about: str, number: int) -> None:
        kinds: list[type[Verdict]] = [f.ChangeHeld, f.ChangeReleased, f.ChangeRejected]
        fact = self.draw.choice(kinds)(
            id=self.name(), change=about, reason="r", bases=self.bases(Slot("verdict", about))
        )
        self.facts.append((Slot("verdict", about), fact.id))
        name = self.change(9, (fact,), Placing(number, "accepted"))
        if self.draw.random() < 0.4:
            other = self.draw.choice(kinds)
            self.change(9, (other(id=self.name(), change=name, reason="again"),), Placing(number + 10_000, "accepted"))

    def name(self) -> str:
        self.count += 1
        return f"f{self.count}"

    def bases(self, slot: Slot) -> tuple[str, ...]:
        seen = [name for where, name in self.facts if where == slot]
        return tuple(self.draw.sample(seen, self.draw.randrange(min(len(seen), 2) + 1)))

    def fact(self) -> f.Fact | UnknownFact:
        if self.draw.random() < 0.05:
            return UnknownFact(b'{"fact":"newer","id":"x"}')
        fact = self._some()
        slot = slot_of(fact)
        if slot is not None:
            fact = self._with_bases(fact, self.bases(slot))
        self.facts.append((slot, fact.id))
        return fact

    def _with_bases(self, fact: f.Fact, bases: tuple[str, ...]) -> f.Fact:
        fields = {name: getattr(fact, name) for name in fact.__struct_fields__}
        return type(fact)(**{**fields, "bases": bases})

    def _some(self) -> f.Fact:
        item = Address("s1", "M3", "", "VS", "", "", self.draw.choice(["SBP", "DBP"]))
        makers: list[Callable[[], f.Fact]] = [
            lambda: f.ValueSet(id=self.name(), address=item, value=self._value()),
            lambda: f.ValueSet(id=self.name(), address=item, value=self._value()),
            lambda: f.Withdrawn(id=self.name(), address=Address("s1", "M3"), reason="wrong child"),
            lambda: f.Reinstated(id=self.name(), address=Address("s1", "M3"), reason="right child"),
            lambda: f.FormCompleted(id=self.name(), address=PLACE),
            lambda: f.FormReopened(id=self.name(), address=PLACE, reason="r"),
            lambda: f.QueryOpened(id=self.name(), query="q1", address=PLACE, text="?"),
            lambda: f.QueryAnswered(id=self.name(), query="q1", address=PLACE, text="!"),
            lambda: f.QueryClosed(id=self.name(), query="q1", address=PLACE),
            lambda: f.Frozen(id=self.name(), address=PLACE),
            lambda: f.FreezeReleased(id=self.name(), address=PLACE, reason="r"),
            lambda: f.VisitStatus(id=self.name(), address=Address("s1", "M3"), status="DONE"),
            lambda: f.Accessed(id=self.name(), what="print"),
        ]
        return self.draw.choice(makers)()

    def _value(self) -> Value:
        return self.draw.choice(VALUES)


@pytest.fixture(scope="session")
def sql_keeper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[InSql]:
    path = tmp_path_factory.mktemp("contract") / "slots.db"
    connection = connect(path, bytes(32), Guard(), create=True)
    migrate(connection, bytes(32), create=True)
    yield InSql(connection)
    connection.close()


@pytest.fixture(params=["memory", "sql"])
def keeper(request: pytest.FixtureRequest) -> Keeper:
    """Every keeper of slots must do the same."""
    if request.param == "memory":
        return InMemory()
    kept: InSql = request.getfixturevalue("sql_keeper")
    return kept


@pytest.fixture
def in_another_order() -> Callable[[History, random.Random], list[Call]]:
    """Another causal order of a history."""
    return shuffled


@pytest.fixture
def random_history() -> Callable[[random.Random, int], History]:
    """A random history of a given length."""
    return lambda draw, length: Author(draw).history(length)


@pytest.fixture
def replayed_in() -> Callable[[Sequence[Call], Slots], None]:
    """Make calls on a keeper of the test's own."""
    return replay
