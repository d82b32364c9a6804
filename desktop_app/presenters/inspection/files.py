"""The answers as files, one CSV a question, as the command line and the window write them. Holds no rule."""

from pathlib import Path

from desktop_app.presenters.inspection.model import Question, Table
from study.text import Language
from sync.files.table_out import write_csv


def write_answer(folder: Path, question: Question, table: Table, language: Language) -> Path:
    """Write an answer with its notes below the rows; returns the file. KnownErrors of `write_csv`."""
    path = folder / f"{question.number:02d}-{question.name}.csv"
    write_table(path, table, language)
    return path


def write_table(path: Path, table: Table, language: Language) -> None:
    """Write an answer with its notes below the rows. KnownErrors of `write_csv`."""
    head = [column.get(language) for column in table.columns]
    write_csv(path, head, [*table.texts(language), *([note.get(language)] for note in table.remarks)])
