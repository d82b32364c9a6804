"""XLSX files: worksheets as lines of cells, with what Excel made of each cell. Owns everything openpyxl knows."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from openpyxl import load_workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.cell import MergedCell
from openpyxl.workbook import Workbook

from study.errors import KnownError
from sync.files.lab.table import EMPTY, At, Cell, Record, held, too_large

START = b"PK\x03\x04"
_UNPACKED = 64 * 1024**2
_LINES = 20_000
_CELLS = 200


def damaged() -> KnownError:
    """The error for a workbook that does not open."""
    return KnownError(
        "lab-workbook-damaged",
        "This Excel file is damaged or protected by a password. Open it in Excel and save it again as XLSX or CSV.",
        "该 Excel 文件已损坏或设有密码。请在 Excel 中打开并重新另存为 XLSX 或 CSV。",
    )


def read_workbook(data: bytes) -> list[Record]:
    """The lines of all worksheets that hold anything. KnownError `lab-workbook-damaged`, `lab-too-large`."""
    try:
        _check_size(data)
        # Read-only: the size of a sheet is then what stands in it and not what the file says of itself.
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        try:
            return held(_records(book))
        finally:
            book.close()
    except (KnownError, MemoryError):
        raise
    # openpyxl lets through whatever a damaged part made happen in it: KeyError, TypeError, zlib.error, ParseError ...
    except Exception as error:
        raise damaged() from error


def _check_size(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        if sum(part.file_size for part in packed.infolist()) > _UNPACKED:
            raise too_large()


def _records(book: Workbook) -> Iterator[Record]:
    for sheet in book.worksheets:
        # What the file says of its own size may be wrong; the rows say it themselves.
        sheet.reset_dimensions()
        for number, row in enumerate(sheet.iter_rows(), start=1):
            if number > _LINES or len(row) > _CELLS:
                if any(cell.value is not None for cell in row):
                    raise too_large()
                continue
            yield Record(At(sheet.title, number), tuple(_cell(cell) for cell in row))


def _cell(cell: SheetCell | MergedCell) -> Cell:
    value = cell.value
    if value is None:
        return EMPTY
    if isinstance(value, datetime):
        return Cell(value.isoformat(" ", "seconds"), "date")
    if isinstance(value, date | time):
        return Cell(value.isoformat(), "date")
    if isinstance(value, timedelta):
        return Cell(str(value), "date")
    if isinstance(value, bool) or not isinstance(value, int | float):
        return Cell(str(value).replace("\n", " ").replace("\r", " ").strip())
    return Cell(_shown(value, str(cell.number_format or "")), "number")


def _shown(value: float, style: str) -> str:
    """A number as the cell shows it: with the decimals of its format ("0.00"), a percentage as one, never rounded."""
    text = str(value) if isinstance(value, int) else format(value, ".15g")
    if "e" in text or text.lstrip("-") in ("inf", "nan"):
        return text
    percent = style.endswith("%")
    number = Decimal(text) * 100 if percent else Decimal(text)
    plain = format(number.normalize(), "f") if number else "0"
    decimals = len(style.rstrip("%").partition(".")[2]) if set(style.rstrip("%")) <= set("0.#,") else 0
    have = len(plain.partition(".")[2])
    if decimals > have:
        plain = f"{plain if have else f'{plain}.'}{'0' * (decimals - have)}"
    return f"{plain}%" if percent else plain
