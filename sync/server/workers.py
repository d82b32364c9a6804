"""Several processes that take requests from one socket, over one PostgreSQL: starts, stops and replaces them.

Must not know what they serve. A worker whose parent died stops by itself, so that no old one keeps the port.
"""

import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from multiprocessing import connection
from multiprocessing.context import SpawnProcess
from typing import Any

log = logging.getLogger("cartella.edc")

# A worker that can't even begin is not tried in a tight circle.
_AGAIN_SECONDS = 2.0


class Workers:
    """So many processes, each running `work(*words)`, until told to stop."""

    def __init__(self, count: int, work: Callable[..., None], words: tuple[Any, ...]) -> None:
        self._count = count
        self._work = work
        self._words = words
        self._running: list[SpawnProcess] = []
        self._stopping = threading.Event()

    def run(self) -> None:
        """Until SIGINT or SIGTERM. A worker that ends before is replaced."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda _number, _frame: self._stop())
        self._running = [self._start() for _ in range(self._count)]
        while self._running:
            connection.wait([worker.sentinel for worker in self._running], timeout=1.0)
            self._running = [worker for worker in map(self._kept, self._running) if worker is not None]

    def _kept(self, worker: SpawnProcess) -> SpawnProcess | None:
        if worker.is_alive():
            return worker
        worker.join()
        if self._stopping.is_set():
            return None
        log.error("worker-ended", extra={"data": {"pid": worker.pid, "exit": worker.exitcode}})
        return None if self._stopping.wait(_AGAIN_SECONDS) else self._start()

    def _start(self) -> SpawnProcess:
        made = multiprocessing.get_context("spawn").Process(target=_begin, args=(self._work, self._words))
        made.start()
        return made

    def _stop(self) -> None:
        self._stopping.set()
        for worker in self._running:
            worker.terminate()


def _begin(work: Callable[..., None], words: tuple[Any, ...]) -> None:
    threading.Thread(target=_end_with_the_parent, daemon=True).start()
    work(*words)


def _end_with_the_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)
