"""`cartella edc site lease` and `leases`: blocks of subject codes, and which workstation may give them."""

import argparse

from desktop_app.cli.edc import service_of
from desktop_app.cli.outcome import HouseOf, Outcome, table
from study.text import Text
from sync.server.lease_admin import Block, blocks, lease_more


def leases(args: argparse.Namespace, _house_of: HouseOf) -> Outcome:
    """Every block, whose it is, and how many of its codes are free."""
    with service_of(args) as service:
        found = blocks(service, args.site)
    return Outcome([_data(block) for block in found], table([_row(block) for block in found]))


def lease(args: argparse.Namespace, _house_of: HouseOf) -> Outcome:
    """One more block. KnownError `device-unknown`, `no-codes`."""
    with service_of(args) as service:
        block = lease_more(service, args.site, args.device)
    line = Text(
        f"{block.first} to {block.last}: {block.name}. It comes with that workstation's next sync.",
        f"{block.first} 至 {block.last}：{block.name}。该工作站下次同步时生效。",
    )
    return Outcome(_data(block), (line,))


def _data(block: Block) -> dict[str, object]:
    return {"first": block.first, "last": block.last, "device": block.device, "name": block.name, "free": block.free}


def _row(block: Block) -> tuple[str, ...]:
    return (block.first, block.last, block.name, str(block.free), block.device)
