"""CRS and ICANS of a child as the trial view shows them: one line an episode, the latest first. Pure."""

from datetime import datetime

from desktop_app.presenters.episode_words import EpisodeLine, episode_lines
from study.course import Course
from study.text import Text
from study.toxicity import BOTH
from ui.child.trial_state import Mark, TrialBlock, TrialLine

_NONE = Text("No CRS or ICANS of grade 1 or more.", "无1级及以上的CRS或ICANS。")


def episode_block(course: Course, now: datetime) -> TrialBlock:
    """The episodes at a wall-clock time of the site, each with what is to be said of its grades and gaps.

    A study without these forms has an empty block.
    """
    if not any(which in course.study.forms for which in BOTH):
        return TrialBlock()
    found = [line for which in BOTH for line in episode_lines(course, which, now)]
    still = sum(line.open for line in found)
    verdict = Text(f"{still} open", f"未结束 {still}") if still else None
    return TrialBlock(tuple(_line(each) for each in found), _NONE, verdict, Mark.WARN)


def _line(line: EpisodeLine) -> TrialLine:
    mark = Mark.WARN if line.warn else Mark.WAIT if line.open else Mark.NONE
    return TrialLine(line.text, line.detail, mark=mark, key=line.key)
