"""A process that crashes leaves nothing of its memory. Tried in processes of their own; what they forbid stays so."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
LIMIT = """
if sys.platform == "win32":
    limit = (0, 0)
else:
    import resource
    limit = resource.getrlimit(resource.RLIMIT_CORE)
"""
SCRIPT = f"""
import ctypes, sys
from desktop_app.dumps import forbid_dumps
forbid_dumps()
forbid_dumps()
dumpable = ctypes.CDLL(None).prctl(3, 0, 0, 0, 0) if sys.platform == "linux" else 0
{LIMIT}
print(limit, dumpable)
"""
CRASH = """
import os
from desktop_app.dumps import forbid_dumps
forbid_dumps()
os.abort()
"""


def run(script: str, *words: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script, *words], capture_output=True, text=True, check=False, cwd=folder, timeout=60,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
    )  # fmt: skip


def test_no_core_file_may_be_written() -> None:
    assert run(SCRIPT).stdout.split() == ["(0,", "0)", "0"]


def test_a_crash_leaves_no_file(tmp_path: Path) -> None:
    assert run(CRASH, folder=tmp_path).returncode != 0
    assert list(tmp_path.iterdir()) == []


def test_the_command_line_forbids_them_before_anything_else() -> None:
    script = f"import sys; from desktop_app.cli import main; main(['keys', 'status'])\n{LIMIT}\nprint(limit)"
    assert run(script, folder=ROOT).stdout.endswith("(0, 0)\n")
