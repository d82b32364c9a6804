"""After the EDC was restored from a backup: the last number both share, and what the EDC has lost.

Asks the EDC and reads the store; writes nothing. The choice of numbers is `plan`'s.
"""

from storage.log import Tip
from study.changes.envelope import GENESIS, SignedChange
from sync.client import plan
from sync.client.local import Reading
from sync.protocol.edc import Edc
from sync.protocol.versions import HASHES


def last_common(edc: Edc, reader: Reading, high: int) -> tuple[int, str]:
    """The last number, at most `high`, at which both chains have the same head; and that head."""
    low = 0
    while low < high:
        asked = plan.probes(low, high)
        theirs = {each.number: each.head for each in edc.heads(asked).heads}
        ours = {number: head for number in asked if (head := reader.head_at(number)) is not None}
        low, high = plan.narrow(low, asked, theirs, ours)
    return low, (reader.head_at(low) if low else GENESIS) or GENESIS


def lost_by_edc(edc: Edc, reader: Reading) -> list[SignedChange]:
    """Every change this store has and the EDC lacks, whoever made it, in an order the EDC can take."""
    numbered = set(reader.hashes(reader.cursor().number))
    unnumbered = [name for name in reader.hashes() if name not in numbered]
    lost: list[SignedChange] = []
    for start in range(0, len(unnumbered), HASHES):
        lacking = edc.lacking(unnumbered[start : start + HASHES]).hashes
        lost += [signed for name in lacking if (signed := reader.change(name)) is not None]
    return plan.in_chain_order(lost)


def first_changes(reader: Reading, limit: int) -> list[SignedChange]:
    """This device's first changes, from its first on."""
    return reader.changes_after(reader.home().device, Tip().seq, limit)
