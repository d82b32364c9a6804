"""What the operating system must bring: Python's venv, Qt's libraries, a Chinese font, PostgreSQL, Chromium.

Finds what is missing, installs it with apt-get where this process may, and otherwise names it in one sentence.
"""

import ctypes
import importlib.util
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
CHINESE_FONT = re.compile(
    r"cjk|wqy|han-?s(ans|erif)|sourcehan|uming|ukai|droidsansfallback|notos(ans|erif)-?(sc|tc)", re.IGNORECASE
)
POSTGRES_FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
    "C:/Program Files/PostgreSQL/*/bin",
)
POSTGRES_FLOOR = 15
BROWSER = {"chromium": "chromium", "chromedriver": "chromium-driver"}
SCREEN = {"Xvfb": "xvfb", "xdotool": "xdotool"}


def loads(library: str) -> bool:
    """Whether the dynamic linker finds the library: the same question that Qt will ask."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_qt(can_load: Callable[[str], bool] = loads) -> list[str]:
    """Debian packages of the Qt libraries that this Linux lacks."""
    return [package for library, package in QT_LIBRARIES.items() if not can_load(library)]


def has_chinese_font(folders: Iterable[str] = FONT_FOLDERS) -> bool:
    """Whether a font file with Chinese glyphs lies in one of the usual folders (judged by its name)."""
    for folder in folders:
        for file in Path(folder).expanduser().rglob("*"):
            if file.suffix.lower() in {".ttf", ".otf", ".ttc"} and CHINESE_FONT.search(file.name):
                return True
    return False


def read_version(said: str) -> int:
    """The major version in what `initdb --version` says; 0 when there is none."""
    found = re.search(r"\(PostgreSQL\) (\d+)", said)
    return int(found.group(1)) if found else 0


def postgres_version(initdb: Path) -> int:
    """The major version of an initdb, 0 when it does not run."""
    try:
        answer = subprocess.run([str(initdb), "--version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return 0
    return read_version(answer.stdout)


def postgres_folder() -> Path | None:
    """The folder with the newest PostgreSQL of at least version 15, or None."""
    candidates = [Path(found).parent for found in [shutil.which("initdb")] if found]
    for pattern in POSTGRES_FOLDERS:
        anchor = Path(pattern).anchor
        if anchor and Path(anchor).is_dir():
            candidates += Path(anchor).glob(str(Path(pattern).relative_to(anchor)))
    name = "initdb.exe" if os.name == "nt" else "initdb"
    versions = [(postgres_version(folder / name), folder) for folder in candidates if (folder / name).is_file()]
    good = [entry for entry in versions if entry[0] >= POSTGRES_FLOOR]
    return max(good)[1] if good else None


def missing_browser() -> list[str]:
    """Debian packages of the browser that the EDC's page is tried in, and of the program that drives it."""
    return [package for program, package in BROWSER.items() if not shutil.which(program)]


def missing_screen() -> list[str]:
    """Debian packages of a screen without a monitor and of the keyboard for it."""
    return [package for program, package in SCREEN.items() if not shutil.which(program)]


def missing_venv() -> list[str]:
    """The Debian package that brings what this Python lacks to make an environment; empty when it lacks nothing."""
    if importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
        return []
    return [f"python{sys.version_info.major}.{sys.version_info.minor}-venv"]


def may_install() -> bool:
    """Whether this process may call apt-get: a Debian-like Linux, as root."""
    return sys.platform == "linux" and shutil.which("apt-get") is not None and os.geteuid() == 0


def apt_install(packages: list[str]) -> bool:
    """Installs Debian packages without asking; True when apt-get says it did."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    print(f"Installing system packages: {' '.join(packages)}", flush=True)
    # A failed update is no reason to stop: the lists that are there may do.
    subprocess.run(["apt-get", "update", "-qq"], env=environment, check=False)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    return subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL).returncode == 0


def sentence(packages: list[str], wanted_for: str) -> str:
    """One sentence that names what a person has to install, and how."""
    names = " ".join(packages)
    if platform.system() == "Linux":
        return f"This system lacks {names} ({wanted_for}); install with: sudo apt-get install {names}"
    if platform.system() == "Darwin":
        return f"This system lacks {names} ({wanted_for}); install with: brew install postgresql@17"
    return f"This system lacks {names} ({wanted_for}); get it from the PostgreSQL site's Windows installer."


def wanted(with_postgres: bool, with_browser: bool = False, with_screen: bool = False) -> dict[str, list[str]]:
    """What is missing for the given purpose: reason -> package names."""
    found: dict[str, list[str]] = {}
    if sys.platform == "linux":
        found["Qt"] = missing_qt()
        found["Chinese text"] = [] if has_chinese_font() else ["fonts-noto-cjk"]
    if with_postgres:
        reason = f"PostgreSQL {POSTGRES_FLOOR} or newer, for the tests of the central EDC"
        found[reason] = [] if postgres_folder() else ["postgresql"]
    if with_browser:
        found["a browser, for the tests of the EDC's page"] = missing_browser()
    if with_screen:
        found["a screen and a keyboard, for the visit that is entered with real keys"] = missing_screen()
    return {reason: packages for reason, packages in found.items() if packages}


def provide(with_postgres: bool, with_browser: bool = False, with_screen: bool = False) -> None:
    """Installs what is missing where it may; says what is still missing, and goes on: the tool itself fails clearly."""
    lacking = wanted(with_postgres, with_browser, with_screen)
    if lacking and may_install():
        apt_install([package for packages in lacking.values() for package in packages])
        lacking = wanted(with_postgres, with_browser, with_screen)
    for reason, packages in lacking.items():
        print(sentence(packages, reason), file=sys.stderr, flush=True)
