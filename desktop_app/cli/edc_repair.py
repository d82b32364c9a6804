"""`cartella edc repair`: counts the sums that stand beside the sites' records anew, where they are wrong."""

import argparse
import getpass

from desktop_app.cli.edc import service_of
from desktop_app.cli.outcome import HouseOf, Outcome
from study.errors import KnownError
from study.text import Text
from sync.server.database import EVERY_SITE
from sync.server.repair import Repaired, Wrong
from sync.server.repair import repair as repair_site
from sync.server.service import Service
from sync.server.sites import site_names

_WHAT = {
    "changes": Text("changes", "变更数"),
    "queries": Text("open queries", "未关闭质疑数"),
    "waiting": Text("waits for a decision", "待裁定"),
}


def repair(args: argparse.Namespace, _house_of: HouseOf) -> Outcome:
    """One site, or every one; exit code 3 when a record of several does not hold and was left as it is.

    KnownError `site-unknown`, `edc-record-broken` of the one site that was asked for.
    """
    author = args.author or getpass.getuser()
    with service_of(args) as service:
        if args.site:
            return _outcome([repair_site(service, args.site, author)], [])
        with service.database.reading(EVERY_SITE) as connection:
            names = site_names(connection)
        return _each(service, names, author)


def _each(service: Service, names: list[str], author: str) -> Outcome:
    done, left = list[Repaired](), list[KnownError]()
    for name in names:
        try:
            done.append(repair_site(service, name, author))
        except KnownError as error:
            if error.code != "edc-record-broken":
                raise
            left.append(error)
    return _outcome(done, left)


def _outcome(done: list[Repaired], left: list[KnownError]) -> Outcome:
    data = {"sites": done, "broken": [error.sentence for error in left]}
    lines = [line for one in done for line in _lines(one)]
    return Outcome(data, (*lines, *(error.sentence for error in left)), left=bool(left))


def _lines(one: Repaired) -> list[Text]:
    if not one.wrong:
        return [
            Text(
                f"{one.site}: {one.changes} entries, every sum holds; nothing to repair",
                f"{one.site}：{one.changes} 条记录，统计数均正确，无需修复",
            )
        ]
    head = Text(
        f"{one.site}: {one.changes} entries hold; {len(one.wrong)} sums were wrong and were counted anew",
        f"{one.site}：{one.changes} 条记录有效；{len(one.wrong)} 项统计数有误，已重新计算",
    )
    return [head, *(_line(one.site, wrong) for wrong in one.wrong)]


def _line(site: str, wrong: Wrong) -> Text:
    what = _WHAT[wrong.what]
    return Text(
        f"{site}: {wrong.of} {what.en}: was {wrong.was}, is {wrong.now}",
        f"{site}：{wrong.of} {what.zh}：原为 {wrong.was}，现为 {wrong.now}",
    )
