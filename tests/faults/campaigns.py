"""All campaigns, in the order in which they are carried out."""

from tests.faults import (
    damage,
    deaths,
    files,
    kills,
    limits,
    lines,
    planted,
    power,
    sticks,
    sync_deaths,
    sync_lines,
    sync_pasts,
)
from tests.faults.campaign import Campaign

ALL: tuple[Campaign, ...] = (
    *kills.CAMPAIGNS,
    *deaths.CAMPAIGNS,
    *power.CAMPAIGNS,
    *files.CAMPAIGNS,
    *limits.CAMPAIGNS,
    *damage.CAMPAIGNS,
    *planted.CAMPAIGNS,
    *lines.CAMPAIGNS,
    *sticks.CAMPAIGNS,
    *sync_lines.CAMPAIGNS,
    *sync_deaths.CAMPAIGNS,
    *sync_pasts.CAMPAIGNS,
)
