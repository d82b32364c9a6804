"""The audit trail as a table of texts: the columns in both languages and the cells of a row. Pure."""

from desktop_app.presenters.audit_rows import AuditRow
from study.text import Language, Text

COLUMNS: tuple[tuple[str, Text], ...] = (
    ("utc", Text("Time (UTC)", "时间（UTC）")),
    ("site", Text("Time at the site", "本中心时间")),
    ("drift", Text("Clock ahead of the EDC (ms)", "与中心库时钟差（毫秒）")),
    ("who", Text("Who", "操作人")),
    ("role", Text("Role", "角色")),
    ("device", Text("Workstation", "工作站")),
    ("seq", Text("No. on the workstation", "工作站序号")),
    ("kind", Text("What", "操作")),
    ("child", Text("Child", "患儿")),
    ("place", Text("Where", "位置")),
    ("before", Text("Before", "原值")),
    ("after", Text("After", "新值")),
    ("typed", Text("Typed", "录入原文")),
    ("why", Text("Why", "原因")),
    ("standing", Text("At the EDC", "中心库状态")),
    ("number", Text("No. at the EDC", "中心库序号")),
    ("version", Text("Study version", "研究版本")),
    ("change", Text("Change", "变更")),
    ("hash", Text("Hash", "哈希")),
)


def columns(language: Language) -> tuple[str, ...]:
    """The head of the table."""
    return tuple(word.get(language) for _name, word in COLUMNS)


def cells(row: AuditRow, language: Language) -> tuple[str, ...]:
    """One row of it."""
    return tuple(_cell(getattr(row, name), language) for name, _word in COLUMNS)


def _cell(value: object, language: Language) -> str:
    if isinstance(value, Text):
        return value.get(language)
    return "" if value is None else str(value)


PAPER: tuple[Text, ...] = (
    Text("When (site)", "本中心时间"),
    Text("Who", "操作人"),
    Text("What", "操作"),
    Text("Child", "患儿"),
    Text("Where", "位置"),
    Text("Before → after", "原值 → 新值"),
    Text("Why", "原因"),
    Text("At the EDC", "中心库"),
    Text("Workstation, no., hash", "工作站、序号、哈希"),
)
_HASH = 12


def paper_columns(language: Language) -> tuple[str, ...]:
    """The head of the printed table: as much as fits across a page."""
    return tuple(word.get(language) for word in PAPER)


def paper_cells(row: AuditRow, language: Language) -> tuple[str, ...]:
    """One row of it; the full hash stands in the CSV."""
    before, after = row.before.get(language), row.after.get(language)
    at_edc = row.standing.get(language) if row.standing else _cell(row.number, language)
    return (
        row.site,
        f"{row.who} · {row.role.get(language)}" if row.who else row.role.get(language),
        row.kind.get(language),
        row.child,
        row.place.get(language),
        f"{before} → {after}" if before else after,
        row.why,
        at_edc,
        f"{row.device} {row.seq} {row.hash[:_HASH]}",
    )
