"""What the EDC once vouched for and has no longer: its earlier receipts held against what it says now. Pure.

A receipt is signed, so an EDC that was set back, or that lost something, can't say that it never had it.
"""

from collections.abc import Iterable
from datetime import UTC, datetime

from study.text import Text
from sync.protocol.messages import Greeting, Receipt


def forgotten(receipts: Iterable[Receipt], device: str, greeting: Greeting) -> Text | None:
    """The first receipt of this device that the EDC does not bear out, in words; None when it bears out all."""
    for receipt in sorted(receipts, key=lambda one: one.server_utc):
        if receipt.device != device:
            continue
        if receipt.device_seq > greeting.your_seq:
            en = (
                f"up to entry {receipt.device_seq} of this workstation, and now has them up to {greeting.your_seq} only"
            )
            zh = f"本工作站的记录至第 {receipt.device_seq} 条，现仅有至第 {greeting.your_seq} 条"
            return _words(receipt, en, zh)
        if receipt.device_seq == greeting.your_seq and receipt.device_hash != greeting.your_hash:
            en = f"entry {receipt.device_seq} of this workstation, and now has another one in its place"
            return _words(receipt, en, f"本工作站的第 {receipt.device_seq} 条记录，现该处为另一条记录")
        if receipt.epoch != greeting.epoch:
            continue
        if receipt.number > greeting.number or (receipt.number == greeting.number and receipt.head != greeting.head):
            en = f"the site's entries up to number {receipt.number}, and now has another record of them"
            return _words(receipt, en, f"本中心记录至第 {receipt.number} 号，现与之不符")
    return None


def _words(receipt: Receipt, en: str, zh: str) -> Text:
    on = datetime.fromtimestamp(receipt.server_utc / 1000, UTC)
    return Text(
        f"On {on:%Y-%m-%d} at {on:%H:%M} (UTC) the EDC gave a signed receipt for {en}. Everything is still here and is "
        "given back to it; tell the data manager, and keep the receipt.",
        f"中心库曾于 {on:%Y-%m-%d} {on:%H:%M}（UTC）签发回执，证明已收到{zh}。所有内容仍保存在本机，将重新提交；"
        "请告知数据管理员并保留该回执。",
    )
