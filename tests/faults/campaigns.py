"""All campaigns, in the order in which they are carried out."""

from tests.faults import files, kills, lines
from tests.faults.campaign import Campaign

ALL: tuple[Campaign, ...] = (*kills.CAMPAIGNS, *files.CAMPAIGNS, *lines.CAMPAIGNS)
