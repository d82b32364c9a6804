"""`cartella keys`: how it stands with the keys of this record; renewing them; going back to the kept key file."""

import argparse

from desktop_app.cli.opening import opened, typed_back
from desktop_app.cli.outcome import HouseOf, Outcome
from desktop_app.cli.passphrases import passphrase
from desktop_app.jobs.recovery_code import recovery_key_known
from desktop_app.jobs.renew_keys import behind, new_code_for_renewal
from desktop_app.jobs.renew_keys import renew as renew_now
from storage.key_memory import key_memory
from storage.keys import Unlocked, Vault
from study.errors import KnownError
from study.text import Text


def status(args: argparse.Namespace, house_of: HouseOf) -> Outcome:
    """Versions of the key file and of the vault key, the code's age and its last drill; exit code 3 when something is
    left to do: somebody was removed since the vault key was made.
    """
    with opened(args, house_of) as session:
        vault, memory = session.vaults.open(), key_memory(session.store.connection)
        made = session.at(vault.recovery_since)
        drilled = session.at(memory.drilled) if memory.drilled is not None else None
        late = behind(session)
        vouches = recovery_key_known(session, vault)
    data = {
        "generation": vault.generation, "epoch": vault.epoch, "removed_since": memory.removed,
        "must_unlock_first": late,
        "recovery_code_since": made.isoformat(),
        "recovery_drilled": drilled.isoformat() if drilled else None,
        "recovery_code_vouches": vouches,
    }  # fmt: skip
    lines = [
        Text(
            f"vault key {vault.epoch}, key file {vault.generation}",
            f"记录密钥第 {vault.epoch} 版，密钥文件第 {vault.generation} 版",
        ),
        Text(
            f"recovery code of {made:%Y-%m-%d}, " + (f"tried {drilled:%Y-%m-%d}" if drilled else "never tried"),
            f"恢复码日期 {made:%Y-%m-%d}，" + (f"演练日期 {drilled:%Y-%m-%d}" if drilled else "尚未演练"),
        ),
    ]  # fmt: skip
    if memory.removed:
        names = ", ".join(memory.removed)
        lines.append(Text(f"Renew the keys: {names} left since.", f"请更换密钥：此后有人离开（{names}）。"))
    if not vouches:
        lines.append(
            Text(
                "The record does not know a key of the recovery code: replace the code under Admin, Keys.",
                "本记录尚无该恢复码的密钥：请在“管理—密钥”中更换恢复码。",
            )
        )
    return Outcome(data, tuple(lines), left=bool(memory.removed) or not vouches)


def renew(args: argparse.Namespace, house_of: HouseOf) -> Outcome:
    """A new vault key under a new recovery code, which is shown and typed back first."""
    with opened(args, house_of) as session:
        if (late := behind(session)) and not args.leave:
            names = ", ".join(late)
            raise KnownError(
                "renewal-needs-unlock",
                f"These people must unlock once first, or be left out with --leave: {names}.",
                f"以下人员需先解锁一次，或用 --leave 排除：{names}。",
            )
        code = new_code_for_renewal(session)
        epoch = renew_now(session, code, typed_back(code, args.lang), args.leave)
    line = Text(
        "The keys are renewed. Everybody unlocks with the passphrase they have; copies made before open with the old "
        "keys only. Make a backup now.",
        "密钥已更换。各人仍用原有口令解锁；此前的副本只能用旧密钥打开。请立即备份。",
    )
    return Outcome({"epoch": epoch, "recovery_code": code, "left_out": args.leave}, (line,))


def use_kept(args: argparse.Namespace, house_of: HouseOf) -> Outcome:
    """Put the kept copy of a damaged key file in its place; the damaged one stays as keys.damaged.json."""
    house_of(args.store).vaults.use_kept()
    line = Text(
        "The kept copy of the key file is in place. The damaged one stays beside it.",
        "已启用保留的密钥文件副本，损坏的文件保留在旁。",
    )
    return Outcome({"restored": True}, (line,))


def rescue(args: argparse.Namespace, house_of: HouseOf) -> Outcome:
    """After a renewal whose files were removed or changed: put the pair that opens in place, the rest beside it."""
    words: list[str] = []

    def unlock(vault: Vault) -> Unlocked:
        named = [user for user in vault.users if args.user in {user.user_id, user.name}]
        user = (named or list(vault.users))[0] if named or (not args.user and len(vault.users) == 1) else None
        if user is None:
            raise KnownError("user-unknown", "Name the person with --user.", "请用 --user 指明人员。")
        if not words:
            words.append(passphrase(args.passphrase_file, user.name))
        return vault.unlock(user.user_id, words[0])

    done = house_of(args.store).vaults.rescue(unlock)
    aside = ", ".join(done.aside)
    lines = (
        Text(
            f"The record opens again: vault key {done.epoch}, {done.changes} entries. Set aside, not deleted: {aside}.",
            f"本记录可以重新打开：记录密钥第 {done.epoch} 版，{done.changes} 条记录。以下文件已改名保留：{aside}。",
        ),
        Text("Unlock, verify it and make a backup now.", "请立即解锁、校验并备份。"),
    )
    return Outcome({"epoch": done.epoch, "entries": done.changes, "aside": list(done.aside)}, lines)
