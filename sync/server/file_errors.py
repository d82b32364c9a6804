"""What a device is told when the EDC does not take or have a sealed file, in both languages. One function an error.

None of these keeps the values from being sent: an entry is taken in without its file.
"""

from study.errors import KnownError


def too_large(limit: int) -> KnownError:
    """Larger than one file may be here."""
    size = _size(limit)
    return KnownError(
        "file-too-large",
        f"The EDC takes attached files of up to {size}. This one stays on its workstation; tell the data manager.",
        f"中心库单个附件上限为 {size}。该附件保留在其工作站上；请告知数据管理员。",
    )


def site_full(limit: int) -> KnownError:
    """The site has used up what the EDC keeps for it."""
    size = _size(limit)
    return KnownError(
        "site-files-full",
        f"The EDC keeps {size} of attached files for this site, and they are used up. Values go on being sent; "
        "tell the data manager.",
        f"中心库为本中心保留的 {size} 附件空间已用完。数值仍会正常发送；请告知数据管理员。",
    )


def edc_full() -> KnownError:
    """The database has no room left."""
    return KnownError(
        "edc-full",
        "The EDC's disk is full. Files are sent by themselves once there is room; tell the data manager.",
        "中心库磁盘已满。腾出空间后附件将自动发送；请告知数据管理员。",
    )


def unlike() -> KnownError:
    """Of another size than the record, or an earlier part, says."""
    return KnownError(
        "file-unlike",
        "The attached file has another size than the record says. It was not sent; verify the record.",
        "附件大小与记录不符，未发送。请校验本机记录。",
    )


def not_here() -> KnownError:
    """Not complete at the EDC."""
    return KnownError(
        "file-not-here",
        "The EDC has not received this attached file yet. It comes once its workstation has sent it.",
        "中心库尚未收到该附件，待其工作站发送后即可获取。",
    )


def _size(limit: int) -> str:
    return f"{limit / 1024**3:g} GiB" if limit >= 1024**3 else f"{limit / 1024**2:g} MiB"
