"""What a person is told when the EDC can't be spoken to or what it says does not fit, in both languages."""

from study.errors import KnownError


def edc_away() -> KnownError:
    """No network, no answer, or a proxy that says the EDC is down. Nothing is wrong; the queue waits."""
    return KnownError(
        "edc-away",
        "The EDC can't be reached at the moment. Everything is saved here and is sent later by itself.",
        "目前无法连接中心库。所有内容已保存在本机,稍后将自动发送。",
    )


def edc_fault() -> KnownError:
    """It answered that it met a fault of its own."""
    return KnownError(
        "edc-fault",
        "The EDC met a fault of its own. Everything is saved here and is tried again by itself.",
        "中心库自身发生故障。所有内容已保存在本机,将自动重试。",
    )


def not_the_edc() -> KnownError:
    """Something answered that is no EDC: a login page of the network, or another server."""
    return KnownError(
        "not-the-edc",
        "Something else answered in the EDC's place. The network may ask you to log in first; open a browser and see.",
        "应答的不是中心库。网络可能要求先登录,请打开浏览器查看。",
    )


def not_trusted() -> KnownError:
    """The certificate does not come from the authority this installation trusts."""
    return KnownError(
        "edc-not-trusted",
        "The EDC's certificate can't be verified, so nothing was sent. Tell the hospital's IT.",
        "中心库证书无法验证,因此未发送任何内容。请联系医院信息科。",
    )


def bad_address() -> KnownError:
    """The address is not one, or an unencrypted one that leaves this computer."""
    return KnownError(
        "edc-bad-address",
        "The EDC's address must start with https:// (http:// only on this computer itself).",
        "中心库地址必须以 https:// 开头(仅本机可用 http://)。",
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
        "中心库回执未通过校验。已发送的内容已存储;请联系数据管理员。",
    )


def bad_seal_key() -> KnownError:
    """The key to seal to is not signed by the EDC that is trusted here: somebody else may want to read."""
    return KnownError(
        "bad-seal-key",
        "The key that files are to be sealed to is not the EDC's. Nothing was sent; tell the data manager.",
        "用于封存文件的密钥并非中心库所有,因此未发送任何内容;请联系数据管理员。",
    )


def not_enrolled() -> KnownError:
    """No EDC was ever trusted here."""
    return KnownError(
        "not-enrolled",
        "This workstation is not enrolled with an EDC yet.",
        "本工作站尚未在中心库注册。",
    )


def cancelled() -> KnownError:
    """The user stopped the cycle; the next one goes on where it stood."""
    return KnownError("sync-cancelled", "Sync was stopped; it goes on where it stood.", "同步已停止,下次从中断处继续。")
