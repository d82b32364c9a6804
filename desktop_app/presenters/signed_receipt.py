"""The EDC's signed receipts as lines to read and print: what it vouches for, what is open, earlier ones. Pure.

What is signed is told apart from what this workstation says of itself (`presenters.receipt`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import msgspec

from storage.meta import EdcKey
from storage.receipts import Receipt as Kept
from storage.receipts import signed_by
from study.text import Text
from sync.protocol.messages import ChildCount
from sync.protocol.messages import Receipt as Said
from ui.sync.state import ReceiptGroup, ReceiptLine

EARLIER_SHOWN, EARLIER_BESIDE = 20, 2
_HEAD = 16


@dataclass(frozen=True)
class Vouched:
    """A receipt whose signature holds: what it says, its signature, this computer's clock beside the EDC's (ms)."""

    said: Said
    signature: str
    drift_ms: int | None


def vouched(edc: EdcKey | None, kept: Sequence[Kept]) -> tuple[Vouched, ...]:
    """The receipts that this EDC signed, the newest first."""
    found = []
    for one in signed_by(edc, kept) if edc is not None else ():
        try:
            said = msgspec.json.decode(one.body, type=Said)
        except msgspec.DecodeError:
            continue
        found.append(Vouched(said, one.signature.hex(), one.drift_ms))
    return tuple(sorted(found, key=lambda each: each.said.server_utc, reverse=True))


def signed_groups(
    receipts: Sequence[Vouched], zone: ZoneInfo, codes: Mapping[str, str], *, whole: bool
) -> tuple[ReceiptGroup, ...]:
    """The newest receipt as groups of lines, and the earlier ones; nothing without a receipt.

    Not `whole`: what fits beside the queue, without the children and what is held.
    """
    if not receipts:
        return ()
    newest, *earlier = receipts
    title = Text(f"Signed by the EDC {_when(newest.said, zone)}", f"中心库签发 {_when(newest.said, zone)}")
    groups = [ReceiptGroup(title, _lines(newest) if whole else _first(newest.said))]
    if whole:
        groups += _details(newest.said, codes)
    shown = earlier[: EARLIER_SHOWN if whole else EARLIER_BESIDE]
    if shown:
        lines = (ReceiptLine(_plain(_when(each.said, zone)), f"{each.said.number}") for each in shown)
        groups.append(ReceiptGroup(Text("Earlier receipts, to number", "此前回执（截至编号）"), tuple(lines)))
    return tuple(groups)


def _details(said: Said, codes: Mapping[str, str]) -> list[ReceiptGroup]:
    """Each child of this workstation, and what is held with the reason."""
    groups = []
    children = [_child(codes[each.subject], each) for each in said.children if each.subject in codes]
    if children:
        title = Text("Children (changes; conflicts, queries, held)", "患儿（变更；冲突、质疑、暂留）")
        groups.append(ReceiptGroup(title, tuple(sorted(children, key=lambda line: line.text.en))))
    if said.waiting:
        held = (ReceiptLine(each.why or _plain(each.code), f"{each.number}", True) for each in said.waiting)
        groups.append(ReceiptGroup(Text("Held, and why", "暂留及原因"), tuple(held)))
    return groups


def _first(said: Said) -> tuple[ReceiptLine, ...]:
    return (
        ReceiptLine(Text("the site's entries, up to", "本中心记录，截至"), str(said.number)),
        ReceiptLine(Text("queries not closed", "未关闭质疑"), str(said.queries), bool(said.queries)),
    )


def _lines(newest: Vouched) -> tuple[ReceiptLine, ...]:
    said = newest.said
    lines = [
        ReceiptLine(Text("this workstation's entries, up to", "本工作站记录，截至"), str(said.device_seq)),
        ReceiptLine(Text("the site's entries, up to", "本中心记录，截至"), str(said.number)),
        ReceiptLine(Text("conflicts", "冲突"), str(said.conflicts), bool(said.conflicts)),
        ReceiptLine(Text("queries not closed", "未关闭质疑"), str(said.queries), bool(said.queries)),
        ReceiptLine(Text("held", "暂留"), str(said.held), bool(said.held)),
        ReceiptLine(Text("attached files missing", "缺少的附件"), str(said.files_missing), bool(said.files_missing)),
    ]
    if newest.drift_ms is not None:
        off = abs(newest.drift_ms) >= 60_000
        seconds = f"{round(-newest.drift_ms / 1000):+d} s".replace("-", "\N{MINUS SIGN}")
        lines.append(ReceiptLine(Text("this computer's clock is ahead by", "本机时钟快"), seconds, off))
    for name, value in ((Text("head", "链首"), said.head), (Text("signature", "签名"), newest.signature)):
        lines.append(ReceiptLine(name, value[:_HEAD]))
    return tuple(lines)


def _child(code: str, count: ChildCount) -> ReceiptLine:
    open_ = bool(count.conflicts or count.queries or count.held)
    numbers = f"{count.changes}; {count.conflicts}, {count.queries}, {count.held}"
    return ReceiptLine(_plain(code), numbers, open_)


def _when(said: Said, zone: ZoneInfo) -> str:
    return f"{datetime.fromtimestamp(said.server_utc / 1000, UTC).astimezone(zone):%Y-%m-%d %H:%M}"


def _plain(text: str) -> Text:
    return Text(text, text)
