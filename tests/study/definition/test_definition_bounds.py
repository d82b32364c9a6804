"""A definition without end is refused before it is read, and of a million faults two hundred are listed."""

import pytest

from study.definition import faults as bounds
from study.definition.faults import DefinitionError, Report
from study.definition.load import LARGEST, LARGEST_FILE, MOST_FILES, digest_of, find_faults, load
from study.definition.pack import pack, unpack_study
from study.definition.yaml_lines import LONGEST_WORD, MOST_NODES

VISIT = "forms/VISIT.yaml"


def test_of_many_faults_the_first_are_listed_and_all_counted(small: dict[str, str]) -> None:
    small[VISIT] += "".join(f"  - {{code: X{n}, en: x, zh: x, type: nonsense}}\n" for n in range(700))
    with pytest.raises(DefinitionError) as caught:
        load(small)
    error = caught.value
    assert (len(error.faults), error.total) == (bounds.MOST_LISTED, 700)
    assert [fault.line for fault in error.faults] == list(range(13, 13 + bounds.MOST_LISTED))
    assert "(and 699 more)" in error.sentence.en
    assert error.sentences[-1].en == "... and 500 more faults."
    assert "500" in error.sentences[-1].zh
    assert find_faults(small) == error.faults


def test_a_report_keeps_no_more_than_it_can_show() -> None:
    report = Report()
    for line in range(bounds.MOST_KEPT + 500):
        report.add("a.yaml", line, "", "wrong", "错误")
    assert report.total == bounds.MOST_KEPT + 500
    assert len(report.faults) == bounds.MOST_LISTED


def test_a_fault_does_not_quote_a_book(small: dict[str, str]) -> None:
    small["study.yaml"] = small["study.yaml"].replace("  sex: V1/VISIT/SEX", f"  sex: {'V' * 3000}")
    (fault,) = find_faults(small)
    assert len(fault.sentence.en) < bounds.LONGEST + 60
    assert len(fault.sentence.zh) < bounds.LONGEST + 60


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        (VISIT, "#" * (LARGEST_FILE + 1), f"a file has {LARGEST_FILE} characters"),
        (VISIT, "- a\n" * (MOST_NODES + 1), f"more than {MOST_NODES} words"),
        (VISIT, "[" * 5000, "nested too deeply"),
        (VISIT, "- " * 5000, "nested too deeply"),
        (VISIT, "{a: " * 5000, "nested too deeply"),
        ("study.yaml", f"code: {'A' * (LONGEST_WORD + 1)}", f"{LONGEST_WORD} characters at most"),
    ],
)
def test_a_text_without_end_is_one_fault(small: dict[str, str], file: str, text: str, said: str) -> None:
    (fault,) = find_faults({**small, file: text})
    assert (fault.file, said in fault.sentence.en, bool(fault.sentence.zh)) == (file, True, True)


def test_too_many_files_or_too_much_of_them_is_one_fault(small: dict[str, str]) -> None:
    many = {f"forms/F{n}.yaml": "" for n in range(MOST_FILES)}
    (fault,) = find_faults({**small, **many})
    assert f"{MOST_FILES} files at most" in fault.sentence.en
    much = {f"forms/F{n}.yaml": "#" * (LARGEST_FILE - 1) for n in range(4)}
    (fault,) = find_faults({**small, **much})
    assert f"{LARGEST} characters at most" in fault.sentence.en


def test_a_pack_of_faults_is_refused_within_the_bound(small: dict[str, str]) -> None:
    faulty = "items:\n" + "".join(f"  - {{a{n}: b}}\n" for n in range(15_000))
    files = {**small, **{f"forms/F{n}.yaml": faulty for n in range(4)}}
    with pytest.raises(DefinitionError) as caught:
        unpack_study(pack(files), digest_of(files))
    assert len(caught.value.faults) == bounds.MOST_LISTED
    assert caught.value.total > 60_000
