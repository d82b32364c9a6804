"""What a request may cost the EDC: bytes, depth, time, how often, how many at once. Over real sockets, in a process."""

import contextlib
import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.errors import KnownError
from sync.protocol.messages import Health
from sync.server.limits import DEPTH, Limits, check_depth
from sync.server.rate import Rates
from sync.server.service import Service
from tests.kit.clinic import Centre, new_service
from tests.kit.edc_process import EdcProcess
from tests.sync.test_edc_door import problem, signed

if TYPE_CHECKING:
    from tests.sync.conftest import NewClinic

TIGHT = Limits(
    requests=2, connections=12, head_seconds=0.5, kept_seconds=1, idle_seconds=0.5, body_seconds=1,
    per_second=0.2, burst=12, names=("edc.hospital.example",),
)  # fmt: skip


@pytest.fixture(scope="module")
def impatient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Service, EdcProcess]]:
    """An EDC with little patience."""
    home = tmp_path_factory.mktemp("edc")
    url = f"sqlite:///{home}/edc.db"
    service = new_service(url, home / "edc.key")
    process = EdcProcess(url, home / "edc.key", TIGHT)
    process.start()
    yield service, process
    process.stop()
    service.database.close()


@pytest.fixture
def tight(impatient: tuple[Service, EdcProcess], site: str) -> Iterator[tuple[Centre, EdcProcess]]:
    """A site of its own there."""
    service, process = impatient
    centre = Centre(service, site, process.url)
    yield centre, process
    centre.close()


def memory(pid: int) -> int:
    """Bytes of the process that are in memory."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096


def line_to(process: EdcProcess) -> socket.socket:
    return socket.create_connection(("127.0.0.1", process.port), timeout=20)


def until_closed(line: socket.socket) -> bytes:
    """Everything that comes until the other end closes."""
    heard = b""
    try:
        while part := line.recv(65536):
            heard += part
    except ConnectionError:
        return heard
    return heard


def flood(process: EdcProcess, head: bytes, chunk: bytes, total: int) -> bytes:
    """Send a body of `total` bytes as long as the EDC takes it; what it answered."""
    with line_to(process) as line:
        line.sendall(head)
        # An EDC that has heard enough closes; what it answered before can still be read.
        with contextlib.suppress(ConnectionError, TimeoutError):
            for _ in range(0, total, len(chunk)):
                line.sendall(chunk)
        return until_closed(line)


@pytest.mark.parametrize("declared", [True, False], ids=["declared", "undeclared"])
def test_a_gigabyte_leaves_no_trace_in_memory(tight: tuple[Centre, EdcProcess], declared: bool) -> None:
    _, process = tight
    httpx.get(f"{process.url}/health")
    before = memory(process.pid)
    total, part = 1024**3, b"[" * (1 << 20)
    head = b"POST /v1/push HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    if declared:
        answer = flood(process, head + f"Content-Length: {total}\r\n\r\n".encode(), part, total)
    else:
        chunk = f"{len(part):x}\r\n".encode() + part + b"\r\n"
        answer = flood(process, head + b"Transfer-Encoding: chunked\r\n\r\n", chunk, total)
    assert b" 413 " in answer.partition(b"\r\n")[0] or not answer, answer[:200]
    assert memory(process.pid) - before < 32 * 1024**2
    assert httpx.get(f"{process.url}/health").status_code == 200


@pytest.mark.parametrize(
    "begun",
    [
        b"",
        b"POST /v1/pull HT",
        b"POST /v1/pull HTTP/1.1\r\nHost: localhost\r\nX-A: ",
        b"POST /v1/pull HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{",
        b"GET /nothing HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{",
    ],
    ids=["nothing", "line", "header", "body", "body after the answer"],
)
def test_whoever_sends_nothing_more_is_let_go(tight: tuple[Centre, EdcProcess], begun: bytes) -> None:
    with line_to(tight[1]) as line:
        line.sendall(begun)
        heard = until_closed(line)
    if b"/v1/pull" in begun and begun.endswith(b"{"):
        assert b" 408 " in heard.partition(b"\r\n")[0]
        assert b"too-slow" in heard


def test_whoever_sends_drop_by_drop_is_let_go(tight: tuple[Centre, EdcProcess]) -> None:
    """Each byte comes within the time for one; all of them do not within the time for all."""
    head = (
        b"POST /v1/pull HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n"
    )
    with line_to(tight[1]) as line:
        line.sendall(head)
        line.settimeout(0.1)
        heard = b""
        for _ in range(100):
            try:
                line.sendall(b" ")
                heard += line.recv(4096)
            except TimeoutError:
                continue
            except ConnectionError:
                break
            if b"too-slow" in heard:
                break
    assert b" 408 " in heard.partition(b"\r\n")[0]


def test_beyond_so_many_at_once_each_is_told_to_come_again(tight: tuple[Centre, EdcProcess]) -> None:
    """Two requests under way are the most; a third gets its answer at once, and theirs come when they end."""
    centre, process = tight
    half = b"POST /v1/pull HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{"
    slow = [line_to(process), line_to(process)]
    for line in slow:
        line.sendall(half)
    answers: list[httpx.Response] = []
    while not any(answer.status_code == 503 for answer in answers):
        answers.append(httpx.get(f"{centre.url}/health"))
        assert len(answers) < 200
    assert problem(answers[-1]) == (503, "edc-busy")
    assert int(answers[-1].headers["Retry-After"]) > 0
    for line in slow:
        until_closed(line)
        line.close()
    assert httpx.get(f"{centre.url}/health").status_code == 200


def test_beyond_so_many_lines_each_is_told_to_come_again(tight: tuple[Centre, EdcProcess]) -> None:
    centre, process = tight
    lines = [line_to(process) for _ in range(TIGHT.connections)]
    answer = httpx.get(f"{centre.url}/health")
    assert problem(answer) == (503, "edc-busy")
    assert answer.headers["Retry-After"] == "5"
    for line in lines:
        until_closed(line)
        line.close()
    assert httpx.get(f"{centre.url}/health").status_code == 200


def test_a_device_that_asks_too_often_waits_and_others_do_not(
    tight: tuple[Centre, EdcProcess], new_clinic: "NewClinic"
) -> None:
    centre, _ = tight
    eager, calm = new_clinic("eager"), new_clinic("calm", user="wang")
    for clinic in (eager, calm):
        centre.enrol(clinic)
    url = f"{centre.url}/v1/digest"
    with httpx.Client() as line:
        answers = [line.post(url, headers=signed(eager, "/v1/digest", b"", f"n{n}")) for n in range(TIGHT.burst + 1)]
        assert answers[0].status_code == 200
        assert problem(answers[-1]) == (429, "edc-busy")
        assert int(answers[-1].headers["Retry-After"]) in range(1, 6)
        assert line.post(url, headers=signed(calm, "/v1/digest", b"")).status_code == 200
        forged = signed(calm, "/v1/digest", b"", "x") | {"Cartella-Device": eager.store.device}
        assert problem(line.post(url, headers=forged)) == (401, "device-unknown"), "who cannot sign uses up nothing"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200), ("127.0.0.1:8765", 200), ("[::1]:8765", 200), ("EDC.hospital.example", 200),
        ("evil.example", 421), ("localhost.evil.example", 421), ("", 421), ("[evil]", 421),
    ],
)  # fmt: skip
def test_the_edc_answers_to_its_own_names_only(tight: tuple[Centre, EdcProcess], host: str, status: int) -> None:
    answer = httpx.get(f"{tight[1].url}/health", headers={"Host": host})
    assert answer.status_code == status
    if status != 200:
        assert problem(answer) == (421, "unknown-host")


@pytest.mark.parametrize(
    "kind", ["multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "text/plain", "", "image/png"]
)
def test_no_form_is_read(served: Centre, new_clinic: "NewClinic", kind: str) -> None:
    clinic = new_clinic("bedside")
    served.enrol(clinic)
    body = b'--x\r\nContent-Disposition: form-data; name="since"\r\n\r\n1\r\n' * 1000
    headers = signed(clinic, "/v1/pull", body) | {"Content-Type": kind}
    assert problem(httpx.post(f"{served.url}/v1/pull", content=body, headers=headers)) == (415, "not-json")


def test_nested_too_deep_is_refused_before_it_is_read(served: Centre, new_clinic: "NewClinic") -> None:
    clinic = new_clinic("bedside")
    served.enrol(clinic)
    body = b'{"since":0,"limit":1,"more":' + b"[" * DEPTH + b"]" * DEPTH + b"}"
    answer = httpx.post(f"{served.url}/v1/pull", content=body, headers=signed(clinic, "/v1/pull", body))
    assert problem(answer) == (400, "malformed")
    body = body.replace(b"[", b"", 1).replace(b"]", b"", 1)
    answer = httpx.post(f"{served.url}/v1/pull", content=body, headers=signed(clinic, "/v1/pull", body, "m"))
    assert answer.status_code == 200


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(_VALUES, st.integers(0, DEPTH + 3))
def test_depth_is_what_json_says_whatever_its_texts_hold(value: object, around: int) -> None:
    for _ in range(around):
        value = [value]
    body = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
    if depth(value) <= DEPTH:
        check_depth(body)
    else:
        with pytest.raises(KnownError, match="malformed"):
            check_depth(body)


def depth(value: object) -> int:
    match value:
        case dict():
            return 1 + max(map(depth, value.values()), default=0)
        case list():
            return 1 + max(map(depth, value), default=0)
        case _:
            return 0


@given(st.lists(st.integers(0, 3000), max_size=60))
def test_a_rate_is_kept_and_a_wait_is_enough(gaps: list[int]) -> None:
    rates, now, let = Rates(2.0, 3), 0, []
    for gap in gaps:
        now += gap
        if not (wait := rates.wait(("S", "D"), now)):
            let.append(now)
            continue
        now += wait * 1000
        assert rates.wait(("S", "D"), now) == 0, "after the time it was told, it is let in"
        let.append(now)
    for first, time in enumerate(let):
        assert sum(time <= other < time + 1000 for other in let[first:]) <= 3 + 2


def test_health_says_that_the_database_answers_and_is_guarded(served: Centre) -> None:
    health = msgspec.json.decode(httpx.get(f"{served.url}/health").content, type=Health)
    assert (health.database, health.guards) == ("answers", "in place")


def test_health_says_so_when_the_record_is_no_longer_guarded(centre: Centre) -> None:
    centre.service.check_guards()
    with centre.service.database.writing(centre.site) as connection:
        connection.exec_driver_sql("DROP TRIGGER change_no_update")
    centre.service.clock = lambda: 2**60
    with pytest.raises(KnownError, match="edc-unprotected"):
        centre.service.check_guards()


def test_hostile_lines_make_no_fault_and_leave_nothing_in_the_log(tight: tuple[Centre, EdcProcess]) -> None:
    """Planted words in every place a stranger can write to: none of them is in the log, and nothing is a fault."""
    _, process = tight
    word = "PLANTEDNAME"
    post = "POST /v1/push HTTP/1.1\r\nHost: localhost\r\n"
    for raw in (
        f"GET /{word}?{word}=1 HTTP/1.1\r\nHost: localhost\r\nCookie: {word}\r\n\r\n",
        f'{post}Content-Type: application/json\r\nContent-Length: 13\r\n\r\n"{word}"',
        f"{word} / HTTP/1.1\r\nHost: {word}\r\n\r\n",
        f"{post}Content-Length: {word}\r\n\r\n",
    ):
        with line_to(process) as line:
            line.sendall(raw.encode())
            line.shutdown(socket.SHUT_WR)
            until_closed(line)
    assert word not in process.logged()
    assert '"fault"' not in process.logged()
