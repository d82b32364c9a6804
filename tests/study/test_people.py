"""Whose keys count, with keys that anybody can check by eye: a signature is the key and what it signs."""

from study.changes import facts as f
from study.changes.certificate import certificate_message, possession_message, recovery_message
from study.changes.key_life import Reach
from study.people import RECOVERED, People, Told
from study.state.slots import Slot, content, slot_of

LIN, NEW, CODE = b"lin", b"new", b"code"


def fits(key: bytes, signature: bytes, message: bytes) -> bool:
    return signature == key + message


def certified(name: str, key: bytes, recovery: bytes = b"") -> f.UserCertified:
    fact = f.UserCertified(
        id=name, user="u", name="Lin", roles=("admin",), public_key=key, possession=key + possession_message("u", key),
        certifier="u", certification=b"",
    )  # fmt: skip
    return f.UserCertified(
        id=name, user="u", name="Lin", roles=("admin",), public_key=key, possession=fact.possession, certifier="u",
        certification=key + certificate_message(fact), recovery=recovery + recovery_message(fact) if recovery else b"",
    )  # fmt: skip


def told(seq: int, key: bytes, *facts: f.Fact) -> Told:
    return Told(f"c{seq}", Reach("d", seq), "u", facts, lambda asked: asked == key)


def keys(*changes: Told) -> frozenset[bytes]:
    return People(changes, "d", fits).keys_at("u", Reach("d", 9))


FIRST = told(1, LIN, certified("1", LIN))
RECOVERS = f.Accessed(id="a", what=RECOVERED)


def test_where_no_recovery_key_was_ever_said_the_word_has_to_do() -> None:
    assert keys(FIRST, told(2, NEW, certified("2", NEW), RECOVERS)) == {NEW}
    assert keys(FIRST, told(2, NEW, certified("2", NEW))) == {LIN}


def test_once_one_was_said_only_its_word_does() -> None:
    keyed = told(2, LIN, f.RecoveryKeyed(id="k", device="d", public_key=CODE, alone=True))
    assert keys(FIRST, keyed, told(3, NEW, certified("3", NEW), RECOVERS)) == {LIN}
    assert keys(FIRST, keyed, told(3, NEW, certified("3", NEW, b"another"), RECOVERS)) == {LIN}
    assert keys(FIRST, keyed, told(3, NEW, certified("3", NEW, CODE), RECOVERS)) == {NEW}


def test_what_was_recovered_before_a_key_was_said_stands() -> None:
    before = told(2, NEW, certified("2", NEW), RECOVERS)
    keyed = told(3, NEW, f.RecoveryKeyed(id="k", device="d", public_key=CODE))
    assert keys(FIRST, before, keyed) == {NEW}
    assert People((FIRST, before, keyed), "d", fits).recovery_keys(Reach("d", 3)) == {CODE}


def test_a_device_that_nobody_knows_founds_nothing() -> None:
    assert People([FIRST], "another", fits).keys("u") == frozenset()


def test_a_recovery_key_has_a_slot_of_its_workstation() -> None:
    fact = f.RecoveryKeyed(id="k", device="d", public_key=CODE)
    assert slot_of(fact) == Slot("recovery", "d")
    assert content(fact) == ("recovery", CODE.hex())
