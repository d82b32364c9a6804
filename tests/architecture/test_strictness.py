"""The test run itself is strict: a warning nobody announced fails, and the network is closed but for this machine."""

import socket
import warnings

import pytest
from pytest_socket import SocketConnectBlockedError

pytest_plugins = ["pytester"]

PROBE = """
import logging
import pytest

def test_silent(): logging.getLogger("a").info("fine")
def test_surprise(): logging.getLogger("a").warning("disk nearly full")
@pytest.mark.logs("disk nearly")
def test_announced(): logging.getLogger("a").warning("disk nearly full")
@pytest.mark.logs("never said")
def test_silent_announcement(): logging.getLogger("a").info("fine")
"""


def test_an_unannounced_log_record_fails_the_test(
    pytester: pytest.Pytester, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Away from its place the conftest does not find the repository by itself.
    monkeypatch.setenv("PYTHONPATH", str(request.config.rootpath))
    pytester.makeconftest((request.config.rootpath / "tests" / "conftest.py").read_text(encoding="utf-8"))
    pytester.makeini("[pytest]\nmarkers = logs\n")
    pytester.makepyfile(PROBE)
    outcome = pytester.runpytest_subprocess("-p", "no:randomly")
    outcome.assert_outcomes(passed=2, failed=2)
    outcome.stdout.fnmatch_lines(["*logged without being announced*", "*announced but never logged: never said*"])


def test_a_warning_is_an_error() -> None:
    with pytest.raises(UserWarning, match="beware"):
        warnings.warn("beware", stacklevel=1)


def test_no_test_reaches_another_machine() -> None:
    # An address of the documentation range: were the gate open, nobody would answer.
    # Refused by a warning, which is an error here; the exception proper is for who switches that off.
    refusal = (SocketConnectBlockedError, UserWarning)
    with socket.socket() as line, pytest.raises(refusal, match=r"192\.0\.2\.1"):
        line.connect(("192.0.2.1", 80))


def test_this_machine_is_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as line:
        assert line.getpeername() == server.getsockname()
