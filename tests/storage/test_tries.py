"""What a workstation remembers of its tries: folded where nothing happened, bounded, and readable when damaged."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from storage.tries import FILE_NAME, KEPT, KEPT_MS, Try, note_try, read_tries

HOUR = 3_600_000


def one(at: int, code: str = "edc-away", sent: int = 0) -> Try:
    return Try(first=at, last=at + 1000, code=code, next_try=at + HOUR, sent=sent)


def test_tries_that_end_alike_are_one_line(tmp_path: Path) -> None:
    for hour in range(3):
        note_try(tmp_path, one(hour * HOUR))
    [kept] = read_tries(tmp_path)
    assert (kept.first, kept.last, kept.times, kept.next_try) == (0, 2 * HOUR + 1000, 3, 3 * HOUR)


def test_what_moved_or_ended_otherwise_has_its_own_line(tmp_path: Path) -> None:
    for made in (one(0), one(HOUR, "edc-slow"), one(2 * HOUR, "", sent=4), one(3 * HOUR, "", sent=1), one(4 * HOUR)):
        note_try(tmp_path, made)
    assert [(each.code, each.sent) for each in read_tries(tmp_path)] == [
        ("edc-away", 0), ("", 1), ("", 4), ("edc-slow", 0), ("edc-away", 0),
    ]  # fmt: skip


def test_a_clock_that_was_put_back_begins_a_line(tmp_path: Path) -> None:
    note_try(tmp_path, one(5 * HOUR))
    note_try(tmp_path, one(HOUR))
    assert len(read_tries(tmp_path)) == 2


def test_old_ones_go_and_there_are_never_too_many(tmp_path: Path) -> None:
    note_try(tmp_path, one(0))
    for hour in range(KEPT + 5):
        note_try(tmp_path, one(KEPT_MS + hour * HOUR, "", sent=1))
    kept = read_tries(tmp_path)
    assert len(kept) == KEPT
    assert kept[-1].first > 0


def test_a_damaged_list_is_no_list_and_is_written_anew(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"{\xff")
    assert read_tries(tmp_path) == ()
    note_try(tmp_path, one(0))
    assert len(read_tries(tmp_path)) == 1


@given(st.lists(st.tuples(st.integers(0, 40), st.sampled_from(["", "edc-away"]), st.integers(0, 2)), max_size=30))
def test_no_try_is_lost_by_folding(tmp_path_factory: object, made: list[tuple[int, str, int]]) -> None:
    folder = tmp_path_factory.mktemp("tries")  # type: ignore[attr-defined]
    for hour, code, sent in made:
        note_try(folder, one(hour * HOUR, code, sent=sent))
    kept = read_tries(folder)
    assert sum(each.times for each in kept) == len(made)
    assert sum(each.sent for each in kept) == sum(sent for _hour, _code, sent in made)
