"""Seals, boxes and signatures: what opens, and that nothing else does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.keys import SealBrokenError, SiteKey, fingerprint, open_text, seal, seal_text, unseal, verify
from storage.keys.primitives import ChunkCipher, box_open, box_public_of, box_seal, hkdf, public_of, random_bytes, sign

keys = st.binary(min_size=32, max_size=32)


@given(keys, st.binary(max_size=200), st.binary(max_size=40))
def test_a_seal_opens(key: bytes, data: bytes, aad: bytes) -> None:
    assert unseal(key, seal(key, data, aad), aad) == data


@given(keys, st.binary(max_size=40), st.data())
def test_an_altered_seal_does_not_open(key: bytes, data: bytes, draw: st.DataObject) -> None:
    sealed = bytearray(seal(key, data, b"here"))
    sealed[draw.draw(st.integers(0, len(sealed) - 1))] ^= draw.draw(st.integers(1, 255))
    with pytest.raises(SealBrokenError):
        unseal(key, bytes(sealed), b"here")


def test_a_seal_is_bound_to_its_key_and_place() -> None:
    key = random_bytes(32)
    sealed = seal(key, b"value", b"here")
    for other_key, aad, data in [
        (key, b"there", sealed),
        (random_bytes(32), b"here", sealed),
        (key, b"here", b"short"),
    ]:
        with pytest.raises(SealBrokenError):
            unseal(other_key, data, aad)


@given(st.binary(max_size=100))
def test_a_box_opens_for_its_key_only(data: bytes) -> None:
    mine, other = random_bytes(32), random_bytes(32)
    sealed = box_seal(box_public_of(mine), data, b"bundle")
    assert box_open(mine, sealed, b"bundle") == data
    for seed, aad in [(other, b"bundle"), (mine, b"receipt")]:
        with pytest.raises(SealBrokenError):
            box_open(seed, sealed, aad)


@pytest.mark.parametrize("sealed", [b"", bytes(32), bytes(80)])
def test_what_is_no_box(sealed: bytes) -> None:
    with pytest.raises(SealBrokenError):
        box_open(random_bytes(32), sealed, b"")
    with pytest.raises(SealBrokenError):
        box_seal(bytes(32), b"to nobody", b"")


def test_a_chunk_is_bound_to_its_place_and_to_being_last() -> None:
    cipher = ChunkCipher(random_bytes(32))
    sealed = cipher.seal(1, False, b"chunk")
    assert cipher.open(1, False, sealed) == b"chunk"
    for index, last in [(0, False), (2, False), (1, True)]:
        with pytest.raises(SealBrokenError):
            cipher.open(index, last, sealed)


def test_signatures() -> None:
    seed = random_bytes(32)
    signature = sign(seed, b"message")
    assert verify(public_of(seed), signature, b"message")
    assert not verify(public_of(seed), signature, b"another")
    assert not verify(public_of(random_bytes(32)), signature, b"message")
    assert not verify(b"no key", signature, b"message")
    assert not verify(public_of(seed), b"no signature", b"message")


def test_signatures_are_the_ones_of_the_standard() -> None:
    """RFC 8032, section 7.1, test 1."""
    seed = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    assert public_of(seed).hex() == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    assert sign(seed, b"").hex().startswith("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155")


def test_keys_for_different_purposes_differ() -> None:
    assert len({hkdf(bytes(32), info) for info in ("a", "b")} | {hkdf(bytes(32), "a", salt=b"s")}) == 3


def test_a_fingerprint_can_be_read_aloud() -> None:
    groups = fingerprint(bytes(32)).split(" ")
    assert [len(group) for group in groups] == [4] * 6


@given(keys, st.text(st.characters(exclude_categories=["Cs"])))
def test_a_sealed_text_opens_as_it_was_typed(key: bytes, text: str) -> None:
    assert open_text(key, seal_text(key, text, b"child"), b"child") == text


def test_the_length_of_a_sealed_name_tells_nothing() -> None:
    key = random_bytes(32)
    assert len(seal_text(key, "王芳", b"")) == len(seal_text(key, "欧阳诗涵诗涵", b""))


def test_a_child_key_belongs_to_one_child_and_one_site() -> None:
    site = SiteKey.new()
    child_key, wrapped = site.new_child_key("subject-1")
    assert site.open_child_key(wrapped, "subject-1") == child_key
    for other, subject in [(site, "subject-2"), (SiteKey.new(), "subject-1")]:
        with pytest.raises(SealBrokenError):
            other.open_child_key(wrapped, subject)


def test_an_attachment_key_is_sealed_to_the_site() -> None:
    site, key = SiteKey.new(), random_bytes(32)
    wrapped = site.wrap_attachment_key(key, "name")
    assert site.open_attachment_key(wrapped, "name") == key
    with pytest.raises(SealBrokenError):
        site.open_attachment_key(wrapped, "other")
    with pytest.raises(ValueError, match="32 bytes"):
        SiteKey(b"short")
