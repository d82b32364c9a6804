"""`cartella study`: checks a definition, prints its data dictionary."""

import argparse
import sys

import resources
from desktop_app.cli.outcome import HouseOf, Outcome, plain, table
from desktop_app.study_files import read_folder
from study.clinical import clinical_page
from study.definition.faults import DefinitionError
from study.definition.load import load
from study.definition.table import COLUMNS, rows
from study.errors import KnownError
from study.text import Language, Text


def check(args: argparse.Namespace, _house_of: HouseOf) -> Outcome:
    """Every fault with file, line and item; KnownError `definition_faulty` when there is one."""
    try:
        study = load(read_folder(args.dir or resources.path("study")))
    except DefinitionError as error:
        raise _refused(error, args) from error
    items = sum(len(form.items) for form in study.forms.values())
    data = {
        "code": study.code,
        "version": study.version,
        "digest": study.digest,
        "forms": len(study.forms),
        "items": items,
    }
    line = Text(
        f"{study.code} {study.version}: {len(study.forms)} forms, {items} items, no fault.",
        f"{study.code} {study.version}：{len(study.forms)} 张表单，{items} 个项目，无错误。",
    )
    return Outcome(data, (line,))


def _refused(error: DefinitionError, args: argparse.Namespace) -> KnownError:
    """The faults on their own lines, or all of them in the one sentence that JSON has."""
    language: Language = args.lang
    if not args.json:
        sys.stdout.writelines(sentence.get(language) + "\n" for sentence in error.sentences)
        return KnownError("definition_faulty", f"{error.total} faults.", f"共 {error.total} 处错误。")
    en, zh = "; ".join(each.en for each in error.sentences), "；".join(each.zh for each in error.sentences)
    return KnownError("definition_faulty", en, zh)


def clinical(args: argparse.Namespace, _house_of: HouseOf) -> Outcome:
    """The page `docs/clinical.md` is made of."""
    page = clinical_page(load(read_folder(args.dir or resources.path("study"))))
    return Outcome({"page": page}, tuple(map(plain, page.splitlines())))


def table_of(args: argparse.Namespace, _house_of: HouseOf) -> Outcome:
    """One row a visit, an item and a derived value."""
    found = rows(load(read_folder(args.dir or resources.path("study"))))
    lines = [tuple(COLUMNS), *(tuple(row[name] for name in COLUMNS) for row in found)]
    return Outcome(list(found), table(lines))
