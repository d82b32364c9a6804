"""`cartella study adopt` and `versions`: another version of the study, with its effects said before it happens."""

import argparse
from collections.abc import Iterator
from typing import Any

from desktop_app.cli.opening import opened
from desktop_app.cli.outcome import HouseOf, Outcome, table
from desktop_app.jobs.adopt import adopt as adopt_version
from desktop_app.jobs.adopt import look_ahead, obstacle, read_definition
from desktop_app.presenters import amendment_words
from desktop_app.presenters.study_reading import read_versions
from study.amendment import Effects
from study.errors import KnownError
from study.text import Text
from ui.admin.study_state import Lines


def adopt(args: argparse.Namespace, house_of: HouseOf) -> Outcome:
    """Say what changes; without `--preview` adopt it too.

    KnownError `definition_faulty`, `another-study`, `already-in-force`, `version-taken`, `no-right`, `reason-needed`,
    `dangers-not-seen`. Exit code 3: previewed and not adopted.
    """
    new = read_definition(args.dir)
    with opened(args, house_of) as session:
        hindered = obstacle(session, new)
        if hindered is not None:
            raise hindered
        found = look_ahead(session, session.records, new)
        if not args.preview:
            if found.dangers and not args.dangers_seen:
                raise _not_seen(found)
            adopt_version(session, new, args.reason)
        data = {"adopted": not args.preview, **_data(found), "digest": new.digest}
    return Outcome(data, tuple(_lines(found, adopted=not args.preview)), left=args.preview)


def versions(args: argparse.Namespace, house_of: HouseOf) -> Outcome:
    """Every adoption of the log, the last first."""
    with opened(args, house_of) as session:
        rows = read_versions(session).versions
        unread = session.unread
    data = [
        {
            "version": row.version, "digest": row.digest, "when": row.when, "who": row.who, "reason": row.reason,
            "in_force": row.in_force, "readable": row.readable,
        }
        for row in rows
    ]  # fmt: skip
    lines = table(
        [(row.version, row.digest[:16], row.when, row.who, row.reason, _standing(row.standing)) for row in rows]
    )
    said = (unread.sentence,) if unread else ()
    return Outcome(data, (*lines, *said), left=unread is not None)


def _standing(standing: Text | None) -> str:
    return standing.en if standing else ""


def _not_seen(found: Effects) -> KnownError:
    en = "; ".join(text.en for text in amendment_words.dangers(found))
    zh = "；".join(text.zh for text in amendment_words.dangers(found))
    return KnownError(
        "dangers-not-seen",
        f"It changes the meaning of values: {en}. Look at them with --preview; --dangers-seen adopts it all the same.",
        f"该版本会改变数值的含义：{zh}。请用 --preview 查看；确认后用 --dangers-seen 启用。",
    )


def _data(found: Effects) -> dict[str, Any]:
    return {
        "from": found.old,
        "to": found.new,
        "counts": found.counts,
        "differences": found.differences,
        "children": {
            child.code or child.subject: [
                {"kind": effect.kind, "place": effect.address.key, "en": effect.text.en, "zh": effect.text.zh}
                for effect in child.effects
            ]
            for child in found.children
        },
    }


def _lines(found: Effects, *, adopted: bool) -> Iterator[Text]:
    yield Text(f"{found.old} → {found.new}", f"{found.old} → {found.new}")
    for count in amendment_words.counts(found):
        yield Text(f"{count.number:5} {count.label.en}", f"{count.number:5} {count.label.zh}")
    for group in (*amendment_words.differences(found), *amendment_words.children(found)):
        yield from _group(group)
    if adopted:
        yield Text(f"Version {found.new} is in force from here on.", f"版本 {found.new} 自此生效。")
    else:
        yield Text("Nothing was changed.", "未作任何改动。")


def _group(group: Lines) -> Iterator[Text]:
    yield group.title
    for line in group.lines:
        yield Text(f"  {line.en}", f"  {line.zh}")
