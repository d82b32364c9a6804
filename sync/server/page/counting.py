"""What is shown until every child of a site is counted: how far it is, and the page itself as soon as it can be."""

import msgspec

from sync.server.page.asked import Answer
from sync.server.page.reading import Counted, Scene
from sync.server.page.visit import Visitor


def counting(visitor: Visitor, scene: Scene, tab: str, counted: Counted) -> Answer:
    """How many are counted; the browser asks again by itself."""
    done = visitor.page(
        "counting.html", scene=scene, site=scene.site, tab=tab, done=len(counted.figures), total=counted.total,
        zone=scene.study.timezone,
    )  # fmt: skip
    return again_soon(done)


def again_soon(answer: Answer) -> Answer:
    """The same page again in a second, without a script."""
    return msgspec.structs.replace(answer, headers={**answer.headers, "Refresh": "1"})
