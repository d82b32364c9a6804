"""What the EDC's web service refuses before it reads any data: strangers, replays, altered and oversized requests."""

from typing import TYPE_CHECKING

import httpx
import msgspec
import pytest

from study.errors import KnownError
from sync.client.http import HttpEdc, Signer
from sync.client.line import Line
from sync.protocol.messages import Health, Problem
from sync.protocol.signing import (
    DEVICE_HEADER,
    EDC_HEADER,
    NONCE_HEADER,
    SIGNATURE_HEADER,
    SITE_HEADER,
    TIME_HEADER,
    Signing,
)  # fmt: skip
from sync.protocol.versions import BODY_BYTES

if TYPE_CHECKING:
    from tests.kit.clinic import Centre, Clinic
    from tests.sync.conftest import NewClinic


def signed(clinic: "Clinic", path: str, body: bytes, nonce: str = "n") -> dict[str, str]:
    home = clinic.store.reader.home()
    signing = Signing("POST", path, home.site, home.device, clinic.clock(), nonce)
    return {
        SITE_HEADER: home.site, DEVICE_HEADER: home.device, TIME_HEADER: str(signing.time), NONCE_HEADER: nonce,
        SIGNATURE_HEADER: clinic.unlocked.device_sign(signing.message(body)).hex(), "Content-Type": "application/json",
    }  # fmt: skip


def problem(answer: httpx.Response) -> tuple[int, str]:
    assert EDC_HEADER in answer.headers
    said = msgspec.json.decode(answer.content, type=Problem)
    assert said.zh
    return answer.status_code, said.code


def test_health_says_that_an_edc_is_here_and_nothing_of_its_sites(served: "Centre") -> None:
    answer = httpx.get(f"{served.url}/health")
    health = msgspec.json.decode(answer.content, type=Health)
    assert (answer.status_code, health.edc) == (200, "cartella")
    assert served.site not in answer.text


def test_the_calls_are_described(served: "Centre") -> None:
    described = httpx.get(f"{served.url}/schema/openapi.json").json()
    assert {"/v1/push", "/v1/pull", "/v1/enrol"} <= set(described["paths"])


def test_each_request_is_answered_once_as_it_was_signed(served: "Centre", new_clinic: "NewClinic") -> None:
    clinic, other = new_clinic("bedside"), new_clinic("ward", user="wang")
    served.enrol(clinic)
    body = b'{"hashes":["' + b"0" * 64 + b'"]}'
    headers = signed(clinic, "/v1/lacking", body)
    url = f"{served.url}/v1/lacking"
    with httpx.Client() as line:
        assert line.post(url, content=body, headers=headers).status_code == 200
        assert problem(line.post(url, content=body, headers=headers)) == (401, "used-nonce")
        assert problem(line.post(url, content=body + b" ", headers=headers)) == (401, "device-unknown")
        assert problem(line.post(f"{served.url}/v1/digest", content=body, headers=headers)) == (401, "device-unknown")
        for name in headers:
            bare = {key: value for key, value in headers.items() if key != name}
            assert line.post(url, content=body, headers=bare).status_code in (401, 415)
        forged = signed(other, "/v1/lacking", body) | {DEVICE_HEADER: clinic.store.device}
        assert problem(line.post(url, content=body, headers=forged)) == (401, "device-unknown")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"x" * (BODY_BYTES + 1), (413, "too-large")),
        (b"[" * 100_000, (400, "malformed")),
        (b'{"hashes":7}', (400, "malformed")),
        (b"\xff\xfe", (400, "malformed")),
    ],
    ids=["large", "deep", "shape", "bytes"],
)
def test_a_hostile_body_is_refused(
    served: "Centre", new_clinic: "NewClinic", body: bytes, expected: tuple[int, str]
) -> None:
    clinic = new_clinic("bedside")
    served.enrol(clinic)
    headers = signed(clinic, "/v1/lacking", body)
    assert problem(httpx.post(f"{served.url}/v1/lacking", content=body, headers=headers)) == expected


def test_only_json_is_read(served: "Centre", new_clinic: "NewClinic") -> None:
    clinic = new_clinic("bedside")
    served.enrol(clinic)
    headers = signed(clinic, "/v1/digest", b"a=b") | {"Content-Type": "application/x-www-form-urlencoded"}
    assert problem(httpx.post(f"{served.url}/v1/digest", content=b"a=b", headers=headers)) == (415, "not-json")


@pytest.mark.parametrize("url", ["ftp://edc.example", "http://edc.example", "edc.example", "http://10.0.0.1"])
def test_nothing_leaves_this_computer_unencrypted(url: str) -> None:
    with pytest.raises(KnownError, match="edc-bad-address"):
        HttpEdc(Line(url), Signer("S", "D", lambda message: message, lambda: 0))


def test_a_signed_part_cannot_hide_another() -> None:
    with pytest.raises(ValueError, match="line break"):
        Signing("POST", "/v1/push\nx", "S", "D", 1, "n").message(b"")
