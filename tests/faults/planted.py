"""Names, numbers, telephones and passphrases of a session are looked for in every file that it left behind.

The session's home, temporary folder, caches, settings and logs are all in one private folder; only the encrypted
database and the sealed files may hold them, and there nothing can be read.
"""

import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from desktop_app.demo.cast import CAST
from desktop_app.demo.courses import all_courses
from desktop_app.demo.people import TEAM
from tests.faults.campaign import Campaign, Met, Place
from tests.faults.ward import shipped

HALF_TYPED = "欧阳半句话"
ENROLLED = ("方夏至", "DEMO-000900")
GUARDIAN = {"GUARD1": "欧阳建国", "GUARD1TEL": "13900008888"}
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
_ITEMS = {"NAME", "HOSPNO", "GUARD1", "GUARD1TEL", "GUARD2", "GUARD2TEL", "CHILDTEL", "HOMEADDR"}
# The demonstration writes these on purpose: how to come in, and the laboratory's report that is imported on stage.
_ASKED_FOR = {"passphrases", "lab_chem_gb18030.csv"}


def needles() -> frozenset[str]:
    """Everything that names somebody, or lets somebody in."""
    unknown = _ITEMS - {item.code for item in shipped().forms["DM"].items if item.identity}
    if unknown:
        raise AssertionError(f"not kept as identity: {unknown}")
    typed = (
        text for filled in all_courses() if filled.form == "DM" for code, text in filled.typed.items() if code in _ITEMS
    )
    names = (child.name for child in CAST)
    passphrases = (colleague.passphrase for colleague in TEAM)
    return frozenset(
        word for word in (*typed, *names, *passphrases, *ENROLLED, *GUARDIAN.values(), HALF_TYPED) if len(word) > 1
    )


def search(folder: Path, words: Iterable[str], leave: frozenset[str] = frozenset()) -> tuple[list[str], int]:
    """Where a word stands, in any encoding, in a file or its name; and how many files were searched."""
    wanted = {word.encode(encoding): (word, encoding) for word in words for encoding in ENCODINGS}
    found, files = [], 0
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        if leave & set(path.relative_to(folder).parts):
            continue
        files += 1
        content = path.read_bytes() + b"\n" + str(path.relative_to(folder)).encode()
        found += [f"{wanted[raw]} in {path.relative_to(folder)}" for raw in wanted if raw in content]
    return found, files


def _private(profile: Path) -> dict[str, str]:
    """The environment of a person whose everything lies in one folder."""
    settings = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    for name in ("home", "tmp", "run"):
        (profile / name).mkdir(parents=True, mode=0o700)
    return settings | {
        "HOME": str(profile / "home"), "TMPDIR": str(profile / "tmp"), "XDG_RUNTIME_DIR": str(profile / "run"),
        "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1",
        "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")]),
    }  # fmt: skip


def session(place: Place, draw: random.Random) -> Met:
    """A short session, ended as people end it or killed while half a name stands in a field."""
    profile, killed = place.folder / "profile", draw.random() < 0.5
    words = [sys.executable, "-m", "tests.faults.short_session", str(profile / "store"), *(["stay"] if killed else [])]
    settings = _private(profile)
    (profile / "store").mkdir()
    process = subprocess.Popen(words, env=settings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        ready = process.stdout.readline() == "ready\n"
        if killed:
            process.kill()
        _, told = process.communicate(timeout=120)
    finally:
        process.kill()
    assert ready, told[-500:]
    assert killed or process.returncode == 0, told[-500:]
    found, files = search(profile, needles())
    assert not found, found
    assert not [word for word in needles() if word in told], "said on standard error"
    return Counter({"killed" if killed else "ended": 1, "files searched": files})


def day(place: Place, _draw: random.Random) -> Met:
    """The whole clinic day of the demonstration: two workstations, their window, and the EDC."""
    profile = place.folder / "profile"
    words = [sys.executable, "-m", "desktop_app.cli", "demo", "--headless", str(profile / "demo")]
    done = subprocess.run(words, env=_private(profile), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-500:]
    found, files = search(profile, needles(), leave=frozenset(_ASKED_FOR))
    assert not found, found
    assert not [word for word in needles() if word in done.stdout + done.stderr], "said on the terminal"
    return Counter({"files searched": files, "words": len(needles())})


CAMPAIGNS = (
    Campaign("names-session", "found nowhere outside the vault", 4, session),
    Campaign("names-day", "found nowhere outside the vault", 1, day),
)
