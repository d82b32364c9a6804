"""Owns the sentences for what can go wrong with keys and passphrases, in both languages. One function an error."""

from study.errors import KnownError


def wrong_passphrase() -> KnownError:
    """Also for a user who is not there: the sentence must not tell which."""
    return KnownError("wrong-passphrase", "The user or the passphrase is not right.", "用户或口令不正确。")


def wrong_recovery_code() -> KnownError:
    """A well-formed code that is not this store's."""
    return KnownError(
        "wrong-recovery-code",
        "This recovery code does not belong to this store, or a newer one was printed.",
        "该恢复码不属于此数据库，或之后已打印过新的恢复码。",
    )


def code_mistyped() -> KnownError:
    """Told by the check character alone, before any key is tried."""
    return KnownError(
        "code-mistyped",
        "A character of the code is missing or mistyped. Compare it with the printed sheet.",
        "恢复码有字符遗漏或输错，请与打印件逐一核对。",
    )


def keys_damaged() -> KnownError:
    """The key file's own checks fail: it is not a matter of the passphrase."""
    return KnownError(
        "keys-damaged",
        "The key file is damaged or was altered; the passphrase is not the problem. Do not delete anything: "
        "use the kept copy of the key file or restore a backup.",
        "密钥文件已损坏或被改动，与口令无关。请勿删除任何文件：可使用保留的密钥文件副本，或从备份恢复。",
    )


def keys_newer() -> KnownError:
    """A key file of a later format."""
    return KnownError(
        "keys-newer",
        "This store was made by a newer version of Cartella. Install that version to open it.",
        "该数据库由更新版本的 Cartella 创建，请安装新版本后打开。",
    )


def keys_changed() -> KnownError:
    """The file on the disk is not the one this vault was opened from."""
    return KnownError(
        "keys-changed",
        "The key file was changed meanwhile. Close Cartella, open it again and repeat the step.",
        "密钥文件在此期间已被更改。请关闭并重新打开 Cartella，然后重试。",
    )


def kdf_out_of_range() -> KnownError:
    """Weaker than the floor, or so large that it would exhaust the machine."""
    return KnownError(
        "kdf-out-of-range",
        "The key file asks for a passphrase protection outside the permitted limits. It may have been altered.",
        "密钥文件中的口令保护参数超出允许范围，文件可能被改动。",
    )


def no_memory() -> KnownError:
    """The derivation could not get its memory."""
    return KnownError(
        "no-memory",
        "There is not enough free memory to check the passphrase. Close other programs and try again.",
        "可用内存不足，无法验证口令。请关闭其他程序后重试。",
    )


def no_vault() -> KnownError:
    """There is no store here."""
    return KnownError("no-vault", "There is no Cartella store in this folder.", "该文件夹中没有 Cartella 数据库。")


def vault_exists() -> KnownError:
    """A store is never replaced by a new one."""
    return KnownError(
        "vault-exists",
        "This folder already holds key files of a store. Choose an empty folder.",
        "该文件夹中已有数据库的密钥文件，请选择空文件夹。",
    )


def wait(minutes: int) -> KnownError:
    """Too many failed attempts; whole minutes left, rounded up."""
    return KnownError(
        "unlock-wait",
        f"Too many failed attempts. Try again in {minutes} min, or use the recovery code.",
        f"失败次数过多。请在 {minutes} 分钟后重试，或使用恢复码。",
    )


def too_short(least: int) -> KnownError:
    """Counted in characters after normalisation."""
    return KnownError(
        "passphrase-too-short",
        f"A passphrase has at least {least} characters; a sentence is easy to remember.",
        f"口令至少 {least} 个字符；用一句话更容易记住。",
    )


def too_long(most: int) -> KnownError:
    """A limit only against pasting a file."""
    return KnownError(
        "passphrase-too-long", f"A passphrase has at most {most} characters.", f"口令最多 {most} 个字符。"
    )


def too_common() -> KnownError:
    """On the list of the guessed-first, a short pattern repeated, or the user's own name."""
    return KnownError(
        "passphrase-too-common",
        "This passphrase would be guessed early. Avoid repeated patterns, keyboard rows and your own name.",
        "该口令很容易被猜到。请避免重复的字符、键盘顺序或自己的姓名。",
    )


def user_exists() -> KnownError:
    """A user id stands once in a vault."""
    return KnownError("user-exists", "This user can already unlock this store.", "该用户已可解锁此数据库。")


def user_unknown() -> KnownError:
    """Said only to someone who has unlocked the store."""
    return KnownError("user-unknown", "This user is not in this store.", "此数据库中没有该用户。")


def last_user() -> KnownError:
    """Somebody must be left who can unlock."""
    return KnownError(
        "last-user",
        "The last user can't be removed: nobody could open the store.",
        "不能删除最后一个用户，否则无人能打开数据库。",
    )


def locked() -> KnownError:
    """The keys were wiped: the session was locked or the store closed."""
    return KnownError("locked", "Cartella is locked. Unlock it first.", "Cartella 已锁定，请先解锁。")


def cannot_sign() -> KnownError:
    """Opened with the recovery code, which signs for nobody."""
    return KnownError(
        "cannot-sign",
        "Nobody is unlocked to sign this. Unlock with your own passphrase first.",
        "当前没有可用于签名的用户。请先用本人口令解锁。",
    )


def renewal_needs_unlock(names: list[str]) -> KnownError:
    """Their slots are of the first format, which nobody else can renew."""
    who_en, who_zh = ", ".join(names), "、".join(names)
    return KnownError(
        "renewal-needs-unlock",
        f"The keys can't be renewed yet: {who_en} must unlock once with this version first. Or leave them out; they "
        "then need a new passphrase from an administrator.",
        f"暂时无法更换密钥：{who_zh} 需先用本版本解锁一次。也可将其排除，之后须由管理员为其设置新口令。",
    )


def renewal_unlock_again() -> KnownError:
    """Whoever renews has changed their passphrase since they unlocked: what they were given then is not theirs now."""
    return KnownError(
        "renewal-unlock-again",
        "Your passphrase was changed after you unlocked. Lock, unlock with the new one, and then renew the keys. "
        "Nothing was changed.",
        "解锁之后您的口令已修改。请先锁定并用新口令解锁，再更换密钥；没有改动任何内容。",
    )


def keys_put_back(seen: int, found: int) -> KnownError:
    """The database has seen a later key file than this one."""
    return KnownError(
        "keys-put-back",
        f"The key file is an old one (version {found}; this record has seen {seen}): an earlier copy was put back. "
        "Nobody gets in with it. Put the newer keys.json back, or let an administrator open the record with the "
        "recovery code.",
        f"密钥文件是旧的（第 {found} 版，本记录已见到第 {seen} 版）：有人放回了较早的副本。不能用它进入。"
        "请放回较新的 keys.json，或由管理员用恢复码打开记录。",
    )


def keys_whole() -> KnownError:
    """Nothing to fall back from: the file is whole, whatever the trouble is."""
    return KnownError(
        "keys-whole",
        "The key file is not damaged, so the kept copy was not put in its place. Check user and passphrase.",
        "密钥文件并未损坏，因此没有启用副本。请检查用户和口令。",
    )
