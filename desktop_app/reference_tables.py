"""The laboratory's adopted tables as this workstation can read them; what can't be read is said and not used.

Keeps what it read; belongs to whoever has a reader in hand. Must not adopt anything.
"""

from typing import NamedTuple

from storage.read import Reader
from storage.tables import AdoptedTable
from study.definition.model import Study
from study.errors import KnownError
from study.lab_table import LabTable, Tables
from study.reference_table import read_kept, unpack_table
from study.text import Text

NAME = "LAB"
"""The one table of the site; every laboratory it works with has its rows in it."""


class Adoption(NamedTuple):
    """An adoption with what could be read of it (None: nothing)."""

    adopted: AdoptedTable
    table: LabTable | None


class AdoptedTables(NamedTuple):
    """Every adoption, the first one first; `said` names what is not used, and why."""

    adoptions: tuple[Adoption, ...] = ()
    said: tuple[Text, ...] = ()

    @property
    def tables(self) -> Tables:
        """Those that count and can be read, the first one first."""
        return tuple(each.table for each in self.adoptions if each.table is not None and each.adopted.counts)


class TableReader:
    """Tables by digest under one definition."""

    def __init__(self, study: Study) -> None:
        self._study = study
        self._kept: dict[str, tuple[LabTable | None, tuple[Text, ...]]] = {}

    def read(self, reader: Reader) -> AdoptedTables:
        """What was adopted so far."""
        found: list[Adoption] = []
        said: dict[Text, None] = {}
        for adopted in reader.tables(NAME):
            table, faults = self._table(adopted)
            found.append(Adoption(adopted, table))
            said |= dict.fromkeys(faults)
        return AdoptedTables(tuple(found), tuple(said))

    def _table(self, adopted: AdoptedTable) -> tuple[LabTable | None, tuple[Text, ...]]:
        key = f"{adopted.digest} {adopted.fact}"
        if key not in self._kept:
            self._kept[key] = self._read(adopted)
        return self._kept[key]

    def _read(self, adopted: AdoptedTable) -> tuple[LabTable | None, tuple[Text, ...]]:
        try:
            text = unpack_table(adopted.content, adopted.digest)
        except KnownError as error:
            return None, (error.sentence,)
        table, faults = read_kept(self._study, NAME, text)
        return table, tuple(_left_out(fault.sentence) for fault in faults)


def _left_out(fault: Text) -> Text:
    return Text(f"not used under this version of the study: {fault.en}", f"在本研究版本下不予使用：{fault.zh}")
