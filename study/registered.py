"""What the registry announced, and how the trial stands against it: number of children, recruiting, sharing the data.

Pure. A number or a date that the protocol does not give is not looked at. Nothing here stops anybody: an amendment or
a corrected entry is for people.
"""

from collections.abc import Iterable
from datetime import date

import msgspec

from study.address import Address
from study.consent_log import TRIAL, Consent, consents_given
from study.definition.trial import Protocol
from study.eligibility import eligible_on
from study.finding import Finding
from study.followup import leaving
from study.status import apheresis
from study.text import Text
from study.timeline import Timeline

SCREEN_FAILURE = "SCREENFAIL"


class Recruited(msgspec.Struct, frozen=True):
    """How many children count as enrolled, and how many the protocol plans."""

    enrolled: int
    planned: int

    @property
    def words(self) -> Text:
        """The two numbers."""
        return Text(f"{self.enrolled} of {self.planned} enrolled", f"已入组 {self.enrolled}/{self.planned}")

    @property
    def too_many(self) -> Text | None:
        """That more were enrolled than planned; None up to the planned number."""
        if self.enrolled <= self.planned:
            return None
        return Text(
            f"{self.enrolled} children are enrolled and {self.planned} are planned: an amendment is needed.",
            f"已入组 {self.enrolled} 例，超过计划的 {self.planned} 例：须修订方案。",
        )


def enrolled_on(line: Timeline) -> date | None:
    """Since when a child counts as enrolled: found eligible at the first gate, at the latest by its apheresis or its
    infusion; None while it is screened and for a screening failure that got no infusion.
    """
    return line.remember("enrolled", Address(line.record.subject), lambda: _enrolled_on(line))


def _enrolled_on(line: Timeline) -> date | None:
    left = leaving(line)
    if left is not None and left.reason == SCREEN_FAILURE and line.infusion is None:
        return None
    days = (eligible_on(line), apheresis(line), line.infusion)
    return min((day for day in days if day is not None), default=None)


def recruited(protocol: Protocol, children: Iterable[Timeline]) -> Recruited | None:
    """The children of this record that count as enrolled; None where the protocol plans no number."""
    if protocol.planned_subjects is None:
        return None
    return Recruited(sum(enrolled_on(line) is not None for line in children), protocol.planned_subjects)


def sharing(protocol: Protocol, today: date) -> Text | None:
    """Until when the data are to be shared and how many days that is; None where the protocol gives no date."""
    by = protocol.share_by
    if by is None:
        return None
    left = (by - today).days
    if left < 0:
        return Text(f"data were to be shared by {by}, {-left} d ago", f"数据共享期限 {by}，已超过 {-left} 天")
    return Text(f"data to be shared by {by}, {left} d left", f"数据共享期限 {by}，剩余 {left} 天")


def outside_recruiting(line: Timeline) -> Finding | None:
    """The first consent for the trial outside the recruiting period; where that fits, the enrolment outside it.

    A flag of the child and no deviation of its own: one amendment answers for all such children.
    """
    trial = [each for each in consents_given(line) if each.kind == TRIAL and each.on is not None]
    first = min(trial, key=_day, default=None)
    said = _outside(line.study.protocol, first.on, Text("consent", "知情同意")) if first else None
    if first is not None and said is not None:
        return Finding("recruiting", said, first.place)
    said = _outside(line.study.protocol, enrolled_on(line), Text("enrolment", "入组"))
    return Finding("recruiting", said, Address(line.record.subject)) if said is not None else None


def _day(given: Consent) -> date:
    return given.on or date.max


def _outside(protocol: Protocol, on: date | None, what: Text) -> Text | None:
    begins, ends = protocol.recruits_from, protocol.recruits_to
    if on is None:
        return None
    if begins is not None and on < begins:
        return Text(
            f"The {what.en} of {on} came before recruiting began ({begins}).",
            f"{what.zh}（{on}）早于招募开始日（{begins}）。",
        )
    if ends is not None and on > ends:
        return Text(
            f"The {what.en} of {on} came after recruiting ended ({ends}).",
            f"{what.zh}（{on}）晚于招募结束日（{ends}）。",
        )
    return None
