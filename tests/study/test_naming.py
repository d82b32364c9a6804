"""What free text gives away of a person: by example, and by property for every number that could be one."""

from hypothesis import given
from hypothesis import strategies as st

from study.naming import KnownIdentity, is_resident, looks_like, named_in

CHILD = KnownIdentity("林小满", ("ZY-0098123", "13912345678"))
NOBODY = KnownIdentity()
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def with_check(digits: str) -> str:
    """The 18th character by the published rule: the remainder that makes the weighted sum 1 modulo 11."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=True))
    last = next(n for n in range(11) if (total + n) % 11 == 1)
    return digits + ("X" if last == 10 else str(last))


def test_the_name_and_its_parts_are_found_and_other_words_are_not() -> None:
    assert looks_like("林小满今日发热", CHILD) == ("name",)
    assert looks_like("小满 今日发热", CHILD) == ("name",)
    assert looks_like("林 小 满", CHILD) == ("name",)
    assert looks_like("患儿今日发热，林某陪同", CHILD) == (), "a surname alone is a word like any other"
    assert looks_like("林小满今日发热", NOBODY) == ()
    assert looks_like("WangXiaoming refused", KnownIdentity("Wang Xiaoming")) == ("name",)
    assert looks_like("xiaoming refused", KnownIdentity("Wang Xiaoming")) == ("name",)
    assert looks_like("swang", KnownIdentity("Wang Li")) == ()


def test_numbers_of_the_child_are_found_however_they_are_written() -> None:
    assert looks_like("see zy0098123", CHILD) == ("number",)
    assert looks_like("see ｚｙ００９８１２３", CHILD) == ("number",)
    assert looks_like("139-1234-5678", CHILD) == ("number", "phone")
    assert looks_like("titre 1:12800981234", CHILD) == (), "a part of a longer number is none"
    assert looks_like("room 12", KnownIdentity("", ("12",))) == (), "too short to mean anything"


def test_the_printed_example_of_a_residents_number() -> None:
    # The example of GB 11643-1999.
    assert looks_like("证号 11010519491231002X", NOBODY) == ("resident",)
    assert looks_like("110105194912310021", NOBODY) == ()


def test_results_and_doses_are_not_taken_for_numbers() -> None:
    for text in ("CREAT 53.9, UPCR 1.2", "2026-11-17 08:10", "CAR-T 1.0e6/kg, 250 mL", "NCT04123456", "12345678901"):
        assert looks_like(text, CHILD) == ()


def test_the_sentence_holds_nothing_of_the_text() -> None:
    said = named_in("林小满 13912345678", CHILD)
    assert said is not None
    assert said.en.startswith("looks like the child's name and a number of the child and a phone number: write")
    assert "林" not in said.zh
    assert named_in("no fever", CHILD) is None


@given(st.text("0123456789", min_size=17, max_size=17), st.sampled_from(["", "证号", "id:", "（"]))
def test_every_residents_number_is_found_and_no_other_check_character(digits: str, before: str) -> None:
    number = with_check(digits)
    assert "resident" in looks_like(f"{before}{number}。", NOBODY)
    others = [digits + each for each in "0123456789x" if each != number[17].lower()]
    assert not any(is_resident(other) for other in others)


@given(
    st.sampled_from("3456789"),
    st.text("0123456789", min_size=9, max_size=9),
    st.sampled_from(["", "+86", "86"]),
    st.sampled_from(["", " ", "-"]),
)
def test_every_mobile_number_is_found_plain_and_in_groups(second: str, rest: str, code: str, between: str) -> None:
    number = f"1{second}{rest}"
    grouped = between.join((number[:3], number[3:7], number[7:]))
    assert "phone" in looks_like(f"母亲电话{code}{grouped}，", NOBODY)


@given(st.text(), st.text(), st.lists(st.text(), max_size=3))
def test_any_text_gets_an_answer(text: str, name: str, numbers: list[str]) -> None:
    assert set(looks_like(text, KnownIdentity(name, tuple(numbers)))) <= {"name", "number", "phone", "resident"}


@given(st.text("林小满患儿今日发热无", min_size=1))
def test_a_text_without_two_characters_of_the_name_in_a_row_does_not_name_it(text: str) -> None:
    assert ("name" in looks_like(text, CHILD)) == any(part in text for part in ("林小", "小满"))
