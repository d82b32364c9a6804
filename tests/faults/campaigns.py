"""All campaigns, in the order in which they are carried out."""

from tests.faults import deaths, files, kills, lines
from tests.faults.campaign import Campaign

ALL: tuple[Campaign, ...] = (*kills.CAMPAIGNS, *deaths.CAMPAIGNS, *files.CAMPAIGNS, *lines.CAMPAIGNS)
