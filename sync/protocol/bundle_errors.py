"""What a person is told of a bundle that can't be taken in: each refusal its own sentence, in both languages.

Each is raised before anything was taken in, unless its sentence says otherwise.
"""

from study.errors import KnownError


def no_bundle() -> KnownError:
    """Other bytes altogether."""
    return KnownError("bundle-not-one", "This file is not a bundle of Cartella.", "该文件不是 Cartella 数据包。")


def newer() -> KnownError:
    """A later version of the format."""
    return KnownError(
        "bundle-newer",
        "This bundle was made by a newer version of Cartella. Update this program first; nothing was taken in.",
        "该数据包由更新版本的 Cartella 生成。请先更新本程序；未导入任何内容。",
    )


def damaged() -> KnownError:
    """Cut, altered, or joined from several."""
    return KnownError(
        "bundle-damaged",
        "This bundle is damaged, cut short or was altered. Nothing was taken in; copy it again or ask for a new one.",
        "该数据包已损坏、不完整或被改动。未导入任何内容；请重新复制，或索取新的数据包。",
    )


def swollen() -> KnownError:
    """More comes out than it says, or more than any bundle holds."""
    return KnownError(
        "bundle-swollen",
        "This bundle says less than it holds: somebody built it to fill this computer's memory. Nothing was taken in.",
        "该数据包的实际内容超过其声明的大小，可能是恶意构造。未导入任何内容。",
    )


def not_for_the_edc() -> KnownError:
    """Sealed to another EDC's key, or to no EDC's."""
    return KnownError(
        "bundle-other-edc",
        "This bundle is not sealed to this EDC, so it can't be read here. Bring it to the EDC it was made for.",
        "该数据包并非为本中心库封存，无法在此读取。请送至对应的中心库。",
    )


def wants_edc() -> KnownError:
    """A request, brought to a workstation."""
    return KnownError(
        "bundle-is-request",
        "This bundle goes to the central EDC. What is imported here is the EDC's reply to it.",
        "该数据包应送往中心库。此处导入的应是中心库的回复包。",
    )


def wants_workstation() -> KnownError:
    """A reply, brought to the EDC."""
    return KnownError(
        "bundle-is-reply",
        "This bundle is the EDC's reply. It is imported on the workstation it is for.",
        "该数据包是中心库的回复，应在对应的工作站上导入。",
    )


def wants_invitation() -> KnownError:
    """An invitation, brought where a reply belongs."""
    return KnownError(
        "bundle-is-invitation",
        "This file is the EDC's invitation. Take it up first (Enrol, or bundle export --invitation); its reply is "
        "imported here later.",
        "该文件是中心库的邀请。请先接受邀请（“接入”，或 bundle export --invitation），之后在此导入其回复。",
    )


def other_site(site: str) -> KnownError:
    """Of a site that is not this one, or that this EDC does not have."""
    return KnownError(
        "bundle-other-site",
        f"This bundle belongs to site {site}. Nothing was taken in.",
        f"该数据包属于中心 {site}。未导入任何内容。",
    )


def other_study(study: str) -> KnownError:
    """Of another trial."""
    return KnownError(
        "bundle-other-study",
        f"This bundle belongs to another study ({study}). Nothing was taken in.",
        f"该数据包属于另一项研究（{study}）。未导入任何内容。",
    )


def other_device() -> KnownError:
    """A reply for another workstation, or for this one before it was restored."""
    return KnownError(
        "bundle-other-device",
        "This reply is for another workstation, or for this one before it was restored. Import it where its bundle was "
        "made.",
        "该回复属于另一台工作站（或恢复之前的本工作站）。请在生成原数据包的工作站上导入。",
    )


def not_signed() -> KnownError:
    """The signature does not fit the sender."""
    return KnownError(
        "bundle-not-signed",
        "This bundle was not signed by whom it names. Nothing was taken in; tell the data manager.",
        "该数据包的签名与其声明的来源不符。未导入任何内容；请联系数据管理员。",
    )


def no_seal_key() -> KnownError:
    """The EDC has never said the key it is to be sealed to."""
    return KnownError(
        "bundle-no-key",
        "This workstation does not have the EDC's key to seal to. Sync once over a network, or ask for an invitation.",
        "本工作站尚无中心库的封存密钥。请联网同步一次，或向中心库索取邀请文件。",
    )


def nothing_new() -> KnownError:
    """A reply that was imported, or that a later one or a sync has overtaken."""
    return KnownError(
        "bundle-old",
        "This reply belongs to an earlier bundle: nothing new. What it says is here already.",
        "该回复对应较早的数据包：没有新内容。其内容本机已有。",
    )


def overtaken() -> KnownError:
    """A reply of the EDC's life before a restore that this workstation has heard of since."""
    return KnownError(
        "bundle-overtaken",
        "This reply is from before the EDC was restored from a backup. Nothing was taken in; export a new bundle.",
        "该回复早于中心库从备份恢复的时间。未导入任何内容；请重新导出数据包。",
    )


def gap(number: int, stands: int) -> KnownError:
    """The reply goes on further than this workstation is."""
    return KnownError(
        "bundle-gap",
        f"This reply goes on after the EDC's number {number}; this workstation has heard up to {stands}. Import the "
        "earlier reply first, or export a new bundle.",
        f"该回复从中心库第 {number} 号之后开始，本工作站仅收到第 {stands} 号。请先导入较早的回复，或重新导出数据包。",
    )


def not_written(name: str, reason: str) -> KnownError:
    """The drive was full, protected or pulled."""
    return KnownError(
        "bundle-not-written",
        f"{name} can't be written ({reason}). Nothing was half written; look at the drive and try again.",
        f"无法写入 {name}（{reason}）。没有写出半个文件；请检查磁盘后重试。",
    )


def not_readable(name: str, reason: str) -> KnownError:
    """The drive was pulled, or the file is not there."""
    return KnownError("bundle-not-readable", f"{name} can't be read ({reason}).", f"无法读取 {name}（{reason}）。")


def not_an_invitation() -> KnownError:
    """Other bytes, cut, or altered."""
    return KnownError(
        "invitation-damaged",
        "This file is not an invitation of an EDC, or it was altered. Ask the EDC's administrator for a new one.",
        "该文件不是中心库的邀请文件，或已被改动。请向中心库管理员索取新文件。",
    )
