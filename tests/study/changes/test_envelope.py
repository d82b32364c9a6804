"""The bytes of a change: what is read is what was written, and what is not known is kept and counted."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.address import Address
from study.changes import facts as f
from study.changes.certificate import certificate_message, possession_message
from study.changes.chain import follows, site_head
from study.changes.envelope import (
    GENESIS,
    At,
    Change,
    Seen,
    SignedChange,
    UnknownFact,
    decode,
    decode_fact,
    device_message,
    encode,
    encode_facts,
    facts_of,
    person_message,
    unknown_entries,
)
from study.values import (
    Cleared,
    Codes,
    DateTimeValue,
    DateValue,
    NotDone,
    Quantity,
    Range,
    Sealed,
    TextValue,
    Value,
)

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
NUMBER = st.decimals(allow_nan=False, allow_infinity=False, places=3).map(str)
VALUES: st.SearchStrategy[Value] = st.one_of(
    st.builds(Quantity, NUMBER, TEXT, st.sampled_from(["", "<", "<=", ">", ">="])),
    st.builds(Range, NUMBER, NUMBER, TEXT),
    st.builds(TextValue, TEXT),
    st.builds(Codes, st.lists(TEXT, max_size=3).map(tuple)),
    st.builds(DateValue, st.sampled_from(["2026", "2026-08", "2026-08-18"])),
    st.builds(DateTimeValue, st.just("2026-11-17T08:10")),
    st.builds(Sealed, st.binary(max_size=40)),
    st.builds(Cleared),
    st.builds(NotDone, TEXT, TEXT),
)
ADDRESSES = st.builds(Address, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT)
BASES = st.lists(TEXT, max_size=3).map(tuple)
FACTS: st.SearchStrategy[f.Fact] = st.one_of(
    st.builds(f.ValueSet, id=TEXT, bases=BASES, address=ADDRESSES, value=VALUES, typed=TEXT, reason=TEXT),
    st.builds(f.RowCreated, id=TEXT, address=ADDRESSES, level=st.sampled_from(["visit", "form", "row"]), order=TEXT),
    st.builds(f.MarkSet, id=TEXT, kind=TEXT, address=ADDRESSES, data=st.dictionaries(TEXT, TEXT, max_size=2)),
    st.builds(f.Signed, id=TEXT, address=ADDRESSES, meaning=TEXT, digest=TEXT),
    st.builds(f.SubjectEnrolled, id=TEXT, subject=TEXT, child_key=st.binary(max_size=32)),
    st.builds(f.ChangeHeld, id=TEXT, change=TEXT, reason=TEXT),
    st.builds(f.Accessed, id=TEXT, what=TEXT, count=st.integers(0, 99)),
)


def change(facts: tuple[msgspec.Raw, ...]) -> Change:
    return Change(
        id="c1", site="S01", device="d1", seq=1, prev=GENESIS, at=At(1_790_000_000_000, 480, -12), author="u1",
        role="clinician", study="1", study_digest="ab", seen=Seen("e", 3, 2), facts=facts,
    )  # fmt: skip


@given(facts=st.lists(FACTS, max_size=4).map(tuple))
def test_what_is_read_is_what_was_written(facts: tuple[f.Fact, ...]) -> None:
    written = change(encode_facts(facts))
    body = encode(written)
    read = decode(body)
    assert facts_of(read) == facts
    assert (read.id, read.at, read.seen) == (written.id, written.at, written.seen)
    assert unknown_entries(read, body) == 0


@pytest.mark.parametrize("kind", msgspec.inspect.type_info(f.Fact).types)  # type: ignore[attr-defined]
def test_every_fact_has_a_tag_of_its_own_and_comes_back(kind: msgspec.inspect.StructType) -> None:
    assert kind.cls.__struct_config__.tag == kind.cls.__name__.lower()
    sample = msgspec.convert({"fact": kind.tag, **{x.name: _sample(x.type) for x in kind.fields}}, f.Fact, strict=False)
    assert decode_fact(encode_facts((sample,))[0]) == sample


def _sample(kind: msgspec.inspect.Type) -> object:
    match kind:
        case msgspec.inspect.BytesType():
            return "AAEC"
        case msgspec.inspect.IntType():
            return 3
        case msgspec.inspect.BoolType():
            return True
        case msgspec.inspect.VarTupleType():
            return ["x"]
        case msgspec.inspect.DictType():
            return {"k": "v"}
        case msgspec.inspect.LiteralType(values=values):
            return values[0]
        case msgspec.inspect.StructType(cls=cls) if cls is Address:
            return {"subject": "s1"}
        case msgspec.inspect.UnionType(types=types) if any(isinstance(t, msgspec.inspect.NoneType) for t in types):
            return None
        case msgspec.inspect.UnionType():
            return {"kind": "t", "text": "x"}
        case _:
            return "x"


def test_a_fact_of_a_newer_version_is_kept_as_it_came_and_counted() -> None:
    newer = msgspec.Raw(b'{"fact":"telepathy","id":"f9","strength":3}')
    known = encode_facts((f.Accessed(id="f1", what="print"),))[0]
    body = encode(change((newer, known)))
    read = decode(body)
    assert facts_of(read) == (UnknownFact(bytes(newer)), f.Accessed(id="f1", what="print"))
    assert unknown_entries(read, body) == 1


def test_a_field_of_a_newer_version_is_counted_and_the_rest_is_read() -> None:
    newer = msgspec.Raw(b'{"fact":"accessed","id":"f1","what":"print","printer":"A4"}')
    body = encode(change((newer,)))
    with_field = msgspec.json.encode({**msgspec.json.decode(body), "weather": "rain"})
    read = decode(with_field)
    assert facts_of(read) == (f.Accessed(id="f1", what="print"),)
    assert unknown_entries(read, with_field) == 2


@pytest.mark.parametrize("raw", [b"{}", b"[]", b"3", b'{"fact":"valueset"}', b'{"fact":"valueset","id":7}'])
def test_what_is_no_fact_comes_back_as_it_came(raw: bytes) -> None:
    assert decode_fact(raw) == UnknownFact(raw)


def test_a_person_and_a_device_never_sign_the_same_bytes() -> None:
    name = SignedChange(b"{}", b"").hash
    assert device_message(name) != person_message(name)


def test_certificates_cover_every_part() -> None:
    fact = f.UserCertified(
        id="f",
        user="u",
        name="Lin",
        roles=("admin",),
        public_key=b"k",
        possession=b"p",
        certifier="u",
        certification=b"",
    )
    others: list[dict[str, Any]] = [
        {"user": "v"},
        {"name": "Li"},
        {"roles": ("edc",)},
        {"public_key": b"q"},
        {"certifier": "w"},
    ]
    messages = {certificate_message(msgspec.structs.replace(fact, **other)) for other in others}
    assert len(messages | {certificate_message(fact)}) == len(others) + 1
    assert possession_message("u", b"k") != possession_message("u", b"l")


def test_a_change_follows_the_one_it_names() -> None:
    first = change(())
    second = msgspec.structs.replace(first, seq=2, prev="aa")
    assert follows(None, first)
    assert follows((1, "aa"), second)
    assert not follows((1, "ab"), second)
    assert not follows((2, "aa"), second)


def test_the_sites_head_depends_on_what_was_decided() -> None:
    assert site_head(GENESIS, "aa", "accepted") != site_head(GENESIS, "aa", "held")
    assert site_head(GENESIS, "aa", "held") != site_head("11" * 32, "aa", "held")
