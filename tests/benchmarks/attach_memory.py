"""How much memory attaching and reading a large EEG takes: a process of its own, which says its peak in KiB.

`python attach_memory.py FOLDER MEGABYTES` prints what the unlocked application held at rest and at its peak since.
"""

import ctypes
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:1] = [str(ROOT), str(ROOT / "packaging")]

from desktop_app.jobs.attach import attach_cleaned, names_in  # noqa: E402  the path comes first
from desktop_app.jobs.preview import Locked, OpenTracing, locked, open_preview  # noqa: E402
from storage.keys import SiteKey  # noqa: E402
from storage.store import Store  # noqa: E402
from study.address import Address  # noqa: E402
from study.changes import facts as f  # noqa: E402
from tests.kit.clinic import Clinic, Clock  # noqa: E402
from ui.visit.preview import TilesWanted  # noqa: E402

CHANNELS, RATE = 32, 500


def write_eeg(path: Path, megabytes: int) -> None:
    """An EDF of a night: a header that names somebody, then one record of a second after another, all alike."""
    count = CHANNELS
    record = bytes(range(256)) * (2 * RATE * CHANNELS // 256) + bytes(2 * RATE * CHANNELS % 256)
    records = megabytes * 1_000_000 // len(record)
    head = b"0       " + b"MCH-0234567 Lin_Xiaoman".ljust(80) + b"Startdate 18-AUG-2026".ljust(80)
    head += b"18.08.2622.00.00" + str(256 * (count + 1)).encode().ljust(8) + b" " * 44
    head += str(records).encode().ljust(8) + b"1".ljust(8) + str(count).encode().ljust(4)
    each = (
        (b"EEG", 16), (b"", 80), (b"uV", 8), (b"-3200", 8), (b"3200", 8), (b"-32768", 8), (b"32767", 8), (b"", 80),
        (str(RATE).encode(), 8), (b"", 32),
    )  # fmt: skip
    with path.open("wb") as out:
        out.write(head + b"".join(text.ljust(size) * count for text, size in each))
        for _ in range(records):
            out.write(record)


if sys.platform == "win32":

    class _Counters(ctypes.Structure):
        """PROCESS_MEMORY_COUNTERS; only the peak of the working set is read."""

        _fields_ = (
            ("cb", ctypes.c_uint32), ("faults", ctypes.c_uint32), ("peak", ctypes.c_size_t),
            ("others", ctypes.c_size_t * 7),
        )  # fmt: skip

    def peak() -> int:
        """KiB."""
        found = _Counters(cb=ctypes.sizeof(_Counters))
        kernel = ctypes.WinDLL("kernel32")
        kernel.GetCurrentProcess.restype = ctypes.c_void_p
        own = ctypes.c_void_p(kernel.GetCurrentProcess())
        if not kernel.K32GetProcessMemoryInfo(own, ctypes.byref(found), found.cb):
            raise SystemExit("the memory of this process can't be told")
        return int(found.peak) // 1024

else:
    import resource

    def peak() -> int:
        """KiB; macOS counts in bytes."""
        found = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return found // 1024 if sys.platform == "darwin" else found


def look(store: Store, fact: f.AttachmentAdded) -> None:
    """Open the recording as the form does, and draw from its beginning, its middle and its end."""
    found = locked(store, fact)
    shown = open_preview(found) if isinstance(found, Locked) else found
    if not isinstance(shown, OpenTracing) or len(shown.state.leads) != CHANNELS:
        raise SystemExit(f"the recording was not shown: {shown}")
    leads, last = tuple(range(CHANNELS)), int(shown.state.duration_s * 100 // 512)
    for number in (0, last // 2, last):
        shown.tile(TilesWanted(fact.id, 100.0, leads, (number,)), number)
    shown.close()


def main(folder: Path, megabytes: int) -> None:
    """Attach the cleaned copy, then read it again for the preview."""
    clinic = Clinic(folder / "store", "S1", Clock(), "lin", ("investigator",))
    store, site_key = clinic.store, SiteKey.new()
    store.put_site_key(site_key)
    _key, wrapped = site_key.new_child_key("child-1")
    store.append(clinic.author, [f.SubjectEnrolled(id=store.new_id(), subject="child-1", child_key=wrapped)])
    small, large = folder / "small.edf", folder / "large.edf"
    write_eeg(small, 1)
    write_eeg(large, megabytes)
    place = Address("child-1", "M3", form="EEG")
    # What is loaded the first time belongs to the application at rest.
    look(store, attach_cleaned(store, place, small, ("edf",)))
    rest = peak()
    if not names_in(large):
        raise SystemExit("the header was not read")
    look(store, attach_cleaned(store, place, large, ("edf",)))
    sys.stdout.write(f"{rest} {peak()}\n")
    store.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
