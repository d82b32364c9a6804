"""What a device or an administrator is told when the EDC says no, in both languages. One function an error.

None of these is ever the answer to a validly chained change: such a change is stored.
"""

from study.errors import KnownError


class BusyError(KnownError):
    """Too much at once, of everybody or (`rate`) of this device: come again after `seconds`. Nothing was done."""

    def __init__(self, seconds: int, *, rate: bool = False) -> None:
        super().__init__(
            "edc-busy",
            "The EDC is busy. The workstation tries again by itself in a moment.",
            "中心库繁忙，工作站稍后会自动重试。",
        )
        self.seconds = seconds
        self.rate = rate


def malformed() -> KnownError:
    """Not a message of this protocol."""
    return KnownError("malformed", "The EDC can't read this request.", "中心库无法读取该请求。")


def not_json() -> KnownError:
    """A form, or another kind of body that this protocol does not have."""
    return KnownError("not-json", "The EDC reads JSON only.", "中心库仅接受 JSON。")


def too_slow() -> KnownError:
    """A body that does not come; the line is down or somebody holds it open."""
    return KnownError("too-slow", "The request came too slowly and was given up.", "请求传输过慢，已放弃。")


def unknown_host() -> KnownError:
    """Called by a name that is not the EDC's: the address is wrong, or a web page of another site calls it."""
    return KnownError(
        "unknown-host",
        "This EDC is not called by this name. Its administrator names it with cartella edc serve --name.",
        "本中心库不使用该名称。请管理员以 cartella edc serve --name 指定。",
    )


def device_unknown() -> KnownError:
    """Not certified, or a signature that does not fit: the same sentence, so nobody learns which devices exist."""
    return KnownError(
        "device-unknown",
        "The EDC does not know this workstation. Enrol it with a code from the EDC's administrator.",
        "中心库不认识本工作站，请使用中心库管理员提供的接入码接入。",
    )


def device_ended() -> KnownError:
    """Revoked: it may still hand over what it has, and gets nothing more."""
    return KnownError(
        "device-ended",
        "This workstation was ended at the EDC. What it had entered was handed over; it receives nothing more.",
        "本工作站已在中心库停用。已录入的内容已移交，不再接收新数据。",
    )


def code_unknown() -> KnownError:
    """Wrong, used by another device, or past its time."""
    return KnownError(
        "code-unknown",
        "The code is wrong, used up or expired. Ask the EDC's administrator for a new one.",
        "代码有误、已使用或已过期，请向中心库管理员索取新代码。",
    )


def too_many_codes() -> KnownError:
    """Guessing codes is stopped for the whole EDC."""
    return KnownError(
        "too-many-codes",
        "Too many wrong codes. Wait ten minutes and try again.",
        "错误代码次数过多，请等待十分钟后重试。",
    )


def wrong_site() -> KnownError:
    """The device's changes carry another site than the one asked for."""
    return KnownError(
        "wrong-site",
        "This workstation's record belongs to another site than the code.",
        "本工作站的记录与代码所属中心不一致。",
    )


def bad_enrolment() -> KnownError:
    """Its first changes do not read, chain or verify, or do not start with the device's beginning."""
    return KnownError(
        "bad-enrolment",
        "The first entries of this workstation's log do not verify. Run cartella verify.",
        "本工作站日志的起始记录无法通过校验，请运行 cartella verify。",
    )


def site_unknown() -> KnownError:
    """For administrators."""
    return KnownError("site-unknown", "The EDC has no such site.", "中心库中没有该中心。")


def site_exists() -> KnownError:
    """For administrators."""
    return KnownError("site-exists", "The EDC has this site already.", "中心库中已有该中心。")


def record_broken(site: str, number: int, fault: str) -> KnownError:
    """For administrators: what follows from a record that does not hold may not be counted anew."""
    return KnownError(
        "edc-record-broken",
        f"The record of {site} itself does not hold (entry {number}: {fault}). Nothing was repaired: sums of a record "
        "that is not whole would be wrong again. Restore the EDC from a backup; see the guide.",
        f"{site} 的记录本身无效（第 {number} 条：{fault}），未作任何修复：记录不完整，重新计算的结果仍会有误。"
        "请从备份恢复中心库，详见指南。",
    )


def subject_unknown(named: str) -> KnownError:
    """For administrators: a place below no child of the site would be closed or asked about in vain."""
    return KnownError("subject-unknown", f"The site has no child {named}.", f"该中心没有患儿 {named}。")


def nothing_there() -> KnownError:
    """The thing to be closed, released or ended is not open, held or known."""
    return KnownError(
        "nothing-there",
        "There is nothing of this kind to act on at the site.",
        "该中心没有可执行此操作的对象。",
    )


def no_codes() -> KnownError:
    """No definition here says how codes look, or the pattern has no number left."""
    return KnownError(
        "no-codes",
        "There are no more subject codes to lease: the definition's pattern has no room, or is not at the EDC yet.",
        "没有可分配的受试者编号：编号格式已用尽，或中心库尚无研究定义。",
    )


def protocol_old() -> KnownError:
    """The device speaks a version that is no longer served."""
    return KnownError(
        "protocol-old",
        "This version of Cartella is too old for the EDC. Install the present version; nothing is lost meanwhile.",
        "本 Cartella 版本过旧，中心库不再支持。请安装当前版本；期间数据不会丢失。",
    )


def tables_old() -> KnownError:
    """The role that serves may not alter tables: the owner brings them to this version."""
    return KnownError(
        "edc-tables-old",
        "The EDC's tables are of another version. Run cartella edc migrate with the owner's address.",
        "中心库的数据表与本版本不符，请以所有者地址运行 cartella edc migrate。",
    )


def not_initialised() -> KnownError:
    """No tables, or no epoch."""
    return KnownError(
        "edc-not-initialised",
        "This EDC was not set up yet. Run cartella edc init.",
        "中心库尚未初始化，请运行 cartella edc init。",
    )
