"""A store at a clinic on a November afternoon, and a first run."""

from datetime import datetime, timedelta

import pytest

from study.text import Text
from ui.ids import UserId
from ui.unlock.state import FirstRunState, Step, StudyChoice, UnlockState, UserChoice

STUDY = Text("Follow-up of children with lupus nephritis after CAR-T", "狼疮性肾炎患儿 CAR-T 随访")


@pytest.fixture
def store() -> UnlockState:
    """Two users, twelve changes unsent, backed up this morning."""
    return UnlockState(
        study=STUDY,
        registry="ChiCTR2500105227",
        site="儿童医院肾脏科",
        device="CR-02",
        version="1.0",
        now=datetime(2026, 11, 17, 13, 48),  # noqa: DTZ001  # a wall-clock time at the site
        users=(
            UserChoice(UserId("u1"), "周敏", Text("Investigator", "研究者")),
            UserChoice(UserId("u2"), "李静", Text("Coordinator", "研究协调员")),
        ),
        chosen=UserId("u1"),
        unsent=12,
        oldest=timedelta(hours=3),
        backup=datetime(2026, 11, 17, 6),  # noqa: DTZ001  # a wall-clock time at the site
        backup_verified=True,
        entries=48213,
        drafts=(("李静", 1),),
    )


@pytest.fixture
def first_run() -> FirstRunState:
    """Nothing on the disk yet."""
    return FirstRunState(
        step=Step.STUDY,
        studies=(StudyChoice("LNCART", "1", STUDY, "ChiCTR2500105227"),),
        time_zones=("Asia/Shanghai", "Europe/Rome"),
        roles=(("investigator", Text("Investigator", "研究者")),),
        folder="/srv/cartella",
    )
