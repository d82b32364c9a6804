"""The first page of an archive: what it is, until when it is kept, what it lacks, where everything lies, how to check.

Needs nothing but a browser. Texts out; reads what was handed to it.
"""

from collections.abc import Iterator, Sequence
from html import escape

import msgspec

from desktop_app.presenters.archive import errors, html
from desktop_app.presenters.archive.children import Archived
from desktop_app.presenters.archive.folder import FileEntry
from desktop_app.presenters.archive.manifest import MANIFEST, PREFIX, SIGNATURE, SUMS, Manifest, fingerprint_of
from desktop_app.presenters.archive.still import Still
from desktop_app.presenters.archive.trail import name_of
from storage.finding import Report
from study.text import Text

INDEX = "index.html"
_TITLE = Text("Archive of the study", "研究归档")
_SIGN = Text(
    "To check every file without the program, open a terminal in this folder and type `sha256sum -c SHA256SUMS` "
    "(Linux) or `shasum -a 256 -c SHA256SUMS` (macOS); on Windows compare `certutil -hashfile FILE SHA256` with the "
    "file's line.",
    "不使用本程序即可核对每个文件：在本文件夹打开终端，输入 sha256sum -c SHA256SUMS（Linux）或 "
    "shasum -a 256 -c SHA256SUMS（macOS）；Windows 可用 certutil -hashfile 文件 SHA256 与清单中对应行比对。",
)
_MORE = Text(
    "With the program: `cartella archive --check FOLDER` names every file that is missing, extra or altered.",
    "使用本程序：cartella archive --check 文件夹，可逐一列出缺失、多余或被改动的文件。",
)
_PLACES = {
    "data": Text("Data as tables (CSV, UTF-8)", "数据表（CSV，UTF-8）"),
    "audit": Text("Audit trail as tables", "稽查轨迹（表格）"),
    "study": Text("Study definition, every version used", "研究定义（全部使用过的版本）"),
    "laboratory": Text("Laboratory's tables of reference intervals", "检验科参考区间表"),
    "people": Text("Workstations and their keys", "工作站及其公钥"),
    "questions": Text("An auditor's sixteen questions: people and rights, amendments, consents, freezes ...",
                      "稽查十六问：人员与权限、方案修订、知情同意、冻结等"),
    "receipts": Text("Receipts that the EDC signed", "中心库签发的回执"),
    "log": Text("Every entry as it was signed", "逐条签名的原始记录"),
    "names": Text("Who the codes are", "编号与姓名对照"),
}  # fmt: skip


class Around(msgspec.Struct, frozen=True):
    """What the page says beside the manifest."""

    children: tuple[Archived, ...]
    pages: int
    entries: int
    report: Report


def index_page(still: Still, manifest: Manifest, around: Around) -> str:
    """The page."""
    title = Text(f"{_TITLE.en}: {manifest.title.en}", f"{_TITLE.zh}：{manifest.title.zh}")
    body = [
        *_warnings(manifest), *_what(manifest, around), *_keep(manifest), *_absent(manifest),
        *_children(still, around), *_places(manifest.files, around), *_check(manifest),
    ]  # fmt: skip
    return html.page(title, body)


def _warnings(manifest: Manifest) -> Iterator[str]:
    yield html.said(errors.PLAIN, loud=True)
    if manifest.names:
        yield html.said(errors.NAMED, loud=True)
    else:
        by_code = Text(
            "The children stand here by their codes; whose they are stands in the record, and in the site's own list.",
            "患儿仅以编号标识；编号与姓名的对应关系保存在系统记录及本中心名单中。",
        )
        yield html.said(by_code)


def _what(manifest: Manifest, around: Around) -> Iterator[str]:
    state = manifest.state
    edc = Text("none heard", "无") if not state.edc_number else Text(f"{state.edc_number}", f"{state.edc_number}")
    verified = Text("everything holds", "全部有效")
    if not around.report.whole:
        count = len(around.report.findings)
        verified = Text(f"{count} findings, see below", f"发现 {count} 处问题，见下")
    pairs = (
        (Text("Study", "研究"), escape(f"{manifest.study} · {manifest.version}")),
        (Text("Digest of the definition in force", "现行研究定义摘要"), _code(manifest.definition)),
        (Text("Site", "中心"), escape(f"{manifest.site} {manifest.site_name}")),
        (Text("Made (site time, UTC)", "归档时间（本中心，UTC）"), f"{manifest.made_site} · {manifest.made_utc}"),
        (Text("By, on which workstation", "归档人与工作站"), escape(f"{manifest.by} · {manifest.device_name}")),
        (Text("Program", "程序版本"), escape(manifest.program)),
        (Text("Entries of the record", "记录条数"), str(state.entries)),
        (Text("State hash of the record", "记录状态哈希"), _code(state.state)),
        (Text("This workstation's last entry", "本工作站末条记录"), f"{state.device_seq} · {_code(state.device_hash)}"),
        (Text("The EDC's last number heard here", "已收到的中心库末号"), f"{html.both(edc)} · {_code(state.edc_head)}"),
        (Text("Record verified when this was made", "归档时记录校验"), html.both(verified)),
        (
            Text("Language of the printed forms", "表单语言"),
            html.both(Text("in English", "英文版") if manifest.language == "en" else Text("in Chinese", "中文版")),
        ),
    )
    yield html.heading(Text("What this is", "归档说明"))
    yield html.pairs((html.both(name), said) for name, said in pairs)


def _code(text: str) -> str:
    return f"<code>{escape(text)}</code>" if text else "—"


def _keep(manifest: Manifest) -> Iterator[str]:
    yield html.heading(Text("Until when it is kept", "保存期限"))
    if not manifest.keep:
        yield html.said(
            Text("The definition names no rule of how long records are kept.", "研究定义未规定资料保存期限。")
        )
        return
    first, *rest = manifest.keep
    yield html.said(first, loud=True)
    yield html.listed(map(html.both, rest))


def _absent(manifest: Manifest) -> Iterator[str]:
    yield html.heading(Text("What is not in it, and what is open", "未包含的内容与未完成事项"))
    yield html.listed(
        escape(each.en) if each.en == each.zh else f'<span class="zh">{escape(each.zh)}</span><br>{escape(each.en)}'
        for each in manifest.absent
    )


def _children(still: Still, around: Around) -> Iterator[str]:
    yield html.heading(Text("The children", "患儿"))
    columns = (
        Text("Child", "患儿"), Text("Visits", "访视"), Text("Files", "附件"), Text("Signatures", "签名"),
        Text("Queries", "质疑"), Text("Remarks", "备注"),
    )  # fmt: skip
    yield html.table(columns, (_child(still, each) for each in around.children))


def _child(still: Still, made: Archived) -> tuple[str, ...]:
    subject = made.child.subject
    name = f" {made.child.identity.name}" if still.names else ""
    shown = html.link(f"children/{still.folders[subject.id]}/{INDEX}", f"{subject.label or subject.id}{name}")
    queries = len({turn.query for turn in made.turns})
    inside = sum(bool(each.path) for each in made.files)
    files = str(inside) if inside == len(made.files) else f"{inside} / {len(made.files)}"
    remarks = []
    if subject.withdrawn:
        remarks.append(Text("withdrawn", "已撤回"))
    if made.child.aside is not None:
        on = made.child.aside.on.label
        remarks.append(Text(f"{on} goes on", f"由 {on} 继续"))
    said = "<br>".join(map(html.both, remarks))
    return shown, str(len(made.visits)), files, str(len(made.signed)), str(queries), said


def _places(files: Sequence[FileEntry], around: Around) -> Iterator[str]:
    yield html.heading(Text("Everything else", "其他内容"))
    pages = Text(
        f"Audit trail to read: {around.entries} entries on {around.pages} pages",
        f"稽查轨迹（网页）：{around.entries} 条，共 {around.pages} 页",
    )
    yield f"<p>{html.link(f'audit/{name_of(1)}', html.one_line(pages))}</p>"
    for place, words in _PLACES.items():
        inside = [each for each in files if each.path.startswith(f"{place}/") and not each.path.endswith(".html")]
        inside.sort(key=lambda each: (each.path.count("/"), each.path))
        if inside:
            yield f"<details open><summary><b>{html.both(words)}</b> ({len(inside)})</summary>"
            yield html.listed(f"{html.link(each.path, each.path)} · {_size(each.size)}" for each in inside)
            yield "</details>"


def _size(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 100_000 else f"{size / 1e3:.1f} kB"


def _check(manifest: Manifest) -> Iterator[str]:
    yield html.heading(Text("How to check it", "如何核对"))
    yield html.said(_SIGN)
    yield html.said(_MORE)
    prefix = PREFIX.decode().strip()
    yield html.said(
        Text(
            f"{MANIFEST} lists every file with its SHA-256 and is signed by the workstation. {SIGNATURE} is the "
            f"Ed25519 signature (RFC 8032, hexadecimal) over the line “{prefix}” with its line feed, followed by the "
            f"bytes of {MANIFEST}. Compare the fingerprint of the key with the list of workstations of the record, or "
            "with the paper filed beside this medium.",
            f"{MANIFEST} 列出每个文件及其 SHA-256，并由工作站签名。{SIGNATURE} 为 Ed25519 签名（RFC 8032，十六进制），"
            f"签名内容为“{prefix}”一行（含换行符）加上 {MANIFEST} 的全部字节。请将公钥指纹与系统中的工作站列表"
            "或随介质存档的纸质记录核对。",
        )
    )
    yield html.table(
        (Text("Key", "公钥"), Text("Fingerprint", "指纹")),
        [(_code(manifest.public_key), _code(fingerprint_of(manifest.public_key)))],
    )
    yield f"<p>{html.link(SUMS, SUMS)} · {html.link(MANIFEST, MANIFEST)} · {html.link(SIGNATURE, SIGNATURE)}</p>"
