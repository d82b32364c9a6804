"""Owns what kind of file an attachment is, told by its first bytes and never by its name. Pure."""

from study.errors import KnownError

HEAD_BYTES = 1024

_STARTS = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    # EDF: version "0" in eight characters (Kemp 1992); BDF is its 24-bit sister.
    (b"0       ", "application/edf"),
    (b"\xffBIOSEMI", "application/bdf"),
)


def sniff(head: bytes) -> str:
    """The media type of a file that begins with `head` (up to 1024 bytes), or KnownError `attachment-type`."""
    for start, mime in _STARTS:
        if head.startswith(start):
            return mime
    if head[128:132] == b"DICM":
        return "application/dicom"
    if _is_xml(head):
        return "application/xml"
    raise KnownError(
        "attachment-type",
        "This kind of file can't be attached. Possible are PDF, PNG, JPEG, DICOM, EDF and XML.",
        "不支持此类文件。可添加 PDF、PNG、JPEG、DICOM、EDF 和 XML 文件。",
    )


def _is_xml(head: bytes) -> bool:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, "ignore").lstrip().startswith("<?xml")
    return head.lstrip().startswith(b"<?xml")
