"""Where a store lies and what may be known about it without a key: its folder, settings, name for people.

Owns file names inside the folder and the small settings file (language, theme). Holds nothing about a child.
"""

import os
from pathlib import Path
from typing import Literal

import msgspec
import platformdirs

from desktop_app.backup_plan import BackupPlan
from storage.files import write_atomic
from study.errors import KnownError
from study.text import Language


class Settings(msgspec.Struct, frozen=True):
    """What this workstation remembers between runs."""

    language: Language = "zh"
    theme: Literal["light", "dark"] = "light"
    edc_address: str = ""
    edc_ca: str = ""
    last_user: str = ""
    idle_minutes: int = 10
    sync_minutes: int = 10
    """How often an enrolled workstation syncs by itself; 0: only when asked."""
    sync_at_network: bool = True
    """Sync as soon as the network is back, and not only when the time has come."""
    proxy_use: Literal["none", "system", "this"] = "system"
    proxy_address: str = ""
    """The hospital's proxy where `proxy_use` is "this"; its login is kept in the store."""
    attachments: Literal["none", "small", "all"] = "small"
    """Which attached files of other workstations are fetched unasked; small ones have 20 MB at most."""
    backup: BackupPlan = BackupPlan()


class Place:
    """One store's folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def exists(self) -> bool:
        """True when a vault lies here. A folder with a database and no vault is damage, never a fresh start."""
        if (self.folder / "keys.json").exists() or (self.folder / "keys.previous.json").exists():
            return True
        if any(self.folder.glob("*.db*")):
            raise KnownError(
                "keys-missing",
                f"The key file beside the database in {self.folder} is missing. Restore keys.json; nothing changed.",
                f"{self.folder} 中有数据库但缺少密钥文件。未作任何改动；请恢复 keys.json。",
            )
        return False

    @property
    def settings(self) -> Settings:
        """The settings, or the defaults when there are none or they cannot be read."""
        try:
            return msgspec.json.decode(self._settings_file.read_bytes(), type=Settings)
        except (FileNotFoundError, msgspec.DecodeError, UnicodeDecodeError):
            return Settings()

    def remember(self, settings: Settings) -> None:
        """Keep the settings."""
        self.folder.mkdir(parents=True, exist_ok=True)
        write_atomic(self._settings_file, msgspec.json.encode(settings))

    @property
    def _settings_file(self) -> Path:
        return self.folder / "settings.json"


def default_folder() -> Path:
    """The machine-wide folder that several accounts share; CARTELLA_STORE names another."""
    if named := os.environ.get("CARTELLA_STORE"):
        return Path(named)
    return platformdirs.site_data_path("Cartella", appauthor=False)
