"""What may become a passphrase, and what is one passphrase on two keyboards."""

import pytest

from storage.keys.passphrase import LEAST, MOST, check, normalise
from study.errors import KnownError


@pytest.mark.parametrize(
    "good",
    [
        "a rainy spring in Xuhui",
        "春眠不觉晓处处闻啼鸟夜来风雨声",
        "alllowercasewithoutanything",
        "     five blanks in front",
        "9f8d7c6b5a4e3d2c",
        "x" * 14 + "yzab" * 3 + "kitchen table",
    ],
)
def test_length_is_enough(good: str) -> None:
    check(good, "u-lin", "林医生")


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        ("", "passphrase-too-short"),
        ("fourteen chars", "passphrase-too-short"),
        ("e\u0301" * 8, "passphrase-too-short"),
        ("long" * 300, "passphrase-too-long"),
        ("a" * 15, "passphrase-too-common"),
        ("abc abc abc abc abc", "passphrase-too-common"),
        ("1234567890123456", "passphrase-too-common"),
        ("QWERTYUIOPASDFGH", "passphrase-too-common"),
        ("Correct Horse Battery Staple", "passphrase-too-common"),
        ("...............", "passphrase-too-common"),
        ("Lin Xiaoming Lin Xiaoming 2026", "passphrase-too-common"),
        ("passwordpassword", "passphrase-too-common"),
    ],
)
def test_what_is_refused(bad: str, code: str) -> None:
    with pytest.raises(KnownError) as refusal:
        check(bad, "u-lin", "Lin Xiaoming")
    assert refusal.value.code == code
    assert refusal.value.sentence.zh
    assert refusal.value.sentence.en


def test_two_keyboards_one_passphrase() -> None:
    assert normalise("ｅ\u0301tude　№") == normalise("\u00e9tude No")


def test_the_limits() -> None:
    assert (LEAST, MOST) == (15, 1024)
