"""A process that says what it has done until it is killed; started cheaply, from a server that has read everything."""

import multiprocessing
import time
from collections.abc import Callable
from typing import Any

from tests.faults.writer import Kept

# A server that forks: a process with everything imported costs milliseconds. Windows has none and starts anew.
_FORKS = "forkserver" in multiprocessing.get_all_start_methods()
_CONTEXT = multiprocessing.get_context("forkserver") if _FORKS else multiprocessing.get_context("spawn")


class Started:
    """A running process; `work(order, say)` is its whole life."""

    def __init__(self, work: Callable[..., None], order: object) -> None:
        if _FORKS:
            _CONTEXT.set_forkserver_preload(["tests.faults.preloaded"])
        self._ear, say = _CONTEXT.Pipe(duplex=False)
        self._process: Any = _CONTEXT.Process(target=work, args=(order, say))
        self._process.start()
        say.close()

    def hear(self, said: list[Kept], seconds: float) -> bool:
        """Wait for the next word; False when none came in time or the speaker is gone."""
        try:
            if not self._ear.poll(seconds):
                return False
            said.append(self._ear.recv())
        except (EOFError, ConnectionError):
            return False
        return True

    def hear_until(self, said: list[Kept], moment: float) -> None:
        """Hear every word up to a moment (of `time.perf_counter`), or until the speaker is gone."""
        while (left := moment - time.perf_counter()) > 0 and self.hear(said, left):
            continue

    def kill(self, said: list[Kept]) -> None:
        """End it as SIGKILL does, and hear what it had said by then."""
        if self._process is None:
            return
        self._process.kill()
        try:
            while self.hear(said, 10.0):
                continue
        finally:
            self._process.join()
            self._process.close()
            self._ear.close()
            self._process = None
