"""All campaigns, in the order in which they are carried out."""

from tests.faults import damage, deaths, files, kills, limits, lines, planted, power, sticks
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
)
