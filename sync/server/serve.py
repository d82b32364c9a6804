"""Runs the EDC's web service in this process until told to stop. Owns the socket, the port's record, the TLS files.

Port 0 takes a free one; whoever started it reads the port from the first line of standard output or from a file.
"""

import socket
import sys
import time
from pathlib import Path

import msgspec

from study.errors import KnownError
from sync.server import errors
from sync.server.crypto import certified_names, open_keyfile
from sync.server.database import Database
from sync.server.limits import Limits, refuse
from sync.server.listening import listen_until_told
from sync.server.logs import log_to_stderr
from sync.server.self_test import self_test
from sync.server.service import Clock, Service
from sync.server.web import create_app
from sync.server.workers import Workers


class Serving(msgspec.Struct, frozen=True):
    """Where and with what to serve. Without TLS files only a reverse proxy or this machine should reach it."""

    database: str
    keyfile: Path
    host: str = "127.0.0.1"
    port: int = 8765
    certificate: Path | None = None
    private_key: Path | None = None
    port_file: Path | None = None
    workers: int = 1
    limits: Limits = Limits()


def utc_now() -> int:
    """UTC in milliseconds."""
    return time.time_ns() // 1_000_000


def open_service(database: str, keyfile: Path, clock: Clock = utc_now) -> Service:
    """The EDC in this process. A SQLite file is brought to this version; on PostgreSQL only the owner may do that.

    KnownError `edc-key-missing`, `edc-not-initialised`, `edc-tables-old`, `edc-unprotected`.
    """
    service = Service(Database(database), open_keyfile(keyfile), clock)
    try:
        if service.database.sqlite:
            service.initialise()
        elif not service.database.migrated:
            raise errors.tables_old()
        service.ping()
        self_test(service.database)
    except BaseException:
        service.database.close()
        raise
    return service


def serve(serving: Serving, clock: Clock = utc_now) -> None:
    """Serve until SIGINT or SIGTERM. KnownError `port-taken`, `edc-workers`, and those of `open_service`."""
    log_to_stderr()
    service = open_service(serving.database, serving.keyfile, clock)
    try:
        if serving.workers > 1 and service.database.sqlite:
            raise _one_worker()
        listening = _listen(serving.host, serving.port)
        _say_where(serving, int(listening.getsockname()[1]))
        if serving.workers == 1:
            _serve(service, serving, listening)
    finally:
        service.database.close()
    if serving.workers > 1:
        Workers(serving.workers, work, (serving, listening)).run()


def work(serving: Serving, listening: socket.socket) -> None:
    """One of several processes on one socket."""
    log_to_stderr()
    service = open_service(serving.database, serving.keyfile)
    try:
        _serve(service, serving, listening)
    finally:
        service.database.close()


def _serve(service: Service, serving: Serving, listening: socket.socket) -> None:
    limits, tls = serving.limits, None
    if serving.certificate is not None:
        tls = serving.certificate, serving.private_key
        limits = msgspec.structs.replace(limits, names=(*limits.names, *certified_names(serving.certificate)))
    listen_until_told(create_app(service, limits), listening, limits, refuse(service.clock), tls)


def _say_where(serving: Serving, port: int) -> None:
    if serving.port_file:
        serving.port_file.write_text(f"{port}\n", encoding="ascii")
    sys.stdout.write(msgspec.json.encode({"host": serving.host, "port": port}).decode() + "\n")
    sys.stdout.flush()


def _listen(host: str, port: int) -> socket.socket:
    try:
        listening = socket.create_server((host, port), backlog=128)
    except OSError as error:
        raise KnownError(
            "port-taken",
            f"Port {port} can't be opened; another program may use it.",
            f"端口 {port} 无法打开，可能被其他程序占用。",
        ) from error
    # Connections inherit it. asyncio sets it only on sockets made for TCP by name, which these are not, and each answer
    # would wait 40 ms for the workstation's acknowledgement of its head.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def _one_worker() -> KnownError:
    return KnownError(
        "edc-workers",
        "Several workers need PostgreSQL; a SQLite file is served by one.",
        "多个工作进程需要 PostgreSQL;SQLite 文件只能由一个进程提供服务。",
    )
