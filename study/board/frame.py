"""What a pack says of itself: as of when, what the record behind it holds and lacks; words that all its tables use."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

import msgspec

from study.definition.model import Study
from study.sheet import Cell, Sheet, same
from study.text import Text
from study.writing import rounded

CHILD = Text("Child", "患儿")
NONE = Text("–", "–")
UNKNOWN = Text("not known", "未知")
CANNOT_TELL = Text("cannot tell", "无法判断")
WHOLE = 20
"""Of fewer children a percentage says more than is known: only the counts are told."""


class Device(msgspec.Struct, frozen=True):
    """A workstation or the EDC: its name, how many changes of it are here and when the last one says it was made."""

    name: str
    changes: int
    last: str
    here: bool = False
    ended: bool = False
    centre: bool = False


class AsideRecord(msgspec.Struct, frozen=True):
    """A record that stands aside: its code, the one that goes on, and the adverse events that stand under it."""

    code: str
    on: str
    events: int
    serious: int


class Frame(msgspec.Struct, frozen=True):
    """The record behind a pack, at a wall-clock time of the site.

    `exchange` is when it was last level with the EDC (None: never), `agrees` whether both ends were equal then.
    `unsent`, `held` and `rejected` count changes; `withdrawn` children whose record was withdrawn.
    """

    study: Study
    now: datetime
    site: str
    devices: tuple[Device, ...] = ()
    unsent: int = 0
    held: int = 0
    rejected: int = 0
    exchange: datetime | None = None
    agrees: bool | None = None
    aside: tuple[AsideRecord, ...] = ()
    withdrawn: int = 0

    def label(self, codelist: str, code: str) -> Text:
        """The label of an answer; the code itself where the list does not know it, a dash without one."""
        found = (choice.label for choice in self.study.codelists.get(codelist, ()) if choice.code == code)
        return next(found, same(code or "–"))


def standing(frame: Frame, unsettled: int) -> Sheet:
    """As of when, whose data, and what is not in it."""
    board = frame.study.protocol.monitoring_board or UNKNOWN
    rows: list[tuple[Cell, ...]] = [
        (Text("Data as of", "数据截止"), f"{frame.now:%Y-%m-%d %H:%M}"),
        (Text("Study and version", "研究及版本"), f"{frame.study.code} {frame.study.version}"),
        (Text("Digest of the definition", "研究定义摘要值"), frame.study.digest[:16]),
        (Text("Site", "中心"), frame.site),
        (Text("Data and safety monitoring board (registry)", "数据安全监察委员会（注册信息）"), board),
        *((_device_head(each), _device(each)) for each in frame.devices),
        (Text("Last full sync with the EDC", "最近一次与中心库（EDC）完整同步"), _exchange(frame)),
        (Text("Not sent to the EDC yet", "尚未发送到中心库"), _changes(frame.unsent)),
        (Text("Held by the EDC, without effect", "中心库暂留（未生效）"), _changes(frame.held)),
        (Text("Rejected by the EDC", "中心库已驳回"), _changes(frame.rejected)),
        (Text("Values in conflict on forms of safety", "安全性表单中未裁定的冲突值"), str(unsettled)),
        (Text("Records withdrawn as a whole", "整份撤回的记录"), str(frame.withdrawn)),
    ]
    notes = [
        Text(
            "Not in it: what another workstation has not sent, what stands on paper only, names, dates of birth and "
            "free text but for the terms of adverse events.",
            "不含：其他工作站尚未上传的数据、仅有纸质记录的内容、姓名、出生日期；除不良事件名称外不含自由文本。",
        ),
        Text(
            "Two values that nobody decided between are counted as not known.",
            "未裁定的冲突值按未知计。",
        ),
        *map(_aside, frame.aside),
    ]
    title, columns = Text("What this pack rests on", "数据来源与范围"), (Text("What", "项目"), Text("Standing", "情况"))
    return Sheet("standing", title, columns, tuple(rows), tuple(notes))


def _device_head(each: Device) -> Text:
    if each.centre:
        return Text("EDC", "中心库（EDC）")
    if each.here:
        return Text("Workstation (this one)", "工作站（本机）")
    return Text("Workstation (ended)", "工作站（已停用）") if each.ended else Text("Workstation", "工作站")


def _device(each: Device) -> Text:
    name = each.name or "?"
    return Text(
        f"{name}: changes that are here: {each.changes}, the last of {each.last}",
        f"{name}：本记录含其更改 {each.changes} 次，末次 {each.last}",
    )


def _exchange(frame: Frame) -> Cell:
    if frame.exchange is None:
        return Text("never: only this workstation's data are here", "从未同步：仅含本机数据")
    at = f"{frame.exchange:%Y-%m-%d %H:%M}"
    if frame.agrees:
        return Text(f"{at}, both ends equal", f"{at}，两端一致")
    return Text(f"{at}, both ends not compared or not equal", f"{at}，两端未比对或不一致")


def _changes(count: int) -> Text:
    return Text("none", "无") if not count else Text(f"changes: {count}", f"更改 {count} 次")


def _aside(each: AsideRecord) -> Text:
    return Text(
        f"{each.code} stands aside: {each.on} goes on for the same child. It is not counted; under it stand "
        f"{each.events} adverse events, {each.serious} of them serious.",
        f"{each.code} 已停用，同一患儿由 {each.on} 继续记录，不重复计数；其下有不良事件 {each.events} 件，"
        f"其中严重 {each.serious} 件。",
    )


def share(count: int, of: int) -> str:
    """A count out of how many; with a percentage from `WHOLE` children on."""
    return f"{count} / {of} ({rounded_percent(count, of)} %)" if of >= WHOLE else f"{count} / {of}"


def rounded_percent(count: int, of: int) -> str:
    """A share in whole percent."""
    return rounded(Decimal(100 * count) / of, 0)


def study_day(day: int | None) -> str:
    """A study day: D0 is the infusion."""
    return "–" if day is None else f"D{day}"


def day_span(days: tuple[date, date] | None, infusion: date | None) -> str:
    """The study days that a date or partial date may mean."""
    if days is None or infusion is None:
        return "–"
    first, last = ((day - infusion).days for day in days)
    return f"D{first}" if first == last else f"D{first} … D{last}"


def counted(cells: Iterable[Cell]) -> Text:
    """How often each grade stands among cells, in their order; what is said in words last."""
    counts = Counter(cells)
    grades = sorted((cell, count) for cell, count in counts.items() if isinstance(cell, str))
    words = [(cell, count) for cell, count in counts.items() if isinstance(cell, Text)]
    told = [*((same(grade), count) for grade, count in grades), *words]
    return Text(
        "; ".join(f"{cell.en}: {count}" for cell, count in told),
        "；".join(f"{cell.zh}：{count}" for cell, count in told),
    )


def listed(codes: Iterable[str]) -> str:
    """Codes of children in a row; a dash for none."""
    return ", ".join(sorted(codes)) or "–"
