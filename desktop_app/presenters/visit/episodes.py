"""The episodes of CRS or ICANS beside the form that assesses them. Pure."""

from desktop_app.presenters.episode_words import EpisodeLine, assessment_line, episode_lines
from desktop_app.presenters.visit.scene import Scene
from study.address import parse_key
from study.text import Text
from study.toxicity import BOTH
from ui.visit.state import EpisodeRow

NO_EPISODE = Text("No episode: no assessment of grade 1 or more.", "无发作：尚无1级及以上的评估。")


def episode_rows(scene: Scene) -> tuple[EpisodeRow, ...]:
    """The grade of the open assessment, then the child's episodes; none on another form."""
    which = next((each for each in BOTH if each == scene.form.code), None)
    if which is None:
        return ()
    course = scene.child.course
    here = assessment_line(course, which, scene.place)
    found = tuple(episode_lines(course, which, scene.now.replace(tzinfo=None)))
    lines = (*((here,) if here is not None else ()), *found)
    rows = tuple(_row(scene, each) for each in lines)
    return rows if found else (*rows, EpisodeRow(NO_EPISODE))


def _row(scene: Scene, line: EpisodeLine) -> EpisodeRow:
    elsewhere = bool(line.key) and parse_key(line.key).in_visit != scene.at.address
    return EpisodeRow(line.text, line.detail, line.warn, line.key, elsewhere)
