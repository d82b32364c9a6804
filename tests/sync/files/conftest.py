"""The shipped study, its demo reports, and a small way to write reports."""

from collections.abc import Callable
from pathlib import Path

import pytest

import resources
from desktop_app.study_files import read_folder
from study.definition.load import load
from study.definition.model import Study
from sync.files.lab import LabPreview, match, read_table

FORMS = ("CBC", "INFL", "CHEM", "COAG", "SERO", "IGLYM", "URINE", "U24", "CYTO", "CART", "VIR", "BM")


@pytest.fixture(scope="session")
def study() -> Study:
    """The study that is shipped."""
    return load(read_folder(resources.path("study")))


@pytest.fixture(scope="session")
def demo() -> Path:
    """The folder of the demo reports."""
    return resources.path("demo")


@pytest.fixture(scope="session")
def preview(study: Study) -> Callable[..., LabPreview]:
    """The preview of lines (test, short, result, unit, interval) of one specimen, or of a whole file."""

    def of(*rows: tuple[str, ...], specimen: str = "血清", collected: str = "2026-11-17 08:10") -> LabPreview:
        head = ("项目名称", "缩写", "结果", "单位", "参考范围", "标本类型", "采样时间")
        lines = [head, *((*row, *[""] * (5 - len(row)), specimen, collected) for row in rows)]
        text = "\n".join(",".join(f'"{cell}"' for cell in line) for line in lines)
        return match(study, read_table("report.csv", text.encode()), FORMS)

    return of
