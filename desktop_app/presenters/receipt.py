"""The receipt of the day: what was entered here, what the centre confirmed, what is left. Pure."""

from collections import Counter
from datetime import date
from html import escape
from zoneinfo import ZoneInfo

from desktop_app.paper import Folio
from desktop_app.presenters.change_words import subject_of
from desktop_app.presenters.printed.foot import Printed, colon, foot
from desktop_app.presenters.signed_receipt import signed_groups
from desktop_app.presenters.sync_reading import Reading
from study.changes import facts as f
from study.changes.envelope import Change, facts_of
from study.definition.model import Study
from study.text import Language, Text
from ui.sync.state import Receipt, ReceiptGroup, ReceiptLine

_HEAD = 16
_ENTERED = Text("Entered here today", "今日在此录入")
_CENTRE = Text("Confirmed by the centre", "中心库已确认")
_LEFT = Text("Left over", "尚未完成")


def receipt_of(read: Reading, today: date, zone: ZoneInfo, *, final: bool, whole: bool = False) -> Receipt | None:
    """The receipt as far as it stands; None when nothing was done here today and the EDC has signed nothing yet."""
    made = [change for change in read.today if not _only_access(change)]
    if not made and not read.receipts:
        return None
    kinds = Counter(type(fact) for change in made for fact in facts_of(change))
    children = {subject for change in made if (subject := subject_of(change))}
    open_ = sum(change.id in read.unconfirmed for change in made)
    entered = (
        ReceiptLine(Text("children", "患儿"), str(len(children))),
        ReceiptLine(Text("changes", "变更"), str(len(made))),
        ReceiptLine(Text("values", "数值"), str(kinds[f.ValueSet])),
        ReceiptLine(Text("forms completed", "完成的表单"), str(kinds[f.FormCompleted])),
        ReceiptLine(Text("signatures", "签名"), str(kinds[f.Signed])),
        ReceiptLine(Text("files", "文件"), str(kinds[f.AttachmentAdded])),
    )
    left = (
        ReceiptLine(Text("not confirmed", "未确认"), str(open_), open_ > 0),
        ReceiptLine(Text("two values at one place", "同一处有两个值"), str(len(read.conflicts)), bool(read.conflicts)),
        ReceiptLine(Text("held at the centre", "中心库暂留"), str(len(read.held)), bool(read.held)),
    )
    heads = [(Text("this workstation", "本工作站"), read.tip_hash[:_HEAD])]
    if read.cursor.number:
        number = read.cursor.number
        heads.append((Text(f"the centre's no. {number}", f"中心库第 {number} 号"), read.cursor.head[:_HEAD]))
    return Receipt(
        on=today,
        site=f"{read.home.site} {read.home.site_name}".strip(),
        device=read.home.device_name,
        groups=(
            ReceiptGroup(_ENTERED, entered),
            ReceiptGroup(_CENTRE, (ReceiptLine(Text("changes", "变更"), str(len(made) - open_)),)),
            ReceiptGroup(_LEFT, left),
            *signed_groups(read.receipts, zone, read.codes, whole=whole),
        ),
        heads=tuple(heads),
        final=final and not open_,
        unconfirmed=open_,
    )


def receipt_folio(receipt: Receipt, study: Study, page: Printed, language: Language) -> Folio:
    """The receipt as pages to print."""
    said = Text("Receipt of the day", "当日回执").get(language)
    standing = (Text("final", "最终") if receipt.final else Text("draft", "草稿")).get(language)
    parts = [f"<p style='font-size:13pt'><b>Cartella · {said} ({standing})</b></p>"]
    parts.append(f"<p>{receipt.on:%Y-%m-%d} · {escape(receipt.site)} · {escape(receipt.device)}</p>")
    for group in receipt.groups:
        cells = ((escape(line.text.get(language)), escape(line.number)) for line in group.lines)
        rows = (f"<tr><td width='70%'>{name}</td><td align='right'>{number}</td></tr>" for name, number in cells)
        parts.append(f"<h4>{escape(group.title.get(language))}</h4><table width='100%'>{''.join(rows)}</table>")
    parts += [f"<p>{escape(name.get(language))}{colon(language)}<tt>{head}</tt></p>" for name, head in receipt.heads]
    signed = Text("Signature", "签名").get(language) + colon(language)
    body = "".join([*parts, f"<p><br/>{signed}______________________</p>"])
    return Folio(f"<div style='font-size:9pt'>{body}</div>", foot(study, page, language))


def _only_access(change: Change) -> bool:
    return all(isinstance(fact, f.Accessed) for fact in facts_of(change))
