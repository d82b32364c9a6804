"""`cartella edc bundle`: takes in a workstation's bundle and writes the reply, invites one that no network reaches."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from desktop_app.cli.edc import service_of
from desktop_app.cli.outcome import HouseOf, Outcome
from study.text import Text
from sync.protocol.bundle_file import whole_file
from sync.protocol.invitation import fingerprint
from sync.server.bundles import Taken, answer_bundle
from sync.server.invitations import invite


def import_(args: argparse.Namespace, _house_of: HouseOf) -> Outcome:
    """Take a bundle in and write its reply; exit code 3 when something in it was held, refused or is missing."""
    reply: Path = args.reply or args.file.with_name(f"{args.file.stem}-reply{args.file.suffix}")
    with service_of(args) as service:
        taken = answer_bundle(service, args.file, reply, with_files=not args.without_files)
    left = bool(taken.held or taken.refused or taken.files_short or taken.refusal)
    return Outcome({"reply_file": str(reply), "taken": taken}, tuple(_lines(taken, reply)), left=left)


def _lines(taken: Taken, reply: Path) -> list[Text]:
    lines = [
        Text(
            f"site {taken.site}, workstation {taken.device}: accepted {taken.accepted}, held {taken.held}, here before "
            f"{taken.already}, refused {taken.refused}; attached files {taken.files}, not whole {taken.files_short}",
            f"中心 {taken.site}，工作站 {taken.device}：接受 {taken.accepted}，暂留 {taken.held}，"
            f"已有 {taken.already}，拒绝 {taken.refused}；附件 {taken.files}，不完整 {taken.files_short}",
        )
    ]
    if taken.missing_from is not None:
        lines.append(
            Text(
                f"Entries of this workstation from {taken.missing_from} on are missing before those in the bundle. The "
                "reply tells it; its next bundle brings them.",
                f"该工作站自第 {taken.missing_from} 条起的记录缺失。回复会告知该工作站，由其下一个数据包补齐。",
            )
        )
    if taken.refusal is not None:
        lines.append(taken.refusal)
    lines.append(Text(f"The reply is {reply}. Bring it back.", f"回复文件：{reply}，请带回工作站。"))
    return lines


def invite_(args: argparse.Namespace, _house_of: HouseOf) -> Outcome:
    """Write an invitation for one workstation of a site. KnownError `site-unknown`, `bundle-not-written`."""
    with service_of(args) as service:
        invitation, data = invite(service, args.site)
    with whole_file(args.file) as handle:
        handle.write(data)
    until = f"{datetime.fromtimestamp(invitation.until_utc / 1000, UTC):%Y-%m-%d}"
    line = Text(
        f"{args.file} lets one workstation of {args.site} in until {until}. When the clinic calls, read this "
        f"fingerprint out: {invitation.fingerprint}",
        f"{args.file} 可供 {args.site} 的一台工作站接入，有效期至 {until}。"
        f"诊所来电时请读出指纹：{invitation.fingerprint}",
    )
    data_out = {"file": str(args.file), "site": args.site, "fingerprint": invitation.fingerprint, "until": until}
    return Outcome(data_out, (line,))


def show_fingerprint(args: argparse.Namespace, _house_of: HouseOf) -> Outcome:
    """What is read out over the telephone: the fingerprint of this EDC's keys."""
    with service_of(args) as service:
        said = fingerprint(service.key.public, service.key.seal_public)
    return Outcome({"fingerprint": said}, (Text(said, said),))
