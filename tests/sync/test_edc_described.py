"""The EDC's calls as they are described, and whatever the description allows sent to a real server: never a fault."""

import itertools
import json
from typing import TYPE_CHECKING, Any

import httpx
import msgspec
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.specs.openapi.checks import status_code_conformance

from study.changes.envelope import SignedChange
from sync.protocol.messages import Batch, Problem
from sync.protocol.signing import (
    DEVICE_HEADER,
    EDC_HEADER,
    NONCE_HEADER,
    SIGNATURE_HEADER,
    SITE_HEADER,
    TIME_HEADER,
    Signing,
)  # fmt: skip

if TYPE_CHECKING:
    from tests.kit.clinic import Centre, Clinic
    from tests.sync.conftest import NewClinic

CALLS = (
    "enrol", "greet", "roster", "push", "pull", "heads", "lacking", "digest", "receipt", "files",
    "file-put", "file-get",
)  # fmt: skip
_NONCES = itertools.count()


def document(centre: "Centre") -> dict[str, Any]:
    found: dict[str, Any] = httpx.get(f"{centre.url}/schema/openapi.json").json()
    return found


def test_every_call_says_its_name_its_errors_and_how_it_is_signed(served: "Centre") -> None:
    described = document(served)
    names = set()
    for path, methods in described["paths"].items():
        for operation in methods.values():
            names.add(operation["operationId"])
            if not path.startswith("/v1/"):
                continue
            assert operation["security"] == [
                {name: [] for name in (SITE_HEADER, DEVICE_HEADER, TIME_HEADER, NONCE_HEADER, SIGNATURE_HEADER)}
            ]
            assert {"400", "401", "409", "413", "415", "429", "503"} <= set(operation["responses"])
            for status, answer in operation["responses"].items():
                if status != "200":
                    schema = answer["content"]["application/json"]["schema"]
                    assert schema == {"$ref": "#/components/schemas/Problem"}
                    assert ("Retry-After" in answer["headers"]) is (status in ("429", "503"))
    assert {"enrol", "greet", "push", "pull", "health"} <= names
    assert len(names) == sum(len(methods) for methods in described["paths"].values())
    assert set(described["components"]["schemas"]["Problem"]["required"]) == set(Problem.__struct_fields__)


def test_no_page_of_the_description_loads_a_program_from_elsewhere(served: "Centre") -> None:
    for path in (
        "/schema",
        "/schema/swagger",
        "/schema/redoc",
        "/schema/elements",
        "/schema/rapidoc",
        "/schema/scalar",
    ):
        answer = httpx.get(f"{served.url}{path}")
        assert "<script" not in answer.text


@pytest.fixture
def caller(served: "Centre", new_clinic: "NewClinic") -> "Clinic":
    clinic = new_clinic("bedside")
    served.enrol(clinic)
    return clinic


def signed(clinic: "Clinic", path: str, body: bytes, kind: str) -> dict[str, str]:
    home = clinic.store.reader.home()
    signing = Signing("POST", path, home.site, home.device, clinic.clock(), f"generated-{next(_NONCES)}")
    return {
        SITE_HEADER: home.site, DEVICE_HEADER: home.device, TIME_HEADER: str(signing.time), NONCE_HEADER: signing.nonce,
        SIGNATURE_HEADER: clinic.unlocked.device_sign(signing.message(body)).hex(), "Content-Type": kind,
    }  # fmt: skip


@pytest.mark.parametrize("call", CALLS)
def test_whatever_the_description_allows_is_answered_as_it_says(served: "Centre", caller: "Clinic", call: str) -> None:
    """Generated bodies, signed by a device that is known: no fault, and no answer that the description lacks."""
    schema = schemathesis.openapi.from_dict(document(served))
    operation = schema[f"/v1/{call}"]["POST"]
    kind = "application/octet-stream" if call == "file-put" else "application/json"

    @settings(max_examples=12, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(), data=st.data())
    def answered(case: Any, data: st.DataObject) -> None:
        body = case.body if isinstance(case.body, bytes) else b""
        if kind == "application/json" and operation.body:
            body = msgspec.json.encode(case.body)
        with httpx.Client() as line:
            path = f"/v1/{call}"
            answer = line.post(f"{served.url}{path}", content=body, headers=signed(caller, path, body, kind))
            if answer.status_code == 429:
                return
            assert answer.status_code < 500, answer.text
            case.validate_response(answer, checks=[status_code_conformance])
            assert EDC_HEADER in answer.headers
            unsigned = line.post(f"{served.url}{path}", content=body, headers={"Content-Type": kind})
            assert unsigned.status_code in (400, 401, 409), unsigned.text
            spoilt = data.draw(st.binary(max_size=40)) + body[: data.draw(st.integers(0, 40))]
            again = line.post(f"{served.url}{path}", content=spoilt, headers=signed(caller, path, spoilt, kind))
            assert again.status_code < 500, again.text

    answered()


def test_wide_numbers_and_texts_make_no_fault(served: "Centre", caller: "Clinic") -> None:
    """What the description bounds and the generator therefore never tries."""
    texts = ("\0", "\ud800", "a" * 100_000, "😀", "' OR 1=1 --", "%00", "../../x")
    numbers = (2**63 - 1, 2**63, -(2**63), 2**200, 0, -1)
    bodies: list[tuple[str, object]] = [("heads", {"numbers": [number]}) for number in numbers]
    bodies += [(call, {"since": number, "limit": number}) for number in numbers for call in ("pull", "roster")]
    bodies += [(call, {name: [text]}) for text in texts for call, name in (("lacking", "hashes"), ("files", "names"))]
    bodies += [("greet", _hello(text, number)) for text in texts for number in numbers]
    with httpx.Client() as line:
        for call, asked in bodies:
            path, body = f"/v1/{call}", json.dumps(asked).encode()
            headers = signed(caller, path, body, "application/json")
            answer = line.post(f"{served.url}{path}", content=body, headers=headers)
            assert answer.status_code < 500, (call, body[:80], answer.text)


def _hello(text: str, number: int) -> dict[str, object]:
    texts: dict[str, object] = dict.fromkeys(("device", "epoch", "head", "seq_hash"), text)
    return {**texts, "number": number, "seq": number}


def test_a_change_of_broken_texts_is_refused_and_the_rest_of_its_batch_is_taken(
    served: "Centre", caller: "Clinic"
) -> None:
    caller.write("60")
    good = caller.store.reader.pending(10)
    bad = SignedChange(b'{"id":"\xff"}', bytes(64))
    answer = served.connect(caller).push(Batch(changes=(bad, *good)))
    assert [placed.standing for placed in answer.placed] == ["refused", *["accepted"] * len(good)]
    assert answer.placed[0].code == "malformed"
