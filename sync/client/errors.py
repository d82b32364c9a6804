"""What a person is told when the EDC can't be spoken to or what it says does not fit, in both languages."""

from study.errors import KnownError

BUSY = "edc-busy"
_SAFE_EN = "Everything is saved here and is sent later by itself."
_SAFE_ZH = "所有内容已保存在本机，稍后将自动发送。"


class BusyError(KnownError):
    """Asked to come again after `wait_ms`: the EDC or something before it has too much to do. No failure."""

    def __init__(self, wait_ms: int) -> None:
        super().__init__(
            BUSY,
            f"The EDC has much to do and asked this workstation to come again in a moment. {_SAFE_EN}",
            f"中心库目前繁忙，请稍候再连接。{_SAFE_ZH}",
        )
        self.wait_ms = wait_ms


def edc_away() -> KnownError:
    """No network, no answer, or a proxy that says the EDC is down. Nothing is wrong; the queue waits."""
    return KnownError(
        "edc-away",
        "The EDC can't be reached at the moment. Everything is saved here and is sent later by itself.",
        "目前无法连接中心库。所有内容已保存在本机，稍后将自动发送。",
    )


def no_name() -> KnownError:
    """The name in the EDC's address means nothing to this network (DNS)."""
    return KnownError(
        "edc-no-name",
        f"The network does not know the EDC's address. It may be off, or the address misspelt. {_SAFE_EN}",
        f"网络无法解析中心库地址，可能未联网或地址有误。{_SAFE_ZH}",
    )


def refused() -> KnownError:
    """A computer is there and nothing listens."""
    return KnownError(
        "edc-refused",
        "A computer answers at the EDC's address, but no EDC runs on it at the moment. If this lasts, tell the data "
        f"manager. {_SAFE_EN}",
        f"中心库地址上的计算机有响应，但中心库程序未运行。若持续如此，请告知数据管理员。{_SAFE_ZH}",
    )


def slow() -> KnownError:
    """Nothing moved on the line for minutes."""
    return KnownError(
        "edc-slow",
        f"Nothing came back over the line for minutes. {_SAFE_EN} It goes on where it stopped.",
        f"线路数分钟内没有任何响应。{_SAFE_ZH}将从中断处继续。",
    )


def cut() -> KnownError:
    """The line broke while something was on its way."""
    return KnownError(
        "edc-cut",
        f"The line broke off on the way. {_SAFE_EN} What the EDC has taken in is not sent twice.",
        f"传输途中线路中断。{_SAFE_ZH}中心库已接收的内容不会重复发送。",
    )


def edc_fault() -> KnownError:
    """It answered that it met a fault of its own."""
    return KnownError(
        "edc-fault",
        "The EDC met a fault of its own. Everything is saved here and is tried again by itself.",
        "中心库自身发生故障。所有内容已保存在本机，将自动重试。",
    )


def not_the_edc() -> KnownError:
    """Something answered that is no EDC: a login page of the network, or another server."""
    return KnownError(
        "not-the-edc",
        "Something else answered in the EDC's place. The network may ask you to log in first; open a browser and see.",
        "应答的不是中心库。网络可能要求先登录，请打开浏览器查看。",
    )


def not_trusted() -> KnownError:
    """The certificate does not come from the authority this installation trusts."""
    return KnownError(
        "edc-not-trusted",
        "The EDC's certificate can't be verified, so nothing was sent. Tell the hospital's IT.",
        "中心库证书无法验证，因此未发送任何内容。请联系医院信息科。",
    )


def certificate_out_of_date() -> KnownError:
    """Expired or not yet valid: by this computer's clock, which may be what is wrong."""
    return KnownError(
        "edc-certificate-date",
        "By this computer's clock the EDC's certificate is not valid today, so nothing was sent. Look first whether "
        f"this computer shows the right date and year; if it does, tell the hospital's IT. {_SAFE_EN}",
        "按本机时钟，中心库证书今日无效，因此未发送任何内容。请先核对本机日期与年份；若无误，请联系医院信息科。"
        f"{_SAFE_ZH}",
    )


def certificate_of_another() -> KnownError:
    """A valid certificate for another name."""
    return KnownError(
        "edc-wrong-name",
        "Another computer answered at the EDC's address: its certificate is for another name, so nothing was sent. The "
        f"network may ask you to log in first; else tell the hospital's IT. {_SAFE_EN}",
        "应答的是另一台计算机，其证书名称不符，因此未发送任何内容。网络可能要求先登录；否则请联系医院信息科。"
        f"{_SAFE_ZH}",
    )


def proxy_away() -> KnownError:
    """The hospital's proxy itself can't be reached."""
    return KnownError(
        "proxy-away",
        f"The hospital's proxy can't be reached. Check its address in the settings of the line. {_SAFE_EN}",
        f"无法连接医院代理服务器，请核对线路设置中的代理地址。{_SAFE_ZH}",
    )


def proxy_login() -> KnownError:
    """407."""
    return KnownError(
        "proxy-login",
        "The hospital's proxy wants a user name and a password, or refused the ones kept here. Enter them in the "
        f"settings of the line. {_SAFE_EN}",
        f"医院代理服务器要求用户名和密码，或拒绝了已保存的密码。请在线路设置中填写。{_SAFE_ZH}",
    )


def proxy_refuses() -> KnownError:
    """It does not let this address through."""
    return KnownError(
        "proxy-refuses",
        f"The hospital's proxy does not let this workstation through to the EDC. Tell the hospital's IT. {_SAFE_EN}",
        f"医院代理服务器不允许本工作站访问中心库。请联系医院信息科。{_SAFE_ZH}",
    )


def bad_proxy() -> KnownError:
    """Not http://name:port."""
    return KnownError(
        "proxy-bad-address",
        "A proxy's address looks like http://proxy.hospital:8080.",
        "代理地址格式应为 http://proxy.hospital:8080。",
    )


def bad_address() -> KnownError:
    """The address is not one, or an unencrypted one that leaves this computer."""
    return KnownError(
        "edc-bad-address",
        "The EDC's address must start with https:// (http:// only on this computer itself).",
        "中心库地址必须以 https:// 开头（仅本机可用 http://）。",
    )


def ca_missing() -> KnownError:
    """The file with the certificate authority does not read."""
    return KnownError(
        "edc-ca-missing",
        "The file with the EDC's certificate authority is missing or damaged.",
        "中心库证书颁发机构文件缺失或损坏。",
    )


def bad_receipt() -> KnownError:
    """Signed by another key, for another device, or about other entries."""
    return KnownError(
        "bad-receipt",
        "The EDC's receipt does not verify. What was sent is stored; tell the data manager.",
        "中心库回执未通过校验。已发送的内容已存储；请联系数据管理员。",
    )


def bad_seal_key() -> KnownError:
    """The key to seal to is not signed by the EDC that is trusted here: somebody else may want to read."""
    return KnownError(
        "bad-seal-key",
        "The key that files are to be sealed to is not the EDC's. Nothing was sent; tell the data manager.",
        "用于封存文件的密钥并非中心库所有，因此未发送任何内容；请联系数据管理员。",
    )


def file_cut_short() -> KnownError:
    """Shorter than its entry says: it would never be the file that is named."""
    return KnownError(
        "attachment-damaged",
        "An attached file on this workstation is damaged and was not sent. Verify the record and restore the file.",
        "本工作站上的一个附件已损坏，未发送。请运行校验并恢复该文件。",
    )


def damaged_here() -> KnownError:
    """Damaged on this workstation, and the EDC has none to replace it with."""
    return KnownError(
        "attachment-damaged",
        "An attached file is damaged on this workstation and the centre does not have it. It was put aside, not "
        "deleted: look for it in a backup, or attach the original once more.",
        "本工作站上的一个附件已损坏，中心库也没有该文件。文件已另行保留，未删除：请在备份中查找，或重新添加原始文件。",
    )


def damaged_at_both() -> KnownError:
    """What the EDC gives for a file that is damaged here is not the file either."""
    return KnownError(
        "file-damaged-at-centre",
        "An attached file is damaged on this workstation, and what the centre sent for it is damaged too. Nothing was "
        "replaced; it is asked for again in a day. Tell the data manager, and look for it in a backup.",
        "本工作站上的一个附件已损坏，中心库发来的文件同样损坏，未作替换；一天后再次获取。"
        "请联系数据管理员，并在备份中查找。",
    )


def by_code(code: str) -> KnownError | None:
    """The error of the line that bears this code; None for one that the EDC itself gave."""
    makers = (
        edc_away, no_name, refused, slow, cut, edc_fault, not_the_edc, not_trusted, certificate_out_of_date,
        certificate_of_another, proxy_away, proxy_login, proxy_refuses, bad_proxy, bad_address, ca_missing, bad_receipt,
    )  # fmt: skip
    found = (error for make in makers if (error := make()).code == code)
    return BusyError(0) if code == BUSY else next(found, None)


AWAY = frozenset({
    "edc-away", "edc-no-name", "edc-refused", "edc-slow", "edc-cut", "edc-fault", BUSY, "not-the-edc",
    "edc-wrong-name", "proxy-away",
})  # fmt: skip
"""Codes that pass by themselves: the line is down or somebody stands before it; nobody has to do anything yet."""


def not_enrolled() -> KnownError:
    """No EDC was ever trusted here."""
    return KnownError(
        "not-enrolled",
        "This workstation is not enrolled with an EDC yet.",
        "本工作站尚未接入中心库。",
    )


def cancelled() -> KnownError:
    """The user stopped the cycle; the next one goes on where it stood."""
    return KnownError(
        "sync-cancelled", "Sync was stopped; it goes on where it stood.", "同步已停止，下次从中断处继续。"
    )
