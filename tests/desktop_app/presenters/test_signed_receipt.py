"""What the EDC signed, as lines: true to the receipt, with its signature only, amber where something is open."""

from zoneinfo import ZoneInfo

import msgspec

from desktop_app.presenters.signed_receipt import Vouched, signed_groups, vouched
from storage.meta import EdcKey
from storage.receipts import Receipt as Kept
from study.text import Text
from sync.protocol.messages import ChildCount, HeldEntry, Receipt

ZONE = ZoneInfo("Asia/Shanghai")
SAID = Receipt(
    site="SH01", device="d", device_seq=12, device_hash="h", epoch="e", number=40, head="ab" * 32, state="s",
    children=(ChildCount(subject="c1", changes=7, conflicts=1, held=0, queries=2),), conflicts=1, held=1,
    server_utc=1_790_000_000_000, files=3, files_missing=1, queries=2,
    waiting=(HeldEntry(number=39, device="d", seq=11, code="frozen", why=Text("waits: frozen", "等待：冻结")),),
)  # fmt: skip


def one(said: Receipt = SAID, drift: int | None = -90_000) -> Vouched:
    return Vouched(said, "cd" * 64, drift)


def test_on_paper_stand_children_reasons_and_the_clock() -> None:
    groups = signed_groups((one(), one(msgspec.structs.replace(SAID, number=30))), ZONE, {"c1": "LN-001"}, whole=True)
    assert [group.title.en.partition(" 2026")[0] for group in groups] == [
        "Signed by the EDC", "Children (changes; conflicts, queries, held)", "Held, and why",
        "Earlier receipts, to number",
    ]  # fmt: skip
    lines = {line.text.en: (line.number, line.attention) for group in groups for line in group.lines}
    assert lines["LN-001"] == ("7; 1, 2, 0", True)
    assert lines["waits: frozen"] == ("39", True)
    assert lines["this computer's clock is ahead by"] == ("+90 s", True)
    assert lines["queries not closed"] == ("2", True)
    assert lines["attached files missing"] == ("1", True)
    assert lines["head"] == ("ab" * 8, False)


def test_beside_the_queue_stands_what_fits() -> None:
    groups = signed_groups([one()] * 9, ZONE, {"c1": "LN-001"}, whole=False)
    assert [len(group.lines) for group in groups] == [2, 2]
    assert signed_groups((), ZONE, {}, whole=True) == ()


def test_what_the_edc_did_not_sign_is_no_receipt() -> None:
    body = msgspec.json.encode(SAID)
    assert vouched(EdcKey("edc", bytes(32)), [Kept(body, b"\1" * 64, body)]) == ()
    assert vouched(None, [Kept(body, b"\1" * 64, body)]) == ()
