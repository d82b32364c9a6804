"""Whatever a file says, the loader answers with a study or with a DefinitionError that names the place."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.definition.faults import DefinitionError, Fault
from study.definition.load import find_faults, load
from study.definition.model import Study
from study.definition.yaml_lines import UnreadableYamlError, compose

PIECES = st.one_of(
    st.sampled_from(
        [": ", "- ", "\n", "\n  ", "[", "]", "{", "}", "~", "''", "&a ", "*a", "!!", "---\n", "\t", "#", ", ", "? ",
         "code", "forms", "1e9", "NaN", "-1", "99y", "true", "\ufeff", "\x00", "9" * 40]
    ),
    st.text(max_size=8),
)  # fmt: skip


def loaded_or_refused(files: Mapping[str, str]) -> tuple[Fault, ...]:
    """The faults with which `load` refuses the files; () after it gave a study. Anything else that it raises passes."""
    faults = find_faults(files)
    if not faults:
        assert isinstance(load(files), Study)
        return ()
    with pytest.raises(DefinitionError) as caught:
        load(files)
    assert caught.value.faults == faults
    return faults


@st.composite
def mutilated(draw: st.DrawFn, files: Mapping[str, str]) -> dict[str, str]:
    """The files with a few passages cut out, doubled or overwritten."""
    broken = dict(files)
    for _ in range(draw(st.integers(1, 3))):
        name = draw(st.sampled_from(sorted(broken)))
        text = broken[name]
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 40)))
        broken[name] = text[:start] + draw(PIECES) + draw(st.sampled_from(["", text[start:end]])) + text[end:]
    return broken


@given(data=st.data())
def test_a_mutilated_definition_is_a_study_or_an_error(data: st.DataObject, shipped: dict[str, str]) -> None:
    files = data.draw(mutilated(shipped))
    for fault in loaded_or_refused(files):
        assert fault.sentence.en.startswith(f"{fault.file}:{fault.line}")
        assert fault.line >= 1
        assert fault.sentence.zh


@given(data=st.data())
def test_lines_moved_about_are_a_study_or_an_error(data: st.DataObject, shipped: dict[str, str]) -> None:
    name = data.draw(st.sampled_from(sorted(shipped)))
    lines = shipped[name].splitlines(keepends=True)
    moved = lines.pop(data.draw(st.integers(0, len(lines) - 1)))
    lines.insert(data.draw(st.integers(0, len(lines))), moved)
    loaded_or_refused({**shipped, name: "".join(lines)})


@given(st.lists(PIECES, max_size=12).map("".join))
def test_any_text_is_composed_or_refused_with_a_line(text: str) -> None:
    refused = None
    try:
        compose(text)
    except UnreadableYamlError as error:
        refused = error
    assert refused is None or (refused.line >= 1 and refused.why.zh)


@given(st.dictionaries(st.text(max_size=12), st.text(max_size=40), max_size=4))
def test_files_that_are_no_definition_are_named(files: dict[str, str]) -> None:
    assert find_faults(files)
