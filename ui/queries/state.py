"""What the room of queries shows and asks for. Plain data."""

from dataclasses import dataclass
from enum import StrEnum

from study.text import Text
from ui.visit.state import Option
from ui.widgets.state import Message


class Standing(StrEnum):
    """How far a query is: TO_ANSWER waits for the site, ANSWERED for who asked."""

    TO_ANSWER = "to_answer"
    ANSWERED = "answered"
    CLOSED = "closed"


class Age(StrEnum):
    """How long a query has been open, as a filter."""

    ANY = "any"
    WEEK = "week"
    MONTH = "month"


AGE_DAYS = {Age.ANY: 0, Age.WEEK: 7, Age.MONTH: 30}


@dataclass(frozen=True)
class Filter:
    """Which queries are shown; `standing` None shows all."""

    standing: Standing | None = Standing.TO_ANSWER
    child: str = ""
    form: str = ""
    age: Age = Age.ANY


@dataclass(frozen=True)
class QueryLine:
    """One query. `days` since it was opened; `where` is the field, `asked` who asked."""

    query: str
    code: str
    name: str
    where: Text
    text: str
    asked: Text
    standing: Standing
    days: int
    form: str


@dataclass(frozen=True)
class Post:
    """One turn of a thread: who, when (site time), what they did, what they wrote."""

    who: Text
    when: str
    did: Text
    text: str
    pending: bool = False


@dataclass(frozen=True)
class Thread:
    """The query that is chosen. `value` is what stands in the field now. `draft`: an answer that was half typed.

    `place` is the address key of the field. `why_not` says why this person can't answer.
    """

    query: str
    title: Text
    value: Text
    posts: tuple[Post, ...]
    standing: Standing
    place: str
    may_answer: bool = False
    may_reopen: bool = False
    may_close: bool = False
    why_not: Text | None = None
    draft: str = ""


@dataclass(frozen=True)
class QueriesState:
    """The lines that pass the filter and the thread of the chosen one. `counts` are over all queries."""

    lines: tuple[QueryLine, ...] = ()
    thread: Thread | None = None
    chosen: Filter = Filter()
    children: tuple[Option, ...] = ()
    forms: tuple[Option, ...] = ()
    counts: tuple[tuple[Standing, int], ...] = ()
    names_hidden: Text | None = None
    loading: bool = False
    busy: bool = False
    message: Message | None = None
    read: int = 0
    unread: int = 0
    """How many of the children who have a query are in it, and how many are not yet."""


class Did(StrEnum):
    """What a person does with a query."""

    ANSWER = "answer"
    REOPEN = "reopen"
    CLOSE = "close"


@dataclass(frozen=True)
class Said:
    """Somebody answers, reopens or closes a query with a text."""

    query: str
    did: Did
    text: str


@dataclass(frozen=True)
class Typed:
    """An answer that is being typed; kept so that nothing of it is lost."""

    query: str
    text: str
