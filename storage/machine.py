"""Owns the identity of the computer, by which a cloned or moved store is noticed. Reads the system, writes nothing."""

import hashlib
import subprocess
import sys
import uuid
from pathlib import Path

if sys.platform == "win32":
    import winreg

_LINUX = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))


def machine_id(store_id: str) -> str:
    """32 hexadecimal digits, the same at every start of this computer; salted, so that two stores share none."""
    return hashlib.sha256(f"cartella/machine/1 {store_id} {_raw_id()}".encode()).hexdigest()[:32]


if sys.platform == "win32":

    def _raw_id() -> str:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography") as key:
            return str(winreg.QueryValueEx(key, "MachineGuid")[0])

elif sys.platform == "darwin":

    def _raw_id() -> str:
        listing = subprocess.run(
            ["/usr/sbin/ioreg", "-rd1", "-c", "IOPlatformExpertDevice"], capture_output=True, text=True, check=True
        ).stdout
        return next(line.split('"')[3] for line in listing.splitlines() if "IOPlatformUUID" in line)

else:

    def _raw_id() -> str:
        for path in _LINUX:
            if path.is_file() and (text := path.read_text(encoding="ascii").strip()):
                return text
        # A container may have neither file; the network card's address is the next best.
        return f"{uuid.getnode():012x}"
