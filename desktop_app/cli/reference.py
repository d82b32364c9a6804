"""`cartella reference`: a laboratory's own table of reference intervals, from the empty form to what is in force."""

import argparse
import sys
from collections.abc import Iterator
from typing import Any

import resources
from desktop_app.cli.opening import opened
from desktop_app.cli.outcome import HouseOf, Outcome, plain, table
from desktop_app.jobs.reference import Effect, Proposal, look_ahead, obstacle, read_proposal, read_text
from desktop_app.jobs.reference import adopt as adopt_table
from desktop_app.presenters import reference_words
from desktop_app.study_files import read_folder
from study.definition.load import load
from study.definition.model import Study
from study.errors import KnownError
from study.lab_table import Stretch, described, in_force
from study.reference import Interval
from study.reference_table import COLUMNS, find_faults
from study.reference_table import template as empty_table
from study.table_effect import Moved, Uncovered, covered, uncovered
from study.text import Language, Text


def template(args: argparse.Namespace, _house_of: HouseOf) -> Outcome:
    """The heading and a line for every laboratory number, as CSV to fill in."""
    text = empty_table(_study(args))
    return Outcome({"columns": list(COLUMNS), "csv": text}, tuple(map(plain, text.splitlines())))


def check(args: argparse.Namespace, _house_of: HouseOf) -> Outcome:
    """Every fault with its line, KnownError `reference_faulty` when there is one; else what the table covers.

    Exit code 3: sound, and some laboratory numbers have no interval at all.
    """
    study = _study(args)
    proposal = _proposal(args, study)
    found, lacking = covered(study, proposal.table), uncovered(study, proposal.table)
    data = {
        "digest": proposal.table.digest,
        "intervals": len(proposal.table.rows),
        "items": [
            {"form": c.form, "item": c.item.code, "ages": c.ages, "intervals": len(c.rows)} for c in found
        ],
        "without": [{"form": u.form, "item": u.item.code, "default": u.default} for u in lacking],
    }  # fmt: skip
    lines = (described(proposal.table), *map(reference_words.cover, found), *_without(lacking))
    return Outcome(data, lines, left=any(not each.default for each in lacking))


def adopt(args: argparse.Namespace, house_of: HouseOf) -> Outcome:
    """Say which stored values would be flagged otherwise; without `--preview` adopt the table too.

    KnownError `reference_faulty`, `no-right`, `already-in-force`. Exit code 3: previewed and not adopted.
    """
    with opened(args, house_of) as session:
        proposal = _proposal(args, session.study)
        hindered = obstacle(session, proposal.table.digest)
        if hindered is not None:
            raise hindered
        found = look_ahead(session.records, proposal.table)
        lines = tuple(_effect(session.study, found))
        if not args.preview:
            adopt_table(session, proposal.text)
    data = {
        "adopted": not args.preview,
        "digest": proposal.table.digest,
        "changes": [{"child": each.child, **_moved(each.moved)} for each in found.changes],
        "ageless": list(found.ageless),
        "staying": [
            {"form": r.form, "item": r.item, "laboratory": r.laboratory, "method": r.method} for r in found.staying
        ],
    }  # fmt: skip
    return Outcome(data, (*lines, _end(proposal, args.preview)), left=args.preview)


def list_tables(args: argparse.Namespace, house_of: HouseOf) -> Outcome:
    """What is in force, by item, laboratory, method and date. Exit code 3: a table can't be read or used in full."""
    with opened(args, house_of) as session:
        adopted = session.records.adopted
        study = session.study
        names = {person.user: person.name for person in session.store.reader.users()}
        history = [
            {
                "digest": each.adopted.digest, "by": names.get(each.adopted.author, each.adopted.author),
                "when": session.at(each.adopted.at_utc).strftime("%Y-%m-%d %H:%M"),
                "standing": each.adopted.standing, "readable": each.table is not None, "counts": each.adopted.counts,
            }
            for each in adopted.adoptions
        ]  # fmt: skip
    stretches = tuple(in_force(adopted.tables))
    rows = [_stretch(each) for each in stretches]
    data = {"in_force": rows, "adopted": history, "said": [text.get(args.lang) for text in adopted.said]}
    shown = table([_cells(study, each, args.lang) for each in stretches])
    return Outcome(data, (*shown, *adopted.said, *(() if rows else (_NONE,))), left=bool(adopted.said))


_NONE = Text("No table was adopted: the defaults of the study hold.", "尚未启用参考区间表：按研究定义的默认参考区间。")


def _study(args: argparse.Namespace) -> Study:
    return load(read_folder(args.definition or resources.path("study")))


def _proposal(args: argparse.Namespace, study: Study) -> Proposal:
    """The table in the file. With faults each is said on a line of its own."""
    faults = () if args.json else find_faults(study, args.file.name, read_text(args.file))
    if faults:
        language: Language = args.lang
        sys.stdout.writelines(fault.sentence.get(language) + "\n" for fault in faults)
        raise KnownError("reference_faulty", f"{len(faults)} faults.", f"共 {len(faults)} 处错误。")
    return read_proposal(study, args.file)


def _without(lacking: tuple[Uncovered, ...]) -> Iterator[Text]:
    for default, text in (
        (True, Text("not in the table, the study's default holds", "表中没有，按研究默认")),
        (False, Text("without any interval", "没有任何参考区间")),
    ):
        found = ", ".join(f"{each.form}/{each.item.code}" for each in lacking if each.default is default)
        if found:
            yield Text(f"{text.en}: {found}", f"{text.zh}：{found}")


def _effect(study: Study, found: Effect) -> Iterator[Text]:
    yield reference_words.counted(found)
    for each in found.changes:
        yield reference_words.change(study, each)
    for row in found.staying:
        yield reference_words.stays(study, row)


def _end(proposal: Proposal, preview: bool) -> Text:
    if preview:
        return Text("Nothing was changed.", "未作任何改动。")
    name = proposal.table.digest[:12]
    return Text(f"Table {name} is in force from here on.", f"参考区间表 {name} 自此生效。")


def _moved(each: Moved) -> dict[str, Any]:
    return {
        "place": each.address.key, "item": each.item.code, "before": each.before, "after": each.after,
        "old": _limits(each.old), "new": _limits(each.new),
    }  # fmt: skip


def _limits(found: Interval | None) -> dict[str, str] | None:
    if found is None:
        return None
    low, high = ("" if end is None else format(end, "f") for end in (found.low, found.high))
    return {"low": low, "high": high, "source": found.version or found.source}


def _stretch(each: Stretch) -> dict[str, Any]:
    row = each.rows[0]
    since, until = reference_words.stretch(each)
    return {
        "form": row.form, "item": row.item, "laboratory": row.laboratory, "method": row.method, "from": since,
        "to": until, "intervals": len(each.rows), "version": each.table.version,
    }  # fmt: skip


def _cells(study: Study, each: Stretch, language: Language) -> tuple[str, ...]:
    row, item = each.rows[0], study.item(each.rows[0].form, each.rows[0].item)
    lab, how = reference_words.laboratory(study, row), reference_words.method(study, row)
    cells = (f"{row.form}/{row.item}", item.label.get(language), lab.get(language), how.get(language))
    return (*cells, *reference_words.stretch(each), str(len(each.rows)), each.table.version)
