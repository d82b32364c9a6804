"""Keeps keys and names out of core dumps: what a crashed process leaves on the disk holds nothing of its memory.

Called once, before anything is unlocked. Every step is best effort; one that is refused is no reason not to start.
On Windows the calls are made as documented and were not tried.
"""

import contextlib
import ctypes
import sys

if sys.platform != "win32":
    import resource

_PR_SET_DUMPABLE = 4
_SEM_FAILCRITICALERRORS, _SEM_NOGPFAULTERRORBOX = 0x0001, 0x0002
_WER_FAULT_REPORTING_FLAG_NOHEAP = 1


def forbid_dumps() -> None:
    """No core file, and on Linux no reading of this process by another one of the same account."""
    if sys.platform == "win32":
        ctypes.windll.kernel32.SetErrorMode(_SEM_FAILCRITICALERRORS | _SEM_NOGPFAULTERRORBOX)
        with contextlib.suppress(OSError, AttributeError):
            ctypes.windll.wer.WerSetFlags(_WER_FAULT_REPORTING_FLAG_NOHEAP)
        return
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
