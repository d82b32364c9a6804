"""A definition travels as bytes and comes back as the same texts, or not at all."""

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from desktop_app.study_files import read_folder
from study.definition.load import digest_of
from study.definition.pack import LARGEST, pack, unpack
from study.errors import KnownError

TEXTS = st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), st.text(), min_size=1)


@given(files=TEXTS)
def test_texts_come_back(files: dict[str, str]) -> None:
    assert unpack(pack(files), digest_of(files)) == files


def test_the_shipped_definition_is_small() -> None:
    packed = pack(read_folder(resources.path("study")))
    assert len(packed) < 200_000


@pytest.mark.parametrize(
    "packed",
    [
        b"",
        b"no zlib",
        pack({"study.yaml": "another"}),
        pack({"study.yaml": "code: X"})[:-3],
        zlib.compress(b"[1, 2]"),
        zlib.compress(b" " * (LARGEST + 1)),
    ],
)
def test_other_bytes_are_refused_with_a_sentence(packed: bytes) -> None:
    with pytest.raises(KnownError) as error:
        unpack(packed, digest_of({"study.yaml": "code: X"}))
    assert error.value.code == "definition-damaged"
