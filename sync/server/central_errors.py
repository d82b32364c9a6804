"""What a central person is told when the EDC says no, in both languages. One function an error."""

from study.errors import KnownError


def login_wrong() -> KnownError:
    """Unknown, ended or the wrong passphrase: the same sentence, so nobody learns who has an account."""
    return KnownError(
        "login-wrong", "The name and the passphrase do not belong together.", "姓名与口令不匹配。"
    )  # fmt: skip


def login_wait(seconds: int) -> KnownError:
    """Too many wrong passphrases for this name, or from this address."""
    return KnownError(
        "login-wait",
        f"Too many wrong attempts. Try again in {seconds} s.",
        f"错误次数过多，请在 {seconds} 秒后重试。",
    )


def session_over() -> KnownError:
    """Idle too long, logged in too long ago, logged out elsewhere, or ended."""
    return KnownError(
        "session-over", "You were logged out. Log in to go on.", "您已退出登录，请重新登录后继续。"
    )  # fmt: skip


def no_right() -> KnownError:
    """The person's roles do not allow it."""
    return KnownError("no-right", "Your roles do not allow this.", "您的角色无此权限。")


def not_here() -> KnownError:
    """No such page, site, child or place, or none that this person may see: the same sentence for all."""
    return KnownError(
        "no-such-place",
        "There is no such page, or you may not see it.",
        "没有此页面，或您无权查看。",
    )


def form_broken() -> KnownError:
    """A form's body is not one of ours: too long, malformed, of another session or another origin."""
    return KnownError(
        "form-broken",
        "This form can't be read or is too old. Load the page again.",
        "无法读取该表单或表单已过期，请重新载入页面。",
    )


def form_old() -> KnownError:
    """A form from before the person's last login."""
    return KnownError(
        "form-old",
        "This page is from before you last logged in. Nothing was done; look at it again, then send it.",
        "此页面早于您最近一次登录，操作尚未执行；请核对后发送。",
    )


def sent_before() -> KnownError:
    """Something else was sent from the same page, to which somebody went back."""
    return KnownError(
        "sent-before",
        "Something else was sent from this page before. This one was not done yet: look at it, then send it.",
        "此页面此前已发送过其他内容。本次操作尚未执行；请核对后发送。",
    )


def acted_meanwhile() -> KnownError:
    """Somebody else acted on the same thing after the page was shown."""
    return KnownError(
        "acted-meanwhile",
        "Somebody acted on this after you loaded the page. Look at what stands now, then decide again.",
        "您载入页面后已有他人处理此项。请查看当前状态后重新决定。",
    )


def reason_missing() -> KnownError:
    """A text that was asked for is empty."""
    return KnownError("reason-missing", "Write a text first.", "请先填写内容。")


def text_long(most: int) -> KnownError:
    """A text is longer than is kept."""
    return KnownError("text-long", f"The text is longer than {most} characters.", f"内容超过 {most} 个字符。")


def nothing_ticked() -> KnownError:
    """Source verification of no value."""
    return KnownError("nothing-ticked", "Tick at least one value.", "请至少勾选一项。")


def in_conflict() -> KnownError:
    """Two values stand: neither can be verified."""
    return KnownError(
        "in-conflict",
        "Two values stand here. The site decides first.",
        "此处存在两个不同的值，须先由中心裁定。",
    )


def definition_away() -> KnownError:
    """The site's definition is not in its record."""
    return KnownError(
        "definition-away",
        "The EDC does not have this site's study definition. Adopt it: cartella edc study adopt.",
        "中心库没有该中心的研究定义，请运行 cartella edc study adopt。",
    )


def passphrase_short(least: int) -> KnownError:
    """NIST SP 800-63B rev. 4: length, and none that everybody guesses."""
    return KnownError(
        "passphrase-short", f"A passphrase has {least} characters at least.", f"口令至少须有 {least} 个字符。"
    )  # fmt: skip


def passphrase_common() -> KnownError:
    """One character over and over, or little but the person's name."""
    return KnownError(
        "passphrase-common", "This passphrase is guessed early. Choose another.", "该口令容易被猜到，请另选。"
    )  # fmt: skip


def passphrases_differ() -> KnownError:
    """Typed twice, and not the same."""
    return KnownError("passphrases-differ", "The new passphrases are not the same.", "两次输入的新口令不一致。")


def name_odd(most: int) -> KnownError:
    """A name that is empty, too long, or has signs that nobody sees."""
    return KnownError("name-odd", f"A name has 1 to {most} visible characters.", f"姓名须为 1 至 {most} 个可见字符。")


def not_oneself() -> KnownError:
    """An administrator who ends themselves."""
    return KnownError(
        "not-oneself",
        "Another administrator does this to your own account.",
        "您本人的账户须由另一位管理员处理。",
    )


def rights_missing() -> KnownError:
    """Somebody without a role or a site."""
    return KnownError("rights-missing", "Choose a role and a site.", "请选择角色和中心。")


def central_user_exists() -> KnownError:
    """For administrators."""
    return KnownError("central-user-exists", "There is a central user of this name.", "已有同名的中心库用户。")


def central_user_unknown() -> KnownError:
    """For administrators."""
    return KnownError("central-user-unknown", "There is no central user of this name.", "没有该中心库用户。")
