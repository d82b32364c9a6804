"""The demonstration without a screen: the whole clinic day, and one state on both workstations and the EDC."""

import json
import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtGui import QImage

ROOT = Path(__file__).resolve().parents[2]


def test_the_clinic_day_plays_and_everything_is_equal_at_its_end(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    settings = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    words = [sys.executable, "-m", "desktop_app.cli", "demo", "--headless", str(folder)]
    done = subprocess.run(words, env=settings, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads((folder / "demo.json").read_bytes())
    assert told["digests"]["equal"] is True
    assert len(told["children"]) == 12
    assert len(told["done"]) == 22, "what was done, in words"
    assert all(Path(user["passphrase_file"]).is_file() for user in told["users"])
    assert all(Path(told[name]).is_dir() for name in ("store", "second_store", "edc"))
    sizes = {QImage(picture).size().toTuple() for picture in told["pictures"]}
    assert sizes == {(1366, 768)}
    assert len(told["pictures"]) >= 30
