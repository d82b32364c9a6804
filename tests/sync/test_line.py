"""The line to the EDC over real sockets: each way it fails has its own sentence, and it can be stopped at any time."""

import base64
import socket
import threading
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from study.errors import KnownError
from sync.client import wire
from sync.client.errors import BusyError, cancelled
from sync.client.http import HttpEdc, Signer
from sync.client.line import Line, Proxy
from sync.client.wire import Beat, Patience
from sync.protocol.messages import Digest, Problem
from tests.kit.certificates import certificate, server_trust
from tests.kit.listener import Handler, Listener, asked, closed, joining, saying

MARK = "Cartella-Edc: 1"
DIGEST = msgspec.json.encode(Digest(number=7, head="h", state="s"))
GOOD = saying("200 OK", MARK, body=DIGEST)
PATIENCE = Patience(5, 5)
Call = Callable[..., str]


def silent(_sent: int, _received: int) -> None:
    """Nobody listens."""


def told(line: Line, beat: Beat = silent, patience: Patience = PATIENCE) -> str:
    """The code a call ends with; "7" when it was answered."""
    edc = HttpEdc(line, Signer("SH01", "d", lambda _m: bytes(64), lambda: 0), beat=beat, patience=patience)
    try:
        return str(edc.digest().number)
    except KnownError as error:
        return error.code if error.sentence.zh else ""
    finally:
        edc.close()


def test_a_name_nobody_knows_is_told_from_a_computer_without_an_edc() -> None:
    assert told(Line(f"https://{'a' * 64}.example")) == "edc-no-name"
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert told(Line(f"http://127.0.0.1:{port}")) == "edc-refused"


def test_a_line_on_which_nothing_moves_is_given_up_and_closed() -> None:
    ends: list[bool] = []
    with Listener(lambda line: ends.append(closed(line))) as dead:
        assert told(Line(dead.url), patience=Patience(5, 0.3)) == "edc-slow"
    assert ends == [True]


def test_a_slow_line_works_as_long_as_something_moves() -> None:
    waited = threading.Semaphore(0)
    head = f"HTTP/1.1 200 OK\r\n{MARK}\r\nContent-Length: {len(DIGEST)}\r\n\r\n".encode()

    def dripping(line: socket.socket) -> None:
        asked(line)
        for part in (head, *(DIGEST[at : at + 8] for at in range(0, len(DIGEST), 8))):
            waited.acquire()
            line.sendall(part)

    def beat(sent: int, received: int) -> None:
        if not sent and not received:
            waited.release()

    with Listener(dripping) as slow:
        assert told(Line(slow.url), beat, Patience(5, 1)) == "7"


def test_a_kept_line_that_the_far_end_closes_is_no_failure() -> None:
    kept = f"HTTP/1.1 200 OK\r\n{MARK}\r\nContent-Length: {len(DIGEST)}\r\n\r\n".encode() + DIGEST
    nonces: list[bytes] = []

    def answer_once(line: socket.socket) -> None:
        for said in (kept, b""):
            # Read whole, so that the end is an end and not a reset.
            rows = asked(line).lower().split(b"\r\n")
            nonces.extend(row for row in rows if b"nonce" in row)
            line.sendall(said)

    with Listener(answer_once) as far:
        edc = HttpEdc(Line(far.url), Signer("SH01", "d", lambda _m: bytes(64), lambda: 0), patience=PATIENCE)
        assert [edc.digest().number for _ in range(3)] == [7, 7, 7]
        edc.close()
    assert len(set(nonces)) == len(nonces) == 5, "what was sent again was signed again"


def test_a_new_line_that_is_cut_is_a_failure_and_not_tried_for_ever() -> None:
    calls: list[bytes] = []

    def cut(line: socket.socket) -> None:
        calls.append(asked(line))

    with Listener(cut) as far:
        assert told(Line(far.url)) == "edc-cut"
    assert len(calls) == 1


def test_a_request_is_stopped_while_it_waits_for_its_answer() -> None:
    ends: list[bool] = []
    looks: list[int] = []

    def beat(sent: int, received: int) -> None:
        looks.append(sent + received)
        if len(looks) > 20:
            raise cancelled()

    def mute(line: socket.socket) -> None:
        asked(line)
        ends.append(closed(line))

    with Listener(mute) as dead:
        assert told(Line(dead.url), beat) == "sync-cancelled"
    assert ends == [True]
    assert sum(looks) > 200


@pytest.mark.parametrize(
    ("handle", "code"),
    [
        (GOOD, "7"),
        (saying("200 OK", body=b"<html>Log in to the hospital's Wi-Fi</html>"), "not-the-edc"),
        (saying("302 Found", "Location: http://portal.example/"), "not-the-edc"),
        (saying("511 Network Authentication Required", body=b"log in"), "not-the-edc"),
        (saying("200 OK", MARK, body=DIGEST[:-3]), "not-the-edc"),
        (saying("502 Bad Gateway"), "edc-away"),
        (lambda line: line.close(), "edc-cut"),
        (lambda line: line.sendall(b"SSH-2.0-OpenSSH_9.6\r\n"), "edc-cut"),
        (lambda line: line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"), "edc-cut"),
    ],
    ids=["good", "page", "redirect", "511", "half", "gateway", "closed", "ssh", "cut"],
)
def test_what_answers_is_told_apart(handle: Handler, code: str) -> None:
    with Listener(handle) as there:
        assert told(Line(there.url)) == code


@pytest.mark.parametrize(
    ("headers", "wait_ms"),
    [
        (("Retry-After: 7",), 7_000),
        (("Retry-After: 0",), 0),
        (("Date: Mon, 23 Nov 2026 01:00:00 GMT", "Retry-After: Mon, 23 Nov 2026 01:02:00 GMT"), 120_000),
        (("Date: Mon, 23 Nov 2026 01:00:00 GMT", "Retry-After: Mon, 23 Nov 2020 01:02:00 GMT"), 0),
    ],
)
@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
def test_being_asked_to_wait_is_no_failure_and_says_how_long(
    status: str, headers: tuple[str, ...], wait_ms: int
) -> None:
    said = msgspec.json.encode(Problem(code="edc-busy", en="busy", zh="忙", server_utc=1))
    for handle in (saying(status, *headers), saying(status, MARK, *headers, body=said)):
        with Listener(handle) as there:
            edc = HttpEdc(Line(there.url), Signer("SH01", "d", lambda _m: bytes(64), lambda: 0))
            with pytest.raises(BusyError) as busy:
                edc.digest()
            edc.close()
        assert busy.value.wait_ms == wait_ms


def test_a_wait_nobody_can_read_is_a_gateway_that_is_down() -> None:
    with Listener(saying("503 Service Unavailable", "Retry-After: soon")) as there:
        assert told(Line(there.url)) == "edc-away"


@pytest.mark.parametrize(
    ("name", "days", "trusted", "code"),
    [
        ("127.0.0.1", (-1, 1), True, "7"),
        ("127.0.0.1", (-1, 1), False, "edc-not-trusted"),
        ("127.0.0.1", (-3, -1), True, "edc-certificate-date"),
        ("127.0.0.1", (1, 3), True, "edc-certificate-date"),
        ("portal.example", (-1, 1), True, "edc-wrong-name"),
    ],
    ids=["good", "stranger", "expired", "not-yet", "other-name"],
)
def test_a_certificate_that_does_not_fit_sends_nothing(
    tmp_path: Path, name: str, days: tuple[int, int], trusted: bool, code: str
) -> None:
    certificate(tmp_path, name, days)
    seen: list[bytes] = []

    def handle(line: socket.socket) -> None:
        seen.append(asked(line))
        line.sendall(f"HTTP/1.1 200 OK\r\n{MARK}\r\nContent-Length: {len(DIGEST)}\r\n\r\n".encode() + DIGEST)

    with Listener(handle, server_trust(tmp_path)) as there:
        assert told(Line(there.url, tmp_path / "cert.pem" if trusted else None)) == code
    assert [bool(request) for request in seen] == ([True] if code == "7" else [])


def test_a_portal_in_the_place_of_tls_is_no_edc() -> None:
    with Listener(lambda line: line.sendall(b"HTTP/1.1 200 OK\r\n\r\n<html>")) as portal:
        assert told(Line(portal.url.replace("http:", "https:"))) == "not-the-edc"


def login_of(request: bytes) -> str:
    """User and password that a proxy was shown."""
    rows = [row for row in request.split(b"\r\n") if row.lower().startswith(b"proxy-authorization: basic ")]
    return base64.b64decode(rows[0].rpartition(b" ")[2]).decode() if rows else ""


def test_the_hospitals_proxy_passes_on_what_it_cannot_read(tmp_path: Path) -> None:
    certificate(tmp_path, "edc.example")
    with Listener(GOOD, server_trust(tmp_path)) as edc:
        through = joining(edc.port)

        def guarded(line: socket.socket) -> None:
            request = line.recv(65536, socket.MSG_PEEK)
            if login_of(request) == "ward3:sesame 芝麻":
                through(line)
            else:
                saying("407 Proxy Authentication Required", "Proxy-Authenticate: Basic")(line)

        with Listener(guarded) as proxy:

            def line(user: str, password: str) -> Line:
                way = Proxy("this", proxy.url, user, password)
                return Line("https://edc.example", tmp_path / "cert.pem", way)

            assert told(line("", "")) == "proxy-login"
            assert told(line("ward3", "wrong")) == "proxy-login"
            assert told(line("ward3", "sesame 芝麻")) == "7"


def test_a_proxy_that_says_no_or_is_not_there_is_named() -> None:
    with Listener(saying("403 Forbidden")) as proxy:
        assert told(Line("https://edc.example", proxy=Proxy("this", proxy.url))) == "proxy-refuses"
        gone = proxy.url
    assert told(Line("https://edc.example", proxy=Proxy("this", gone))) == "proxy-away"
    for address in ("proxy", "https://proxy:1", "http://proxy:x", "socks5://proxy"):
        with pytest.raises(KnownError, match="proxy-bad-address"):
            told(Line("https://edc.example", proxy=Proxy("this", address)))


def test_the_systems_proxy_is_taken_when_asked_for_and_never_for_this_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    with Listener(saying("403 Forbidden")) as proxy:
        monkeypatch.setenv("https_proxy", proxy.url)
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.setenv("no_proxy", "near.example")
        assert told(Line("https://edc.example", proxy=Proxy("system"))) == "proxy-refuses"
        with Listener(GOOD) as here:
            assert told(Line(here.url, proxy=Proxy("system"))) == "7"
            assert told(Line(here.url, proxy=Proxy("this", proxy.url))) == "7"


def test_the_address_this_computer_speaks_from_is_found_without_sending(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "_NOWHERE", ("127.0.0.1", 9))
    assert wire.own_address() == "127.0.0.1"
