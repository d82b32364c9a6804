"""What every reader of a sealed file shares: its first line, the size of its chunks, and how one chunk is opened."""

from storage.keys.primitives import ChunkCipher, SealBrokenError
from study.errors import KnownError

MAGIC = b"cartella sealed 1\n"
CHUNK_BYTES = 64 * 1024


def open_chunk(cipher: ChunkCipher, index: int, last: bool, sealed: bytes) -> bytes:
    """The plain bytes of a chunk. KnownError `attachment-damaged`."""
    try:
        return cipher.open(index, last, sealed)
    except SealBrokenError as error:
        raise attachment_damaged() from error


def attachment_damaged() -> KnownError:
    """The error for a sealed file that does not open as it was sealed."""
    return KnownError(
        "attachment-damaged",
        "The attached file is damaged or was altered. Sync again to fetch it, or attach the original once more.",
        "附件已损坏或被改动。请重新同步以获取，或重新添加原始文件。",
    )
