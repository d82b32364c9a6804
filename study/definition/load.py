"""`load(files) -> Study`: a definition from its texts, or every fault in it with file, line and item. Pure.

`files` maps paths such as "study.yaml" and "forms/CHEM.yaml" to texts; who reads them from a disk is not known here.
"""

import hashlib
from collections.abc import Mapping

import msgspec

from study.definition.check import check
from study.definition.check_dictionaries import marked
from study.definition.drugs import Prescribing
from study.definition.faults import DefinitionError, Fault, Report
from study.definition.fields import Fields
from study.definition.model import DAY_ZERO, Eligibility, Protocol, Study, answers_from, gone_from
from study.definition.read_derived import read_derived, read_inputs
from study.definition.read_drugs import check_prescribing, read_prescribing
from study.definition.read_letter import check_letter, read_letter
from study.definition.read_panels import read_listed, read_panels
from study.definition.read_parts import (
    read_blocks,
    read_codelists,
    read_form,
    read_units,
    read_visits,
)
from study.definition.read_trial import read_eligibility, read_protocol
from study.definition.yaml_lines import UnreadableYamlError, compose
from study.text import Text

PARTS = ("study.yaml", "visits.yaml", "units.yaml", "codelists.yaml", "panels.yaml", "derived.yaml")
OPTIONAL = ("blocks.yaml", "eligibility.yaml", "letter.yaml", "prescriptions.yaml", "protocol.yaml")
FORMS = "forms/"
TABLES = "tables/"
MOST_FILES = 500
LARGEST_FILE = 1_000_000
LARGEST = 3_000_000
"""Characters of all texts together: ten times the shipped definition, and far below what would hurt."""


def load(files: Mapping[str, str]) -> Study:
    """The study that the texts define. Raises DefinitionError with every fault that was found."""
    study, report = _read(files)
    if study is None or report.total:
        raise DefinitionError(report.faults, report.total)
    return marked(study)


def find_faults(files: Mapping[str, str]) -> tuple[Fault, ...]:
    """What is wrong with the texts, as far as it is listed; () when `load` takes them."""
    return _read(files)[1].faults


def digest_of(files: Mapping[str, str]) -> str:
    """SHA-256 (hex) over the sorted names and texts, each with its length: it names exactly this content."""
    digest = hashlib.sha256()
    for name in sorted(files):
        for part in (name, files[name]):
            octets = part.encode("utf-8", "surrogatepass")
            digest.update(len(octets).to_bytes(8, "big"))
            digest.update(octets)
    return digest.hexdigest()


def _read(files: Mapping[str, str]) -> tuple[Study | None, Report]:
    """The study as far as it could be read, and what is wrong; None for texts that are too much to be looked at."""
    report = Report()
    _bound(files, report)
    if report.total:
        return None, report
    _expect_files(files, report)
    parts = {name: _fields(files, name, report) for name in PARTS}
    extra = {name: _fields(files, name, report) for name in OPTIONAL if name in files}
    blocks = read_blocks(extra["blocks.yaml"]) if "blocks.yaml" in extra else {}
    study = _head(parts["study.yaml"])
    inputs = read_inputs(parts["derived.yaml"])
    study = msgspec.structs.replace(
        study,
        digest=digest_of(files),
        texts=dict(files),
        visits=read_visits(parts["visits.yaml"]),
        units=read_units(parts["units.yaml"]),
        codelists=read_codelists(parts["codelists.yaml"]),
        panels=read_panels(parts["panels.yaml"]),
        listed=read_listed(parts["panels.yaml"]),
        derived=read_derived(parts["derived.yaml"], inputs),
        inputs=inputs,
        forms={
            form.code: form
            for form in (read_form(_fields(files, name, report), blocks) for name in sorted(files) if _is_form(name))
        },
        tables={_table_code(name): files[name] for name in sorted(files) if _is_table(name)},
        eligibility=read_eligibility(extra["eligibility.yaml"]) if "eligibility.yaml" in extra else Eligibility(),
        protocol=read_protocol(extra["protocol.yaml"]) if "protocol.yaml" in extra else Protocol(),
        letter=read_letter(extra["letter.yaml"]) if "letter.yaml" in extra else None,
        prescribing=read_prescribing(extra["prescriptions.yaml"]) if "prescriptions.yaml" in extra else Prescribing(),
    )
    linked = (item.rows for form in study.forms.values() for item in form.items if item.links)
    lists = (name for log in linked for name in (answers_from(log), gone_from(log)))
    study = msgspec.structs.replace(study, codelists={**study.codelists, **dict.fromkeys(lists, ())})
    for fields in parts.values():
        fields.done()
    check(study, report)
    check_letter(study, report)
    check_prescribing(study, report)
    return study, report


def _bound(files: Mapping[str, str], report: Report) -> None:
    """Refuses texts that no definition has before anything is read of them."""
    if len(files) > MOST_FILES:
        report.add("", 1, "", f"a definition has {MOST_FILES} files at most", f"研究定义最多{MOST_FILES}个文件")
    if sum(map(len, files.values())) > LARGEST:
        report.add("", 1, "", f"a definition has {LARGEST} characters at most", f"研究定义最长{LARGEST}个字符")
    for name, text in files.items():
        if len(text) > LARGEST_FILE:
            report.add(name, 1, "", f"a file has {LARGEST_FILE} characters at most", f"文件最长{LARGEST_FILE}个字符")


def _head(fields: Fields) -> Study:
    """What study.yaml says itself; the rest is filled in from the other files."""
    fields.remember("study")
    title = fields.wording("title", required=True)
    unconfirmed = fields.wording("unconfirmed", required=True)
    return Study(
        code=fields.code(),
        version=fields.text("version", required=True),
        title=title or Text("", ""),
        digest="",
        timezone=fields.text("timezone", required=True),
        unconfirmed=unconfirmed or Text("", ""),
        day_zero=fields.wording("day_zero") or DAY_ZERO,
        visits=(),
        forms={},
        codelists={},
        units={},
        panels=(),
        derived={},
        anchors=_words(fields, "anchors"),
        sources=_words(fields, "sources"),
        settings=_words(fields, "settings") if fields.has("settings") else {},
    )


def _words(fields: Fields, key: str) -> dict[str, str]:
    inner = fields.inner(key, required=True)
    if inner is None:
        return {}
    inner.remember(key)
    return {name: inner.text(name) for name in inner.written}


def _is_form(name: str) -> bool:
    return name.startswith(FORMS) and name.endswith(".yaml")


def _is_table(name: str) -> bool:
    return name.startswith(TABLES) and name.endswith(".csv")


def _table_code(name: str) -> str:
    return name.removeprefix(TABLES).removesuffix(".csv")


def _expect_files(files: Mapping[str, str], report: Report) -> None:
    for name in PARTS:
        if name not in files:
            report.add(name, 1, "", "the file is missing", "缺少该文件")
            report.unreadable.add(name)
    for name in files:
        if name not in (*PARTS, *OPTIONAL) and not _is_form(name) and not _is_table(name):
            report.add(name, 1, "", "a definition has no such file", "研究定义中不应有该文件")
    if not any(_is_form(name) for name in files):
        report.add(FORMS, 1, "", "no form is defined", "未定义任何表单")


def _fields(files: Mapping[str, str], name: str, report: Report) -> Fields:
    """The mapping of a file; an unreadable or missing file is reported once and gives a mapping with no keys."""
    if name not in files:
        return Fields(None, name, Report())
    try:
        node = compose(files[name])
    except UnreadableYamlError as error:
        report.add(name, error.line, "", error.why.en, error.why.zh)
        report.unreadable.add(name)
        return Fields(None, name, Report())
    if node is None:
        report.add(name, 1, "", "the file is empty", "文件为空")
        report.unreadable.add(name)
        return Fields(None, name, Report())
    return Fields(node, name, report)
