"""What a process asked the system to do with the files under one folder, call by call, as strace saw it.

Knows the calls that this program and SQLite make; one that it does not know, on a file of the folder, is an error.
"""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.faults.disk import File, Folder

_CALLS = (
    "open,openat,creat,close,write,pwrite64,writev,pwritev,pwritev2,truncate,ftruncate,fallocate,lseek,fsync,fdatasync,"
    "sync_file_range,msync,rename,renameat,renameat2,link,linkat,symlink,unlink,unlinkat,mkdir,mkdirat,rmdir,sendfile,"
    "copy_file_range,splice"
)
_LINE = re.compile(r"(?:\d+ +)?(\w+)\((.*)\) += (-?\d+)", re.DOTALL)
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_FD = re.compile(r"(\d+)<[^>]*>")
_AT = re.compile(r"(AT_FDCWD|\d+)<((?:\\x[0-9a-f]{2})*)>")
ROOT = Path(__file__).parents[2]
SAID = "said"
"""The name of the file, beside the folder, to which the process writes what it acknowledges."""


def has_strace() -> bool:
    """Whether calls can be recorded here: Linux, with the program strace."""
    return shutil.which("strace") is not None


def record(words: list[str], trace: Path) -> None:
    """Run a program to its end and write down its calls."""
    command = ["strace", "-qq", "-xx", "-y", "-s", "100000000", "-e", f"trace={_CALLS}", "-e", "signal=none"]
    done = subprocess.run([*command, "-o", str(trace), *words], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise AssertionError(f"the recorded process failed: {done.stderr[-300:]}")


class Call(NamedTuple):
    """One call that succeeded: its name, arguments as strace prints them, and what it returned."""

    name: str
    words: str
    returned: int


class Happened(NamedTuple):
    """After a call: "sync" (something became durable) or "said" (what the process acknowledged), or nothing of note."""

    kind: str
    text: str = ""


class Replay:
    """Does to a model of the folder what the process did to the folder itself."""

    def __init__(self, home: Path, root: Folder) -> None:
        self._home = home
        self._root = root
        self._open: dict[int, tuple[File | Folder, int]] = {}
        self._saying: set[int] = set()

    def play(self, trace: Path) -> Iterator[Happened]:
        """Call by call; what is of note is given, and the model stands as it was then."""
        with trace.open(encoding="ascii") as lines:
            for line in lines:
                found = _LINE.match(line)
                if found is not None and int(found[3]) >= 0:
                    happened = self._call(Call(found[1], found[2], int(found[3])))
                    if happened is not None:
                        yield happened

    def _call(self, call: Call) -> Happened | None:
        if call.name in ("open", "openat", "creat"):
            self._opened(call)
            return None
        if call.name in ("rename", "renameat", "renameat2", "unlink", "unlinkat", "rmdir", "mkdir", "mkdirat"):
            self._named(call)
            return None
        fd = _FD.match(call.words)
        if fd is None or int(fd[1]) not in self._open.keys() | self._saying:
            return None
        return self._on_open(call, int(fd[1]))

    def _opened(self, call: Call) -> None:
        path = self._path(call.words)
        self._saying.discard(call.returned)
        self._open.pop(call.returned, None)
        if path == self._home.parent / SAID:
            self._saying.add(call.returned)
        if path is None or not path.is_relative_to(self._home):
            return
        if path == self._home:
            self._open[call.returned] = self._root, 0
            return
        folder = self._folder(path.parent)
        what = folder.now.get(path.name)
        if what is None:
            what = File()
            folder.put(**{path.name: what})
        if isinstance(what, File) and "O_TRUNC" in call.words and what.now:
            what.cut(0)
        self._open[call.returned] = what, 0

    def _named(self, call: Call) -> None:
        paths = [path for path in self._paths(call.words) if path.is_relative_to(self._home)]
        if not paths:
            return
        folders = [self._folder(path.parent) for path in paths]
        if call.name.startswith("mkdir"):
            folders[0].put(**{paths[0].name: Folder()})
        elif call.name.startswith("rename"):
            assert folders[0] is folders[1], "a rename from one folder into another is not known here"
            what = folders[0].now[paths[0].name]
            folders[0].put(**{paths[1].name: what, paths[0].name: None})
        else:
            folders[0].put(**{paths[0].name: None})

    def _on_open(self, call: Call, fd: int) -> Happened | None:
        if call.name == "close":
            self._saying.discard(fd)
            self._open.pop(fd, None)
            return None
        if fd in self._saying:
            return Happened("said", _text(call.words).decode())
        what, at = self._open[fd]
        if call.name in ("fsync", "fdatasync"):
            what.sync()
            return Happened("sync")
        assert isinstance(what, File), call.name
        self._on_file(call, what, at, fd)
        return None

    def _on_file(self, call: Call, file: File, at: int, fd: int) -> None:
        numbers = [int(word) for word in re.findall(r", (-?\d+)", call.words)]
        if call.name == "lseek":
            self._open[fd] = file, call.returned
        elif call.name == "write":
            file.write(at, _text(call.words)[: call.returned])
            self._open[fd] = file, at + call.returned
        elif call.name == "pwrite64":
            file.write(numbers[-1], _text(call.words)[: call.returned])
        elif call.name == "ftruncate":
            file.cut(numbers[-1])
        elif call.name == "sendfile":
            source, _ = self._open[int(_FD.findall(call.words)[1])]
            begin = re.search(r"\[(\d+)\]", call.words)
            assert isinstance(source, File)
            start = int(begin[1]) if begin else 0
            file.write(at, bytes(source.now[start : start + call.returned]))
            self._open[fd] = file, at + call.returned
        else:
            raise AssertionError(f"{call.name} on a file is not known here")

    def _folder(self, path: Path) -> Folder:
        what: File | Folder = self._root
        for part in path.relative_to(self._home).parts:
            assert isinstance(what, Folder)
            what = what.now[part]
        assert isinstance(what, Folder)
        return what

    def _path(self, words: str) -> Path | None:
        return next(iter(self._paths(words)), None)

    def _paths(self, words: str) -> list[Path]:
        """The paths of a call; one without a beginning starts at the folder that the call names."""
        at = _AT.search(words)
        base = Path(_bytes(at[2]).decode()) if at else Path("/")
        return [base / _bytes(text).decode(errors="replace") for text in _TEXT.findall(words)]


def _text(words: str) -> bytes:
    found = _TEXT.search(words)
    assert found is not None
    return _bytes(found[1])


def _bytes(escaped: str) -> bytes:
    return bytes.fromhex(escaped.replace("\\x", ""))
