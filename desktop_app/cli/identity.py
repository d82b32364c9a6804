"""`cartella identity`: erasing what names a child. Prints no name."""

import argparse

from desktop_app.cli.opening import opened
from desktop_app.cli.outcome import HouseOf, Outcome
from desktop_app.jobs.erase import erase_identity
from study.changes.facts import IdentityErased
from study.errors import KnownError
from study.text import Text

AFTERWARDS = Text(
    "Destroy the printed sheet of the old site key and print a new one. Backups made before today still open this name "
    "until they are deleted.",
    "请销毁旧中心密钥的打印件并重新打印。此前的备份在删除之前仍可打开该姓名。",
)


def erase(args: argparse.Namespace, house_of: HouseOf) -> Outcome:
    """Erase one child's identity; the code is typed twice, for there is no way back."""
    if args.confirm != args.subject:
        raise KnownError(
            "not-confirmed",
            f"There is no way back. Say --confirm {args.subject} as well.",
            f"此操作不可恢复。请同时写明 --confirm {args.subject}。",
        )
    with opened(args, house_of) as session:
        child = next((one for one in session.records.children() if one.subject.label == args.subject), None)
        if child is None:
            raise KnownError(
                "subject-unknown", f"There is no child {args.subject} here.", f"此处没有患儿 {args.subject}。"
            )
        author = session.author_as(session.role_for(IdentityErased) or session.role)
        erase_identity(session.store, author, child.subject.id, args.reason)
        waits = session.store.reader.edc_key() is not None
    done = Text(f"The identity of {args.subject} is erased.", f"{args.subject} 的身份信息已删除。")
    sync = Text("The next sync makes it final everywhere.", "下次同步后在所有工作站最终生效。")
    return Outcome({"subject": args.subject, "sync_needed": waits}, (done, *([sync] if waits else []), AFTERWARDS))
