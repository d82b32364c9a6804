"""Laboratory reports of hospital systems: read, matched to the study's items, looked at, then one change."""

from sync.files.lab.match import About, match
from sync.files.lab.person import names_match
from sync.files.lab.plan import Step, plan, to_facts
from sync.files.lab.preview import Choice, LabPreview
from sync.files.lab.read import read_table
from sync.files.lab.table import LabSheet, corrected

__all__ = [
    "About", "Choice", "LabPreview", "LabSheet", "Step", "corrected", "match", "names_match", "plan", "read_table",
    "to_facts",
]  # fmt: skip
